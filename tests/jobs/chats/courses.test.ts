import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConversations, stateOf } from "#src/conversation/conversation.ts";
import { writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { sayDanger } from "#src/conversation/safety/danger.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import { cannotWrite, holdClock, stillHere } from "#src/conversation/silence/steps.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { openFile } from "#src/db/connection.ts";
import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Event } from "#src/events.ts";
import { secondLook } from "#src/jobs/chats/watch.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { claim } from "#src/queue/claim.ts";
import { end } from "#src/queue/end/ending.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { accept, offer } from "#src/queue/handover/hand-over.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { pause, resume } from "#src/queue/line/pause.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { setSettings } from "#src/settings/settings.ts";
import { comesIn, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { dayOrNight, drawn } from "#tests/support/run/night.ts";
import { fullLook } from "./full-look.ts";

// Jobs that keep due times, beside a look at every open chat: whatever happens, both find the same in the same second.

const runs = Number(process.env.MODEL_RUNS ?? dayOrNight(15, 3_000));
const second = 1_000;
const minute = 60 * second;

// It would look at so few chats all the time, and hide what was forgotten.
const { chats: looks } = secondLook;
beforeAll(() => {
  secondLook.chats = 0;
});
afterAll(() => {
  secondLook.chats = looks;
});

interface World {
  home: House;
  clock: FakeClock;
  look: ReturnType<typeof fullLook>;
  /** Seconds. */
  passed: number;
  /** Open consoles, by the place of who has them. */
  consoles: number[];
}

let template: { data: Buffer; keys: Buffer } | undefined;

async function prepare() {
  const home = await house({ clock: fakeClock() });
  for (const one of [home.anna, home.bela, home.aino]) await open(home, one);
  await home.helpline.db.change("porchlight", (tx, emit) =>
    setSettings(tx, emit, { subject: "chats", values: { chatsAtOnce: 4 } }),
  );
  template = { data: home.files.data.serialize(), keys: home.files.keys.serialize() };
  home.helpline.db.close();
}

async function begin(): Promise<World> {
  if (!template) await prepare();
  const clock = fakeClock();
  const home = await house({ clock, files: { data: openFile(template!.data), keys: openFile(template!.keys) } });
  for (const { id } of [home.anna, home.bela, home.aino]) home.helpline.staff.opened(id);
  return { home, clock, look: fullLook(home.helpline), passed: 0, consoles: [1, 1, 1] };
}

/** Everything was only in memory goes: the clocks of the machine go on. */
async function restarts(world: World) {
  expect(world.home.reported).toEqual([]);
  world.home = await house({ clock: world.clock, files: world.home.files });
  world.look = fullLook(world.home.helpline);
  world.consoles = [0, 0, 0];
}

/** The ids of those chats of which something of these kinds was heard, each once, in order. */
function chatsOf(events: readonly Event[], ...types: Event["type"][]): number[] {
  const ids = events.flatMap((one) =>
    types.includes(one.type) && "conversationId" in one ? [one.conversationId] : [],
  );
  return [...new Set(ids)] as number[];
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

/** One look of everything that happens by itself and whose turn it is. */
async function ticks(world: World, seconds: number) {
  world.clock.pass(seconds * second);
  const before = world.passed;
  world.passed += seconds;
  for (const { name, look, every, says } of watched) {
    if (Math.floor(before / every) === Math.floor(world.passed / every)) continue;
    const due = look ? world.look[look]() : [];
    const heard = world.home.heard.length;
    await runJob(world.home.helpline, jobs.find((one) => one.name === name)!);
    if (look) expect(chatsOf(world.home.heard.slice(heard), ...says), name).toEqual(due);
  }
}

interface Given {
  who: number;
  whom: number;
  n: number;
}
type Happening = (world: World, given: Given) => unknown;

/** Something happens to a chat that goes on; what is not allowed just now does not happen. */
function toChat(
  verb: (tx: Tx, emit: Emit, is: { conversationId: number; staffId: number; given: Given }) => unknown,
): Happening {
  return async ({ home }, given) => {
    const all = openConversations(home.helpline.db);
    const one = all[given.whom % Math.max(1, all.length)];
    if (!one) return;
    const staffId = one.counsellorId ?? who(home, given).id;
    await allowed(() =>
      home.helpline.db.change(`staff:${staffId}`, (tx, emit) =>
        verb(tx, emit, { conversationId: one.id, staffId, given }),
      ),
    );
  };
}

async function allowed(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
  }
}

const who = (home: House, given: Given) => [home.anna, home.bela, home.aino][given.who]!;
const isEven = ({ n }: Given) => n % 2 === 0;

function pickedChat(home: House, { whom }: Given): number | undefined {
  const all = openConversations(home.helpline.db);
  return all[whom % Math.max(1, all.length)]?.id;
}

/** As its doors do it. */
const types: Happening = ({ home: { helpline } }, given) => {
  const all = openConversations(helpline.db);
  const one = all[given.whom % Math.max(1, all.length)];
  const by = isEven(given) ? "youth" : "counsellor";
  if (!one || !helpline.typing.typed(one.id, by)) return;
  helpline.db.announce({ type: "typing", conversationId: one.id, staffId: one.counsellorId, by, on: true });
};

const claims: Happening = async ({ home }, given) => {
  const one = openConversations(home.helpline.db).find((some) => stateOf(some) === "waiting");
  const member = who(home, given);
  if (!one) return;
  await allowed(() =>
    home.helpline.db.change(`staff:${member.id}`, (tx, emit) => claim(tx, emit, { conversationId: one.id, member })),
  );
};

const jumps = [
  300,
  -300,
  900,
  -900,
  3_000,
  -3_000,
  11_000,
  -11_000,
  2 * 60 * minute,
  -2 * 60 * minute,
  -24 * 60 * minute,
];

const happenings: Record<string, Happening> = {
  comes: async ({ home }, given) => {
    if (openConversations(home.helpline.db).length < 9) {
      await allowed(() => comesIn(home, isEven(given) ? "hello" : null, { urgent: given.n % 5 === 0 }));
    }
  },
  claims,
  "claims again": claims,
  "the young person writes": async ({ home }, given) => {
    const id = pickedChat(home, given);
    if (id !== undefined) await allowed(() => youthSays(home, id, "and now?"));
  },
  answers: toChat((tx, emit, { conversationId, staffId }) =>
    writeAsCounsellor(tx, emit, { conversationId, staffId, clientId: newClientId(), text: "I am here" }),
  ),
  types,
  "types on": types,
  "stops typing": ({ home: { helpline } }, given) => {
    const one = openConversations(helpline.db)[given.whom % 9];
    if (one) helpline.typing.stopped(one.id, isEven(given) ? "youth" : "counsellor");
  },
  "is still here": toChat((tx, emit, is) => stillHere(tx, emit, is)),
  "holds the clock": toChat((tx, emit, { given, ...is }) => holdClock(tx, emit, { ...is, held: isEven(given) })),
  "cannot write": toChat((tx, emit, is) => cannotWrite(tx, emit, is)),
  "is watched": toChat((tx, emit, { given, ...is }) => watchScreen(tx, emit, { ...is, watched: isEven(given) })),
  "is at risk": toChat((tx, emit, { given, ...is }) =>
    markRisk(tx, emit, { ...is, present: given.n % 3 === 0, why: given.n % 3 === 0 ? undefined : "mistake" }),
  ),
  "says danger": toChat((tx, emit, is) => sayDanger(tx, emit, is)),
  emergency: toChat((tx, emit, is) => declareEmergency(tx, emit, is)),
  pauses: toChat((tx, emit, is) => pause(tx, emit, { ...is, by: "youth" })),
  "comes back": toChat((tx, emit, is) => resume(tx, emit, { ...is, isHeard: () => true })),
  "is given back": toChat((tx, emit, is) => giveBack(tx, emit, { ...is, why: "left" })),
  "is taken over": async ({ home }, given) => {
    const conversationId = pickedChat(home, given);
    if (conversationId === undefined) return;
    await allowed(() =>
      home.helpline.db.change("porchlight", (tx, emit) =>
        takeOver(tx, emit, { conversationId, staffId: home.bela.id }),
      ),
    );
  },
  "is handed over": async ({ home }, given) => {
    const one = openConversations(home.helpline.db).find((some) => stateOf(some) === "talking");
    const to = who(home, given).id;
    if (!one) return;
    const said = { summary: "what was said", asked: { agreed: true } } as const;
    await allowed(() =>
      home.helpline.db.change("porchlight", (tx, emit) => {
        offer(tx, emit, { conversationId: one.id, staffId: one.counsellorId!, to: { staffId: to }, ...said });
        accept(tx, emit, { conversationId: one.id, staffId: to });
      }),
    );
  },
  ends: toChat((tx, emit, { conversationId }) =>
    end(tx, emit, { conversationId, reason: "ended_by_youth", staffId: null }),
  ),
  "opens a channel": ({ home }, given) => {
    const id = pickedChat(home, given);
    if (id !== undefined) home.helpline.youth.opened(id);
  },
  "loses a channel": ({ home: { helpline } }) => {
    const [id] = helpline.youth.here();
    if (id !== undefined) helpline.youth.closed(id);
  },
  reloads: ({ home }, given) => {
    const id = pickedChat(home, given);
    if (id !== undefined) home.helpline.youth.touched(id);
  },
  "a console breaks": ({ home, consoles }, given) => {
    if (consoles[given.who] === 0) return;
    consoles[given.who]! -= 1;
    home.helpline.staff.closed(who(home, given).id);
  },
  "a console is back": ({ home, consoles }, given) => {
    consoles[given.who]! += 1;
    home.helpline.staff.opened(who(home, given).id);
  },
  "goes home": ({ home }, given) => home.helpline.staff.left(who(home, given).id),
  "timers are set": ({ home }, { n }) =>
    home.helpline.db.change("porchlight", (tx, emit) => {
      const youths = {
        silencePromptMinutes: 1 + (n % 3),
        silenceSoftMinutes: 4,
        silenceWarnMinutes: 6,
        silencePauseMinutes: 8,
      };
      const values = { ...youths, firstNoteMinutes: 5 + (n % 4), secondNoteMinutes: 12 };
      setSettings(tx, emit, { subject: "silence", values });
      setSettings(tx, emit, {
        subject: "chats",
        values: { resumeMinutes: 5 + (n % 7), placeKeptMinutes: 1 + (n % 5) },
      });
    }),
  "the clock is set": ({ clock }, { n }) => clock.set(jumps[n % jumps.length]!),
  "less than a second passes": ({ clock }, { n }) => clock.pass(n * 9),
  restarts,
};
const aStep = fc.record({
  what: fc.constantFrom(...Object.keys(happenings), "comes", "claims", "answers", "answers", "the young person writes"),
  given: fc.record({ who: fc.nat(2), whom: fc.nat(8), n: fc.nat(100) }),
  // Now and then the process is busy, or time passes in which nobody does anything.
  after: fc.oneof(
    fc.constant([]),
    fc.constant([1, 1]),
    fc.array(fc.constantFrom(1, 7, 20, 45), { maxLength: 12 }),
    fc.constant(Array.from({ length: 20 }, () => 30)),
  ),
});

test(
  `${runs} courses of events, restarts and set clocks: what keeps due times finds the same as a look at every open chat`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 10, maxLength: 40, size: "max" }), async (course) => {
        const world = await begin();
        try {
          for (const { what, given, after } of course) {
            await happenings[what]!(world, given);
            for (const seconds of after) await ticks(world, seconds);
          }
          expect(world.home.reported).toEqual([]);
        } finally {
          world.home.helpline.db.close();
        }
      }),
      { numRuns: runs, seed: drawn("due times"), endOnFailure: true },
    );
  },
  20 * 60_000,
);
