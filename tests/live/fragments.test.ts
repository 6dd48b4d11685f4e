import { beforeAll, expect, test } from "vitest";
import { noteReferral, sendReferrals } from "#src/conversation/messages/referral.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { Event } from "#src/events.ts";
import { languages } from "#src/i18n/i18n.ts";
import { fragments } from "#src/live/fragments.tsx";
import { topics } from "#src/live/topics.ts";
import { annaSays, comesIn, talking } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

// Noor (1) talks with Anna, Sam (2) waits, and everybody listens to everything they may.
const noor = 1;
const sam = 2;
let home: House;
const queuesOf = (...lineIds: number[]) =>
  languages.flatMap((language) =>
    [true, false].map((canClaim) => topics.queue({ language, canClaim, lineIds, languages: [language] })),
  );
/** Of those who serve the line of Noor and Sam, and it alone or beside another; and of those who serve another one. */
const everyQueue = [...queuesOf(1), ...queuesOf(1, 2)];
const elsewhere = [...queuesOf(2), ...queuesOf()];
/** Who is on shift, on every console. */
const shift = topics.shift("en");

beforeAll(async () => {
  home = await house();
  await open(home);
  await talking(home, "my secret words");
  await annaSays(home, noor, "Mika answers");
  await comesIn(home, "the words of Sam");
  const all = [noor, sam].flatMap((id) => [topics.youth(id), topics.log(id)]);
  const staff = [home.anna, home.bela, home.aino].map((one) => topics.staff(one.id));
  for (const topic of [...all, ...staff, ...everyQueue, ...elsewhere, shift])
    home.helpline.hub.join(topic, { send: () => {} });
});

const anna = () => topics.staff(home.anna.id);
const bela = () => topics.staff(home.bela.id);
const bars = () => [home.anna, home.bela, home.aino].map((one) => topics.staff(one.id));
const page = (id: number) => [topics.youth(id), topics.log(id)];
/** Whoever talks with Noor, and she herself. */
const both = () => [anna(), ...page(noor)];

type Expected = [what: string, event: () => Event, who: () => string[]];
const talk = { conversationId: noor, staffId: 1 } as const;
const wait = { conversationId: sam, staffId: null } as const;

