import { beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { messages } from "#src/conversation/reading.ts";
import { markRisk, markUrgent } from "#src/conversation/safety/risk.ts";
import { addLine } from "#src/hours/lines.ts";
import { inLine } from "#src/queue/claim.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { gives, noorsSecret, withSecret } from "#tests/support/browser/secrets.ts";
import { annaIs, byHand, inEvenings, shut, stateNow } from "#tests/support/browser/shut-doors.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, field, give, type Person, person, says, typed, youth } from "#tests/support/house/http.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";

// The door of the code lets in whoever is in danger as the door does. Everything as shipped.

const minute = 60_000;
const danger = says("youth.door.danger");
const alerted = says("youth.danger.alerted");
const welcome = says("youth.again.title");

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
  await inEvenings(home);
});

const line = () => inLine(home.helpline.db);
const written = (id: number) =>
  messages(home.helpline.db, id).flatMap(({ author, text }) => (author === "youth" ? [text] : []));
/** What the form of a page sends beside what is typed. */
const inForm = (page: string, ...more: string[]) =>
  Object.fromEntries(["pass", "client_id", "rules", ...more].map((name) => [name, field(page, name)]));

/** Noor has talked with Anna, and has a code. */
async function talked(noor: Person & { id: number }): Promise<Person & { id: number; code: string }> {
  await give(home, noor.id, home.anna);
  return { ...noor, code: await getsCode(noor) };
}
/** The same, and her chat is over. */
async function talkedBefore() {
  const noor = await talked(await youth(home, "the words of before"));
  await noor.post("/end");
  return noor;
}

describe.each(shut)("at a line that is %s", (name, shuts) => {
  let phone: Awaited<ReturnType<typeof otherPhone>>;
  beforeEach(async () => {
    const { code } = await talkedBefore();
    await shuts(home, clock);
    expect(stateNow(home)).toBe(name);
    phone = await otherPhone(home, code);
  });

  test("whoever is in danger finds a button with their code, and is the first of the line", async () => {
    const page = phone.answer.text;
    expect(page).toContain(danger);
    expect(page.indexOf('href="tel:112"', page.indexOf("<main"))).toBeLessThan(page.indexOf(danger));
    expect((await phone.post("/back", inForm(page, "danger"))).to).toBe("/");
    const [first] = line();
    expect(first).toMatchObject({ lane: "urgent", lineId: 1, cameAgain: true });
    expect(chosenIn(home.helpline.db, first!.id)).toMatchObject({ urgent: "danger" });
    const shown = (await phone.get("/")).text;
    expect(shown).toContain(alerted);
    expect(shown).not.toContain("the words of before");
  });

  test("nobody else is let in by it, and keeps their words; the tick beside them takes them in", async () => {
    const before = line().length;
    const refused = await phone.post("/back", { ...inForm(phone.answer.text), text: "it is me" });
    expect(refused.status).toBe(422);
    expect(typed(refused.text)).toBe("it is me");
    expect(line()).toHaveLength(before);
    expect(refused.text).toMatch(/<input type="checkbox" name="danger"/);
    const form = { ...inForm(refused.text), text: "it is me", shows: "everything", danger: "yes" };
    expect((await phone.post("/back", form)).to).toBe("/");
    expect(line()).toHaveLength(before + 1);
    expect(written(line()[0]!.id)).toEqual(["it is me"]);
  });
});

test("at an open line the tick stands beside the words, and whoever ticks it is the first", async () => {
  const { code } = await talkedBefore();
  const sam = await youth(home, "I came first");
  const phone = await otherPhone(home, code);
  expect(phone.answer.text).toMatch(/<input type="checkbox" name="danger" value="yes" autocomplete="off"\/?>/);
  const wrong = { ...inForm(phone.answer.text), danger: "yes", text: "x".repeat(4_001) };
  const refused = await phone.post("/back", wrong);
  expect(refused.text).toMatch(/name="danger"[^>]*checked/);
  await phone.post("/back", { ...inForm(refused.text), danger: "yes", text: "he is here" });
  expect(line().map(({ id, lane }) => [id === sam.id, lane])).toEqual([
    [false, "urgent"],
    [true, "normal"],
  ]);
});

test("without it they wait as anybody else, and can say it there", async () => {
  const phone = await otherPhone(home, (await talkedBefore()).code);
  await phone.post("/back", { ...inForm(phone.answer.text), text: "hello" });
  expect(line()).toMatchObject([{ lane: "normal" }]);
  expect((await phone.get("/")).text).toContain('action="/danger?say=now"');
});

test.each([
  ["closed by hand", () => byHand(home, "closed")],
  [
    "paused, and nobody has come on shift",
    async () => {
      await byHand(home, "paused");
      await annaIs(home, "gone");
    },
  ],
])("a line that is %s lets nobody in: numbers and silent ways stand first", async (_name, shuts) => {
  const { code } = await talkedBefore();
  const value = shippedEmergency.filter(({ country }) => country === "FI");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  await shuts();
  const phone = await otherPhone(home, code);
  const page = phone.answer.text;
  expect(page).not.toContain(danger);
  const parts = ['href="tel:112"', 'href="sms:112"', says("youth.again.shut")].map((one) =>
    page.indexOf(one, page.indexOf("<main")),
  );
  expect(parts).toEqual([...parts].sort((a, b) => a - b));
  expect(Math.min(...parts)).toBeGreaterThan(0);
  const form = { pass: field(page, "pass"), client_id: clientId(), rules: "1", danger: "yes" };
  const refused = await phone.post("/back", { ...form, text: "it is me" });
  expect(refused.status).toBe(422);
  expect(typed(refused.text)).toBe("it is me");
  expect(refused.text).toContain('href="sms:112"');
  expect(line()).toEqual([]);
});

