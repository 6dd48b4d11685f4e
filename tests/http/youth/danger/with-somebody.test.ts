import { beforeEach, describe, expect, test } from "vitest";
import { markRisk, markUrgent } from "#src/conversation/safety/risk.ts";
import { topics } from "#src/live/topics.ts";
import { inLine } from "#src/queue/claim.ts";
import { leaveChat } from "#src/queue/handover/give-back.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, person, says, script } from "#tests/support/house/http.ts";

// What stands for somebody in danger once somebody is with them (SG1): whom to call, by what they said, in a line.

let home: House;
let clock: FakeClock;
let noor: Person;
let id: number;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
  const value = shippedEmergency.filter(({ country }) => country === "BE");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  noor = person(home);
  await noor.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "he is outside", danger: "yes" });
  id = inLine(home.helpline.db)[0]!.id;
});

const page = async () => (await noor.get("/")).text;
const card = (html: string) => /<div id="call".*?<div id="in-danger"[^>]*>/s.exec(html)?.[0] ?? "";
const numbers = (html: string) =>
  [...card(html).matchAll(/href="tel:(\d+)">([^<]*)</g)].map(([, to, text]) => [to, text]);
const taps = (say: string) => {
  clock.pass(1_000);
  return noor.post(`/danger?say=${say}`, { sent: "1" });
};
const comes = () => give(home, id, home.anna);
const over = () =>
  act(home, home.anna, (tx, emit) =>
    markUrgent(tx, emit, { conversationId: id, staffId: home.anna.id, present: false }),
  );

test.each([
  [
    "hurt_by",
    [
      ["101", "Police 101"],
      ["112", "Call 112"],
    ],
  ],
  ["hurt_self", [["112", "Call 112 now, even if you feel okay."]]],
  [
    "suicide",
    [
      ["112", "Call 112"],
      ["101", "Police 101"],
    ],
  ],
  [
    "other",
    [
      ["112", "Call 112"],
      ["101", "Police 101"],
    ],
  ],
  [
    "skip",
    [
      ["112", "Call 112"],
      ["101", "Police 101"],
    ],
  ],
  [
    null,
    [
      ["112", "Call 112"],
      ["101", "Police 101"],
    ],
  ],
] as const)(
  "after %s the numbers stand by kind, with the ways without a voice, and the question is gone",
  async (kind, expected) => {
    if (kind) await taps(kind);
    await comes();
    const html = await page();
    expect(numbers(html)).toEqual(expected);
    expect(card(html)).toContain(says("youth.danger.cant_talk"));
    expect(card(html)).toContain("112 BE");
    // The look of it comes with the page.
    expect(html).toContain(".brief{");
    for (const gone of ["alerted", "what"] as const) expect(html).not.toContain(says(`youth.danger.${gone}`));
    expect(html).not.toContain('action="/danger');
  },
);

test("a page that is open gets it as they are taken, by a poll and by the socket, and what they said stays in the chat", async () => {
  await taps("hurt_self");
  const v = (await page()).match(/id="state"[^>]*data-v="(\w+)"/)![1]!;
  const heard: string[] = [];
  home.helpline.hub.join(topics.youth(id), { send: (html) => heard.push(html) });
  await comes();
  const told = (await noor.post("/updates", { after: "1", v }, script)).text;
  for (const html of [told, heard.join("")]) {
    expect(numbers(html)).toEqual([["112", "Call 112 now, even if you feel okay."]]);
    expect(html).toContain('<div id="in-danger" hidden=""></div>');
  }
  expect(await page()).toContain(`<p dir="auto">${says("youth.danger.hurt_self")}</p>`);
});

test("a tap that comes after somebody has come counts: its line stands, also where the page is open", async () => {
  await comes();
  const heard: string[] = [];
  home.helpline.hub.join(topics.youth(id), { send: (html) => heard.push(html) });
  await taps("hurt_self");
  for (const html of [await page(), heard.join("")])
    expect(numbers(html)).toEqual([["112", "Call 112 now, even if you feel okay."]]);
});

test("nothing of it moves while words come and go", async () => {
  await taps("hurt_by");
  await comes();
  const first = card(await page());
  await annaSays(home, id, "I’m here");
  expect(card(await page())).toBe(first);
});

describe("it goes", () => {
  test("when somebody who writes there says that the danger is over, at once", async () => {
    await comes();
    const heard: string[] = [];
    home.helpline.hub.join(topics.youth(id), { send: (html) => heard.push(html) });
    await over();
    expect(numbers(await page())).toEqual([]);
    expect(heard.join("")).toContain('<div id="call" hidden=""></div>');
  });

  test("but not as long as risk is marked too", async () => {
    await comes();
    await act(home, home.anna, (tx, emit) =>
      markRisk(tx, emit, { conversationId: id, staffId: home.anna.id, present: true }),
    );
    await over();
    expect(numbers(await page())).toHaveLength(2);
  });
});

test("whoever did not say that they are in danger gets no number on their screen when a counsellor marks it", async () => {
  const sam = person(home);
  await sam.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "I am sad" });
  const other = inLine(home.helpline.db).find((one) => one.id !== id)!.id;
  await give(home, other, home.anna);
  await act(home, home.anna, (tx, emit) =>
    markRisk(tx, emit, { conversationId: other, staffId: home.anna.id, present: true }),
  );
  expect((await sam.get("/")).text).toContain('<div id="call" hidden="">');
});

test("whoever loses their counsellor reads all of it again", async () => {
  await taps("hurt_by");
  await comes();
  await act(home, home.anna, (tx, emit) =>
    leaveChat(tx, emit, { conversationId: id, staffId: home.anna.id, why: "lost", isHeard: () => false }),
  );
  const html = await page();
  expect(html).toContain(says("youth.danger.alerted"));
  expect(html).toContain("Call 101 (police) or 112 if you can.");
});
