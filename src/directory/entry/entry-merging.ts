import { type Entry, stillHidden } from "./entry.ts";
import { sameDocument } from "./services.ts";

/** What becomes of an entry that two people changed from the same beginning. */
export interface Merged {
  entry: Entry;
  /** Fields that only the other changed: theirs are in `entry`. */
  taken: (keyof Entry)[];
  /** Fields that both changed, to something else: ours are in `entry`, unless theirs are chosen. */
  both: (keyof Entry)[];
}

/**
 * Puts together what we and somebody else made of `base`; of what both changed `chosen` names the fields of which theirs are taken.
 * Where both changed the ways, an address stays hidden that either of them hides.
 */
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
