import type { DataReader } from "#src/db/db.ts";
import { prepared, type Reader } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { shortCode } from "./codes.ts";

export const anewAction = "audit.chained_anew";
const anewObject = "trail";

interface End {
  id: number;
  code: string;
}

export interface Noted {
  rows: number;
  before: End;
  after: End;
  broken: [number, number][];
  unchecked: [number, number][];
}

/** Returns a note as the `before` and `after` of its entry. */
export function noteAsTold({ before, ...after }: Noted): { before: string; after: string } {
  return { before: JSON.stringify(before), after: JSON.stringify(after) };
}

/** Returns what an entry notes; null for any other entry. */
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

/** Returns what was noted when the trail was chained again; null if it never was. */
export function noted(db: Reader): Noted | null {
  const row = db.first(notes({}));
  return row ? notedIn(row) : null;
}

export type Stands = "stands" | "other" | "gone" | "anew";

/** Returns what became of a row whose code someone kept elsewhere. */
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
