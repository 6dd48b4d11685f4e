import { beforeEach, describe, expect, test } from "vitest";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { messages } from "#src/conversation/reading.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import { isAsked } from "#src/conversation/silence/state.ts";
import { holdClock, stillHere } from "#src/conversation/silence/steps.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit, Event } from "#src/events.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { inLine } from "#src/queue/claim.ts";
import { pause, resume } from "#src/queue/line/pause.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { wrappingUp } from "#src/staff/shift/wrap-up.ts";
import { annaSays, comesIn, takes, talking, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";

let home: House;
let clock: FakeClock;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  id = await talking(home);
  await annaSays(home, id, "Hi, I am Mika");
  home.heard.length = 0;
});

const job = (name: string) => runJob(home.helpline, jobs.find((one) => one.name === name)!);

const tenSeconds = 1 / 6;

/** Minutes pass, and the clocks are looked at every ten seconds. The young person's browser stays open. */
async function passes(minutes: number) {
  for (let tens = Math.round(minutes * 6); tens > 0; tens -= 1) {
    clock.pass(10_000);
    home.helpline.youth.touched(id);
    home.helpline.staff.touched(home.anna.id);
    await job("typing that stopped");
    await job("silences");
    await job("pauses that are over");
  }
}

const now = () => conversation(home.helpline.db, id)!;
const state = () => stateOf(now());
const steps = () => home.heard.flatMap((one) => (one.type === "silence.stepped" ? [one.step] : []));
const heard = (type: Event["type"]) => home.heard.filter((one) => one.type === type);
const notices = () => messages(home.helpline.db, id).flatMap((one) => (one.author === "notice" ? [one.text] : []));
const change = <Result>(work: (tx: Tx, emit: Emit) => Result) => home.helpline.db.change("porchlight", work);
const comesBack = (isHeard = true) =>
  change((tx, emit) => resume(tx, emit, { conversationId: id, isHeard: () => isHeard }));

