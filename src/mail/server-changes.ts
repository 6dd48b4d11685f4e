import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type MailServer, mailHistory, mailServer, setMailServer } from "./server.ts";

/** Returns what was set before a change, null for no server. Throws `not_found` if there is no such change. */
export function serverBefore(db: DataReader, changeId: number): MailServer | null {
  const change = mailHistory.find(db, "mail", changeId);
  if (!change) throw new HelplineError("not_found");
  return change.before;
}

/**
 * Sets the server. Returns the id of the change, 0 if nothing changed, null if a password must be typed: one that was meant for
 * another host is never sent to a new one. Throws `taken`.
 */
export function saveServer(
  tx: Tx,
  emit: Emit,
  { server, password, basedOn }: { server: MailServer; password: string; basedOn: number },
): number | null {
  mailHistory.refuseTaken(tx, "mail", basedOn);
  if (server.login === "") return setMailServer(tx, emit, { server, password: "" });
  if (password !== "") return setMailServer(tx, emit, { server, password });
  const now = mailServer(tx);
  // A password stays only for the same host, so that it goes to no other server.
  return now?.hasPassword && now.host === server.host ? setMailServer(tx, emit, { server }) : null;
}

/** Removes the server. Returns the id of the change, 0 if there was none. Throws `taken` as `saveServer`. */
export function removeServer(tx: Tx, emit: Emit, { basedOn }: { basedOn: number }): number {
  if (mailServer(tx) === null) return 0;
  mailHistory.refuseTaken(tx, "mail", basedOn);
  return setMailServer(tx, emit, { server: null });
}

/** Restores the server from before a change. Returns as `saveServer`: no history holds a password. Throws `not_found` too. */
export function undoServer(tx: Tx, emit: Emit, input: { changeId: number; basedOn: number }): number | null {
  const server = serverBefore(tx, input.changeId);
  mailHistory.refuseTaken(tx, "mail", input.basedOn);
  const now = mailServer(tx);
  const isSameLogin = now !== null && now.host === server?.host && now.login === server.login;
  if (server && server.login !== "" && !isSameLogin) return null;
  return setMailServer(tx, emit, { server, ...(isSameLogin ? {} : { password: "" }) });
}
