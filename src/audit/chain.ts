import type { TrailKey } from "#src/crypto/keys/masters.ts";
import type { Db, Tx } from "#src/db/db.ts";
import { prepared, type Reader, type Writer } from "#src/db/query.ts";
import { k, q } from "#src/db/schema.ts";
import type { AuditEntry, Standing, Trail } from "#src/db/trail.ts";
import { type Checkpoint, chainAnew, isToBeChainedAnew, takeBack } from "./anew.ts";
import { type Chain, chains, codeOf, following, type StoredEntry, sealOf, timed } from "./codes.ts";
import { keepConcern, noteConcernEnd } from "./complaint-trail.ts";

export interface OwnTrail extends Trail {
  begin(tx: Tx): Checkpoint | null;
  /** Tells keys.db how far the trail goes. Must run outside any change: nothing may be noted that can be undone. */
  noteHead(db: Db): Promise<void>;
}

const nothing = new Uint8Array(32);

const newestId = prepared<Record<string, never>, { id: number | null }>(() =>
  q.selectFrom("audit").select((eb) => eb.fn.max("id").as("id")),
);

const newestGone = prepared<Record<string, never>, { id: number | null }>(() =>
  q.selectFrom("audit_gone").select((eb) => eb.fn.max("last_id").as("id")),
);

const write = prepared((v: Pick<StoredEntry, Exclude<keyof StoredEntry, "at">>) =>
  q.insertInto("audit").values({
    ...{ id: v.id, quarter: v.quarter, exact_at: v.exact_at, salt: v.salt, commitment: v.commitment },
    ...{ actor: v.actor, action: v.action, object: v.object, before: v.before, after: v.after, mac: v.mac },
  }),
);

/** Opens the audit trail, an HMAC chain under HKDF "audit/v1" (PROMISES.md S15). Without a master key, rows are chained later. */
export function openTrail(): OwnTrail {
  let standing: Standing = { id: 0, mac: nothing };
  let key: TrailKey | null = null;
  let own: Chain | null = null;
  // `kept` begins at 1: keys.db may not know of complaint entries from before the start.
  const concerns = { kept: 1, told: 0 };

  function keep(tx: Writer & { keys: Reader }, { at, ...entry }: AuditEntry) {
    if (entry.action.startsWith("concern.")) {
      keepConcern(tx, key, { at, ...entry });
      concerns.kept += 1;
      return;
    }
    // If someone put rows behind the end by hand, ours come after them.
    const id = Math.max(standing.id, tx.first(newestId({}))?.id ?? 0) + 1;
    const row = { ...entry, ...timed(at), id, chained_at: null };
    const mac = key && codeOf(key, standing.mac, row);
    tx.run(write({ ...row, mac }));
    standing = { id, mac: mac ?? standing.mac };
  }

  function begin(tx: Tx): Checkpoint | null {
    key = tx.keyring.trailKey();
    const isDue = key !== null && isToBeChainedAnew(tx);
    const missing = isDue ? takeBack(tx) : null;
    const known = chains(tx.keys);
    const newest = known.at(-1);
    const end = Math.max(newest?.last_id ?? 0, tx.first(newestId({}))?.id ?? 0, tx.first(newestGone({}))?.id ?? 0);
    if (key === null) {
      standing = { id: end, mac: newest?.last_mac ?? nothing };
      return null;
    }
    own = newest?.master_key_id === key.masterKeyId ? newest : takeUp(tx, key, newest);
    standing = { id: end, mac: chainOn(tx, key, own) };
    if (!isDue) return null;
    const anew = chainAnew(tx, key, { standing, missing });
    ({ own, standing } = anew);
    return anew.checkpoint;
  }

  async function noteHead(db: Db) {
    if (concerns.told < concerns.kept) {
      // More may be kept during this wait, or the disk may refuse: the next call then catches up.
      const { kept } = concerns;
      await db.change("porchlight", noteConcernEnd);
      concerns.told = kept;
    }
    if (own === null || key === null || own.last_id === standing.id) return;
    const now = { ...own, last_id: standing.id, last_mac: standing.mac };
    const changed = { last_id: now.last_id, last_mac: now.last_mac, seal: sealOf(key, now) };
    const { id } = own;
    await db.change("porchlight", (tx) => {
      tx.keys.run(k.updateTable("audit_chain").set(changed).where("id", "=", id));
    });
    own = { ...now, seal: changed.seal };
  }

  return {
    keep,
    begin,
    noteHead,
    standing: () => standing,
    undo: (to) => {
      standing = to;
    },
  };
}

function takeUp(tx: Tx, key: TrailKey, before: Chain | undefined): Chain {
  const rows = q.selectFrom("audit").select(["id", "mac"]).where("mac", "is not", null);
  const last = before && tx.first(rows.where("id", ">", before.last_id).orderBy("id", "desc").limit(1));
  const mac = last?.mac ?? before?.last_mac ?? nothing;
  const lastId = last?.id ?? before?.last_id ?? 0;
  const chain = {
    master_key_id: key.masterKeyId,
    began_at: tx.at,
    first_id: lastId + 1,
    before_mac: mac,
    last_id: lastId,
    last_mac: mac,
  };
  tx.keys.run(k.insertInto("audit_chain").values({ ...chain, seal: sealOf(key, chain) }));
  return chains(tx.keys).at(-1)!;
}

// Trusts the end that keys.db knows, not the file: if rows were cut off, new ones chain to the missing ones and the break shows.
function chainOn(tx: Tx, key: TrailKey, { last_id, last_mac }: Chain): Uint8Array {
  const walk = following(key, last_mac);
  const places = tx.all(q.selectFrom("audit_gone").selectAll().where("last_id", ">", last_id).orderBy("first_id"));
  for (const row of tx.all(q.selectFrom("audit").selectAll().where("id", ">", last_id).orderBy("id"))) {
    while (places[0] && places[0].last_id < row.id) walk.passOver(places.shift()!);
    const mac = row.mac ?? codeOf(key, walk.sound(), { ...row, chained_at: tx.at });
    const chained = row.mac ? row : { ...row, mac, chained_at: tx.at };
    if (!row.mac) tx.run(q.updateTable("audit").set({ mac, chained_at: tx.at }).where("id", "=", row.id));
    walk.pass(chained);
  }
  for (const one of places) walk.passOver(one);
  return walk.sound();
}
