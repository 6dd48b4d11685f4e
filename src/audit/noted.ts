import type { DataReader } from "#src/db/db.ts";
import { prepared, type Reader } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { shortCode } from "./codes.ts";

// That the trail was chained anew is an entry of its own, in the chain itself: how it ended before, and how it ends since.

/** What such an entry is called, and what it is about. */
export const anewAction = "audit.chained_anew";
export const anewObject = "trail";

/** A row and its code, as `shortCode` has it. */
interface End {
  id: number;
  code: string;
}

/** What is noted when the trail is chained anew. Stretches are from a row to a row, by their ids. */
export interface Noted {
  /** How many rows were chained anew. */
  rows: number;
  before: End;
  after: End;
  /** What was not as it was written, and stays to be looked at; what another master key had chained, which was not here. */
  broken: [number, number][];
  unchecked: [number, number][];
}

/** The same as the entry tells it, before and after. */
export function noteAsTold({ before, ...after }: Noted): { before: string; after: string } {
  return { before: JSON.stringify(before), after: JSON.stringify(after) };
}

/** What an entry notes of it; null for any other entry. */
export function notedIn(row: { action: string; before: string | null; after: string | null }): Noted | null {
  if (row.action !== anewAction || row.before === null || row.after === null) return null;
  return { before: JSON.parse(row.before), ...JSON.parse(row.after) } as Noted;
}

const notes = prepared(() =>
  q
    .selectFrom("audit")
    .select(["id", "action", "before", "after"])
    .where("object", "=", anewObject)
    .where("action", "=", anewAction)
    .orderBy("id", "desc")
    .limit(1),
);

/** What was noted when the trail was chained anew; null where it never was. */
export function noted(db: Reader): Noted | null {
  const row = db.first(notes({}));
  return row ? notedIn(row) : null;
}

/**
 * What became of a row whose code somebody kept elsewhere: it stands there as it did, it is another, it was kept long enough and is
 * gone, or it was chained anew since and has lost that code with its exact time.
 */
export type Stands = "stands" | "other" | "gone" | "anew";

/** Whether the row of this id has this code still, or had it before it was chained anew. */
export function standsStill(db: DataReader, id: number, code: string): Stands {
  const told = code.trim().toLowerCase();
  const has = (mac: Uint8Array | null) => mac !== null && shortCode(mac) === told;
  const note = noted(db);
  const isOfBefore = note !== null && id <= note.after.id;
  const row = db.first(q.selectFrom("audit").select(["mac", "former_mac"]).where("id", "=", id));
  if (row && (has(row.mac) || has(row.former_mac))) return "stands";
  if (isOfBefore && id === note.before.id) return note.before.code === told ? "stands" : "other";
  if (row) return isOfBefore && row.former_mac === null ? "anew" : "other";
  const place = q.selectFrom("audit_gone").select(["last_id", "mac"]);
  const gone = db.first(place.where("first_id", "<=", id).where("last_id", ">=", id));
  if (!gone) return "other";
  if (gone.last_id !== id || isOfBefore) return "gone";
  return has(gone.mac) ? "stands" : "other";
}
