import { type Entry, stillHidden } from "./entry.ts";
import { sameDocument } from "./services.ts";

export interface Merged {
  entry: Entry;
  taken: (keyof Entry)[];
  /** Fields that both changed differently: ours are in `entry` unless theirs are chosen. */
  both: (keyof Entry)[];
}

/** Returns both edits of `base` as one; theirs win in the fields `chosen`. An address that either hides stays hidden. */
export function mergeEdits(base: Entry, ours: Entry, theirs: Entry, chosen: ReadonlySet<string> = new Set()): Merged {
  const differing = (Object.keys(theirs) as (keyof Entry)[]).filter((name) => !sameDocument(ours[name], theirs[name]));
  const taken = differing.filter((name) => sameDocument(ours[name], base[name]));
  const both = differing.filter((name) => !taken.includes(name) && !sameDocument(theirs[name], base[name]));
  const fromThem = [...taken, ...both.filter((name) => chosen.has(name))];
  const entry: Entry = { ...ours, ...Object.fromEntries(fromThem.map((name) => [name, theirs[name]])) };
  if (!both.includes("channels")) return { entry, taken, both };
  const others = chosen.has("channels") ? ours : theirs;
  return { entry: { ...entry, channels: stillHidden(entry.channels, others.channels) }, taken, both };
}
