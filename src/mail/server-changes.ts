import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { type MailServer, mailServer, newestServerChange, setMailServer } from "./server.ts";

export interface ServerChange extends ToldTime {
  id: number;
  actor: Actor;
  before: MailServer | null;
  after: MailServer | null;
}

/** Returns the changes of the mail server, newest first, at most 50. */
export function serverChanges(db: DataReader): ServerChange[] {
  return db.all(changes().orderBy("id", "desc").limit(50)).map(asChange);
}

/** Returns the server before a change, null for none. Throws `not_found`. */
export function serverBefore(db: DataReader, changeId: number): MailServer | null {
  const row = db.first(changes().where("id", "=", changeId));
  if (!row) throw new HelplineError("not_found");
  return asChange(row).before;
}

/** Sets the server. Returns the id of the change, 0 if nothing changed, null if a password must be typed. Throws `taken`. */
export function saveServer(
  tx: Tx,
  emit: Emit,
  { server, password, basedOn }: { server: MailServer; password: string; basedOn: number },
): number | null {
  refuseTaken(tx, basedOn);
  if (server.login === "") return setMailServer(tx, emit, { server, password: "" });
  if (password !== "") return setMailServer(tx, emit, { server, password });
  const now = mailServer(tx);
  // A password stays only for the same host, so that it goes to no other server.
  return now?.hasPassword && now.host === server.host ? setMailServer(tx, emit, { server }) : null;
}

/** Removes the server. Returns the id of the change, 0 if there was none. Throws `taken` as `saveServer`. */
export function removeServer(tx: Tx, emit: Emit, { basedOn }: { basedOn: number }): number {
  if (mailServer(tx) === null) return 0;
  refuseTaken(tx, basedOn);
  return setMailServer(tx, emit, { server: null });
}

/** Restores the server from before a change. Returns as `saveServer`: no history holds a password. Throws `not_found` too. */
export function undoServer(tx: Tx, emit: Emit, input: { changeId: number; basedOn: number }): number | null {
  const server = serverBefore(tx, input.changeId);
  refuseTaken(tx, input.basedOn);
  const now = mailServer(tx);
  const isSameLogin = now !== null && now.host === server?.host && now.login === server.login;
  if (server && server.login !== "" && !isSameLogin) return null;
  return setMailServer(tx, emit, { server, ...(isSameLogin ? {} : { password: "" }) });
}

function refuseTaken(tx: Tx, basedOn: number) {
  if (basedOn !== newestServerChange(tx)) throw new HelplineError("taken");
}

function changes() {
  return q.selectFrom("audit").selectAll().where("object", "=", "mail").where("action", "=", "mail.server_set");
}

function asChange(row: {
  id: number;
  at: number;
  exact_at: number | null;
  actor: string;
  before: string | null;
  after: string | null;
}) {
  const [before, after] = [row.before, row.after].map((text) => (text === null ? null : JSON.parse(text)));
  return { id: row.id, ...toldTime(row), actor: row.actor as Actor, before, after } as ServerChange;
}