test.each([true, false])(
  "where nobody lets anybody in on her line she comes to one that does (her chat was broken off: %s)",
  async (isBrokenOff) => {
    const noor = isBrokenOff ? await talked(await youth(home)) : await talkedBefore();
    const { code } = noor;
    if (isBrokenOff) await noor.get("/leave");
    const values = { name: "Night chat", country: "BE", languages: ["en" as const], ageFrom: null, ageTo: 18 };
    const second = await act(home, home.aino, (tx, emit) =>
      addLine(tx, emit, { ...values, intakeCap: null, pauseAfterMinutes: 10, staffIds: [home.anna.id] }),
    );
    await byHand(home, "closed");
    const phone = await otherPhone(home, code);
    await phone.post("/back", inForm(phone.answer.text, "danger"));
    expect(line()).toMatchObject([{ lineId: second, lane: "urgent" }]);
  },
);

test("pressed twice, or once more since the answer was lost, it is one chat, and the cookie comes", async () => {
  const { code } = await talkedBefore();
  await byHand(home, "paused");
  const phone = await otherPhone(home, code);
  const form = inForm(phone.answer.text, "danger");
  await phone.post("/back", form);
  for (const again of [person(home), phone, person(home)]) {
    expect((await again.post("/back", form)).to).toBe("/");
    expect((await again.get("/")).text).toContain(alerted);
  }
  expect(line()).toHaveLength(1);
  // Whoever finds the page later finds nothing by it.
  clock.pass(16 * minute);
  home.helpline.staff.touched(home.anna.id);
  const late = person(home);
  expect((await late.post("/back", form)).status).toBe(422);
  expect(late.cookies.size).toBe(0);
});

test("in a browser where a chat goes on the button says it there", async () => {
  const { code } = await talkedBefore();
  const phone = await otherPhone(home, code);
  const sam = await youth(home, "another tab");
  const form = { ...inForm(phone.answer.text), danger: "yes" };
  expect((await sam.post("/back", form)).to).toBe("/");
  expect(line()).toMatchObject([{ id: sam.id, lane: "urgent" }]);
});

describe("a chat that was broken off, at a line that is paused by hand", () => {
  const leaves = async (noor: Person) => {
    expect((await noor.get("/leave")).status).toBe(303);
    clock.pass(10 * minute);
    home.helpline.staff.touched(home.anna.id);
    await byHand(home, "paused");
  };
  const inDanger = async () => {
    const noor = person(home);
    await noor.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "he is here", danger: "yes" });
    return talked({ ...noor, id: line()[0]!.id });
  };

  test("goes on where it was urgent or danger was marked, first in line, as long as somebody is on shift", async () => {
    const noor = await inDanger();
    const sam = await talked(await youth(home, "Sam"));
    const mark = { conversationId: sam.id, staffId: home.anna.id, present: true };
    await act(home, home.anna, (tx, emit) => markRisk(tx, emit, mark));
    await sam.get("/leave");
    await leaves(noor);
    for (const { code } of [noor, sam]) expect((await otherPhone(home, code)).answer.to).toBe("/");
    expect(line().map(({ id }) => id)).toEqual([noor.id, sam.id]);
  });

  test("does not where nobody is on shift, nor once somebody has said that the danger is over", async () => {
    const other = await inDanger();
    await other.get("/leave");
    const noor = await inDanger();
    const over = { conversationId: noor.id, staffId: home.anna.id, present: false };
    await act(home, home.anna, (tx, emit) => markUrgent(tx, emit, over));
    await leaves(noor);
    expect((await otherPhone(home, noor.code)).answer.text).toContain(welcome);
    await annaIs(home, "gone");
    const refused = (await otherPhone(home, other.code)).answer.text;
    expect(refused).toContain(welcome);
    expect(refused).not.toContain(danger);
    expect(line()).toEqual([]);
  });

  test("goes on for whoever says that they are in danger now: the same chat, and no other beside it", async () => {
    const noor = await talked(await youth(home, "the words of before"));
    await leaves(noor);
    const phone = await otherPhone(home, noor.code);
    const form = inForm(phone.answer.text, "danger");
    expect((await phone.post("/back", form)).to).toBe("/");
    expect(line()).toMatchObject([{ id: noor.id, lane: "urgent" }]);
    const shown = (await phone.get("/")).text;
    for (const there of [alerted, "the words of before"]) expect(shown).toContain(there);
    // The answer was lost: the same form leads there again.
    const again = person(home);
    expect((await again.post("/back", form)).to).toBe("/");
    expect((await again.get("/")).text).toContain(alerted);
    expect(line()).toHaveLength(1);
  });

  test("asks for its secret word first", async () => {
    const noor = await talked(await withSecret(home));
    await leaves(noor);
    const phone = await otherPhone(home, noor.code);
    const past = await phone.post("/back", {
      pass: field(phone.answer.text, "pass"),
      client_id: clientId(),
      danger: "yes",
    });
    expect(past.text).toContain(says("youth.secret.with_code"));
    expect(conversation(home.helpline.db, noor.id)!.lane).toBe("normal");
    const known = await phone.post("/back", { pass: field(past.text, "pass"), secret: noorsSecret });
    expect((await phone.post("/back", inForm(known.text, "danger"))).to).toBe("/");
    expect(line()).toMatchObject([{ id: noor.id, lane: "urgent" }]);
    clock.pass(2 * minute);
    expect((await phone.get("/")).text).toContain(says("youth.secret.ask"));
    expect((await gives(phone, noorsSecret)).to).toBe("/");
  });
});
