import { expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { About } from "#views/counsellor/chat/about.tsx";
import { BackNote, ComposerState } from "#views/counsellor/chat/composer.tsx";
import { Pane, PaneHead } from "#views/counsellor/chat/conversation.tsx";
import { StaffMessage, Typing } from "#views/counsellor/chat/message.tsx";
import { beside, chat, clientId, message, now, zone } from "../sample.tsx";

const t = translate("en");

test("a message: its place, its side, its time in the zone of the line", () => {
  const html = String(<StaffMessage t={t} message={message(4, "youth", "<b>hi</b>")} seen={0} zone={zone} me="Mika" />);
  expect(html).toContain('<li id="m12-4" data-seq="4" class="m youth">');
  expect(html).toContain("&lt;b&gt;hi&lt;/b&gt;");
  expect(html).toContain("12:59");
  expect(html).toContain("Young person:");
});

test("read is marked on own messages up to what the young person has read, and on no others", () => {
  const at = (seq: number, author: "counsellor" | "youth") =>
    String(<StaffMessage t={t} message={message(seq, author, "x")} seen={3} zone={zone} me="Mika" />);
  expect(at(3, "counsellor")).toContain("read-mark");
  expect(at(4, "counsellor")).not.toContain("read-mark");
  expect(at(2, "youth")).not.toContain("read-mark");
});

test("whoever has it goes on seeing that they came by the e-mail", () => {
  const told = (calledBack: boolean) => String(<About t={t} chat={chat({ calledBack })} zone={zone} />);
  expect(told(true)).toContain("Came from our email");
  expect(told(false)).not.toContain("Came from our email");
});

test("a colleague's message carries the colleague's name", () => {
  const html = String(
    <StaffMessage t={t} message={message(3, "counsellor", "x", "Luna")} seen={0} zone={zone} me="Mika" />,
  );
  expect(html).toContain('class="m other"');
  expect(html).toContain('<span class="who">Luna</span>');
});

test("words that cannot be opened are said to be so", () => {
  expect(String(<StaffMessage t={t} message={message(1, "youth", null)} seen={0} zone={zone} me="Mika" />)).toContain(
    "This text can’t be opened.",
  );
});

test("the typing line is always there, and says something only while somebody writes", () => {
  expect(String(<Typing t={t} id={12} on={false} />)).not.toContain("writing");
  expect(String(<Typing t={t} id={12} on={true} />)).toContain("is typing");
});

test.each([
  ["connected", "connected"],
  ["lost", "connection lost"],
  ["away", "away"],
] as const)("connection %s is said: %s", (connection, words) => {
  const html = String(<PaneHead t={t} chat={chat({ connection, awaySince: now - 120_000 })} now={now} zone={zone} />);
  expect(html).toContain(words);
  expect(html).toContain("2 min");
});

test("a draft is in the field, and the form sends without JavaScript, once, by its client id", () => {
  const html = String(
    <ComposerState
      t={t}
      chat={chat({ draft: "dear </textarea>" })}
      clientId={clientId}
      now={now}
      zone="UTC"
      other={null}
    />,
  );
  expect(html).toContain("dear &lt;/textarea&gt;</textarea>");
  expect(html).toContain('method="post" action="/staff/conversation/12/send"');
  expect(html).toContain(`name="client_id" value="${clientId}"`);
});

test("ending asks first and tells what it does", () => {
  const html = String(
    <Pane t={t} chat={chat()} now={now} clientId={clientId} beside={beside()} zone={zone} other={null} me="Mika" />,
  );
  expect(html).toContain("End the chat with Blue door?");
  expect(html).toContain('method="post" action="/staff/conversation/12/end"');
});

test("after the end: what happened, the words not sent, and no field to write in", () => {
  const over = chat({ ended: { reason: "left_fast", at: now - 180_000 }, draft: "are you" });
  const html = String(
    <Pane t={t} chat={over} now={now} clientId={clientId} beside={beside()} zone={zone} other={15} me="Mika" />,
  );
  expect(html).toContain("They used “Leave fast”.");
  expect(html).toContain("3 min</time> ago");
  expect(html).toContain("It wasn’t sent.");
  expect(html).toContain('action="/staff/conversation/12/close"');
  expect(html).toContain('name="open" value="15"');
  expect(html).not.toContain('id="say-12"');
  expect(html).not.toContain("/end");
});

test("somebody came back: how long after, that it may be another, and a question to ask", () => {
  const html = String(<BackNote t={t} id={12} back={{ afterMinutes: 9, question: "Are you alone?" }} />);
  expect(html).toContain("Back after 9 min. It could be someone else.");
  expect(html).toContain("data-say=");
  expect(String(<BackNote t={t} id={12} back={null} />)).toBe('<div id="back-12" class="back" role="status"></div>');
});
