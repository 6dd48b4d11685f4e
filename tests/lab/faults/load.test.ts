import { expect, test } from "vitest";
import { networkRun } from "#lab/load/lines/network.ts";
import { killRun } from "#lab/load/people/kill.ts";
import { openView, type Row, readRows } from "#lab/load/people/view.ts";
import { allTrouble } from "#lab/load/report/figures.ts";
import { type Evidence, judge, type Sent, type Tally } from "#lab/load/report/judge.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { dayOrNight, night } from "#tests/support/run/night.ts";

// The short form of `npm run faults -- kill` and `npm run faults -- network`, and that their judge can find fault.

const program = [binary()];
const say = () => {};

const wrong = ({ acknowledged: _good, ...rest }: Tally) =>
  Object.fromEntries(Object.entries(rest).filter(([, count]) => count > 0));

test("R1: killed again and again under load, nothing that was acknowledged is lost, doubled, moved or missing between", async () => {
  const found = await killRun({ program, kills: dayOrNight(3, 12), chats: dayOrNight(3, 8), seed: 3, say });
  expect(wrong(found.tally)).toEqual({});
  expect(found.integrity).toEqual(["ok", "ok"]);
  expect(found.overs).toBe(0);
  expect(found.tally.acknowledged).toBeGreaterThan(dayOrNight(8, 80));
  const trouble = allTrouble(found.troubles);
  expect(trouble.refusals).toEqual({});
  if (!night) return;
  // Of few kills none may fall between storing and saying so, and the pages have time after every fourth.
  expect(trouble.resendsOfStored).toBeGreaterThan(0);
  expect(found.reconnects.length).toBeGreaterThanOrEqual(1);
});

test("R4: over a line that drops, delays, half-closes and repeats, every message is stored once and both sides see the same", async () => {
  const plan = { chats: dayOrNight(3, 10), youth: 20, counsellor: 10, delayMs: 300, delayed: 0.15, seed: 3 };
  const found = await networkRun({ ...plan, program, say });
  expect(wrong(found.tally)).toEqual({});
  expect(found.integrity).toEqual(["ok", "ok"]);
  expect(found.overs).toBe(0);
  expect(found.tally.acknowledged).toBe(plan.chats * 31);
  expect(allTrouble(found.troubles).refusals).toEqual({});
  const { dropsUp, dropsDown, delays, halfClosesUp, halfClosesDown, duplicatesTaken } = found.faults;
  expect(Math.min(dropsUp, dropsDown, delays, halfClosesUp, halfClosesDown, duplicatesTaken)).toBeGreaterThan(0);
});

const row = (seq: number, text: string, side: Row["side"] = "youth"): Row => ({
  ...{ seq, text, side },
  clientId: `id of ${text}`,
});
const sent = (text: string, ...seqs: number[]): Sent => ({
  ...{ text, seqs, acknowledged: true },
  clientId: `id of ${text}`,
});
const rows = [row(1, "a"), row(2, "", "notice"), row(3, "b"), row(4, "z", "counsellor"), row(5, "c")];

/** A conversation in which nothing is wrong, but for what is given. */
function evidence(given: { youth?: Sent[]; shown?: Row[]; anew?: Row[] } = {}): Evidence {
  const shown = openView();
  shown.take(given.shown ?? rows, "socket 1");
  const other = openView();
  other.take(rows, "socket 1");
  const youth = given.youth ?? [sent("a", 1), sent("b", 3), sent("c", 5)];
  return { sent: { youth, counsellor: [sent("z")] }, views: [shown, other], anew: [given.anew ?? rows, rows] };
}
const judged = (given: Parameters<typeof evidence>[0]) => wrong(judge(evidence(given)));

test("the judge finds nothing where nothing is wrong, and counts what was acknowledged", () => {
  expect(judged({})).toEqual({});
  expect(judge(evidence()).acknowledged).toBe(4);
});

test.each<[string, Parameters<typeof evidence>[0], Partial<Tally>]>([
  ["a loss in what is stored", { anew: rows.slice(0, -1) }, { lost: 1, gaps: 1, differing: 1 }],
  ["a loss in a view", { shown: rows.slice(0, -1) }, { lost: 1, gaps: 1, differing: 3 }],
  [
    "a duplicate",
    { anew: [...rows, row(6, "b")] },
    { duplicated: 1, reordered: 1, gaps: 3, reseated: 1, differing: 1 },
  ],
  [
    "a swap",
    { anew: [row(1, "a"), row(2, "", "notice"), row(3, "c"), row(4, "z", "counsellor"), row(5, "b")] },
    { reordered: 1, rewritten: 2, reseated: 2, differing: 1 },
  ],
  ["a late arrival", { shown: [rows[0]!, rows[2]!, rows[1]!, rows[3]!, rows[4]!] }, { reordered: 1 }],
  ["a gap", { anew: rows.filter(({ seq }) => seq !== 2) }, { gaps: 1, differing: 1 }],
  ["words that changed under their seq", { shown: [...rows, row(3, "x")] }, { rewritten: 1 }],
  ["words that nobody sent", { anew: [...rows, row(6, "x")] }, { strange: 1, gaps: 3, differing: 1 }],
  ["another seq in a second answer", { youth: [sent("a", 1), sent("b", 3, 4), sent("c", 5)] }, { reseated: 1 }],
  ["no answer", { youth: [sent("a", 1), sent("b", 3), { ...sent("c"), acknowledged: false }] }, { unacknowledged: 1 }],
])("the judge finds %s", (_what, given, found) => {
  expect(judged(given)).toEqual(found);
});

test("a row that comes again unchanged is no fault", () => {
  const view = openView();
  view.take(rows, "socket 1");
  view.take(rows.slice(1, 3), "socket 2");
  expect(view.oddities).toEqual({ rewritten: 0, backwards: 0, replays: 2 });
  expect(view.shown()).toEqual(rows);
  expect(view.last()).toBe(5);
});

test("rows are read from a young person's page and from a console's", () => {
  const page = '<li id="m3" data-seq="3" data-id="ab12" class="m me"><b>You</b><p dir="auto">b</p></li>';
  const console =
    '<hx-partial hx-target="#log-7"><li id="m7-4" data-seq="4" class="m mine read"><p dir="auto" translate="no">z</p></li></hx-partial>';
  expect(readRows(page + console)).toEqual([
    { conversationId: null, row: { seq: 3, clientId: "ab12", side: "youth", text: "b" } },
    { conversationId: 7, row: { seq: 4, clientId: null, side: "counsellor", text: "z" } },
  ]);
});
