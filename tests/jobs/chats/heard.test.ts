import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import { holdClock } from "#src/conversation/silence/steps.ts";
import type { Event } from "#src/events.ts";
import { chatWatch, secondLook, small } from "#src/jobs/chats/watch.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { pause, resume } from "#src/queue/line/pause.ts";
import { setSetting } from "#src/settings/settings.ts";
import { annaSays, comesIn, takes, talking, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

// What makes something due in a chat in which nothing was, or earlier than it was: each alone, without the second look.

const { chats: looks } = secondLook;
beforeAll(() => {
  secondLook.chats = 0;
});
afterAll(() => {
  secondLook.chats = looks;
});
afterEach(() => {
  vi.restoreAllMocks();
});

const second = 1_000;
const hour = 60 * 60 * second;

interface Chat {
  home: House;
  clock: FakeClock;
  /** Anna's chat with a young person who has no channel, and to whom she has not written. */
  id: number;
  change: House["helpline"]["db"]["change"];
  /** Seconds pass, and the job of the case runs. */
  runs(seconds?: number): Promise<void>;
}

interface Case {
  what: string;
  job: string;
  /** Until then nothing, or something much later, is due. */
  before?: (chat: Chat) => unknown;
  happens?: (chat: Chat) => unknown;
  /** Seconds from then until something is due. */
  after: number;
  is: Partial<Event>;
}

const isPrompted = { type: "silence.stepped", step: "prompt" } as const;
const isNudged = { type: "silence.stepped", step: "nudge" } as const;
const isLost = { type: "conversation.ended", reason: "lost" } as const;
const connections = "connections that changed";
const lost = "young persons who are gone";
const lengths = "how long chats have gone on";

const answers = ({ home, id }: Chat) => annaSays(home, id, "I am here");

/** The counsellor says nothing, and everything is said to them about it. */
async function isToldEverything({ runs }: Chat) {
  for (const seconds of [120, 120, 120]) await runs(seconds);
}

const holds = ({ change, home, id: conversationId }: Chat, held: boolean) =>
  change("porchlight", (tx, emit) => holdClock(tx, emit, { conversationId, staffId: home.anna.id, held }));
const watches = ({ change, home, id: conversationId }: Chat, watched: boolean) =>
  change("porchlight", (tx, emit) => watchScreen(tx, emit, { conversationId, staffId: home.anna.id, watched }));
const marks = ({ change, home, id: conversationId }: Chat, present: boolean) =>
  change("porchlight", (tx, emit) =>
    markRisk(tx, emit, { conversationId, staffId: home.anna.id, present, why: present ? undefined : "mistake" }),
  );
const pauses = ({ change, id: conversationId }: Chat) =>
  change("porchlight", (tx, emit) => pause(tx, emit, { conversationId, by: "youth" }));
const comesBack = ({ change, id: conversationId }: Chat, isHeard: boolean) =>
  change("porchlight", (tx, emit) => resume(tx, emit, { conversationId, isHeard: () => isHeard }));

function types({ home: { helpline, anna }, id: conversationId }: Chat, by: "youth" | "counsellor") {
  helpline.typing.typed(conversationId, by);
  helpline.db.announce({ type: "typing", conversationId, staffId: anna.id, by, on: true });
}

const cases: Case[] = [
  {
    what: "the young person writes",
    job: "silences",
    before: answers,
    happens: ({ home, id }) => youthSays(home, id, "and now?"),
    after: 120,
    is: isNudged,
  },
  {
    what: "the counsellor writes after a long silence",
    job: "silences",
    before: isToldEverything,
    happens: answers,
    after: 180,
    is: isPrompted,
  },
  {
    what: "the counsellor types after a long silence",
    job: "silences",
    before: isToldEverything,
    happens: (chat) => {
      types(chat, "counsellor");
      chat.home.helpline.typing.stopped(chat.id, "counsellor");
    },
    after: 120,
    is: isNudged,
  },
  {
    what: "somebody who was typing when it was looked at stops, and nothing says so",
    job: "silences",
    before: async (chat) => {
      await answers(chat);
      types(chat, "youth");
    },
    happens: ({ home, id }) => home.helpline.typing.stopped(id, "youth"),
    after: 180,
    is: isPrompted,
  },
  {
    what: "a counsellor who was out of reach is heard again",
    job: "silences",
    before: async (chat) => {
      await answers(chat);
      chat.home.helpline.staff.closed(chat.home.anna.id);
      await chat.runs(61);
    },
    happens: ({ home }) => home.helpline.staff.opened(home.anna.id),
    after: 180 - 61,
    is: isPrompted,
  },
  {
    what: "the clock of a silence is let run again",
    job: "silences",
    before: async (chat) => {
      await answers(chat);
      await holds(chat, true);
    },
    happens: (chat) => holds(chat, false),
    after: 180,
    is: isPrompted,
  },
  {
    what: "a screen is watched no more",
    job: "silences",
    before: async (chat) => {
      await answers(chat);
      await watches(chat, true);
    },
    happens: (chat) => watches(chat, false),
    after: 180,
    is: isPrompted,
  },
  {
    what: "a setting is changed",
    job: "silences",
    before: answers,
    happens: ({ change }) =>
      change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "silencePromptMinutes", value: 1 })),
    after: 60,
    is: isPrompted,
  },
  {
    what: "the clock comes to a time that was stored before it was set back",
    job: "silences",
    before: async (chat) => {
      chat.clock.set(-hour);
      await chat.runs();
      await isToldEverything(chat);
    },
    after: 3_600 - 360 + 120,
    is: isNudged,
  },
  { what: "somebody comes", job: lost, happens: comes, after: 300, is: isLost },
  {
    what: "somebody is no longer at risk",
    job: lost,
    before: (chat) => marks(chat, true),
    happens: (chat) => marks(chat, false),
    after: 900,
    is: isLost,
  },
  {
    what: "somebody comes back from a pause, and has to wait",
    job: lost,
    before: pauses,
    happens: (chat) => comesBack(chat, false),
    after: 900,
    is: isLost,
  },
  {
    what: "the clock is set back by an hour",
    job: lost,
    before: isHere,
    happens: ({ clock }) => clock.set(-hour),
    after: 900,
    is: isLost,
  },
  {
    what: "the clock is set back by three seconds",
    job: lost,
    before: isHere,
    happens: ({ clock }) => clock.set(-3 * second),
    after: 900,
    is: isLost,
  },
  {
    what: "the clock is set back by four fifths of a second, twice",
    job: lost,
    before: async (chat) => {
      isHere(chat);
      await chat.runs();
      chat.clock.set(-800);
    },
    happens: ({ clock }) => clock.set(-800),
    after: 900,
    is: isLost,
  },
  {
    what: "a chat pauses",
    job: "pauses that are over",
    happens: pauses,
    after: 900,
    is: { type: "conversation.ended", reason: "faded_out" },
  },
  {
    what: "somebody is taken",
    job: lengths,
    before: comes,
    happens: ({ home, id }) => takes(home, home.anna, id),
    after: 1_800,
    is: { type: "length.noted" },
  },
  {
    what: "a pause is over",
    job: lengths,
    before: pauses,
    happens: (chat) => comesBack(chat, true),
    after: 1_800,
    is: { type: "length.noted" },
  },
  {
    what: "a chat whose length is noted is given back",
    job: lengths,
    before: ({ runs }) => runs(1_800),
    happens: ({ change, home, id: conversationId }) =>
      change("porchlight", (tx, emit) => giveBack(tx, emit, { conversationId, staffId: home.anna.id, why: "left" })),
    after: 0,
    is: { type: "length.noted" },
  },
  {
    what: "the last channel of a young person breaks",
    job: connections,
    before: ({ home, id }) => home.helpline.youth.opened(id),
    happens: ({ home, id }) => home.helpline.youth.closed(id),
    after: 6,
    is: { type: "connection.changed", connection: "lost" },
  },
  {
    what: "a channel that broke is missed for longer",
    job: connections,
    before: async ({ home, id, runs }) => {
      home.helpline.youth.opened(id);
      home.helpline.youth.closed(id);
      await runs(6);
      // All are looked at once a minute.
      await runs(61);
    },
    after: 91 - 67,
    is: { type: "connection.changed", connection: "away" },
  },
  {
    what: "somebody whose line was lost is heard",
    job: connections,
    before: async ({ home, id, runs }) => {
      home.helpline.youth.opened(id);
      home.helpline.youth.closed(id);
      await runs(6);
    },
    happens: ({ home, id }) => home.helpline.youth.touched(id),
    after: 0,
    is: { type: "connection.changed", connection: "connected" },
  },
  {
    what: "the clock is set back for somebody whom nobody has heard since a restart",
    job: connections,
    before: ({ runs }) => runs(91),
    happens: ({ clock }) => clock.set(-hour),
    after: 0,
    is: { type: "connection.changed", connection: "connected" },
  },
  {
    what: "a counsellor is out of reach for too long",
    job: "chats that were left alone",
    happens: ({ home }) => home.helpline.staff.closed(home.anna.id),
    after: 360,
    is: { type: "conversation.given_back" },
  },
];

