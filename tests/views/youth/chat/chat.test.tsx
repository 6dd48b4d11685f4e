import { expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { MessageItem } from "#views/parts/message.tsx";
import { Box } from "#views/youth/chat/box.tsx";
import { State, Typing } from "#views/youth/chat/chat.tsx";
import { LogBegun, LogMessage, LogOver, LogStart, LogStatus } from "#views/youth/chat/log.tsx";
import { Ended } from "#views/youth/end/ended.tsx";
import { clientId, endCss, frame, message, pages } from "../sample.tsx";

const t = translate("en");

test("a message carries who, what and its place, and markup stays words", () => {
  const html = String(<MessageItem t={t} message={message(4, "youth", "<b>hi</b>\nyou")} />);
  expect(html).toContain(`<li id="m4" data-seq="4" data-id="${clientId}" class="m me">`);
  expect(html).toContain('<p dir="auto">&lt;b&gt;hi&lt;/b&gt;\nyou</p>');
});

test("a message that cannot be opened says so kindly", () => {
  expect(String(<MessageItem t={t} message={message(1, "counsellor", null)} />)).toContain(
    "We can’t show this message. Write it again",
  );
});

test("sending is said in words", () => {
  expect(String(<MessageItem t={t} message={message(1, "youth", "hi")} sending />)).toContain("sending…");
});

test.each([
  [1, "You’re next"],
  [3, "You’re third in line"],
  [12, "You’re number 12 in line"],
])("place %i: %s", (place, sentence) => {
  const waiting = {
    version: "v",
    kind: "waiting",
    place,
    open: true,
    range: null,
    keptMinutes: 5,
    closing: null,
  } as const;
  const html = String(<State t={t} state={waiting} />);
  expect(html).toContain(sentence);
  expect(html).toContain('data-v="v"');
});

test("typing is there for chat.js, hidden until it is true", () => {
  expect(String(<Typing t={t} alias="Mika" on={false} />)).toContain("hidden");
  expect(String(<Typing t={t} alias="Mika" on />)).not.toContain("hidden");
});

test("one tap leaves the line; ending a chat asks once more", () => {
  const { waiting = "", talking = "" } = pages("en");
  expect(waiting.split('id="way"')[1]!.split("<footer")[0]).not.toContain("<details");
  expect(waiting).toContain('name="from" value="waiting"');
  expect(talking).not.toContain('name="from"');
  expect(talking).toMatch(/<details>.*action="\/end"/s);
});

test("others who are there now stand folded beside the line, and not in a chat", () => {
  const { waiting = "", talking = "" } = pages("en");
  expect(waiting).toContain(`<div id="places"><details><summary>${t("youth.other.waiting")}`);
  expect(talking).toContain('<div id="places"></div>');
});

test("the feeling question is eleven taps, one group of radios, and two ways past it, and no gate", () => {
  const { waiting = "" } = pages("en");
  expect(waiting.match(/name="value"/g)).toHaveLength(13);
  expect(waiting.match(/type="radio" name="felt"/g)).toHaveLength(11);
  expect(waiting).toContain('name="moment" value="before"');
  expect(waiting).toContain('id="say"');
});

test("words typed when the chat ended are shown, else their place is hidden", () => {
  const ended = (kept: string | null) =>
    String(
      <Ended
        {...{ frame: frame("en"), t, query: "", face: frame("en").face, css: endCss }}
        byYouth
        after={{ kind: "over", said: null }}
        call={null}
        readHours={null}
        openNow={null}
        canStart
        thanks="hidden"
        lastWords={[]}
        asks={false}
        cards={[]}
        kept={kept}
        rehearsal={false}
        aside={null}
        setAside={false}
      />,
    );
  expect(ended("but wait")).toMatch(/<div id="kept" class="card">.*but wait/s);
  // Browsers of text show what is hidden: the place says nothing until chat.js puts words there.
  expect(ended(null)).toMatch(/<div id="kept" class="card" hidden="" data-place="[^"]+"><\/div>/);
});

test("the streamed log is left open, its messages and lines fit in", () => {
  const start = LogStart({ t, css: "a{}", last: 2 });
  expect(start).toMatch(/^<!doctype html><html lang="en" dir="ltr"><head>.*<div class="log" [^>]*data-last="2">$/s);
  expect(String(<LogMessage t={t} message={message(3, "counsellor", "hello")} />)).toMatch(/^<div id="m3"/);
  expect(String(<LogStatus text="You’re next" />)).toBe('<p class="status">You’re next</p>');
  expect(String(<LogBegun t={t} alias="Mika" />)).toMatch(/<a [^>]*target="_top">Mika is here\. Tap here to carry on</);
  expect(String(<LogOver t={t} />)).toContain('target="_top"');
});

test("the framed composer says that it is framed", () => {
  const html = String(<Box t={t} css="" clientId={clientId} seen={3} words="kept" error="Too fast." />);
  expect(html).toContain('name="frame" value="1"');
  expect(html).toContain(">kept</textarea>");
  expect(html).toContain("Too fast.");
});
