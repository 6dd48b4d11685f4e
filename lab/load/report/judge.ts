import type { Row, View } from "#lab/load/people/view.ts";

/** A message someone sent, with its answer. */
export interface Sent {
  text: string;
  clientId: string;
  acknowledged: boolean;
  /** Every seq it was acknowledged with; a counsellor's answer names none. */
  seqs: number[];
}

export interface Evidence {
  sent: Record<"youth" | "counsellor", readonly Sent[]>;
  views: readonly View[];
  anew: readonly (readonly Row[])[];
}

/** Faults; all but `acknowledged` must be 0. */
export interface Tally {
  acknowledged: number;
  /** Sent and never acknowledged, though there was time. */
  unacknowledged: number;
  /** Acknowledged, and missing somewhere. */
  lost: number;
  duplicated: number;
  /** A sender's words not in the order of sending, or not arriving in the order of seqs. */
  reordered: number;
  /** Seqs between the first and last that are missing somewhere. */
  gaps: number;
  /** Seqs with other words in another place, or before. */
  rewritten: number;
  /** Acknowledged with one seq, and stored or acknowledged with another. */
  reseated: number;
  /** Words that no one sent. */
  strange: number;
  differing: number;
}

/** Counts what is wrong with one conversation, in each place where it can be seen. */
export function judge({ sent, views, anew }: Evidence): Tally {
  const readings = [...views.map((view) => view.shown()), ...anew.map((rows) => [...rows])];
  const all = [...sent.youth, ...sent.counsellor];
  const newest = Math.max(0, ...readings.flat().map((row) => row.seq));
  const count = (judgeOne: (rows: readonly Row[]) => number) => total(readings.map(judgeOne));
  return {
    acknowledged: all.filter((one) => one.acknowledged).length,
    unacknowledged: all.filter((one) => !one.acknowledged).length,
    lost: count((rows) => missingOf(all, rows)),
    duplicated: count(repeated),
    reordered:
      count((rows) => descents(sent.youth, rows) + descents(sent.counsellor, rows)) +
      total(views.map((view) => view.oddities.backwards)),
    gaps: count((rows) => newest - new Set(rows.map((row) => row.seq)).size),
    rewritten: total(views.map((view) => view.oddities.rewritten)) + contradictions(readings),
    reseated: total(all.map((one) => reseated(one, readings))),
    strange: count((rows) => strangers(all, rows)),
    differing: readings.filter((rows) => written(rows) !== written(readings[0]!)).length,
  };
}

/** Returns all tallies in one. */
export function addUp(tallies: readonly Tally[]): Tally {
  const none: Tally = {
    ...{ acknowledged: 0, unacknowledged: 0, lost: 0, duplicated: 0, reordered: 0 },
    ...{ gaps: 0, rewritten: 0, reseated: 0, strange: 0, differing: 0 },
  };
  for (const tally of tallies) {
    for (const name of Object.keys(none) as (keyof Tally)[]) none[name] += tally[name];
  }
  return none;
}

/** Returns whether both pages show everything acknowledged, without gaps. */
export function isComplete(sent: readonly Sent[], views: readonly View[]): boolean {
  const newest = Math.max(...views.map((view) => view.arrived.length));
  return views.every(
    (view) => view.last() === newest && sent.every((one) => !one.acknowledged || view.find(one.text) !== undefined),
  );
}

function missingOf(all: readonly Sent[], rows: readonly Row[]): number {
  const texts = new Set(rows.map((row) => row.text));
  return all.filter((one) => one.acknowledged && !texts.has(one.text)).length;
}

/** Two notices of Porchlight's may read alike. */
function repeated(rows: readonly Row[]): number {
  const texts = rows.filter((row) => row.side !== "notice").map((row) => row.text);
  return texts.length - new Set(texts).size;
}

function descents(sent: readonly Sent[], rows: readonly Row[]): number {
  const places = new Map(sent.map((one, place) => [one.text, place]));
  const order = rows.map((row) => places.get(row.text)).filter((place) => place !== undefined);
  return order.filter((place, at) => at > 0 && place < order[at - 1]!).length;
}

function contradictions(readings: readonly (readonly Row[])[]): number {
  const words = new Map(readings[0]?.map((row) => [row.seq, row.text]));
  return total(
    readings.map((rows) => rows.filter((row) => words.has(row.seq) && words.get(row.seq) !== row.text).length),
  );
}

function reseated(one: Sent, readings: readonly (readonly Row[])[]): number {
  const seats = readings.flatMap((rows) => rows.filter((row) => row.clientId === one.clientId).map((row) => row.seq));
  return Math.max(0, new Set([...one.seqs, ...seats]).size - 1);
}

function strangers(all: readonly Sent[], rows: readonly Row[]): number {
  const texts = new Set(all.map((one) => one.text));
  return rows.filter((row) => row.side !== "notice" && !texts.has(row.text)).length;
}

function written(rows: readonly Row[]): string {
  return rows.map((row) => `${row.seq} ${row.side} ${row.text}`).join("\n");
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
