import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";

/** How the way to the server is protected: after STARTTLS, which must be there; from the first byte; not at all, on this machine only. */
export const securities = ["starttls", "tls", "none"] as const;
export type Security = (typeof securities)[number];

/** The server that takes the mails of the helpline, as an admin set it. */
export interface MailServer {
  host: string;
  port: number;
  security: Security;
  /** "" = it takes mails without. */
  login: string;
  senderAddress: string;
  senderName: string;
}

/** What a mail goes out with. */
export interface MailWay extends MailServer {
  password: string;
}

const passwordName = "mail password";

/** The server as it is set, without its password; null where none is. */
export function mailServer(db: DataReader): (MailServer & { hasPassword: boolean }) | null {
  const row = db.first(q.selectFrom("mail_server").selectAll());
  if (!row) return null;
  const { host, port, security, login, sender_address: senderAddress, sender_name: senderName } = row;
  return { host, port, security, login, senderAddress, senderName, hasPassword: row.password !== null };
}

/** What mails can go out with: null where no server is set, or its password cannot be opened. */
export function mailWay(db: DataReader): MailWay | null {
  const server = mailServer(db);
  if (!server) return null;
  const { hasPassword, ...rest } = server;
  const sealed = hasPassword ? db.first(q.selectFrom("mail_server").select("password"))!.password! : null;
  const password = sealed ? db.keyring.openOwn(passwordName, sealed) : "";
  return password === null ? null : { ...rest, password };
}

/** Where mail servers listen: what IANA gave them (25, 465, 587), what hosters open beside 25 (26), and what is anybody's. */
export function isMailPort(port: number): boolean {
  return [25, 26, 465, 587].includes(port) || (port > 1023 && port <= 65_535);
}

/** Whether a host is this machine, by its name or its number: only there may mails go unprotected. */
export function isThisMachine(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

/**
 * Sets the server, or none (null). `password`: undefined keeps the one that is there, "" takes it away. The password stands
 * in no history. Returns the id of the change, 0 where nothing is different. Throws RangeError for a way without protection that
 * leaves this machine, `locked` where a password cannot be sealed.
 */
export function setMailServer(tx: Tx, emit: Emit, input: { server: MailServer | null; password?: string }): number {
  const { server, password } = input;
  const before = mailServer(tx);
  if (server === null) tx.run(q.deleteFrom("mail_server"));
  else store(tx, server, password);
  const after = mailServer(tx);
  const changed = JSON.stringify(before) !== JSON.stringify(after) || Boolean(password);
  if (!changed) return 0;
  emit({ type: "mail.server_set", before: before && json(before), after: after && json(after) });
  return newestServerChange(tx);
}

/** Seals its password anew, under the master key that works, where it lies under another that is at hand. */
export function resealMailPassword(tx: Tx): void {
  const password = tx.first(q.selectFrom("mail_server").select("password"))?.password;
  const resealed = password && tx.keyring.resealOwn(passwordName, password);
  if (resealed) tx.run(q.updateTable("mail_server").set({ password: resealed }));
}

/** The newest change, by its id in the audit trail; 0 when no server was ever set. */
export function newestServerChange(db: DataReader): number {
  const changes = q
    .selectFrom("audit")
    .select("id")
    .where("object", "=", "mail")
    .where("action", "=", "mail.server_set");
  return db.first(changes.orderBy("id", "desc").limit(1))?.id ?? 0;
}

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