const table: Expected[] = [
  ["somebody comes", () => ({ type: "conversation.started", conversationId: sam }), () => everyQueue],
  [
    "somebody is taken",
    () => ({ type: "conversation.claimed", ...talk }),
    () => [...everyQueue, anna(), shift, ...page(noor), ...page(sam)],
  ],
  ["somebody comes back", () => ({ type: "conversation.returned", ...talk, awayMs: 70_000 }), () => [anna()]],
  [
    "a chat ends",
    () => ({ type: "conversation.ended", ...talk, reason: "ended_by_youth" }),
    // In how many chats somebody is stands in the shift room.
    () => [...page(noor), anna(), shift],
  ],
  [
    "somebody leaves the line",
    () => ({ type: "conversation.ended", ...wait, reason: "left_line" }),
    () => [...everyQueue, ...page(sam)],
  ],
  [
    "somebody is marked as in danger",
    () => ({ type: "conversation.risk_marked", ...talk, present: true, why: null }),
    both,
  ],
  ["danger in line", () => ({ type: "conversation.danger_said", ...wait }), () => [...everyQueue, ...page(sam)]],
  // What a silence asks is another question then, and whom to call stands above the words.
  ["it is said in a chat", () => ({ type: "conversation.danger_said", ...talk }), both],
  ["a screen is watched", () => ({ type: "conversation.watched", ...talk, present: true, after: 2 }), both],
  ["a chat is paused", () => ({ type: "conversation.paused", ...talk }), both],
  ["it goes on after a pause", () => ({ type: "conversation.resumed", ...talk }), both],
  ["only the counsellor is prompted", () => ({ type: "silence.stepped", ...talk, step: "prompt" }), () => [anna()]],
  ["they are asked whether they are still there", () => ({ type: "silence.stepped", ...talk, step: "warn" }), both],
  ["a silence is over", () => ({ type: "silence.broken", ...talk }), both],
  // Anna had it: not even that a page changes is hers to hear.
  [
    "something was wrong with a chat",
    () => ({ type: "concern.raised", conversationId: noor }),
    () => bars().filter((one) => one !== anna()),
  ],
  ["a counsellor goes on after closing time", () => ({ type: "conversation.stays", ...talk }), () => [anna()]],
  ["a chat has gone on for long", () => ({ type: "length.noted", conversationId: noor }), () => [anna()]],
  ["a joke is taken back", () => ({ type: "conversation.aside_undone", ...talk }), () => [anna()]],
  [
    "a colleague joins",
    () => ({ type: "conversation.joined", conversationId: noor, staffId: 2 }),
    () => [anna(), bela()],
  ],
  [
    "one is reading along",
    () => ({ type: "conversation.read_along", conversationId: noor, staffId: 2 }),
    () => [anna(), bela()],
  ],
  [
    "one goes again",
    () => ({ type: "conversation.left", conversationId: noor, staffId: 2, kind: "reading" }),
    () => [anna(), bela()],
  ],
  ["a chat is offered", () => ({ type: "conversation.offered", ...talk, to: 2 }), () => [anna(), bela()]],
  [
    "an offer is declined",
    () => ({ type: "conversation.offer_settled", ...talk, to: 2, outcome: "declined" }),
    () => [anna(), bela()],
  ],
  [
    "a chat goes from one to another",
    () => ({ type: "conversation.taken_over", ...talk, from: 2, offeredTo: [3] }),
    () => [anna(), bela(), topics.staff(3), shift, ...page(noor)],
  ],
  // Only whoever had it, or sat beside it when it ended: and on every console what waits for supervisors may be less.
  ["a chat is deleted", () => ({ type: "conversation.erased", conversationId: noor }), () => bars()],
  ["a chat is closed", () => ({ type: "conversation.closed", ...talk }), () => [anna()]],
  [
    "a message in a chat",
    () => ({ type: "message.written", ...talk, seq: 1, author: "youth" }),
    () => [...page(noor), anna()],
  ],
  [
    "a message in the line",
    () => ({ type: "message.written", ...wait, seq: 1, author: "youth" }),
    () => [...page(sam), ...everyQueue],
  ],
  ["read by the young person", () => ({ type: "message.seen", ...talk, by: "youth", seq: 3 }), () => [anna()]],
  ["read by the counsellor", () => ({ type: "message.seen", ...talk, by: "counsellor", seq: 1 }), () => [anna()]],
  [
    "a feeling in the line",
    () => ({ type: "feeling.given", ...wait, moment: "before" }),
    () => [topics.youth(sam), ...everyQueue],
  ],
  [
    "a feeling in a chat",
    () => ({ type: "feeling.given", ...talk, moment: "before" }),
    () => [topics.youth(noor), anna()],
  ],
  ["what a chat is to reach", () => ({ type: "goal.changed", conversationId: noor }), () => [anna()]],
  ["a reason is ticked", () => ({ type: "reasons.ticked", ...talk }), () => [anna()]],
  ["lines for another time", () => ({ type: "approach.changed", ...talk }), () => [anna()]],
  ["a feeling after the end", () => ({ type: "feeling.given", ...talk, moment: "after" }), () => []],
  [
    "a counsellor comes or goes",
    () => ({ type: "availability.changed", staffId: home.anna.id, availability: "away" }),
    () => [...bars(), shift, ...page(sam), ...page(noor)],
  ],
  ["the young person types", () => ({ type: "typing", ...talk, by: "youth", on: true }), () => [anna()]],
  ["the counsellor types", () => ({ type: "typing", ...talk, by: "counsellor", on: true }), () => [topics.youth(noor)]],
  ["a line breaks in a chat", () => ({ type: "connection.changed", ...talk, connection: "lost" }), () => [anna()]],
  [
    "a line breaks while waiting",
    () => ({ type: "connection.changed", ...wait, connection: "away" }),
    () => everyQueue,
  ],
  [
    "the door of a line says something else",
    () => ({ type: "line.state_changed", lineId: 1, from: "open", to: "closed", reason: "outside_hours" }),
    () => bars(),
  ],
  [
    "the last minutes begin",
    () => ({ type: "line.closing", lineId: 1, closing: true }),
    () => [...bars(), ...page(sam)],
  ],
  ["for some who wait it gets too late", () => ({ type: "wait.outlook" }), () => page(sam)],
  ["a day begins", () => ({ type: "line.day_begun", lineId: 1 }), () => [...bars(), ...page(sam)]],
  [
    "a line is paused by hand",
    () => ({ type: "line.overridden", lineId: 1, kind: "paused", until: null, reason: "fire alarm" }),
    () => [...bars(), ...page(sam)],
  ],
  ["the hours decide again", () => ({ type: "line.override_lifted", lineId: 1 }), () => [...bars(), ...page(sam)]],
  [
    "a line is called something else, or others serve it",
    () => ({ type: "line.changed", lineId: 1, before: "{}", after: "{}" }),
    () => [...everyQueue, ...elsewhere, ...bars(), ...page(sam)],
  ],
  [
    "a setting",
    () => ({ type: "settings.changed", subject: "chats", before: "{}", after: "{}" }),
    () => [...everyQueue, ...elsewhere, ...bars(), ...page(sam), topics.youth(noor)],
  ],
  ["a rehearsal is over", () => ({ type: "rehearsal.done", conversationId: noor, staffId: 1 }), () => []],
  ["words are forgotten", () => ({ type: "conversation.forgotten", conversationId: noor }), () => []],
  ["help is rated", () => ({ type: "help.rated", conversationId: noor }), () => []],
  ["somebody is invited", () => ({ type: "staff.invited", invitationId: 1, roles: ["admin"] }), () => []],
  ["somebody joins", () => ({ type: "staff.joined", staffId: 1, roles: ["admin"] }), () => []],
  ["an invitation is withdrawn", () => ({ type: "staff.invitation_withdrawn", invitationId: 1 }), () => []],
  [
    "a colleague has other roles",
    () => ({ type: "staff.changed", staffId: 1, before: "{}", after: "{}" }),
    () => [...everyQueue, ...elsewhere, shift, ...bars(), ...page(sam)],
  ],
  ["a real name is put right", () => ({ type: "staff.names_set", staffId: 1 }), () => []],
  ["a link for a new password", () => ({ type: "staff.password_link", staffId: 1 }), () => []],
  ["a new password", () => ({ type: "staff.password_set", staffId: 1, linkOf: null }), () => []],
  ["somebody signs in", () => ({ type: "staff.signed_in", staffId: 1 }), () => []],
  ["somebody signs out", () => ({ type: "staff.signed_out", staffId: 1 }), () => []],
  ["how far it went with another place", () => ({ type: "referral.noted", ...talk }), () => [anna()]],
  ["rules are published", () => ({ type: "rules.published", version: 2 }), () => []],
];

