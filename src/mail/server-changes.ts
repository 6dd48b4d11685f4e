import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { type MailServer, mailServer, newestServerChange, setMailServer } from "./server.ts";

/** An earlier change of the mail server. Its password stands in none. */
export interface ServerChange extends ToldTime {
  /** Of the audit trail: what can be undone is named by it. */
  id: number;
  actor: Actor;
  /** null = none was set. Where both are the same, only the password was another. */
  before: MailServer | null;
  after: MailServer | null;
}

/** The changes of the mail server, the newest first, at most 50. */
export function serverChanges(db: DataReader): ServerChange[] {
  return db.all(changes().orderBy("id", "desc").limit(50)).map(asChange);
}

/** What was set before a change, null for no server. Throws `not_found` where there is no such change. */
export function serverBefore(db: DataReader, changeId: number): MailServer | null {
  const row = db.first(changes().where("id", "=", changeId));
  if (!row) throw new HelplineError("not_found");
  return asChange(row).before;
}

/**
 * Sets the server as somebody typed it who had seen its change `basedOn`, 0 for none. A password that was not typed ("") stays,
 * where it belongs to a login at the same host: one that was meant for another server goes to no new one. Returns the id of the
 * change, 0 where nothing is different, and null, having done nothing, where a password has to be typed. Throws `taken` when there
 * is a newer change, else as `setMailServer`.
 */
export function saveServer(
  tx: Tx,
  emit: Emit,
  { server, password, basedOn }: { server: MailServer; password: string; basedOn: number },
): number | null {
  refuseTaken(tx, basedOn);
  if (server.login === "") return setMailServer(tx, emit, { server, password: "" });
  if (password !== "") return setMailServer(tx, emit, { server, password });
  const now = mailServer(tx);
  return now?.hasPassword && now.host === server.host ? setMailServer(tx, emit, { server }) : null;
}

/** Sets no server. Returns the id of the change, 0 where there was none; throws `taken` as `saveServer`. */
export function removeServer(tx: Tx, emit: Emit, { basedOn }: { basedOn: number }): number {
  if (mailServer(tx) === null) return 0;
  refuseTaken(tx, basedOn);
  return setMailServer(tx, emit, { server: null });
}

/**
 * Sets the server as it was before a change: a change of its own, so it can be undone too. Returns its id, 0 where it is so
 * already, and null, having done nothing, where a password belongs to it that is not the one kept now: no history holds one, so
 * it has to be typed again. Throws as `serverBefore`, and `taken` when there is a newer change than `basedOn`.
 */
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
