import { fold } from "#src/i18n/fold.ts";

/** What a person has said a source means, by what it writes (`mappingKey`); "" = nothing. */
export interface Mapping {
  /** Headers: one of our columns, or of the tables of HSDS. */
  columns: Meanings;
  /** Words or terms: the code of a topic. */
  topics: Meanings;
  /** Ages as a text, as `readAgesText` reads them. */
  ages: Meanings;
  /** Hours as a text, as `readHours` reads them. */
  hours: Meanings;
}

export type Meanings = Record<string, string>;
export type MappedKind = keyof Mapping;
export const mappedKinds = ["columns", "topics", "ages", "hours"] as const satisfies MappedKind[];

/** Returns a mapping that says nothing. */
export const noMapping = (): Mapping => ({ columns: {}, topics: {}, ages: {}, hours: {} });

/** What a file writes and we may not understand, as it was understood. */
export interface SeenText {
  text: string;
  /** How often. */
  n: number;
  /** What it was taken for; "" = it was not understood, "-" = a person has said that it means nothing. */
  means: string;
  /** Of a column: what stands in it. */
  example?: string;
}

/** While files are read: what a person may want to say otherwise. */
export interface Study {
  mapping: Mapping;
  seen: Record<MappedKind, Map<string, SeenText>>;
}

/** More of a kind are read, but nobody is asked about them. */
const maxSeen = 2_000;
/** Nobody maps more by hand. */
const maxShown = 60;
const maxText = 120;

/** Returns a study of files that are read with a mapping. */
export function startStudy(mapping: Mapping = noMapping()): Study {
  return { mapping, seen: { columns: new Map(), topics: new Map(), ages: new Map(), hours: new Map() } };
}

/** Returns a text as it is kept in a mapping: however it is written, it means the same. */
export function mappingKey(text: string): string {
  return fold(text.slice(0, 200)).replace(/\s+/g, " ").trim().slice(0, maxText);
}

/** Returns what a person has said a text means, or undefined. */
export function meaningOf({ mapping }: Study, kind: MappedKind, text: string): string | undefined {
  const key = mappingKey(text);
  return Object.hasOwn(mapping[kind], key) ? mapping[kind][key] : undefined;
}

/** Notes what a person has said a text means. */
export function noteSaid(study: Study, kind: MappedKind, text: string, said: string): void {
  noteText(study, kind, { text, means: said || "-" });
}

/** Notes a text that a person can be asked about, and what it was taken for. */
export function noteText({ seen }: Study, kind: MappedKind, { text, means, example }: Omit<SeenText, "n">): void {
  const key = mappingKey(text);
  const all = seen[kind];
  const before = all.get(key);
  if (before) before.n += 1;
  else if (key !== "" && all.size < maxSeen) {
    const shown = text.replace(/\s+/g, " ").trim().slice(0, maxText).toWellFormed();
    all.set(key, {
      text: shown,
      n: 1,
      means,
      ...(example ? { example: example.slice(0, maxText).toWellFormed() } : {}),
    });
  }
}

export type Questions = Record<MappedKind, SeenText[]>;

/** Returns what to ask a person: columns in their order; of the rest what was not understood first, then the most frequent. */
export function askedIn({ seen }: Study): Questions {
  const most = (kind: MappedKind) =>
    [...seen[kind].values()]
      .sort((a, b) => Number(a.means !== "") - Number(b.means !== "") || b.n - a.n)
      .slice(0, maxShown);
  return {
    columns: [...seen.columns.values()].slice(0, maxShown),
    topics: most("topics"),
    ages: most("ages"),
    hours: most("hours"),
  };
}