test.each(table)("%s: seen by those concerned and nobody else", (_what, event, who) => {
  const painted = fragments(home.helpline, event());
  expect([...new Set(painted.map((one) => one.topic))].sort()).toEqual([...new Set(who())].sort());
});

test.each(table)(
  "%s: nothing of the staff's side reaches a young person, and nothing of another's chat",
  (_what, event) => {
    for (const { topic, html } of fragments(home.helpline, event())) {
      if (!/^(youth|log):/.test(topic)) continue;
      // Real names, sign-in names, aliases of others, addresses of the staff, and how the two sides are wired.
      expect(html).not.toMatch(
        /Anna|Peeters|Béla|Kovács|Aino|Virtanen|\b(anna|bela|aino)\b|Luna|Robin|\/staff|\/admin|hx-/,
      );
      expect(html).not.toMatch(topic.endsWith(`:${noor}`) ? /words of Sam/ : /secret words|Mika/);
    }
  },
);

test.each(table)("%s: a queue shows no words but the first ones of those who wait", (_what, event) => {
  for (const { topic, html } of fragments(home.helpline, event())) {
    if (topic.startsWith("queue:")) expect(html).not.toMatch(/secret words|Mika answers|Peeters|Kovács|Virtanen/);
    if (topic.startsWith("staff:") && topic !== anna())
      expect(html).not.toMatch(/secret words|Mika answers|words of Sam/);
  }
});

