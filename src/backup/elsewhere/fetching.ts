import { join } from "node:path";
import { whats } from "#src/backup/parts.ts";
import { type LyingSet, setsAmong } from "./old.ts";
import type { Store } from "./store.ts";
import { StoreError } from "./store-error.ts";

/** Why nothing can be fetched: no copy lies there, or of the newest only the data do. */
export type NothingThere = { why: "none" } | { why: "no_keys"; at: number };

/**
 * Fetches the newest copy that can be opened, and what changed since, into an empty folder; with `isWithout` the newest of which there
 * are data. `tell` hears how many bytes have come. Returns what stands against it; null for nothing. Throws StoreError, and as a disk does.
 */
export async function fetchNewest(
  store: Store,
  folder: string,
  tell: (done: number, of: number) => void,
  isWithout = false,
): Promise<NothingThere | null> {
  const lying = await store.list();
  const sizes = new Map(lying.map(({ name, bytes }) => [name, bytes]));
  const sets = setsAmong([...sizes.keys()]);
  const [data] = sets.filter(({ base, parts }) => base === null && parts.includes("data"));
  const wanted = isWithout && data ? [data] : newestAmong(sets);
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
function newestAmong(sets: LyingSet[]): LyingSet[] | null {
  const whole = sets.filter(({ parts }) => parts.length === whats.length);
  const copies = whole.filter(({ base }) => base === null);
  const copy = copies.find(({ opened }) => opened) ?? copies[0];
  if (!copy) return null;
  const delta = whole.find(
    ({ base, at, opened }) => opened && at > copy.at && copies.some(({ name }) => name === base),
  );
  const base = delta && copies.find(({ name }) => name === delta.base);
  return delta && base ? [base, delta] : [copy];
}

const filesOf = ({ name, opened, parts }: LyingSet) => [
  ...parts.map((what) => `${name}.${what}.age`),
  ...(opened ? [`${name}.opened.json`] : []),
];