/** Heard once, without a channel. */
function isHere({ home, id }: Chat) {
  home.helpline.youth.touched(id);
}

async function comes(chat: Chat) {
  chat.id = await comesIn(chat.home);
}

async function begin(name: string): Promise<Chat> {
  const clock = fakeClock();
  const home = await house({ clock });
  await open(home);
  home.helpline.staff.opened(home.anna.id);
  const job = jobs.find((one) => one.name === name)!;
  const runs = async (seconds = 0) => {
    clock.pass(seconds * second);
    await runJob(home.helpline, job);
  };
  return { home, clock, id: await talking(home), change: home.helpline.db.change, runs };
}

/** What was heard of a chat by itself. */
function heardOf({ home, id }: Chat, { type }: Partial<Event>): Event[] {
  return home.heard.filter((one) => one.type === type && "conversationId" in one && one.conversationId === id);
}

test.each(cases)("$what: what is due in the chat from then on comes in its second", async (one) => {
  const chat = await begin(one.job);
  await one.before?.(chat);
  for (let times = 0; times < 3; times += 1) await chat.runs();
  await one.happens?.(chat);
  chat.home.heard.length = 0;
  if (one.after > 0) {
    await chat.runs(one.after - 1);
    expect(heardOf(chat, one.is)).toEqual([]);
    await chat.runs(1);
  } else {
    await chat.runs();
  }
  expect(heardOf(chat, one.is)).toEqual([expect.objectContaining(one.is)]);
  expect(chat.home.reported).toEqual([]);
});

