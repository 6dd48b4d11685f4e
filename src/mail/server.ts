import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { historyOf } from "#src/desk/history.ts";
import type { Emit } from "#src/events.ts";

export const securities = ["starttls", "tls", "none"] as const;
export type Security = (typeof securities)[number];

export interface MailServer {
  host: string;
  port: number;
  security: Security;
  login: string;
  senderAddress: string;
  senderName: string;
}

export interface MailWay extends MailServer {
  password: string;
}

const passwordName = "mail password";

/** Returns the server without its password; null if none is set. */
export function mailServer(db: DataReader): (MailServer & { hasPassword: boolean }) | null {
  const row = db.first(q.selectFrom("mail_server").selectAll());
  if (!row) return null;
  const { host, port, security, login, sender_address: senderAddress, sender_name: senderName } = row;
  return { host, port, security, login, senderAddress, senderName, hasPassword: row.password !== null };
}

/** Returns the server with its password; null if none is set, or the password cannot be opened. */
export function mailWay(db: DataReader): MailWay | null {
  const server = mailServer(db);
  if (!server) return null;
  const { hasPassword, ...rest } = server;
  const sealed = hasPassword ? db.first(q.selectFrom("mail_server").select("password"))!.password! : null;
  const password = sealed ? db.keyring.openOwn(passwordName, sealed) : "";
  return password === null ? null : { ...rest, password };
}

/** Returns whether mail servers listen there: 25, 465, 587 (IANA), 26 (some hosters), or any above 1023. */
export function isMailPort(port: number): boolean {
  return [25, 26, 465, 587].includes(port) || (port > 1023 && port <= 65_535);
}

/** Returns whether a host is this machine: only there may mails go unprotected. */
export function isThisMachine(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

/** Sets the server, or none. `password` undefined keeps the old one. Returns the change's id, 0 for none. Throws RangeError. */
export function setMailServer(tx: Tx, emit: Emit, input: { server: MailServer | null; password?: string }): number {
  const { server, password } = input;
  const before = mailServer(tx);
  if (server === null) tx.run(q.deleteFrom("mail_server"));
  else store(tx, server, password);
  const after = mailServer(tx);
  const changed = JSON.stringify(before) !== JSON.stringify(after) || Boolean(password);
  if (!changed) return 0;
  emit({ type: "mail.server_set", before: before && json(before), after: after && json(after) });
  return mailHistory.newest(tx, "mail");
}

/** Seals the password under the current master key if it lies under another one at hand. */
export function resealMailPassword(tx: Tx): void {
  const password = tx.first(q.selectFrom("mail_server").select("password"))?.password;
  const resealed = password && tx.keyring.resealOwn(passwordName, password);
  if (resealed) tx.run(q.updateTable("mail_server").set({ password: resealed }));
}

/** The changes of the mail server. A password stands in none: where before and after are the same, it was typed anew. */
export const mailHistory = historyOf<"mail", MailServer | null>({
  action: "mail.server_set",
  object: (name) => name,
  read: (text) => (text === null ? null : JSON.parse(text)),
});

function store(tx: Tx, server: MailServer, password: string | undefined) {
  if (server.security === "none" && !isThisMachine(server.host)) throw new RangeError("Mails would go unprotected");
  const kept = tx.first(q.selectFrom("mail_server").select("password"))?.password ?? null;
  tx.run(
    q.replaceInto("mail_server").values({
      id: 1,
      host: server.host,
      port: server.port,
      security: server.security,
      login: server.login,
      password: password === undefined ? kept : password === "" ? null : tx.keyring.sealOwn(passwordName, password),
      sender_address: server.senderAddress,
      sender_name: server.senderName,
    }),
  );
}

function json({ hasPassword: _, ...server }: MailServer & { hasPassword: boolean }): string {
  return JSON.stringify(server);
}
