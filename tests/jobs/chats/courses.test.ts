import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConversations } from "#src/conversation/conversation.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { openFile } from "#src/db/connection.ts";
import type { Event } from "#src/events.ts";
import { secondLook } from "#src/jobs/chats/watch.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setSettings } from "#src/settings/settings.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { dayOrNight, drawn } from "#tests/support/run/night.ts";
import { fullLook } from "./full-look.ts";
import { happenings, type Stage, upheavals } from "./happenings.ts";

// Jobs that keep due times, beside a look at every open chat: whatever happens, both find the same in the same second.

const runs = Number(process.env.MODEL_RUNS ?? dayOrNight(60, 3_000));
const second = 1_000;

// It would look at so few chats all the time, and hide what was forgotten.
const { chats: looks } = secondLook;
beforeAll(() => {
  secondLook.chats = 0;
});
afterAll(() => {
  secondLook.chats = looks;
});

interface World extends Stage {
  look: ReturnType<typeof fullLook>;
  /** Seconds. */
  passed: number;
}

let template: { data: Buffer; keys: Buffer } | undefined;

/** Everything comes soon, and five chats go on: Anna has two, Béla that of somebody in danger, Aino one, and one waits. */
async function prepare() {
  const home = await house({ clock: fakeClock() });
  const { anna, bela, aino, helpline } = home;
  for (const one of [anna, bela, aino]) await open(home, one);
  await helpline.db.change("porchlight", (tx, emit) => {
    const youths = {
      silencePromptMinutes: 1,
      silenceSoftMinutes: 2,
      silenceWarnMinutes: 3,
      silencePauseMinutes: 4,
    };
    const staffs = { counsellorNudgeMinutes: 1, counsellorLineMinutes: 2, stepInMinutes: 3 };
    const lengths = { firstNoteMinutes: 5, secondNoteMinutes: 10 };
    setSettings(tx, emit, { subject: "silence", values: { ...youths, ...staffs, ...lengths } });
    const kept = { resumeMinutes: 5, placeKeptMinutes: 1, vanishedMinutes: 1 };
    setSettings(tx, emit, { subject: "chats", values: { chatsAtOnce: 4, ...kept } });
  });
  for (const member of [anna, anna, bela, aino]) {
    const conversationId = await comesIn(home, "hello", { urgent: member === bela });
    await takes(home, member, conversationId);
    const words = { conversationId, staffId: member.id, clientId: newClientId(), text: "I am here" };
    await helpline.db.change(`staff:${member.id}`, (tx, emit) => writeAsCounsellor(tx, emit, words));
  }
  await comesIn(home);
  template = { data: home.files.data.serialize(), keys: home.files.keys.serialize() };
  helpline.db.close();
}

async function begin(): Promise<World> {
  if (!template) await prepare();
  const clock = fakeClock();
  const home = await house({ clock, files: { data: openFile(template!.data), keys: openFile(template!.keys) } });
  const world = { home, clock, look: fullLook(home.helpline), passed: 0, consoles: connect(home) };
  // Aino's breaks at once.
  home.helpline.staff.opened(home.aino.id);
  home.helpline.staff.closed(home.aino.id);
  return world;
}

/** Pages and consoles that are open come back by themselves: of all young people but one in four, of Anna and Béla. */
function connect({ helpline, anna, bela }: House): number[] {
  for (const { id } of openConversations(helpline.db)) if (id % 4 !== 1) helpline.youth.opened(id);
  for (const { id } of [anna, bela]) helpline.staff.opened(id);
  return [1, 1, 0];
}

/** Everything that was only in memory goes; the clocks of the machine go on. */
async function restarts(world: World) {
  expect(world.home.reported).toEqual([]);
  world.home = await house({ clock: world.clock, files: world.home.files });
  world.look = fullLook(world.home.helpline);
  world.consoles = connect(world.home);
}