test("a chat is looked at after any event of it but for those that are named", async () => {
  const { home, id: conversationId } = await begin("silences");
  const looked: number[] = [];
  const watch = chatWatch()(home.helpline);
  const looks = () => {
    looked.length = 0;
    watch.due(() => ({ id }) => {
      looked.push(id);
      return { isDue: false, next: null };
    });
    return [...looked];
  };
  expect(looks()).toEqual([conversationId]);
  expect(looks()).toEqual([]);
  for (const type of ["conversation.reopened", "conversation.moved", "emergency.declared", "thanks.given"] as const) {
    home.helpline.db.announce({ type, conversationId } as Event);
    expect(looks(), type).toEqual([conversationId]);
  }
  for (const type of small) home.helpline.db.announce({ type, conversationId } as Event);
  expect(looks()).toEqual([]);
});

test("a step that the disk refused is taken in the next second", async () => {
  const chat = await begin("silences");
  await answers(chat);
  await chat.runs();
  vi.spyOn(chat.home.helpline.db, "change").mockRejectedValueOnce(new Error("the disk is full"));
  await chat.runs(180);
  expect(heardOf(chat, isPrompted)).toEqual([]);
  expect(chat.home.reported).toEqual([expect.stringContaining("a silence did not go on: Error: the disk is full")]);
  await chat.runs(1);
  expect(heardOf(chat, isPrompted)).toEqual([expect.objectContaining(isPrompted)]);
});

test.each([
  { job: "silences", after: 180, is: isPrompted },
  { job: connections, after: 6, is: { type: "connection.changed", connection: "lost" } as const },
])("$job: what was due while the disk could not be read comes in the next second", async ({ job, after, is }) => {
  const chat = await begin(job);
  await answers(chat);
  await chat.runs();
  chat.home.helpline.youth.opened(chat.id);
  chat.home.helpline.youth.closed(chat.id);
  await chat.runs(after - 1);
  vi.spyOn(chat.home.helpline.db, "first").mockImplementationOnce(() => {
    throw new Error("the disk is gone");
  });
  await chat.runs(1);
  expect(chat.home.reported).toEqual([expect.stringContaining(`the job “${job}” failed: Error: the disk is gone`)]);
  expect(heardOf(chat, is)).toEqual([]);
  await chat.runs(1);
  expect(heardOf(chat, is)).toEqual([expect.objectContaining(is)]);
});