describe("the young person says nothing", () => {
  test("3 min the counsellor is prompted, 7 a line labelled automatic, 12 asked, 15 paused and the hand is free", async () => {
    await passes(3 - tenSeconds);
    expect(steps()).toEqual([]);
    await passes(tenSeconds);
    expect(steps()).toEqual(["prompt"]);
    expect(notices().join()).not.toContain("silence");
    await passes(4);
    expect(steps()).toEqual(["prompt", "soft"]);
    expect(notices().at(-1)).toContain("notice.silence_soft");
    expect(isAsked(home.helpline.db, now())).toBe(false);
    await passes(5);
    expect(steps().at(-1)).toBe("warn");
    expect(isAsked(home.helpline.db, now())).toBe(true);
    await passes(3);
    expect(state()).toBe("paused");
    expect(heard("conversation.paused")).toEqual([
      { type: "conversation.paused", conversationId: id, staffId: home.anna.id },
    ]);
    await change((tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
    await takes(home, home.anna, await comesIn(home, "next"));
  });

  test("“I am still here” begins it anew, as often as they like, and the question goes", async () => {
    for (let times = 1; times <= 12; times += 1) {
      await passes(14.5);
      expect(isAsked(home.helpline.db, now())).toBe(true);
      await change((tx, emit) => stillHere(tx, emit, { conversationId: id }));
      expect(isAsked(home.helpline.db, now())).toBe(false);
    }
    expect(state()).toBe("talking");
    await passes(15);
    expect(state()).toBe("paused");
  });

  test("it stops while they type, and begins anew where they stopped", async () => {
    await passes(11);
    for (let times = 0; times < 30; times += 1) {
      home.helpline.typing.typed(id, "youth");
      clock.pass(5_000);
      await job("silences");
    }
    expect(steps()).toEqual(["prompt", "soft"]);
    await passes(2);
    expect(steps().slice(2)).toEqual([]);
    await passes(10);
    expect(isAsked(home.helpline.db, now())).toBe(true);
  });

  test("the counsellor holds it, until they write; or lets it run anew", async () => {
    const holds = (held: boolean) =>
      change((tx, emit) => holdClock(tx, emit, { conversationId: id, staffId: home.anna.id, held }));
    await holds(true);
    await passes(30);
    expect(steps()).toEqual([]);
    await holds(false);
    await passes(3);
    expect(steps()).toEqual(["prompt"]);
    await holds(true);
    await youthSays(home, id, "back");
    await annaSays(home, id, "good");
    await passes(3);
    expect(steps()).toEqual(["prompt", "prompt"]);
    await expect(
      change((tx, emit) => holdClock(tx, emit, { conversationId: id, staffId: home.bela.id, held: true })),
    ).rejects.toMatchObject({ code: "not_allowed" });
  });

  test("a chat marked “risk present” is never paused: a colleague is called; nor is it ended when the line is lost", async () => {
    await change((tx, emit) => markRisk(tx, emit, { conversationId: id, staffId: home.anna.id, present: true }));
    await passes(30);
    expect(steps()).toEqual(["prompt", "soft", "warn", "call"]);
    expect(heard("help.asked")).toEqual([{ type: "help.asked", conversationId: id, staffId: null }]);
    expect(state()).toBe("talking");
    await expect(change((tx, emit) => pause(tx, emit, { conversationId: id, by: "silence" }))).rejects.toMatchObject({
      code: "not_allowed",
    });
    clock.pass(60 * 60_000);
    await job("young persons who are gone");
    expect(state()).toBe("talking");
  });

  test("the timers are settings", async () => {
    await change((tx, emit) => setSetting(tx, emit, { name: "silencePromptMinutes", value: 1 }));
    await passes(1);
    expect(steps()).toEqual(["prompt"]);
  });
});

describe("the counsellor says nothing", () => {
  test("2 min a nudge, 4 a line labelled automatic, 6 colleagues may step in; an answer ends it", async () => {
    await youthSays(home, id, "are you there?");
    await passes(2);
    expect(steps()).toEqual(["nudge"]);
    await passes(2);
    expect(steps()).toEqual(["nudge", "line"]);
    expect(notices().at(-1)).toContain("notice.silence_line");
    await passes(2);
    expect(steps()).toEqual(["nudge", "line", "step_in"]);
    await passes(20);
    expect(steps()).toHaveLength(3);
    expect(state()).toBe("talking");
    home.heard.length = 0;
    await annaSays(home, id, "here I am");
    expect(heard("silence.broken")).toHaveLength(1);
  });
});

describe("a pause", () => {
  test("one tap leads back to the same counsellor, who is there with a hand free", async () => {
    await passes(15);
    await comesBack();
    expect(now()).toMatchObject({ counsellorId: home.anna.id, pausedAt: null });
    expect(state()).toBe("talking");
    expect(notices().at(-1)).toContain("notice.resumed");
    expect(heard("conversation.resumed")).toHaveLength(1);
    // Their clock begins anew.
    await passes(2);
    expect(steps().filter((step) => step === "prompt")).toHaveLength(1);
  });

  test.each([
    [
      "is away",
      async () => change((tx, emit) => setAvailability(tx, emit, { staffId: home.anna.id, availability: "away" })),
      true,
    ],
    ["is not heard", async () => {}, false],
    [
      "has full hands",
      async () => {
        await change((tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
        await takes(home, home.anna, await comesIn(home, "next"));
      },
      true,
    ],
  ])("where that one %s they are first in line, before whoever waits", async (_, arrange, isHeard) => {
    await passes(15);
    await comesIn(home, "waits too");
    await arrange();
    await comesBack(isHeard);
    expect(now()).toMatchObject({ counsellorId: null, claimedAt: null, pausedAt: null });
    expect(inLine(home.helpline.db)[0]?.id).toBe(id);
    expect(notices().at(-1)).toContain("notice.resumed_waiting");
    expect(heard("conversation.given_back")).toHaveLength(1);
  });

  test("nobody comes back in time: faded out, counted apart, with the talk until the pause", async () => {
    await passes(15);
    const paused = now().pausedAt!;
    await passes(15 - tenSeconds);
    expect(state()).toBe("paused");
    await passes(tenSeconds);
    expect(now().endReason).toBe("faded_out");
    const row = home.helpline.db.first(q.selectFrom("contact").selectAll().where("conversation_id", "=", id));
    expect(row).toMatchObject({ end_reason: "faded_out", talked_s: Math.round((paused - now().claimedAt!) / 1000) });
  });

  test("“later” pauses at once; pausing twice changes nothing; in danger, and on a screen that is watched, it never does", async () => {
    const asked = { conversationId: id, staffId: home.anna.id };
    const rests = () => change((tx, emit) => pause(tx, emit, { conversationId: id, by: "youth" }));
    await change((tx, emit) => markRisk(tx, emit, { ...asked, present: true }));
    await expect(rests()).rejects.toMatchObject({ code: "not_allowed" });
    await change((tx, emit) => markRisk(tx, emit, { ...asked, present: false, why: "mistake" }));
    await change((tx, emit) => watchScreen(tx, emit, { ...asked, watched: true }));
    await expect(rests()).rejects.toMatchObject({ code: "not_allowed" });
    await change((tx, emit) => watchScreen(tx, emit, { ...asked, watched: false }));
    const later = () => change((tx, emit) => pause(tx, emit, { conversationId: id, by: "youth" }));
    await later();
    await later();
    expect(heard("conversation.paused")).toHaveLength(1);
    expect(notices().at(-1)).toContain("notice.paused_by_youth");
  });

  describe("marked “risk present” meanwhile, when nobody comes back in time", () => {
    beforeEach(async () => {
      await passes(15);
      await change((tx, emit) => markRisk(tx, emit, { conversationId: id, staffId: home.anna.id, present: true }));
    });

    test("it goes on with its counsellor, and a colleague is called", async () => {
      await passes(15);
      expect(now()).toMatchObject({ counsellorId: home.anna.id, pausedAt: null, endedAt: null });
      expect(heard("help.asked")).toEqual([{ type: "help.asked", conversationId: id, staffId: null }]);
      await passes(60);
      expect(state()).toBe("talking");
    });

    test("it waits before everybody else where that one has no hand free", async () => {
      await change((tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: 1 }));
      await takes(home, home.anna, await comesIn(home, "next"));
      await passes(15);
      expect(state()).toBe("waiting");
      clock.pass(60 * 60_000);
      await job("young persons who are gone");
      expect(state()).toBe("waiting");
    });
  });

  test("whoever has taken the next one does not wrap up when it fades out, nor goes on wrapping up when it goes on", async () => {
    const wraps = () => wrappingUp(home.helpline.db, clock.now()).has(home.anna.id);
    await passes(15);
    const other = await talking(home, "next");
    await youthEnds(home, other);
    expect(wraps()).toBe(true);
    await comesBack();
    expect(state()).toBe("talking");
    expect(wraps()).toBe(false);
    await annaSays(home, id, "there you are");
    await passes(30);
    expect(now().endReason).toBe("faded_out");
    expect(wraps()).toBe(false);
  });

  test("a lost connection in a pause is no end of its own", async () => {
    await passes(15);
    clock.pass(14 * 60_000);
    await job("young persons who are gone");
    expect(state()).toBe("paused");
  });
});
