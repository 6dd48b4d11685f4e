import { dayMs } from "#src/clock.ts";
import type { TrailKey } from "#src/crypto/keys/masters.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { exactMs } from "./anew.ts";
import { type Chain, chains, codeOf, type Gone, type StoredEntry, same, sealOfGone, tellsTrueTime } from "./codes.ts";
import { anewAction } from "./noted.ts";

/** How many days the audit trail is kept (PROMISES.md S15). */
export const trailDays = 365;

// Kept for good: the history of settings and of the directory. Pages undo from it, and it says nothing about chats.
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

const piece = 500;

function old(at: number) {
  const all = q.selectFrom("audit").where("at", "<=", at - trailDays * dayMs);
  // A change of the helpline's replies can be undone however old it is; personal ones go much sooner.
  return all.where((eb) => eb.not(eb.or([eb("action", "in", lasting), eb("object", "=", "replies")])));
}

/** Returns whether entries are old enough to go. Without the master key none go: nothing could be chained over them. */
export function hasOldEntries(db: DataReader, at: number): boolean {
  return db.keyring.trailKey() !== null && db.first(old(at).select("id").limit(1)) !== undefined;
}

/** Deletes old rows after a row (id); those changed by hand stay. Returns the last id looked at, null when there are no more. */
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

function exact(at: number) {
  return q
    .selectFrom("audit")
    .where("exact_at", "<=", at - exactMs)
    .where("commitment", "is not", null);
}

/** Returns whether exact times are old enough to go (`at` is ms UTC). */
export function hasExactEntries(db: DataReader, at: number): boolean {
  return db.first(exact(at).select("id").limit(1)) !== undefined;
}

/** Forgets old exact times after a row (id); changed rows stay. Returns the last id looked at, null when there are no more. */
export function forgetExactTimes(tx: Tx, after: number): number | null {
  const rows = tx.all(exact(tx.at).selectAll().where("id", ">", after).orderBy("id").limit(piece));
  if (rows.length === 0) return null;
  const told = rows.filter(tellsTrueTime).map(({ id }) => id);
  const gone = { exact_at: null, salt: null, former_mac: null };
  if (told.length > 0) tx.run(q.updateTable("audit").set(gone).where("id", "in", told));
  tx.forgets();
  return rows.at(-1)!.id;
}

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
