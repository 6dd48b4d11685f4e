import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openFile } from "#src/db/connection.ts";
import { addLine, line } from "#src/hours/lines.ts";
import { setSetting } from "#src/settings/settings.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";
import { dayOrNight, drawn } from "#tests/support/run/night.ts";
import { type Desk, desk } from "./desk.ts";
import type { Paper } from "./model/paper.ts";
import { type Both, type Step, step } from "./model/steps.ts";

// Whoever asks to be written to, whoever waits and whoever is there, in any order and for weeks; beside it the rules
// on paper, which say after each step who is to be written to now and who is not: nobody starves on either side.

const runs = Number(process.env.CALLBACK_RUNS ?? process.env.MODEL_RUNS ?? dayOrNight(60, 5_000));
const start = Date.UTC(2026, 10, 24, 18, 0);
let template: { data: Buffer; keys: Buffer } | undefined;

/** Anna serves both lines, Béla the second alone; each takes two chats. Anna is there. */
async function prepare() {
  const home = await desk({ clock: fakeClock(start) });
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => {
    setSetting(tx, emit, { name: "chatsAtOnce", value: 2 });
    setSetting(tx, emit, { name: "wrapUpMinutes", value: 0 });
    const values = { name: "Night", country: "BE", languages: [], ageFrom: null, ageTo: null, intakeCap: null };
    addLine(tx, emit, { ...values, pauseAfterMinutes: 10, staffIds: [home.anna.id, home.bela.id] });
  });
  home.files.data.prepare("INSERT INTO line_staff (line_id, staff_id) VALUES (1, ?)").run(home.anna.id);
  await open(home);
  template = { data: home.files.data.serialize(), keys: home.files.keys.serialize() };
  db.close();
}

async function begin(): Promise<Both> {
  if (!template) await prepare();
  const files = { data: openFile(template!.data), keys: openFile(template!.keys) };
  const real: Desk = await desk({ clock: fakeClock(start), files });
  const staff = [
    { id: real.anna.id, lines: [1, 2], there: true },
    { id: real.bela.id, lines: [2], there: false },
  ];
  const nobody = { souls: [], callbacks: [], silent: new Map(), taken: new Map() };
  const paper: Paper = { now: start, open: true, retired: false, flows: true, staff, ...nobody };
  return { real, paper, zone: line(real.helpline.db, 1)!.timeZone, wraps: [] };
}

const addresses = ["Noor@young.example", "sam.p@young.example", "kim+1@young.example", "Kim+2@young.example"];
const n = fc.nat(11);
const who = fc.constantFrom<0 | 1>(0, 1);
const onLine = fc.constantFrom<1 | 2>(1, 2);
const window = fc.constantFrom(null, null, { from: 18 * 60, to: 21 * 60 }, { from: 22 * 60, to: 2 * 60 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("ask"), who: fc.constantFrom(...addresses), line: onLine, window }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("come"), line: onLine }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("take", "take", "leave", "there"), who }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("settle"),
      n,
      outcome: fc.constantFrom("sent", "sent", "sent", "refused", "given_up", "put_off"),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("look", "continue", "continue", "refuse"), n }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("flow", "opening", "retire") }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("pass"),
      minutes: fc.constantFrom(1, 4, 5, 6, 45, 180, 1_200, 1_201, 1_440, 8_640, 10_080),
    }),
  },
) as fc.Arbitrary<Step>;

/** Days go by in which nothing else happens: by the end of them everybody has been told, or was let go. */
const calm: Step[] = Array.from({ length: 16 }, () => ({ do: "pass", minutes: 1_440 }));

test(
  `${runs} times: never more seats held than are shared, nobody written to twice at once, passed over for good, or more than twice in two weeks however often they ask, and every address goes`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 40, size: "max" }), async (all) => {
        const both = await begin();
        const { real, paper, wraps } = both;
        try {
          for (const one of [...all, ...calm]) expect(await step(both, one)).toBeUndefined();
          expect(real.reported).toEqual([]);
          expect(paper.callbacks.filter((one) => one.end === null)).toEqual([]);
          const bytes = Buffer.concat([real.files.data.serialize(), real.files.keys.serialize()]);
          for (const wrap of wraps) expect(bytes.includes(wrap)).toBe(false);
          for (const address of addresses) expect(bytes.includes(address)).toBe(false);
        } finally {
          real.helpline.db.close();
        }
      }),
      { numRuns: runs, seed: drawn("callbacks on paper") },
    );
  },
  30 * 60_000,
);
