import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { keptMs } from "./callback.ts";
import { endCallback } from "./ending.ts";

// For when someone has left many addresses of others: staff see no addresses, so an admin can only say since when.

/** How many of those who wait to be written to asked since an instant (ms UTC). */
export function askedSince(db: DataReader, since: number): number {
  return db.all(waiting(since)).length;
}

/** Ends every open request made since an instant (ms UTC); links that arrived stay good. Returns how many. Throws `bad_input`. */
export function cancelSince(tx: Tx, emit: Emit, { since }: { since: number }): number {
  if (!(since <= tx.at && since >= tx.at - keptMs)) throw new HelplineError("bad_input");
  const all = tx.all(waiting(since));
  for (const { id } of all) endCallback(tx, emit, { callbackId: id, reason: "let_go" });
  if (all.length > 0) emit({ type: "callback.let_go", since, n: all.length });
  return all.length;
}

function waiting(since: number) {
  return q.selectFrom("callback").select("id").where("ended_at", "is", null).where("asked_at", ">=", since);
}
