import { beforeEach, describe, expect, test } from "vitest";
import { hasOverdueNotices } from "#src/on-call/notices.ts";
import { eveningOf, onCallAt } from "#src/on-call/rota.ts";
import { lastTold, onCallNow } from "#src/on-call/sent.ts";
import { setHook } from "#src/on-call/webhook.ts";
import { dueCalls, settleCall, takeCall, tellHook } from "#src/on-call/webhook-delivery.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import { giveDebrief, settleDebrief } from "#src/record/debrief.ts";
import { setSetting } from "#src/settings/settings.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, type House, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

const minute = 60_000;

let at: OnCallHouse;
let home: House;
let clock: FakeClock;
let pass: OnCallHouse["pass"];
let look: OnCallHouse["look"];
let told: OnCallHouse["told"];

beforeEach(async () => {
  at = await onCallHouse();
  ({ home, clock, pass, look, told } = at);
});

describe("who is on call", () => {
  const tonight = () => onCallAt(home.helpline.db, eveningOf(home.helpline.db, clock.now()))?.alias ?? null;

  test("is whoever stands for the weekday, until six in the morning, unless the date says another", async () => {
    await at.set([null, home.bela.id, home.aino.id, null, null, null, null]);
    expect(tonight()).toBe("Luna");
    // Wednesday, 05:59, then 06:00.
    clock.pass(10 * 60 * minute + 59 * minute);
    expect(tonight()).toBe("Luna");
    clock.pass(minute);
    expect(tonight()).toBe("Robin");
    await at.set([null, home.bela.id, home.aino.id, null, null, null, null], [{ date: "2026-11-25", staffId: null }]);
    expect(tonight()).toBe(null);
    expect(onCallNow(home.helpline.db, clock.now())).toEqual({ alias: null, lost: false });
  });

  test("is nobody who has left or lost the roles for it", async () => {
    const roles = (given: StaffMember["roles"]) =>
      act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.bela.id, values: { roles: given } }));
    await roles(["counsellor"]);
    expect(tonight()).toBe(null);
    await roles(["supervisor"]);
    expect(tonight()).toBe("Luna");
    await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.bela.id, values: { closed: true } }));
    expect(tonight()).toBe(null);
  });

  test("where nothing is set at all, nothing is kept either", async () => {
    await at.set(Array(7).fill(null));
    await open(home);
    await comesIn(home, "help", { urgent: true });
    await pass(10);
    expect(told()).toEqual([]);
    expect(onCallNow(home.helpline.db, clock.now())).toBe(null);
  });
});

