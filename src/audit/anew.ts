import { dayMs } from "#src/clock.ts";
import { newSalt } from "#src/crypto/hash.ts";
import type { TrailKey } from "#src/crypto/keys/masters.ts";
import type { Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { k, q } from "#src/db/schema.ts";
import type { Standing } from "#src/db/trail.ts";
import {
  type Chain,
  chains,
  chainsBefore,
  codeOf,
  type Gone,
  type StoredEntry,
  sealOf,
  sealOfGone,
  shortCode,
  timed,
} from "./codes.ts";
import { type Noted, noted } from "./noted.ts";
import { withoutExactTimes } from "./times.ts";
import { type AuditStretch, itemsAfter, lastRowOf, walking } from "./walk.ts";

// A trail from before times were coarsened is chained again, once; a checkpoint entry says how it ended before and since.

export const exactDays = 28;
export const exactMs = exactDays * dayMs;

export type Checkpoint = Noted;

/** Returns whether the trail must be chained again. Rows that stayed because someone changed them by hand do not count. */
export function isToBeChainedAnew(tx: Tx): boolean {
  return (
    tx.first(q.selectFrom("audit").select("id").where("commitment", "is", null).limit(1)) !== undefined && !noted(tx)
  );
}

const newestId = prepared<Record<string, never>, { id: number | null }>(() =>
  q.selectFrom("audit").select((of) => of.fn.max("id").as("id")),
);

/** Restores the old chains if only keys.db was chained again, after a crash say. Returns the new end if its rows are missing. */
export function takeBack(tx: Tx): Chain | null {
  const before = chainsBefore(tx.keys);
  if (before.length === 0) return null;
  const [newest] = chains(tx.keys).slice(-1);
  tx.keys.run(k.deleteFrom("audit_chain"));
  for (const one of before) tx.keys.run(k.insertInto("audit_chain").values(one));
  return newest && newest.last_id > (tx.first(newestId({}))?.id ?? 0) ? newest : null;
}

/** Chains the whole trail again. What was changed by hand stays broken, for someone to look at. */
export function chainAnew(
  tx: Tx,
  key: TrailKey,
  { standing, missing }: { standing: Standing; missing: Chain | null },
): { own: Chain; standing: Standing; checkpoint: Checkpoint } {
  const known = chains(tx.keys);
  const walk = walking(tx.keyring, known, []);
  // A random start, so that nobody can find exact times by trying.
  const from = newCode();
  let at: Uint8Array = from;
  let last = 0;
  let rows = 0;
  for (let items = itemsAfter(tx, 0); items.length > 0; items = itemsAfter(tx, last)) {
    for (const item of items) {
      const isBroken = walk.step(item) === "broken";
      last = lastRowOf(item);
      if (item.kind === "gone") at = isBroken ? item.gone.mac : placeAnew(tx, key, at, item.gone);
      else if (!isBroken) {
        at = rowAnew(tx, key, at, item.row);
        rows += 1;
      }
    }
  }
  const { broken, unchecked } = walk.end(standing);
  const isCut = standing.id > last;
  const end = missing ? { id: missing.last_id, mac: missing.last_mac } : isCut ? standing : { id: last, mac: at };
  const own = partAnew(tx, key, known, { from, end });
  tx.forgets();
  const checkpoint = {
    rows,
    before: { id: standing.id, code: shortCode(standing.mac) },
    after: { id: end.id, code: shortCode(end.mac) },
    broken: broken.map(idsOf),
    unchecked: unchecked.map(idsOf),
  };
  return { own, standing: end, checkpoint };
}

const idsOf = ({ fromId, toId }: AuditStretch): [number, number] => [fromId, toId];

function newCode(): Uint8Array {
  return Buffer.concat([newSalt(), newSalt()]);
}

const store = prepared(
  (v: Pick<StoredEntry, Exclude<keyof StoredEntry, "at" | "actor" | "action" | "object" | "before">>) =>
    q
      .updateTable("audit")
      .set({ exact_at: v.exact_at, salt: v.salt, commitment: v.commitment, former_mac: v.former_mac })
      .set({ after: v.after, mac: v.mac })
      .where("id", "=", v.id),
);

function rowAnew(tx: Tx, key: TrailKey, before: Uint8Array, row: StoredEntry): Uint8Array {
  const anew = row.commitment === null ? inQuarters(row, tx.at) : row;
  const mac = codeOf(key, before, anew);
  tx.run(store({ ...anew, mac }));
  return mac;
}

// If the text held a time, the old code no longer fits it and goes too.
function inQuarters(row: StoredEntry, now: number): StoredEntry {
  const exact = row.exact_at!;
  const after = withoutExactTimes(row.action, row.after);
  const isOld = exact <= now - exactMs;
  const told = { ...row, after, ...timed(exact, isOld || after !== row.after ? null : row.mac) };
  return isOld ? { ...told, exact_at: null, salt: null } : told;
}

// The old code was made from the deleted rows and their exact times, so it goes too.
function placeAnew(tx: Tx, key: TrailKey, before: Uint8Array, { first_id, last_id }: Gone): Uint8Array {
  const place = { first_id, last_id, before_mac: before, mac: newCode(), master_key_id: key.masterKeyId };
  tx.run(q.replaceInto("audit_gone").values({ ...place, seal: sealOfGone(key, place) }));
  return place.mac;
}

function partAnew(tx: Tx, key: TrailKey, known: Chain[], { from, end }: { from: Uint8Array; end: Standing }): Chain {
  tx.keys.run(k.deleteFrom("audit_chain_before"));
  for (const one of known) tx.keys.run(k.insertInto("audit_chain_before").values(one));
  tx.keys.run(k.deleteFrom("audit_chain"));
  const part = {
    master_key_id: key.masterKeyId,
    began_at: known[0]!.began_at,
    first_id: known[0]!.first_id,
    before_mac: from,
    last_id: end.id,
    last_mac: end.mac,
  };
  tx.keys.run(k.insertInto("audit_chain").values({ ...part, seal: sealOf(key, part) }));
  return chains(tx.keys).at(-1)!;
}
