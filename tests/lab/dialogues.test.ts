import { expect, test } from "vitest";
import { dialogues } from "#lab/faults/dialogues/dialogues.ts";
import { type Evidence, judgeDialogue, nothingWrong, plants } from "#lab/faults/dialogues/judge.ts";
import { planOf } from "#lab/faults/dialogues/plan.ts";
import type { Row } from "#lab/load/people/view.ts";

// `npm run faults -- dialogues` plays them in real browsers. Here: that they are what it says, and that its judge can find fault.

const all = dialogues();

test("there are twenty dialogues of 20 to 40 messages, in which nobody says the same words twice", () => {
  expect(all).toHaveLength(20);
  expect(new Set(all.map(({ title }) => title)).size).toBe(20);
  for (const { title, lines } of all) {
    expect(lines.length, title).toBeGreaterThanOrEqual(20);
    expect(lines.length, title).toBeLessThanOrEqual(40);
    expect(new Set(lines.map(({ text }) => text)).size, title).toBe(lines.length);
    expect(lines[0]!.by, title).toBe("youth");
  }
});

test.each<[string, (text: string) => boolean, number]>([
  ["longer than a socket takes", (text) => text.length >= 300, 3],
  ["with pictures", (text) => /\p{Extended_Pictographic}/u.test(text), 10],
  ["from right to left", (text) => /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(text), 10],
  ["in both directions at once", (text) => /\p{Script=Arabic}/u.test(text) && /[a-z]/.test(text), 2],
])("among their words are some %s", (_what, is, least) => {
  const found = all.flatMap(({ lines }) => lines).filter(({ by, text }) => by === "youth" && is(text));
  expect(found.length).toBeGreaterThanOrEqual(least);
});

test("a seed always gives the same course, and twenty of them meet all that can happen to a network and a page", () => {
  const plans = all.map((dialogue, number) => planOf(dialogue, 7, number));
  expect(all.map((dialogue, number) => planOf(dialogue, 7, number))).toEqual(plans);
  expect(plans).not.toEqual(all.map((dialogue, number) => planOf(dialogue, 8, number)));
  const met = plans.flatMap(({ scripts, sockets, turns }) => [
    `scripts ${scripts}, sockets ${sockets}`,
    ...turns.flatMap(({ cut, move, lostIn, otherTab }, place) => [
      ...(cut ? [`${cut.side}: ${cut.how}`] : []),
      ...(move ? [`${move.side}: ${move.what}`] : []),
      ...(lostIn ? [`lost in: ${lostIn.how}`] : []),
      ...(otherTab ? ["another tab"] : []),
      ...(turns[place]!.isAcross ? ["across"] : []),
    ]),
  ]);
  const sides = ["youth", "counsellor"];
  const hows = ["refused", "lost", "offline", "frozen", "dead"];
  expect([...new Set(met)].sort()).toEqual(
    [
      ...["scripts true, sockets true", "scripts true, sockets false", "scripts false, sockets true"],
      ...sides.flatMap((side) => [...hows, "reload", "return"].map((what) => `${side}: ${what}`)),
      ...["lost in: refused", "lost in: lost", "lost in: offline", "another tab", "across"],
    ].sort(),
  );
});

/** A dialogue of which everything is stored and shown, with a line of the helpline’s own in it. */
function sound(): Evidence {
  const { lines } = all[0]!;
  const said = lines.map(({ by, text }): Omit<Row, "seq"> => ({ clientId: null, side: by, text }));
  const notice = { clientId: null, side: "notice" as const, text: "Mika has joined." };
  const stored = [said[0]!, notice, ...said.slice(1)].map((row, place) => ({ ...row, seq: place + 1 }));
  const hers = stored.filter(({ side }) => side === "youth");
  return {
    lines,
    stored,
    pages: { Anna: stored, "Noor’s tab 1": stored.filter(({ side }) => side !== "notice") },
    shown: new Map(hers.map(({ seq }) => [seq, 1_000 * seq])),
    marks: hers.map(({ seq }) => ({ seq, at: 1_000 * seq })),
  };
}

test("a dialogue that is stored once and shown in its order has nothing wrong, “Read” in the moment it is shown included", () => {
  expect(judgeDialogue(sound())).toEqual(nothingWrong);
});

test.each(plants.map((plant) => [plant.name, plant] as const))("the judge finds %s", (_name, plant) => {
  expect(judgeDialogue(plant.spoil(sound()))[plant.in]).toBeGreaterThan(0);
});