describe("the address of the web", () => {
  const due = () => dueCalls(home.helpline.db, clock.now());
  const take = () => home.helpline.db.change("porchlight", (tx) => takeCall(tx, last().id));
  const settle = (error: string | null) =>
    home.helpline.db.change("porchlight", (tx, emit) => settleCall(tx, emit, { noticeId: last().id, error }));
  const tries = async (error: string | null) => {
    await take();
    await settle(error);
  };
  const last = () => lastTold(home.helpline.db, 1)[0]!;

  beforeEach(async () => {
    await act(home, home.aino, (tx, emit) => setHook(tx, emit, { address: "https://ntfy.example/porch" }));
    await open(home);
    await comesIn(home, "a secret of Noor", { urgent: true });
    await pass(1);
  });

  test("is told what it is about, with no word of a chat and nobody’s name", async () => {
    expect(await take()).toEqual({
      title: "Someone urgent is waiting",
      text: "19:01, Main line: someone urgent is waiting, and no one has taken them yet. Take them, or call someone who can.",
      cause: "urgent",
      line: "Main line",
      at: "2026-11-24T18:01:00.000Z",
      test: false,
    });
  });

  test("is told by one at a time; where that one dies in between, by another a minute later", async () => {
    expect(await take()).not.toBeNull();
    expect([due(), await take()]).toEqual([[], null]);
    clock.pass(minute);
    expect(due()).toEqual([last().id]);
  });

  test("is told by a POST, and what it answers is kept", async () => {
    const asked: string[] = [];
    const answers = [503, 200];
    const ask: AskServer = async (address, { method } = {}) => {
      asked.push(`${method} ${address}`);
      const rest = { address, movedTo: address, etag: null, lastModified: null, contentType: null, retryAfter: null };
      return { ...rest, status: answers.shift()!, body: new Uint8Array() };
    };
    const tell = () => tellHook({ db: home.helpline.db, ask }, last().id);
    await tell();
    expect(last()).toMatchObject({ hook: "due", hookError: "status 503" });
    await tell();
    clock.pass(minute);
    await tell();
    expect(last()).toMatchObject({ hook: "sent", hookError: null });
    await tell();
    expect(asked).toEqual(Array(2).fill("POST https://ntfy.example/porch"));
  });

  test("is tried again after one, two and five minutes, then it is given up and everybody can see that", async () => {
    const waits = [];
    for (const wait of [1, 2, 5]) {
      await tries("refused");
      expect(due()).toEqual([]);
      expect(last()).toMatchObject({ hook: "due", hookError: "refused" });
      clock.pass(wait * minute);
      waits.push(due().length);
    }
    expect(waits).toEqual([1, 1, 1]);
    expect(onCallNow(home.helpline.db, clock.now())).toEqual({ alias: "Luna", lost: false });
    await tries("status 503");
    expect(last()).toMatchObject({ hook: "failed", hookError: "status 503" });
    clock.pass(60 * minute);
    expect(due()).toEqual([]);
    expect(onCallNow(home.helpline.db, clock.now())).toEqual({ alias: "Luna", lost: true });
  });

  test("that took it is told no more", async () => {
    await tries(null);
    expect(last()).toMatchObject({ hook: "sent", hookError: null });
    clock.pass(60 * minute);
    expect(due()).toEqual([]);
    expect(onCallNow(home.helpline.db, clock.now())).toEqual({ alias: "Luna", lost: false });
  });

  test("is one of https without a password in it, and lies sealed", async () => {
    const set = (address: string) => act(home, home.aino, (tx, emit) => setHook(tx, emit, { address }));
    for (const wrong of [
      "http://ntfy.example/",
      "ntfy.example",
      "https://a:b@ntfy.example/",
      `https://x.example/${"x".repeat(500)}`,
    ]) {
      await expect(set(wrong)).rejects.toMatchObject({ code: "bad_input", field: "hook" });
    }
    expect(home.files.data.serialize().includes("ntfy.example")).toBe(false);
    expect(home.files.keys.serialize().includes("ntfy.example")).toBe(false);
    const keys = () => home.files.keys.prepare("SELECT count(*) FROM hook_wrap").pluck().get();
    expect(keys()).toBe(1);
    await set("");
    expect(keys()).toBe(0);
    expect(onCallNow(home.helpline.db, clock.now())?.alias).toBe("Luna");
  });
});

const days = 24 * 60 * minute;

test("what is still so after 28 days is no news, and is kept until it is over", async () => {
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "debriefDays", value: 60 }));
  await open(home);
  const id = await comesIn(home);
  await takes(home, home.anna, id);
  await youthEnds(home, id);
  await act(home, home.anna, (tx, emit) =>
    giveDebrief(tx, emit, { conversationId: id, member: home.anna, weight: "talk", note: "" }),
  );
  await pass(1);
  expect(told()).toEqual(["talk"]);
  clock.pass(28 * days);
  await pass(60);
  expect(told()).toEqual(["talk"]);
  expect(hasOverdueNotices(home.helpline.db, clock.now())).toBe(false);
  await act(home, home.bela, (tx, emit) => settleDebrief(tx, emit, { debriefId: 1, member: home.bela, act: "take" }));
  await look();
  expect(told()).toEqual([]);
});

test("what was told is kept for 28 days", async () => {
  await open(home);
  const id = await comesIn(home, "help", { urgent: true });
  await pass(1);
  await takes(home, home.anna, id);
  clock.pass(28 * 24 * 60 * minute - 1);
  await look();
  expect(told()).toEqual(["urgent"]);
  clock.pass(1);
  await look();
  expect(told()).toEqual([]);
});