const watched = [
  { name: "typing that stopped", look: null, every: 1, says: [] },
  { name: "connections that changed", look: "connections", every: 1, says: ["connection.changed"] },
  { name: "young persons who are gone", look: "lost", every: 15, says: ["conversation.ended"] },
  { name: "silences", look: "silences", every: 1, says: ["silence.stepped"] },
  { name: "how long chats have gone on", look: "lengths", every: 5, says: ["length.noted"] },
  {
    name: "pauses that are over",
    look: "faded",
    every: 15,
    says: ["conversation.ended", "conversation.resumed", "conversation.given_back"],
  },
  {
    name: "chats that were left alone",
    look: "leftAlone",
    every: 5,
    says: ["conversation.given_back", "conversation.taken_over"],
  },
] as const;

/** How often what was due, over all courses: a course in which nothing falls due shows nothing. */
const fell = new Map<string, number>();
/** In a course, on average, at least. */
const least: Record<string, number> = {
  connections: 2,
  lost: 0.8,
  silences: 6,
  prompt: 1,
  soft: 0.8,
  warn: 0.8,
  pause: 0.5,
  call: 0.1,
  nudge: 0.5,
  line: 0.3,
  step_in: 0.3,
  lengths: 1,
  faded: 0.5,
  leftAlone: 0.5,
};

function count(what: string, n = 1) {
  fell.set(what, (fell.get(what) ?? 0) + n);
}

/** One look of everything that happens by itself and whose turn it is. */
async function ticks(world: World, seconds: number) {
  world.clock.pass(seconds * second);
  const before = world.passed;
  world.passed += seconds;
  for (const { name, look, every, says } of watched) {
    if (Math.floor(before / every) === Math.floor(world.passed / every)) continue;
    const due = look ? world.look[look]() : [];
    const { heard, helpline } = world.home;
    const from = heard.length;
    await runJob(helpline, jobs.find((one) => one.name === name)!);
    if (!look) continue;
    const said = heard.slice(from);
    expect(chatsOf(said, says), name).toEqual(due);
    count(look, due.length);
    for (const one of said) if (one.type === "silence.stepped") count(one.step);
  }
}

/** The ids of those chats of which something of these kinds was heard, each once, in order. */
function chatsOf(events: readonly Event[], types: readonly Event["type"][]): number[] {
  const ids = events.flatMap((one) =>
    types.includes(one.type) && "conversationId" in one ? [one.conversationId] : [],
  );
  return [...new Set(ids)] as number[];
}

const minutes = (n: number) => Array.from({ length: n }, () => 60);
const aStep = fc.record({
  what: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...Object.keys(happenings)) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(upheavals), "restarts") },
  ),
  given: fc.record({ who: fc.nat(2), whom: fc.nat(4), n: fc.nat(100) }),
  // Just before a timer is over, and then; or until several are; or the process is busy for a while.
  after: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.constantFrom([1], [7], [5, 1]) },
    { weight: 2, arbitrary: fc.constantFrom([59, 1, 1], [44, 15, 1]) },
    { weight: 3, arbitrary: fc.constantFrom(minutes(2), minutes(4)) },
    { weight: 1, arbitrary: fc.constantFrom(minutes(6), minutes(11), [300, 15]) },
  ),
});

test(
  `${runs} courses of events, restarts and set clocks: what keeps due times finds the same as a look at every open chat`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 12, maxLength: 21, size: "max" }), async (course) => {
        const world = await begin();
        try {
          await ticks(world, 1);
          for (const { what, given, after } of course) {
            if (what === "restarts") await restarts(world);
            else await (happenings[what] ?? upheavals[what])!(world, given);
            for (const seconds of after) await ticks(world, seconds);
          }
          expect(world.home.reported).toEqual([]);
        } finally {
          world.home.helpline.db.close();
        }
      }),
      { numRuns: runs, seed: drawn("due times"), endOnFailure: true },
    );
    for (const [what, n] of Object.entries(least)) expect(fell.get(what) ?? 0, what).toBeGreaterThanOrEqual(n * runs);
  },
  20 * 60_000,
);
