import { beforeEach, describe, expect, test } from "vitest";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { markRisk, markUrgent } from "#src/conversation/safety/risk.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { topics } from "#src/live/topics.ts";
import { inLine } from "#src/queue/claim.ts";
import { declareEmergency, saveEmergency } from "#src/record/emergency.ts";
import { annaSays, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import {
  act,
  clientId,
  give,
  heardSince,
  type Person,
  person,
  says,
  script,
  staff,
} from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

// What somebody in danger is asked after a long silence, and what their answers do (SG6).

let home: House;
let clock: FakeClock;
let noor: Person;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
});

/** Noor came, with the tick or without, and Anna has written to her. */
async function talks(danger = false) {
  noor = person(home);
  await noor.post("/start", {
    client_id: clientId(),
    rules: "1",
    l: "en",
    text: "he has a knife",
    ...(danger ? { danger: "yes" } : {}),
  });
  id = inLine(home.helpline.db)[0]!.id;
  await give(home, id, home.anna);
  await annaSays(home, id, "I’m here");
}

const risk = (present = true) =>
  act(home, home.anna, (tx, emit) =>
    markRisk(tx, emit, { conversationId: id, staffId: home.anna.id, present, why: "talked" }),
  );
const declare = () =>
  act(home, home.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: id, staffId: home.anna.id }));

/** Each way in which it is said that somebody is in danger. */
const ways: [why: string, arrange: () => Promise<unknown>][] = [
  ["risk was marked", () => talks().then(() => risk())],
  ["they ticked danger", () => talks(true)],
  ["an emergency was declared", () => talks().then(declare)],
  // Whoever takes the mark away does not end the emergency.
  [
    "an emergency goes on, without the mark",
    () =>
      talks()
        .then(declare)
        .then(() => risk(false)),
  ],
];

/** Minutes go by with her page open; the clocks are looked at every ten seconds. */
async function passes(minutes: number) {
  for (let tens = minutes * 6; tens > 0; tens -= 1) {
    clock.pass(10_000);
    home.helpline.youth.touched(id);
    home.helpline.staff.touched(home.anna.id);
    for (const name of ["silences", "pauses that are over"]) {
      await runJob(home.helpline, jobs.find((job) => job.name === name)!);
    }
  }
}

