import { expect, test } from "vitest";
import { languages, translate } from "#src/i18n/i18n.ts";
import { duration } from "#views/counsellor/ago.tsx";
import { Bar } from "#views/counsellor/console/bar.tsx";
import { Chats } from "#views/counsellor/console/chats.tsx";
import { Queue } from "#views/counsellor/console/queue.tsx";
import type { LineNow } from "#views/counsellor/line/line-state.tsx";
import { chat, consolePage, lineNow, now, waiting } from "../sample.tsx";

const t = translate("en");

test.each(languages)(
  "the console in %s keeps to the policy of the page: no inline style, no inline code",
  (language) => {
    const html = consolePage([chat(), chat({ id: 15, name: "Green stone" })], language);
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).not.toMatch(/\son[a-z]+=/);
    expect(html).not.toContain("hx-on");
    expect(html).not.toMatch(/<script(?! defer="" src=")/);
    expect(html).toContain(`<html lang="${language}" dir="ltr"`);
  },
);

test("the places live pieces go to are there, once each", () => {
  const html = consolePage([chat()]);
  const places = ["bar", "queue", "chats", "panes", "pane-12", "head-12", "log-12", "typing-12", "back-12", "foot-12"];
  for (const id of [...places, "say-12", "refused-12", "m12-1", "keys"]) {
    expect(html.split(` id="${id}"`).length, id).toBe(2);
  }
  expect(html).toContain('hx-ws:connect="/staff/live?open=12"');
});

test("an id never stands twice, with two conversations open", () => {
  const other = { ...chat({ id: 15 }), messages: [] };
  const ids = [...consolePage([chat(), other]).matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]);
  expect(ids).toEqual([...new Set(ids)]);
});

test("words of a young person stay words wherever they show", () => {
  const evil = '<img src=x onerror="alert(1)" hx-get="/x">';
  const html = consolePage([chat({ lastWords: evil, draft: evil })], "en", [waiting({ firstWords: evil })]);
  expect(html).not.toContain("<img");
  expect(html.split("&lt;img").length).toBe(5);
});

test("nobody waits: the room breathes, and there is nothing to press", () => {
  const html = String(<Queue t={t} waiting={[]} now={now} canClaim={true} />);
  expect(html).toContain("No one is waiting.");
  expect(html).toContain("Take a breath.");
  expect(html).not.toContain("<button");
});

test("a person who waits: how long, first words, a language that is not one of the reader’s, and a way to take them without JavaScript", () => {
  const html = String(<Queue t={t} waiting={[waiting()]} now={now} canClaim={true} />);
  for (const word of ["6 min", "hoi", "Red kite"]) expect(html).toContain(word);
  // Her language, which Anna speaks, and how bad it is stand beside the chat: the row has two lines of words.
  expect(html).not.toMatch(/Nederlands|7\/10/);
  const foreign = String(<Queue t={t} waiting={[waiting({ spoken: false })]} now={now} canClaim={true} />);
  expect(foreign).toContain(">Nederlands<");
  expect(html).toContain('<form method="post" action="/staff/conversation/21/claim"');
  expect(html).toContain('<form id="take" method="post" action="/staff/claim"');
  expect(html).not.toContain("connection lost");
});

test("urgent is said in words and drawn, not only coloured; a lost connection too", () => {
  const html = String(
    <Queue t={t} waiting={[waiting({ lane: "urgent", connection: "lost" })]} now={now} canClaim={true} />,
  );
  expect(html).toMatch(/<svg[^>]*>.*<\/svg>Urgent/);
  expect(html).toContain("connection lost");
});

test("who may not take anybody sees why, and no button", () => {
  const html = String(<Queue t={t} waiting={[waiting()]} now={now} canClaim={false} />);
  expect(html).not.toMatch(/<form|type="submit"/);
  expect(html).toContain("Only counsellors can take someone.");
});

test("my chats: unread is counted in words, the open one is current, the other can be opened beside it", () => {
  const html = String(<Chats t={t} chats={[chat(), chat({ id: 15, unread: 2 })]} room={0} now={now} open={[12]} />);
  expect(html).toMatch(/id="open-12"[^>]*aria-current="true"/);
  expect(html).toContain('2<span class="sr"> new messages</span>');
  expect(html).toContain('href="/staff/conversation/12?beside=15"');
  expect(html).toMatch(/id="beside-12"[^>]*hidden/);
});

test("how a chat ended is told apart: left fast, ended, did not come back", () => {
  const ended = (reason: "left_fast" | "ended_by_youth" | "lost") =>
    String(<Chats t={t} chats={[chat({ ended: { reason, at: now } })]} room={0} now={now} open={[]} />);
  expect(ended("left_fast")).toContain("left fast");
  expect(ended("ended_by_youth")).toContain("ended by them");
  expect(ended("lost")).toContain("didn’t come back");
});

test("the bar says whether I am available in a way every reader hears", () => {
  const common = {
    t,
    lines: [lineNow({}, { state: "closed", reason: "outside_hours", until: null })] as LineNow[],
    deserted: [] as string[],
    helps: true,
    mayTake: true,
    learns: "alone",
    mayDecide: false,
    newChats: "on",
    help: [],
    unseen: 0,
    mayKeep: false,
    concerns: 0,
    toFinish: 0,
    now,
    waitingCount: 0,
    waitingSince: null,
    toAnswer: null,
    alias: "Mika",
    admin: false,
    wrapUp: null,
    maySeeAll: false,
    inbox: null,
  } as const;
  const html = String(<Bar {...common} availability="away" availableCount={0} />);
  expect(html).toMatch(/value="away" aria-pressed="true"/);
  expect(html).toMatch(/value="available" aria-pressed="false"/);
  expect(html).toContain("no one is available");
  expect(html).not.toContain("/admin/staff");
});

test.each([
  [0, "<1 min"],
  [59_999, "<1 min"],
  [6 * 60_000, "6 min"],
  [60 * 60_000, "1 hr"],
  [65 * 60_000, "1 hr 5 min"],
  [-5, "<1 min"],
])("%i ms is %s", (ms, words) => {
  expect(duration("en", ms)).toBe(words);
});
