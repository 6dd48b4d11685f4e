import type { TrailKey } from "#src/crypto/masters.ts";
import type { DataReader, Db, Reader, Tx, Writer } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { k, q } from "#src/db/schema.ts";
import type { Entry, Standing, Trail } from "#src/db/trail.ts";

/** A row of the audit trail as it is stored. */
export interface StoredEntry extends Entry {
  id: number;
  /** null = written without a master key. */
  mac: Uint8Array | null;
  /** ms UTC; null = at once. */
  chained_at: number | null;
}

/** One master key's part of the chain, as keys.db holds it. */
export interface Chain {
  id: number;
  master_key_id: number;
  began_at: number;
  first_id: number;
  before_mac: Uint8Array;
  last_id: number;
  last_mac: Uint8Array;
  seal: Uint8Array;
}

/** The trail of a helpline, as it is opened with it. */
export interface OwnTrail extends Trail {
  /** Goes on from where it stood before the start: in the first change of every start. */
  begin(tx: Tx): void;
  /** Tells keys.db how far it stands, where it does not know. Outside of any change: nothing is told that may be undone. */
  noteHead(db: Db): Promise<void>;
}

/** What stands where nothing was before. */
const nothing = new Uint8Array(32);

/** The code of a row: of all it says, and of the code of the row before it. Whatever of either is changed, it is another. */
export function codeOf(key: TrailKey, before: Uint8Array, row: Omit<StoredEntry, "mac">): Uint8Array {
  const { id, at, actor, action, object, before: was, after, chained_at } = row;
  return key.code(before, JSON.stringify([id, at, actor, action, object, was, after, chained_at]));
}

/** What keeps a part of the chain itself from being changed in keys.db. */
export function sealOf(key: TrailKey, chain: Omit<Chain, "id" | "seal">): Uint8Array {
  const { master_key_id, began_at, first_id, before_mac, last_id, last_mac } = chain;
  return key.code(`chain|${master_key_id}|${began_at}|${first_id}|${last_id}|`, before_mac, last_mac);
}

export const same = (one: Uint8Array, other: Uint8Array | null) => other !== null && Buffer.compare(one, other) === 0;

/** The parts of the chain, one for each master key in turn. */
export function chains(keys: Reader): Chain[] {
  return keys.all(k.selectFrom("audit_chain").selectAll().orderBy("id"));
}

const newestId = prepared<Record<string, never>, { id: number | null }>(() =>
  q.selectFrom("audit").select((eb) => eb.fn.max("id").as("id")),
);

const newestGone = prepared<Record<string, never>, { id: number | null }>(() =>
  q.selectFrom("audit_gone").select((eb) => eb.fn.max("last_id").as("id")),
);

const write = prepared(({ id, at, actor, action, object, before, after, mac }: Pick<StoredEntry, keyof StoredEntry>) =>
  q.insertInto("audit").values({ id, at, actor, action, object, before, after, mac }),
);

/**
 * The audit trail as a chain (HMAC under HKDF "audit/v1": security.md 4.2, S15). While the master key is missing rows are
 * written without a code, and are chained on when it is back: that they were so long without stays to be seen.
 */
export function openTrail(): OwnTrail {
  let standing: Standing = { id: 0, mac: nothing };
  let key: TrailKey | null = null;
  let own: Chain | null = null;

  function keep(tx: Writer, entry: Entry) {
    // Whatever somebody may have put behind the end by hand, ours stand behind it.
    const id = Math.max(standing.id, tx.first(newestId({}))?.id ?? 0) + 1;
    const mac = key && codeOf(key, standing.mac, { ...entry, id, chained_at: null });
    tx.run(write({ ...entry, id, mac, chained_at: null }));
    standing = { id, mac: mac ?? standing.mac };
  }

  function begin(tx: Tx) {
    const known = chains(tx.keys);
    key = tx.keyring.trailKey();
    const newest = known.at(-1);
    const end = Math.max(newest?.last_id ?? 0, tx.first(newestId({}))?.id ?? 0, tx.first(newestGone({}))?.id ?? 0);
    if (key === null) {
      standing = { id: end, mac: newest?.last_mac ?? nothing };
      return;
    }
    own = newest?.master_key_id === key.masterKeyId ? newest : takeUp(tx, key, newest);
    standing = { id: end, mac: chainOn(tx, key, own) };
  }

  async function noteHead(db: Db) {
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

/** Another master key goes on where the one before stopped. */
function takeUp(tx: Tx, key: TrailKey, before: Chain | undefined): Chain {
  const rows = q.selectFrom("audit").select(["id", "mac"]).where("mac", "is not", null);
  // What the one before still chained, and could not tell keys.db any more.
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

/**
 * Chains on what was written without a key since, and returns the code that the next row is chained to. The end that keys.db knows
 * counts, not what the file says: where rows were cut off, those that come are chained to what is missing, and the break stays.
 */
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

/**
 * Follows the chain from a code on, row by row. What stands behind a row that was changed is not taken for changed: it may follow
 * the code that stands in that row, or the last sound one.
 */
export function following(key: TrailKey, from: Uint8Array) {
  let stands = from;
  let sound = from;
  const follows = (isIt: (before: Uint8Array) => boolean) => isIt(stands) || isIt(sound);

  return {
    /** Whether a row is as it was written. */
    pass(row: StoredEntry): boolean {
      const { mac } = row;
      const isSound = mac !== null && follows((before) => same(codeOf(key, before, row), mac));
      stands = mac ?? stands;
      if (isSound) sound = mac;
      return isSound;
    },
    /** Whether what stands in the place of rows is as it was put there, by whose key; `isWhole`: none of them was met before. */
    passOver(gone: Gone, by: TrailKey | null = key, isWhole = true): boolean {
      const isOwn = by !== null && same(gone.seal, sealOfGone(by, gone));
      const isSound = isOwn && (!isWhole || follows((before) => same(before, gone.before_mac)));
      stands = gone.mac;
      sound = gone.mac;
      return isSound;
    },
    sound: () => sound,
  };
}

/** The rows that are kept longer than the others leave stretches between them: what stands in the place of one. */
export interface Gone {
  first_id: number;
  last_id: number;
  before_mac: Uint8Array;
  mac: Uint8Array;
  master_key_id: number;
  seal: Uint8Array;
}

/** What tells, in the place of entries that are gone, that it was we who let these go. */
export function sealOfGone(key: TrailKey, { first_id, last_id, before_mac, mac }: Omit<Gone, "seal">): Uint8Array {
  return key.code(`gone|${first_id}|${last_id}|`, before_mac, mac);
}

/** The codes of a row by which one sees later, in a copy kept elsewhere, that it is still the same: 32 letters and figures. */
export function shortCode(mac: Uint8Array): string {
  return Buffer.from(mac).toString("hex").slice(0, 32);
}

/** Whether the row of this id has this code still; null where it is gone, being kept long enough. */
export function standsStill(db: DataReader, id: number, code: string): boolean | null {
  const row = db.first(q.selectFrom("audit").select("mac").where("id", "=", id));
  if (row) return row.mac !== null && shortCode(row.mac) === code.trim().toLowerCase();
  const gone = q
    .selectFrom("audit_gone")
    .select(["last_id", "mac"])
    .where("first_id", "<=", id)
    .where("last_id", ">=", id);
  const found = db.first(gone);
  if (!found) return false;
  return found.last_id === id ? shortCode(found.mac) === code.trim().toLowerCase() : null;
}
