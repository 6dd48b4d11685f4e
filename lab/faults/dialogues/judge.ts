import type { Row } from "#lab/load/people/view.ts";
import { judge, type Sent } from "#lab/load/report/judge.ts";
import type { Line } from "./dialogues.ts";

/** “Read” as it stood on a page, or was noted by the server, ms since 1970. */
export interface Mark {
  at: number;
  /** The message it stands under; 0 for one that is not even stored. */
  seq: number;
}

/** What was said, and what is stored and shown of it in the end. */
export interface Evidence {
  lines: readonly Line[];
  stored: readonly Row[];
  /** Each page in the end, by whose it is. */
  pages: Readonly<Record<string, readonly Row[]>>;
  /** When each message first stood on Anna’s screen, by seq. */
  shown: ReadonlyMap<number, number>;
  marks: readonly Mark[];
}

/** Faults; all must be 0. */
export interface Wrong {
  lost: number;
  doubled: number;
  swapped: number;
  strange: number;
  /** Pages that do not show what is stored, in its order. */
  differing: number;
  /** Numbers that are missing among what is stored. */
  gaps: number;
  /** “Read” before the words it is said of stood on Anna’s screen. */
  early: number;
}

export const nothingWrong: Wrong = {
  ...{ lost: 0, doubled: 0, swapped: 0, strange: 0 },
  ...{ differing: 0, gaps: 0, early: 0 },
};

/** Counts what is wrong with one dialogue: in what is stored, and on each page. */
export function judgeDialogue({ lines, stored, pages, shown, marks }: Evidence): Wrong {
  const said = (by: Line["by"]): Sent[] =>
    lines.filter((line) => line.by === by).map(({ text }) => ({ text, clientId: "", acknowledged: true, seqs: [] }));
  const places = [stored, ...Object.values(pages)].map((rows) => rows.filter(({ side }) => side !== "notice"));
  const tally = judge({ sent: { youth: said("youth"), counsellor: said("counsellor") }, views: [], anew: places });
  return {
    lost: tally.lost,
    doubled: tally.duplicated,
    swapped: tally.reordered,
    strange: tally.strange,
    differing: tally.differing,
    gaps: Math.max(0, ...stored.map(({ seq }) => seq)) - new Set(stored.map(({ seq }) => seq)).size,
    early: marks.filter((mark) => isEarly(mark, stored, shown)).length,
  };
}

/** Anything of hers up to the mark that was not on Anna’s screen by then; or a mark under words of somebody else. */
function isEarly({ at, seq }: Mark, stored: readonly Row[], shown: Evidence["shown"]): boolean {
  if (stored.find((row) => row.seq === seq)?.side !== "youth") return true;
  const read = stored.filter((row) => row.side === "youth" && row.seq <= seq);
  return read.some((row) => !((shown.get(row.seq) ?? Number.POSITIVE_INFINITY) <= at));
}

/** A fault that is planted in sound evidence, and where the judge has to find it. */
interface Plant {
  name: string;
  in: keyof Wrong;
  spoil(sound: Evidence): Evidence;
}

const anna = "Anna";

/** Each rule broken once: what finds none of these proves nothing. */
export const plants: Plant[] = [
  { name: "a message stored twice", in: "doubled", spoil: (sound) => ({ ...sound, stored: twice(sound.stored) }) },
  { name: "a message shown twice", in: "doubled", spoil: (sound) => onAnnas(sound, twice) },
  {
    name: "a message that is stored nowhere",
    in: "lost",
    spoil: (sound) => ({ ...sound, stored: without(sound.stored) }),
  },
  { name: "a message that one page lacks", in: "lost", spoil: (sound) => onAnnas(sound, without) },
  { name: "two of one writer stored the other way round", in: "swapped", spoil: swappedEverywhere },
  { name: "two lines shown the other way round", in: "differing", spoil: (sound) => onAnnas(sound, turned) },
  { name: "words that nobody said", in: "strange", spoil: (sound) => onAnnas(sound, altered) },
  { name: "a number that is left out", in: "gaps", spoil: (sound) => ({ ...sound, stored: moved(sound.stored) }) },
  { name: "“Read” a moment before Anna’s page showed it", in: "early", spoil: readTooEarly },
  { name: "“Read” of what Anna’s page never showed", in: "early", spoil: neverShown },
  { name: "“Read” under words that are still on their way", in: "early", spoil: (sound) => marked(sound, 0) },
];

const lastOf = (rows: readonly Row[], side: Row["side"] = "youth") => rows.findLast((row) => row.side === side)!;
const twice = (rows: readonly Row[]) => [...rows, { ...lastOf(rows), seq: rows.length + 1 }];
const without = (rows: readonly Row[]) => rows.filter((row) => row !== lastOf(rows));
const altered = (rows: readonly Row[]) =>
  rows.map((row) => (row === lastOf(rows) ? { ...row, text: `${row.text}!` } : row));
const moved = (rows: readonly Row[]) => rows.map((row) => (row === rows.at(-1) ? { ...row, seq: row.seq + 1 } : row));

/** The last words of each side in each other’s place. */
function turned(rows: readonly Row[]): Row[] {
  const [one, other] = [lastOf(rows, "youth"), lastOf(rows, "counsellor")];
  return rows.map((row) => {
    if (row === one) return other;
    return row === other ? one : row;
  });
}

function onAnnas(sound: Evidence, spoil: (rows: readonly Row[]) => Row[]): Evidence {
  return { ...sound, pages: { ...sound.pages, [anna]: spoil(sound.pages[anna]!) } };
}

/** All places agree, and yet it is not what Noor said. */
function swappedEverywhere(sound: Evidence): Evidence {
  const [first, second] = sound.lines.filter(({ by }) => by === "youth").map(({ text }) => text);
  const swapped = (rows: readonly Row[]) =>
    rows.map((row) => {
      if (row.text === first) return { ...row, text: second! };
      return row.text === second ? { ...row, text: first! } : row;
    });
  const pages = Object.entries(sound.pages).map(([whose, rows]) => [whose, swapped(rows)]);
  return { ...sound, stored: swapped(sound.stored), pages: Object.fromEntries(pages) };
}

function marked(sound: Evidence, seq: number, at = Number.MAX_SAFE_INTEGER): Evidence {
  return { ...sound, marks: [...sound.marks, { seq, at }] };
}

function readTooEarly(sound: Evidence): Evidence {
  const { seq } = lastOf(sound.stored);
  return marked(sound, seq, sound.shown.get(seq)! - 1);
}

function neverShown(sound: Evidence): Evidence {
  const { seq } = lastOf(sound.stored);
  const shown = new Map([...sound.shown].filter(([one]) => one !== seq));
  return { ...marked(sound, seq), shown };
}
