import { dayMs, quarterOf } from "#src/clock.ts";
import { isLostMaster } from "#src/crypto/keys/lost-master.ts";
import type { TrailKey } from "#src/crypto/keys/masters.ts";
import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import type { Reader, Writer } from "#src/db/query.ts";
import { k, q } from "#src/db/schema.ts";
import type { AuditEntry } from "#src/db/trail.ts";
import type { Actor } from "#src/events.ts";
import { same } from "./codes.ts";

// Complaints have a chain of their own (PROMISES.md S19): people who had a part in the chat find no entry, gap or other count.

const nothing = new Uint8Array(32);

/** Writes an entry. Ids continue from keys.db too, so that those of forgotten or cut-off entries are not used again. */
export function keepConcern(tx: Writer & { keys: Reader }, key: TrailKey | null, { at, ...entry }: AuditEntry): void {
  const last = newest(tx);
  const known = chainOf(tx);
  const row = { ...entry, id: Math.max(last?.id ?? 0, known?.last_id ?? 0) + 1, quarter: quarterOf(at) };
  const before = last ? last.mac : known?.before_mac;
  const mac = key && codeOf(key, before ?? nothing, row);
  tx.run(q.insertInto("concern_audit").values({ ...row, master_key_id: key?.masterKeyId ?? null, mac }));
}

/** Tells keys.db how far the chain goes. */
export function noteConcernEnd(tx: Tx): void {
  const last = newest(tx);
  const known = chainOf(tx);
  if (!last || (known && known.last_id >= last.id)) return;
  const before = { first_id: known?.first_id ?? 1, before_mac: known?.before_mac ?? null };
  tx.keys.run(k.replaceInto("concern_chain").values({ id: 1, ...before, last_id: last.id }));
}

/** Returns the ids of entries that were changed or inserted or are missing; [] if the chain is whole. */
export function brokenConcerns(tx: Tx): number[] {
  const known = chainOf(tx);
  const broken: number[] = [];
  let next = known?.first_id ?? 1;
  let before: Uint8Array | null = next === 1 ? nothing : (known?.before_mac ?? null);
  for (const row of tx.all(rows().orderBy("id"))) {
    // From before the keys were lost: nobody can check it.
    if (row.id < next && row.master_key_id !== null && isLostMaster(tx.keys, row.master_key_id)) continue;
    for (; next < row.id; next += 1) broken.push(next);
    const key = row.master_key_id === null ? null : tx.keyring.trailKeyOf(row.master_key_id);
    // null: entries were forgotten before keys.db kept the code that this row follows.
    const isSound = before === null || (key !== null && same(codeOf(key, before, row), row.mac));
    if (!isSound) broken.push(row.id);
    before = row.mac ?? nothing;
    next = row.id + 1;
  }
  for (; next <= (known?.last_id ?? 0); next += 1) broken.push(next);
  return broken;
}

type ConcernEntry = Omit<AuditEntry, "at" | "actor"> & { id: number; quarter: number; actor: Actor };

/** Returns the newest entries about chats the reader had no part in: by `hadPart`, or by the other chain once a chat is gone. */
export function concernEntries(
  db: DataReader,
  reader: { id: number; hadPart: (conversationId: number) => boolean },
  most: number,
): ConcernEntry[] {
  const isOwner = (object: string) => !reader.hadPart(chatOf(object)) && !isNamed(db, object, reader.id);
  const all = db.all(rows().orderBy("id", "desc").limit(500)).filter(({ object }) => isOwner(object));
  return all.slice(0, most).map((row) => ({ ...row, actor: row.actor as Actor }));
}

function isNamed(db: DataReader, object: string, readerId: number): boolean {
  const who = asStaff(readerId);
  const named = q.selectFrom("audit").select("id").where("object", "=", object);
  return (
    db.first(named.where((eb) => eb.or([eb("actor", "=", who), eb("before", "=", who), eb("after", "=", who)]))) !==
    undefined
  );
}

/** Deletes entries kept for so many days and returns how many. keys.db keeps the last code: the next entry is made from it. */
export function forgetOldConcerns(tx: Tx, days: number): number {
  const since = tx.at - days * dayMs;
  const firstKept = tx.first(rows().where("quarter", ">", since).orderBy("id").limit(1));
  const old = rows().where("id", "<", firstKept?.id ?? Number.MAX_SAFE_INTEGER);
  const last = tx.first(old.orderBy("id", "desc").limit(1));
  if (!last) return 0;
  const known = chainOf(tx);
  const gone = tx.run(q.deleteFrom("concern_audit").where("id", "<=", last.id));
  const begin =
    known && known.first_id > last.id
      ? { first_id: known.first_id, before_mac: known.before_mac }
      : { first_id: last.id + 1, before_mac: last.mac ?? nothing };
  const end = { ...begin, last_id: Math.max(last.id, known?.last_id ?? 0) };
  tx.keys.run(k.replaceInto("concern_chain").values({ id: 1, ...end }));
  return gone;
}

/** Returns whether any entry was kept for so many days (`at` is ms UTC). */
export function hasOldConcerns(db: DataReader, days: number, at: number): boolean {
  return (
    db.first(
      rows()
        .where("quarter", "<=", at - days * dayMs)
        .limit(1),
    ) !== undefined
  );
}

const rows = () => q.selectFrom("concern_audit").selectAll();
const newest = (db: Reader) => db.first(rows().orderBy("id", "desc").limit(1));
const chainOf = ({ keys }: { keys: Reader }) => keys.first(k.selectFrom("concern_chain").selectAll());
const chatOf = (object: string) => Number(object.split(":")[1]);

function codeOf(key: TrailKey, before: Uint8Array, row: Omit<ConcernEntry, "actor"> & { actor: string }): Uint8Array {
  const { id, quarter, actor, action, object, before: was, after } = row;
  return key.code(before, JSON.stringify(["concern", id, quarter, actor, action, object, was, after]));
}
