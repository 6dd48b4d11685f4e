import type { Keyring } from "#src/crypto/keyring.ts";
import type { Db, Reader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Standing } from "#src/db/trail.ts";
import { type Chain, chains, following, type Gone, type StoredEntry, same, sealOf, shortCode } from "./chain.ts";

/** Rows one behind the other, the first and the last; null where the row itself is missing. Times are ms UTC. */
export interface Stretch {
  fromId: number;
  toId: number;
  from: number | null;
  to: number | null;
}

/** What looking through the whole trail has found. */
export interface TrailCheck {
  /** When it was begun, ms UTC. */
  at: number;
  /** How many rows there are, and when the oldest was written. */
  rows: number;
  since: number | null;
  /** Where it has been changed by hand; [] when it is whole. */
  broken: Stretch[];
  /** What another master key has chained, which is not here: it could not be looked at. */
  unchecked: Stretch[];
  /** What was written while there was no master key, and when that was chained on. */
  late: (Stretch & { chainedAt: number })[];
  /** What was written before there was a chain. */
  older: Stretch | null;
  /** Its last row, and the short code of it; null without a master key, and then nothing could be looked at. */
  head: { id: number; code: string } | null;
}

/** How many rows are looked at in one piece: two milliseconds or so. */
const piece = 200;

type Item = ({ kind: "row"; id: number } & { row: StoredEntry }) | { kind: "gone"; id: number; gone: Gone };

/**
 * Looks through the whole trail, in pieces; `rest` lets everything else come between (it gets when the piece was begun). Whatever was changed, deleted, put in, put
 * elsewhere or cut off by hand is found (security.md S15). `standing` is how far the trail goes, as the process that writes it knows.
 */
export async function checkTrail(
  db: Db,
  { at, standing, rest }: { at: number; standing: () => Standing; rest: (started: number) => Promise<void> },
): Promise<TrailCheck> {
  const known = await db.change("porchlight", (tx: Tx) => chains(tx.keys));
  const walk = walking(db.keyring, known);
  let after = 0;
  for (;;) {
    const started = performance.now();
    const items = db.look((now) => itemsAfter(now, after));
    for (const one of items) walk.step(one);
    const last = items.at(-1);
    if (!last) return { at, ...walk.end(standing()) };
    after = last.kind === "gone" ? last.gone.last_id : last.id;
    await rest(started);
  }
}

/** The next rows, and what stands in the place of those that were kept long enough, in their order. */
function itemsAfter(db: Reader, after: number): Item[] {
  const found = db.all(q.selectFrom("audit").selectAll().where("id", ">", after).orderBy("id").limit(piece));
  const places = q.selectFrom("audit_gone").selectAll().where("last_id", ">", after).orderBy("first_id").limit(piece);
  const items: Item[] = [
    ...found.map((row) => ({ kind: "row" as const, id: row.id, row })),
    ...db.all(places).map((gone) => ({ kind: "gone" as const, id: Math.max(gone.first_id, after + 1), gone })),
  ];
  return items.sort((one, other) => one.id - other.id).slice(0, piece);
}

/** One way through the trail, from its first row to its last. */
function walking({ trailKey, trailKeyOf }: Keyring, known: Chain[]) {
  const key = trailKey();
  const found: Omit<TrailCheck, "at" | "head"> = {
    rows: 0,
    since: null,
    broken: [],
    unchecked: [],
    late: [],
    older: null,
  };
  const ofKey = known.filter((one) => trailKeyOf(one.master_key_id) !== null);
  /** What keys.db tells of where each part ends, and where the next took up: it must be met on the way. */
  const ends = new Map([
    ...known.map((one) => [one.first_id - 1, one.before_mac] as const),
    ...ofKey.map((one) => [one.last_id, one.last_mac] as const),
  ]);
  let current: Chain | undefined;
  let walk = key && following(key, new Uint8Array(32));
  let last: { id: number; at: number | null; mac: Uint8Array | null } = { id: 0, at: null, mac: null };

  function step(item: Item) {
    const next = known.findLast(({ first_id }) => first_id <= item.id);
    if (next !== current) {
      current = next;
      const its = key && next ? trailKeyOf(next.master_key_id) : null;
      walk = its && next ? following(its, next.before_mac) : null;
    }
    if (item.kind === "gone") passOver(item.gone, item.id === item.gone.first_id);
    else pass(item.row);
  }

  function pass(row: StoredEntry) {
    const { id, at, mac } = row;
    found.rows += 1;
    found.since ??= at;
    if (walk === null) add(found.unchecked, id, at);
    else if (walk.pass(row)) noteLate(row);
    else add(found.broken, id, at);
    last = { id, at, mac };
    meet(id, mac);
  }

  /** `isWhole`: none of its rows was still there when we came by. */
  function passOver(gone: Gone, isWhole: boolean) {
    const by = trailKeyOf(gone.master_key_id);
    const isSound = walk?.passOver(gone, by, isWhole);
    if (walk === null || by === null) add(found.unchecked, gone.last_id, null, gone.first_id);
    else if (!isSound) add(found.broken, gone.last_id, null, gone.first_id);
    last = { id: gone.last_id, at: null, mac: gone.mac };
    for (const id of ends.keys()) if (id >= gone.first_id && id < gone.last_id) ends.delete(id);
    meet(gone.last_id, gone.mac);
  }

  function meet(id: number, mac: Uint8Array | null) {
    const told = ends.get(id);
    if (told === undefined) return;
    ends.delete(id);
    if (!same(told, mac)) add(found.broken, id, last.at);
  }

  function noteLate({ id, at, chained_at: chainedAt }: StoredEntry) {
    if (chainedAt === null) return;
    if (current === known[0] && chainedAt === current?.began_at) {
      found.older = { ...(found.older ?? { fromId: id, from: at }), toId: id, to: at };
      return;
    }
    const [newest] = found.late.slice(-1);
    if (newest?.chainedAt === chainedAt) Object.assign(newest, { toId: id, to: at });
    else found.late.push({ fromId: id, toId: id, from: at, to: at, chainedAt });
  }

  function end(standing: Standing) {
    if (key === null) return { ...found, head: null };
    // Ends that were never reached: what leads to them is missing.
    for (const id of ends.keys()) if (id > 0) add(found.broken, id, null, id > last.id ? last.id + 1 : id);
    if (standing.id > last.id) add(found.broken, standing.id, null, last.id + 1);
    else if (standing.id < last.id || (last.id > 0 && !same(standing.mac, last.mac)))
      add(found.broken, last.id, last.at);
    for (const one of ofKey)
      if (!same(one.seal, sealOf(trailKeyOf(one.master_key_id)!, one))) add(found.broken, one.last_id, null);
    return { ...found, head: { id: standing.id, code: shortCode(standing.mac) } };
  }

  return { step, end };
}

/** Another row; with the one before it, where that is the last of the list, it makes one stretch. */
function add(list: Stretch[], id: number, at: number | null, first = id) {
  const [newest] = list.slice(-1);
  if (newest && first <= newest.toId + 1) {
    newest.toId = Math.max(newest.toId, id);
    newest.to = at ?? newest.to;
  } else list.push({ fromId: first, toId: id, from: at, to: at });
}