const page = async () => (await noor.get("/")).text;
const asked = (html: string) => [...html.matchAll(/(?:\/here\?say=|name="say" value=")(\w+)/g)].map(([, say]) => say);
/** What the frame without scripts holds at first. */
async function frame() {
  const answer = await noor.send("/log");
  const reader = answer.body!.getReader();
  const text = new TextDecoder().decode((await reader.read()).value);
  await reader.cancel();
  return text;
}
const answers = (say: string, form = {}, headers = {}) => noor.post(`/here?say=${say}`, form, headers);
const now = () => conversation(home.helpline.db, id)!;
const mine = () => messages(home.helpline.db, id).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
const notices = () =>
  messages(home.helpline.db, id).flatMap(({ author, text }) => (author === "notice" ? [JSON.parse(text!).key] : []));
const events = () => rows<{ kind: string }>(home.files, "conversation_event").map(({ kind }) => kind);

describe.each(ways)("where %s", (_, arrange) => {
  test("the buttons are “I’m still here”, “I can’t write now”, “I have to go”, and nothing says safe, with and without scripts", async () => {
    await arrange();
    await passes(12);
    for (const html of [await page(), await frame()]) {
      expect(asked(html)).toEqual(["here", "quiet", "go"]);
      for (const words of ["I’m still here", "I can’t write now", "I have to go"]) expect(html).toContain(words);
      expect(html).not.toMatch(/safe, bye|>Later</);
      expect(html).toContain(says("youth.silence.stays"));
    }
  });

  test("“I can’t write now” keeps the chat open, its counsellor reads it, and nothing automatic follows", async () => {
    await arrange();
    await passes(12);
    expect((await answers("quiet")).to).toBe("/");
    expect(mine().at(-1)).toBe("I can’t write now");
    const anna = await staff(home, home.anna);
    const read = (await anna.get(`/staff/conversation/${id}`)).text;
    expect(read).toContain("I can’t write now");
    expect(read).toContain(says("staff.silence.held"));
    const before = notices();
    await passes(60);
    expect(notices()).toEqual(before);
    expect([stateOf(now()), asked(await page())]).toEqual(["talking", []]);
    // Also once it is answered: it stands until they write.
    await annaSays(home, id, "I’ll stay");
    await passes(60);
    expect(notices()).toEqual(before);
    await youthSays(home, id, "now");
    await annaSays(home, id, "good");
    await passes(12);
    expect(asked(await page())).toEqual(["here", "quiet", "go"]);
  });

  test("pressed twice it is said once; asked once more it can be said once more", async () => {
    await arrange();
    await passes(12);
    await Promise.all([answers("quiet"), answers("quiet", { sent: "1" }, script)]);
    clock.pass(5_000);
    await answers("quiet");
    expect(mine().filter((words) => words === "I can’t write now")).toHaveLength(1);
    await youthSays(home, id, "now");
    await annaSays(home, id, "good");
    await passes(12);
    await answers("quiet");
    expect(mine().filter((words) => words === "I can’t write now")).toHaveLength(2);
  });

  test("“I have to go” ends it as they say, and never that they are safe", async () => {
    await arrange();
    await passes(12);
    expect((await answers("go", { sent: "1" }, script)).status).toBe(204);
    expect(now().endReason).toBe("ended_by_youth");
    expect(mine().at(-1)).toBe("I have to go");
    expect([...notices(), ...events()].filter((one) => one.includes("safe"))).toEqual([]);
    expect((await answers("go")).status).toBe(410);
  });

  test("a page that is older than the danger rests nothing and says nothing safe", async () => {
    await arrange();
    await answers("later");
    expect([stateOf(now()), mine().at(-1)]).toEqual(["talking", "I can’t write now"]);
    await answers("bye");
    expect([now().endReason, mine().at(-1)]).toEqual(["ended_by_youth", "I have to go"]);
    expect([...notices(), ...events()].filter((one) => /safe|paused/.test(one))).toEqual([]);
  });

  test("it is never paused, and colleagues are called instead", async () => {
    await arrange();
    await passes(30);
    expect(stateOf(now())).toBe("talking");
    expect(home.heard.flatMap((one) => (one.type === "silence.stepped" ? [one.step] : [])).at(-1)).toBe("call");
    expect(home.heard.map(({ type }) => type)).toContain("help.asked");
  });
});

test("whoever is not in danger is asked as ever", async () => {
  await talks();
  await passes(12);
  expect(asked(await page())).toEqual(["here", "later", "bye"]);
  expect(asked(await frame())).toEqual(["here", "later", "bye"]);
});

describe("asked before anybody said so", () => {
  const marks: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    ["risk is marked", () => risk(), () => risk(false)],
    [
      "an emergency is declared",
      declare,
      async () => {
        await risk(false);
        const said = { decidedBy: null, informed: [], passed: [], told: null, outcome: "no_danger" } as const;
        await act(home, home.bela, (tx, emit) =>
          saveEmergency(tx, emit, {
            member: home.bela,
            id: 1,
            said: { ...said, informed: [], passed: [] },
            note: null,
          }),
        );
      },
    ],
  ];
  test.each(marks)(
    "the question on the screen changes at once when %s, and back, on every channel",
    async (_, on, off) => {
      await talks();
      await passes(12);
      const heard: string[][] = [[], []];
      for (const [n, topic] of [topics.youth(id), topics.log(id)].entries()) {
        home.helpline.hub.join(topic, { send: (html) => heard[n]!.push(html) });
      }
      await on();
      for (const pieces of heard) expect(asked(pieces.join(""))).toEqual(["here", "quiet", "go"]);
      for (const pieces of heard) pieces.length = 0;
      await off();
      for (const pieces of heard) expect(asked(pieces.join("")).slice(-3)).toEqual(["here", "later", "bye"]);
    },
  );

  test("so it does when the mark of what they ticked is ended, or set again", async () => {
    await talks(true);
    await passes(12);
    const heard: string[] = [];
    home.helpline.hub.join(topics.log(id), { send: (html) => heard.push(html) });
    for (const present of [false, true]) {
      heard.length = 0;
      await act(home, home.anna, (tx, emit) =>
        markUrgent(tx, emit, { conversationId: id, staffId: home.anna.id, present }),
      );
      expect(asked(heard.join(""))).toEqual(present ? ["here", "quiet", "go"] : ["here", "later", "bye"]);
    }
  });

  test("in the frame the question that is answered goes: only the newest shows", async () => {
    await talks();
    await passes(12);
    const heard: string[] = [];
    home.helpline.hub.join(topics.log(id), { send: (html) => heard.push(html) });
    await youthSays(home, id, "yes");
    expect(heard.join("")).toContain('<i class="asks" hidden=""></i>');
    expect(await frame()).toContain(".asks:has(~ .asks){display:none}");
  });
});

test("their tap tells whoever listens that a silence is over, and nothing else", async () => {
  await talks();
  await risk();
  await passes(12);
  const before = home.heard.length;
  await answers("quiet");
  expect(heardSince(home, before)).toEqual(["silence.broken", "message.written", "silence.broken"]);
});
