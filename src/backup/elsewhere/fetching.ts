import { join } from "node:path";
import { isPast } from "#src/backup/kept.ts";
import { whats } from "#src/backup/parts.ts";
import { type LyingSet, setsAmong } from "./old.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store-error.ts";

/** Why nothing can be fetched: no copy lies there, or of the newest only the data do. */
export type NothingThere = { why: "none" } | { why: "no_keys"; at: number };

interface Wish {
  /** The newest of which there are data will do. */
  isWithout?: boolean;
  /** Copies and deltas that are of no use, by name. */
  passed?: ReadonlySet<string>;
  /** ms UTC: what a clock named that ran ahead is taken last. */
  now: number;
  /** Hears how many bytes have come. */
  tell?: (done: number, of: number) => void;
}

/**
 * Fetches the newest copy that can be opened, and what changed since, into an empty folder. Returns what stands against it; null for nothing. Throws StoreError, and as a disk does.
 */
export async function fetchNewest(
  store: Store,
  folder: string,
  { isWithout = false, passed = new Set(), now, tell = () => {} }: Wish,
): Promise<NothingThere | null> {
  const lying = await store.list();
  const sizes = new Map(lying.map(({ name, bytes }) => [name, bytes]));
  const sets = setsAmong([...sizes.keys()]).sort((a, b) => Number(isPast(b, now)) - Number(isPast(a, now)));
  const [data] = sets.filter(({ base, parts, name }) => base === null && parts.includes("data") && !passed.has(name));
  const wanted = isWithout && data ? [data] : newestAmong(sets, passed, (one) => isPast(one, now));
  if (wanted === null) {
    return data ? { why: "no_keys", at: data.at } : { why: "none" };
  }
  const files = wanted.flatMap(filesOf);
  const all = files.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  let done = 0;
  for (const name of files) {
    tell(done, all);
    const came = await store.get(name, join(folder, name));
    // It was forgotten meanwhile, or the line was cut where nobody said so.
    if (came?.bytes !== sizes.get(name)) throw new StoreError("not_same", name);
    done += came!.bytes;
  }
  tell(all, all);
  return null;
}

/** A copy that was never opened is taken only where there is no other. */
function newestAmong(
  sets: LyingSet[],
  passed: ReadonlySet<string>,
  isPast: (one: LyingSet) => boolean,
): LyingSet[] | null {
  const whole = sets.filter(({ parts }) => parts.length === whats.length);
  const copies = whole.filter(({ base }) => base === null);
  const others = copies.filter(({ name }) => !passed.has(name));
  const copy = others.find(({ opened }) => opened) ?? others[0];
  const newer = whole.filter((one) => !copy || (one.at > copy.at && (isPast(one) || !isPast(copy))));
  const delta = newer.find(
    ({ name, base, opened }) => opened && !passed.has(name) && copies.some((one) => one.name === base),
  );
  const base = delta && copies.find(({ name }) => name === delta.base);
  if (delta && base) return [base, delta];
  return copy ? [copy] : null;
}

const filesOf = ({ name, opened, parts }: LyingSet) => [
  ...parts.map((what) => `${name}.${what}.age`),
  ...(opened ? [`${name}.opened.json`] : []),
];
