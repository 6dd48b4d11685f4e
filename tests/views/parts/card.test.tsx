import { expect, test } from "vitest";
import { languages, translate } from "#src/i18n/i18n.ts";
import { frame, sentCards } from "#tests/views/youth/sample.tsx";
import { card, closedCard, unknownCard } from "#tests/views/youth/sample-cards.ts";
import { Card, type Leaving } from "#views/parts/card.tsx";
import { MessageBlock, MessageItem } from "#views/parts/message.tsx";
import { Out } from "#views/youth/end/out.tsx";

const t = translate("en");
const straight: Leaving = "nothing";
const page: Leaving = "page";
const draw = (more: Partial<Parameters<typeof Card>[0]> = {}) =>
  String(<Card t={t} card={card} leaving={straight} {...more} />);

/** What a person reads. */
const read = (html: string) =>
  html
    .replace(/<noscript>.*?<\/noscript>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .trim();

test("everything that is known, in the order in which somebody asks, and nothing that is not", () => {
  expect(read(draw())).toBe(
    "Youth <line> Open House Open until 21:00 Closed on Friday Talk about anything. " +
      "Free · No name needed · Ages 12–25 · Dutch, Arabic " +
      "Chat example.org Call 116 111 At night · Not free Email us@help.example Visit: Ring first " +
      "Checked 3 November 2026",
  );
  const unknown = { ...unknownCard, free: null, anonymous: null, ageFrom: null, ageTo: null, languages: [], ways: [] };
  const silent = { ...unknown, alert: "", organization: "", hoursNote: "", summary: "", verifiedOn: null };
  expect(read(draw({ card: silent }))).toBe("Youth <line>");
});

test("whether somebody is there is told by the clock of the place, in its zone, and not at all where nobody knows", () => {
  expect(draw()).toContain(
    '<time datetime="2026-11-24T21:00+00:00" data-1="21:00 (United Kingdom Time; Monday * your time)" data-2="*"',
  );
  expect(draw()).toContain("<noscript> (United Kingdom Time)</noscript>");
  expect(read(draw({ card: closedCard }))).toContain("Opens tomorrow at 17:00");
  expect(read(draw({ card: { ...closedCard, openness: null } }))).not.toMatch(/Open now|Opens|Closed now/);
  const midnight = { ...card.openness!, until: Date.UTC(2026, 10, 25) };
  expect(read(draw({ card: { ...card, openness: midnight } }))).toContain("Open until 24:00");
  const always = { ...card, openness: { state: "open" as const, until: null, next: null, zone: "Europe/London" } };
  expect(read(draw({ card: always }))).toContain("Open now Closed on Friday");
  const never = { ...card, openness: { state: "closed" as const, until: null, next: null, zone: "Europe/London" } };
  expect(read(draw({ card: never }))).toContain("Closed now");
});

test("a tap calls, writes or goes there; to another site by a page in between, by a question, or straight, never with a referrer", () => {
  for (const html of [draw(), draw({ leaving: page }), draw({ leaving: "question" })]) {
    expect(html).toContain('href="tel:116111"');
    expect(html).toContain('href="mailto:us@help.example"');
    const out = html.match(/<a [^>]*href="https?:[^>]*>/g) ?? [];
    for (const link of out) expect(link).toContain('rel="noreferrer noopener" target="_blank"');
  }
  expect(draw({ leaving: page })).toContain(`name="see.${card.id}/0"`);
  expect(draw({ leaving: page })).not.toContain("https://");
  const question = draw({ leaving: "question" });
  expect(question).toMatch(
    /<details><summary class="way">Chat .*?history.*?<a class="way" href="https:\/\/example\.org\/room"/s,
  );
});

test("beside something else it says less, and where there are more ways the page of the place shows them", () => {
  const brief = draw({ brief: true, leaving: page, most: 2 });
  expect(read(brief)).toBe(
    "Youth <line> Open until 21:00 Closed on Friday Talk about anything. Free · No name needed · Ages 12–25 · " +
      "Dutch, Arabic Chat example.org Call 116 111 2 more ways to reach them",
  );
  expect(brief).toMatch(new RegExp(`<button[^>]* name="see.${card.id}">2 more ways to reach them</button>`));
  const spoken = { ...card, languages: ["nl", "fr", "en", "ar"] };
  expect(read(draw({ card: spoken, brief: true }))).toContain("· Dutch, French, English Chat");
  const long = { ...card, summary: "word ".repeat(50) };
  expect(read(draw({ card: long, brief: true }))).toMatch(/(word ){27}… Free/);
});

test.each(languages)("in %s every word of a card is of the catalog", (language) => {
  const html = String(<Card t={translate(language)} card={closedCard} leaving="question" />);
  expect(html).not.toMatch(/card\.|youth\.|undefined|\{/);
});

test("cards of a chat stand in its log, on the page and in the streamed frame, with all of their ways", () => {
  for (const Row of [MessageItem, MessageBlock]) {
    const html = String(<Row t={t} message={sentCards(3)} />);
    expect(html).toContain('id="m3" data-seq="3"');
    expect(html).toContain('class="m them wide"');
    expect(html.match(/<article/g)).toHaveLength(2);
    expect(html.match(/tel:116111/g)).toHaveLength(2);
    expect(html).toContain("<b>Mika</b>");
  }
});

test("the page in between names the site and what it may leave behind, and leads on without a referrer, or back", () => {
  const looked = [["see", "x"]] as const;
  const html = String(<Out frame={frame("en")} link="https://www.example.org/some/page" looked={looked} />);
  expect(html).toContain(">example.org<");
  expect(html).toContain("may show in your history");
  expect(html).toContain('href="https://www.example.org/some/page" rel="noreferrer noopener" target="_blank"');
  expect(html).toContain('<input type="hidden" name="see" value="x"/>');
});