test("a card is seen on every channel of the young person and on the console, where it says how far it went", async () => {
  const at = await house();
  await open(at);
  const id = await talking(at);
  for (const topic of [topics.youth(id), topics.log(id), topics.staff(at.anna.id)]) {
    at.helpline.hub.join(topic, { send: () => {} });
  }
  const serviceIds = [await place(at.helpline.db, "Lifeline")];
  const input = { conversationId: id, staffId: at.anna.id, clientId: newClientId(), serviceIds };
  const seq = await act(at, at.anna, (tx, emit) => sendReferrals(tx, emit, input));
  const event = {
    type: "message.written",
    conversationId: id,
    seq,
    author: "counsellor",
    staffId: at.anna.id,
  } as const;
  const own = `name="to" value="went-1"`;
  const said = fragments(at.helpline, event).filter(({ html }) => html.includes("Lifeline"));
  expect(said.map(({ topic, html }) => [topic, html.includes('href="tel:0800123456"'), html.includes(own)])).toEqual([
    [topics.youth(id), true, false],
    [topics.log(id), true, false],
    [topics.staff(at.anna.id), true, true],
    [topics.staff(at.anna.id), false, false],
  ]);

  const noted = { referralId: 1, level: "prepared", consent: null, outcome: "will_try" } as const;
  await act(at, at.anna, (tx, emit) => noteReferral(tx, emit, { conversationId: id, staffId: at.anna.id, ...noted }));
  const after = fragments(at.helpline, { type: "referral.noted", conversationId: id, staffId: at.anna.id });
  expect(new Set(after.map(({ topic }) => topic))).toEqual(new Set([topics.staff(at.anna.id)]));
  // Beside the chat, and under the card in it.
  expect(after.map(({ html }) => html.includes("Prepared together · Will try it"))).toEqual([true, true]);
});

test("the head of an open chat follows the door of its line, and of no other", () => {
  const heads = (lineId: number) =>
    fragments(home.helpline, {
      type: "line.state_changed",
      lineId,
      from: "open",
      to: "closed",
      reason: "outside_hours",
    }).filter((one) => one.html.includes(`#head-${noor}`));
  expect(heads(1).map((one) => one.topic)).toEqual([anna()]);
  expect(heads(2)).toEqual([]);
});

test("buttons that take somebody are only on the queue of those who may", () => {
  const painted = fragments(home.helpline, { type: "conversation.started", conversationId: sam });
  for (const { topic, html } of painted.filter((one) => one.topic.startsWith("queue:"))) {
    expect(html.includes("/claim")).toBe(topic.includes(":claim:"));
  }
});

test("each queue is in its own language", () => {
  const painted = fragments(home.helpline, { type: "conversation.started", conversationId: sam });
  const queues = new Map(painted.filter((one) => one.topic.includes(":claim:1:")).map((one) => [one.topic, one.html]));
  expect(new Set(queues.values()).size).toBe(languages.length);
});

test("what nobody listens to is not drawn", async () => {
  const quiet = await house();
  await open(quiet);
  await talking(quiet);
  for (const [, event] of table) expect(fragments(quiet.helpline, event())).toEqual([]);
});
