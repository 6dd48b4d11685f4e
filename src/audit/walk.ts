import type { Keyring } from "#src/crypto/keys/keyring.ts";
import type { TrailKey } from "#src/crypto/keys/masters.ts";
import type { Reader } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Standing } from "#src/db/trail.ts";
import { type Chain, following, formerCodeOf, type Gone, type StoredEntry, same, sealOf, shortCode } from "./codes.ts";
import { type Noted, notedIn } from "./noted.ts";

export interface AuditStretch {
  fromId: number;
  toId: number;
  from: number | null;
  to: number | null;
  around?: boolean;
}

export interface WayThrough {
  rows: number;
  since: number | null;
  broken: AuditStretch[];
  unchecked: AuditStretch[];
  late: (AuditStretch & { chainedAt: number })[];
  older: AuditStretch | null;
  anew: (Noted & { at: number; around: boolean }) | null;
}

const piece = 200;

type Item = ({ kind: "row"; id: number } & { row: StoredEntry }) | { kind: "gone"; id: number; gone: Gone };

/** Returns the next rows and placeholders, in order. */
export function itemsAfter(db: Reader, after: number): Item[] {
  const found = db.all(q.selectFrom("audit").selectAll().where("id", ">", after).orderBy("id").limit(piece));
  const places = q.selectFrom("audit_gone").selectAll().where("last_id", ">", after).orderBy("first_id").limit(piece);
  const items: Item[] = [
    ...found.map((row) => ({ kind: "row" as const, id: row.id, row })),
    ...db.all(places).map((gone) => ({ kind: "gone" as const, id: Math.max(gone.first_id, after + 1), gone })),
  ];
  return items.sort((one, other) => one.id - other.id).slice(0, piece);
}

/** Returns the id of the last row an item stands for. */
export const lastRowOf = (item: Item) => (item.kind === "gone" ? item.gone.last_id : item.id);

type Verdict = "sound" | "broken" | "unchecked";

/** Walks the trail from its first row to its last. `before`: the parts of the chain before it was chained again. */
export function walking({ trailKey, trailKeyOf }: Keyring, known: Chain[], before: Chain[]) {
  const key = trailKey();
  const found: WayThrough = { rows: 0, since: null, broken: [], unchecked: [], late: [], older: null, anew: null };
  const ofKey = known.filter((one) => trailKeyOf(one.master_key_id) !== null);
  const ends = new Map([
    ...known.map((one) => [one.first_id - 1, one.before_mac] as const),
    ...ofKey.map((one) => [one.last_id, one.last_mac] as const),
  ]);
  let current: Chain | undefined;
  let walk = key && following(key, new Uint8Array(32));
  let last: { id: number; row: StoredEntry | null; mac: Uint8Array | null } = { id: 0, row: null, mac: null };

  function step(item: Item): Verdict {
    const next = known.findLast(({ first_id }) => first_id <= item.id);
    if (next !== current) {
      current = next;
      const its = key && next ? trailKeyOf(next.master_key_id) : null;
      walk = its && next ? following(its, next.before_mac) : null;
    }
    return item.kind === "gone" ? passOver(item.gone, item.id === item.gone.first_id) : pass(item.row);
  }

  function pass(row: StoredEntry): Verdict {
    const { id, at, mac } = row;
    found.rows += 1;
    found.since ??= at;
    const verdict = walk === null ? "unchecked" : walk.pass(row) && isTrueToFormer(row) ? "sound" : "broken";
    if (verdict === "sound") noteSound(row);
    else add(found[verdict], id, row);
    last = { id, row, mac };
    meet(id, mac);
    return verdict;
  }

  function isTrueToFormer(row: StoredEntry): boolean {
    const part = before.findLast(({ first_id }) => first_id <= row.id);
    const by: TrailKey | null = part ? trailKeyOf(part.master_key_id) : null;
    const formerly = last.row?.former_mac ?? null;
    if (by === null || row.former_mac === null || formerly === null) return true;
    return same(formerCodeOf(by, formerly, row), row.former_mac);
  }

  function passOver(gone: Gone, isWhole: boolean): Verdict {
    const by = trailKeyOf(gone.master_key_id);
    const isSound = walk?.passOver(gone, by, isWhole);
    const verdict = walk === null || by === null ? "unchecked" : isSound ? "sound" : "broken";
    if (verdict !== "sound") add(found[verdict], gone.last_id, null, gone.first_id);
    last = { id: gone.last_id, row: null, mac: gone.mac };
    for (const id of ends.keys()) if (id >= gone.first_id && id < gone.last_id) ends.delete(id);
    meet(gone.last_id, gone.mac);
    return verdict;
  }

  function meet(id: number, mac: Uint8Array | null) {
    const told = ends.get(id);
    if (told === undefined) return;
    ends.delete(id);
    if (!same(told, mac)) add(found.broken, id, last.row);
  }

  function noteSound(row: StoredEntry) {
    const { id, at, exact_at: exact, chained_at: chainedAt } = row;
    const noted = notedIn(row);
    if (noted) found.anew = { ...noted, at, around: exact === null };
    if (chainedAt === null) return;
    if (current === known[0] && chainedAt === current?.began_at) {
      found.older = { ...(found.older ?? startOf(id, row)), toId: id, to: at };
      return;
    }
    const [newest] = found.late.slice(-1);
    if (newest?.chainedAt === chainedAt) Object.assign(newest, { toId: id, to: at });
    else found.late.push({ ...startOf(id, row), toId: id, to: at, chainedAt });
  }

  function end(standing: Standing): WayThrough & { head: { id: number; code: string } | null } {
    if (key === null) return { ...found, head: null };
    for (const id of ends.keys()) if (id > 0) add(found.broken, id, null, id > last.id ? last.id + 1 : id);
    if (standing.id > last.id) add(found.broken, standing.id, null, last.id + 1);
    else if (standing.id < last.id || (last.id > 0 && !same(standing.mac, last.mac)))
      add(found.broken, last.id, last.row);
    for (const one of ofKey)
      if (!same(one.seal, sealOf(trailKeyOf(one.master_key_id)!, one))) add(found.broken, one.last_id, null);
    const { broken, unchecked } = found.anew ?? { broken: [], unchecked: [] };
    return {
      ...found,
      broken: joined([...broken.map(bare), ...found.broken]),
      unchecked: joined([...unchecked.map(bare), ...found.unchecked]),
      head: { id: standing.id, code: shortCode(standing.mac) },
    };
  }

  return { step, end };
}

const bare = ([fromId, toId]: [number, number]): AuditStretch => ({ fromId, toId, from: null, to: null });

function startOf(fromId: number, row: StoredEntry | null) {
  return { fromId, from: row?.at ?? null, ...(row?.exact_at === null ? { around: true } : {}) };
}

function add(list: AuditStretch[], id: number, row: StoredEntry | null, first = id) {
  const [newest] = list.slice(-1);
  if (newest && first <= newest.toId + 1) {
    newest.toId = Math.max(newest.toId, id);
    newest.to = row?.at ?? newest.to;
  } else list.push({ ...startOf(first, row), toId: id, to: row?.at ?? null });
}

function joined(some: AuditStretch[]): AuditStretch[] {
  const found: AuditStretch[] = [];
  for (const one of some.toSorted((a, b) => a.fromId - b.fromId)) {
    const last = found.at(-1);
    if (!last || one.fromId > last.toId + 1) found.push({ ...one });
    else if (one.toId > last.toId) Object.assign(last, { toId: one.toId, to: one.to ?? last.to });
    else last.from ??= one.fromId === last.fromId ? one.from : null;
  }
  return found;
}
