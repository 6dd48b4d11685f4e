import { dayMs } from "#src/clock.ts";
import type { TrailKey } from "#src/crypto/keys/masters.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { exactMs } from "./anew.ts";
import { type Chain, chains, codeOf, type Gone, type StoredEntry, same, sealOfGone, tellsTrueTime } from "./codes.ts";
import { anewAction } from "./noted.ts";

/** How many days the audit trail is kept (PROMISES.md S15). */
export const trailDays = 365;

/**
 * What stays as long as the helpline: the history of what is set and of the directory, by which pages undo, and which says of
 * nobody what they did with whom.
 */
const lasting = [
  "settings.changed",
  "rules.published",
  "line.changed",
  "hours.changed",
  "rehearsal.done",
  "service.changed",
  "service.deleted",
  "service.restored",
  "organization.changed",
  "region.changed",
  "source.changed",
  anewAction,
];

/** How many rows go in one change. */
const piece = 500;

/** Rows that have been kept long enough (`at` is ms UTC), the oldest first. */
function old(at: number) {
  const all = q.selectFrom("audit").where("at", "<=", at - trailDays * dayMs);
  // Of the replies of the helpline the newest changes can be undone however old they are; of somebody's own they go much sooner.
  return all.where((eb) => eb.not(eb.or([eb("action", "in", lasting), eb("object", "=", "replies")])));
}

/** Whether any row has been kept long enough. Without the master key nothing goes: it could not be chained over. */
export function hasOldEntries(db: DataReader, at: number): boolean {
  return db.keyring.trailKey() !== null && db.first(old(at).select("id").limit(1)) !== undefined;
}

/**
 * Deletes rows that were kept long enough, from behind a row (id) on, and leaves in their place what the others are chained over.
 * A row that has been changed by hand stays, for somebody to look at. Returns the last that it looked at; null when there are no more.
 */
export function forgetOldEntries(tx: Tx, after: number): number | null {
  const key = tx.keyring.trailKey();
  const rows = tx.all(old(tx.at).selectAll().where("id", ">", after).orderBy("id").limit(piece));
  if (key === null || rows.length === 0) return null;
  const known = chains(tx.keys);
  for (const row of rows) {
    const chain = known.findLast(({ first_id }) => first_id <= row.id);
    if (chain) forgetEntry(tx, key, chain, row);
  }
  return rows.at(-1)!.id;
}

function forgetEntry(tx: Tx, key: TrailKey, chain: Chain, row: StoredEntry) {
  if (row.mac === null) return;
  const { before, gone } = behind(tx, chain, row.id);
  // What a key has chained that was lost cannot be looked at; it goes all the same.
  const by = tx.keyring.trailKeyOf(chain.master_key_id);
  if (by && !(tellsTrueTime(row) && same(codeOf(by, before, row), row.mac))) return;
  tx.run(q.deleteFrom("audit").where("id", "=", row.id));
  const joined = gone?.master_key_id === key.masterKeyId ? gone : { first_id: row.id, before_mac: before };
  const place = {
    first_id: joined.first_id,
    before_mac: joined.before_mac,
    last_id: row.id,
    mac: row.mac,
    master_key_id: key.masterKeyId,
  };
  tx.run(q.replaceInto("audit_gone").values({ ...place, seal: sealOfGone(key, place) }));
}

/** Rows whose exact time has been told for long enough (`at` is ms UTC). Those from before there was anything else are chained anew first. */
function exact(at: number) {
  return q
    .selectFrom("audit")
    .where("exact_at", "<=", at - exactMs)
    .where("commitment", "is not", null);
}

/** Whether there are any. */
export function hasExactEntries(db: DataReader, at: number): boolean {
  return db.first(exact(at).select("id").limit(1)) !== undefined;
}

/**
 * Forgets the exact times that have been told for long enough, from behind a row (id) on, with their salt: the quarter of the hour
 * stays. One that was changed by hand stays too, for somebody to look at. Returns the last row that it looked at; null when there are
 * no more.
 */
export function forgetExactTimes(tx: Tx, after: number): number | null {
  const rows = tx.all(exact(tx.at).selectAll().where("id", ">", after).orderBy("id").limit(piece));
  if (rows.length === 0) return null;
  const told = rows.filter(tellsTrueTime).map(({ id }) => id);
  const gone = { exact_at: null, salt: null, former_mac: null };
  if (told.length > 0) tx.run(q.updateTable("audit").set(gone).where("id", "in", told));
  tx.forgets();
  return rows.at(-1)!.id;
}

/** The code that stands before a row within its part of the chain, and what was deleted right before it. */
function behind(tx: Tx, chain: Chain, id: number): { before: Uint8Array; gone: Gone | null } {
  const rows = q.selectFrom("audit").select(["id", "mac"]).where("id", "<", id).where("id", ">=", chain.first_id);
  const row = tx.first(rows.orderBy("id", "desc").limit(1));
  const places = q
    .selectFrom("audit_gone")
    .selectAll()
    .where("last_id", "<", id)
    .where("first_id", ">=", chain.first_id);
  const gone = tx.first(places.orderBy("first_id", "desc").limit(1));
  if (gone && gone.last_id > (row?.id ?? 0)) return { before: gone.mac, gone };
  return { before: row?.mac ?? chain.before_mac, gone: null };
}
