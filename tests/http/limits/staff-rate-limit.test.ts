import { beforeEach, describe, expect, test } from "vitest";
import { rates } from "#src/http/limits/limits.ts";
import { apart, isAct } from "#src/http/limits/staff-rate-limit.ts";
import { doors } from "#src/http/server/doors.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, give, htmx, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";

let clock: FakeClock;
let line: House;
let noor: Person & { id: number };
let anna: Person;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line);
  await give(line, noor.id, line.anna);
  anna = await staff(line, line.anna);
});

describe("what is told to colleagues", () => {
  const risk = (n: number) =>
    anna.post(`/staff/conversation/${noor.id}/risk`, { risk: n % 2 ? "present" : "not", why: "talked" }, htmx);

  test("[ASVS 2.4.2] all acts of one member together have one limit; the young person is written to all the same, and others act on", async () => {
    for (let i = 0; i < rates.act.burst; i += 1) expect((await risk(i)).status).toBe(204);
    const before = line.heard.length;
    expect([await risk(1), await anna.post("/staff/available", { availability: "away" }, htmx)]).toMatchObject([
      { status: 429, text: says("error.acts_too_fast") },
      { status: 429 },
    ]);
    expect(line.heard.length).toBe(before);
    const words = { client_id: clientId(), text: "I am still with you" };
    expect((await anna.post(`/staff/conversation/${noor.id}/send`, words, htmx)).status).toBe(204);
    const bela = await staff(line, line.bela);
    expect((await bela.post(`/staff/conversation/${noor.id}/read-along`)).status).toBe(303);
    clock.pass(1_000);
    expect((await risk(1)).status).toBe(204);
  });

  test("whoever types in the shift room, and stops a hundred times, may still call for help", async () => {
    for (let i = 0; i < rates.act.burst + 40; i += 1) {
      expect((await anna.post("/staff/shift/draft", { text: `x${i}` }, htmx)).status).toBe(
        i < rates.draft.burst ? 204 : 429,
      );
    }
    expect((await anna.post(`/staff/conversation/${noor.id}/help`, {}, htmx)).status).toBe(204);
  });

  test.each([
    ["the notes beside a chat were read", "/staff/conversation/:id/notes/seen", { seq: "1" }, rates.frame.burst],
    ["the shift room was read", "/staff/shift/seen", { note: "1" }, rates.frame.burst],
    [
      "how a reply reads",
      "/staff/replies/new/preview",
      { name: "Tea", text: "Tea?", language: "en" },
      rates.draft.burst,
    ],
  ])("that %s is asked no oftener than anybody can mean", async (_, path, form, most) => {
    const asks = () => anna.post(path.replace(":id", String(noor.id)), form as Record<string, string>, htmx);
    for (let i = 0; i < most; i += 1) expect((await asks()).status).toBeLessThan(300);
    expect((await asks()).status).toBe(429);
  });

  test.each([
    ["a line in the shift room", "/staff/shift", { client_id: clientId(), text: "Who has tea?" }],
    ["a note", "/staff/conversation/:id/notes", { client_id: clientId(), text: "Who has tea?" }],
    ["a cry for help", "/staff/conversation/:id/help", { words: "Who has tea?" }],
    ["a hand-over", "/staff/conversation/:id/handover", { to: "staff-2", reason: "Who has tea?" }],
    ["a debrief", "/staff/conversation/:id/debrief", { weight: "heavy", note: "Who has tea?" }],
  ])("%s that is refused for it loses no word", async (_, path, form) => {
    for (let i = 0; i < rates.act.burst; i += 1) await risk(i);
    const page = await anna.post(path.replace(":id", String(noor.id)), form as Record<string, string>);
    expect(page.status).toBe(429);
    expect(typed(page.text, "unsent-words")).toContain("Who has tea?");
  });

  test("every door of the console is counted but for what is apart, and what is apart is a door", () => {
    const counted = doors.filter(isAct).map(({ path }) => path);
    for (const path of [
      "/staff/conversation/:id/join",
      "/staff/conversation/:id/leave",
      "/staff/conversation/:id/hold",
    ])
      expect(counted).toContain(path);
    expect(counted).not.toContain("/staff/conversation/:id/send");
    expect(counted).not.toContain("/staff/sign-out");
    // Typing uses up what is kept for acts nowhere: a door that takes a limit for it is not counted a second time.
    const limited = doors.filter(({ handle }) => /limiter\.take\("(draft|send|find)"/.test(`${handle}`));
    expect(limited.map(({ path }) => path)).toContain("/staff/conversation/:id/notes/draft");
    expect(limited.filter(isAct).map(({ path }) => path)).toEqual([]);
    const known = new Set(doors.map(({ path }) => path));
    expect([...apart].filter((path) => !known.has(path))).toEqual([]);
  });
});
