import { beforeEach, describe, expect, test } from "vitest";
import { anything } from "#src/directory/search/search.ts";
import { isOnSite, readPartner } from "#src/directory/sharing/partner-answer.ts";
import { partnersFitting, partnersOpenNow, pollPartner, shownPartners } from "#src/directory/sharing/partners.ts";
import { person } from "#tests/support/house/http.ts";
import { lampLine, lampSays, lampUrl, type Partnered, partnered } from "#tests/support/made/partner.ts";

// What whoever runs another helpline, or has taken over its server, can put onto our pages.

const minute = 60_000;
let at: Partnered;
beforeEach(async () => {
  at = await partnered();
});

describe("a helpline that wants more than its place", () => {
  const many = Array.from({ length: 50 }, (_, i) => lampLine({ id: i + 1, name: `Line ${i + 1}` }));

  test("shows young people three of its lines at a time, those in their language first; an admin sees all", async () => {
    many[40] = lampLine({ id: 41, name: "Magyar", languages: ["hu"] });
    at.answers(lampSays(...many));
    await at.poll();
    const names = (language: string) => partnersOpenNow(at.db(), language, at.clock.now()).map(({ name }) => name);
    expect(names("en")).toEqual(["Lamp line – Line 1", "Lamp line – Line 2", "Lamp line – Line 3"]);
    expect(names("hu")).toEqual(["Lamp line – Magyar", "Lamp line – Line 1", "Lamp line – Line 2"]);
    const hungarian = partnersFitting(at.db(), { ...anything, languages: ["hu"] }, "en", at.clock.now());
    expect(hungarian.map(({ name }) => name)).toEqual(["Lamp line – Magyar"]);
    expect(partnersFitting(at.db(), anything, "en", at.clock.now())).toHaveLength(3);
    expect((await person(at.home).get("/")).text.match(/Lamp line/g)).toHaveLength(3);
    const [shown] = shownPartners(at.db(), at.clock.now());
    expect([shown!.lines!.length, shown!.isMany]).toEqual([50, true]);
  });

  test("has no long text on our pages", async () => {
    at.answers(lampSays(lampLine({ name: "a".repeat(200) }), lampLine({ id: 2 })));
    await at.poll();
    expect(at.cards()[0]!.name).toBe(`Lamp line – ${"a".repeat(59)}…`);
  });

  test.each([
    ["https://evil.example/chat", false],
    ["https://chat.lamp.example.evil.example/", false],
    ["https://evilchat.lamp.example/", false],
    ["https://lamp.example/", false],
    ["https://chat.lamp.example:8443/", true],
    ["https://fi.chat.lamp.example/", true],
    ["/?line=3", true],
  ])("sends nobody to another site than its own: %s", async (chat, isShown) => {
    at.answers(lampSays(lampLine(), lampLine({ id: 2, name: "Two", chat })));
    await at.poll();
    expect(at.cards().map(({ name }) => name)).toEqual(
      isShown ? ["Lamp line – Main line", "Lamp line – Two"] : ["Lamp line – Main line"],
    );
    const two = shownPartners(at.db(), at.clock.now())[0]!.lines![1]!;
    expect([two.isOnSite, two.host]).toEqual([isShown, new URL(chat, lampUrl).host]);
  });

  test("a chat in the open is nobody's, though the helpline is asked in the open; “www.” is no site of its own", () => {
    expect(isOnSite("http://lamp.example/", "http://lamp.example/.well-known/helpline.json")).toBe(false);
    expect(isOnSite("https://chat.lamp.example/", "https://www.lamp.example/.well-known/helpline.json")).toBe(true);
    expect(isOnSite("https://evil.example/", "https://www.example/.well-known/helpline.json")).toBe(false);
  });

  test("a failure of ours in asking it is told, and not tried again every minute", async () => {
    const fault = new TypeError("a fault of ours");
    await expect(pollPartner(at.db(), () => Promise.reject(fault), at.source())).rejects.toBe(fault);
    expect(at.source()).toMatchObject({ lastError: "failed_here", nextPollAt: at.clock.now() + 5 * minute });
  });
});

describe("an answer that may not be", () => {
  const hostile: [string, unknown][] = [
    ["HTML", "<!doctype html><h1>Lamp</h1>"],
    ["nothing", ""],
    ["JSON that breaks off", JSON.stringify(lampSays()).slice(0, -2)],
    ["a list", [lampSays()]],
    ["null", null],
    ["a number", 7],
    ["another format", { ...lampSays(), format: "hours" }],
    ["another version", { ...lampSays(), version: 2 }],
    ["no lines", { ...lampSays(), lines: [] }],
    ["lines that are none", { ...lampSays(), lines: { length: 1, 0: lampLine() } }],
    ["a line that is null", lampSays(null as never)],
    ["a line that is a text", lampSays("open" as never)],
    ["10,000 lines", { ...lampSays(), lines: Array.from({ length: 10_000 }, (_, i) => lampLine({ id: i + 1 })) }],
    ["the same line twice", lampSays(lampLine(), lampLine())],
    ["a script to click", lampSays(lampLine({ chat: "javascript:alert(1)" }))],
    ["a page of data", lampSays(lampLine({ chat: "data:text/html,<script>alert(1)</script>" }))],
    ["a chat without cover", lampSays(lampLine({ chat: "http://chat.lamp.example/" }))],
    ["a chat with a password", lampSays(lampLine({ chat: "https://noor:secret@chat.lamp.example/" }))],
    ["a chat with an endless address", lampSays(lampLine({ chat: `https://chat.lamp.example/${"a".repeat(5_000)}` }))],
    ["a chat that is an object", lampSays(lampLine({ chat: { toString: "https://x.example" } }))],
    ["a name that turns words around", lampSays(lampLine({ name: "Main\u202Eenil" }))],
    ["a name of two lines", lampSays(lampLine({ name: "Main\nline" }))],
    ["a name of blanks", { ...lampSays(), name: "\u2800\u200B" }],
    ["a name as long as a book", { ...lampSays(), name: "a".repeat(201) }],
    ["a number for a name", { ...lampSays(), name: 7 }],
    ["ages that are texts", lampSays(lampLine({ age_from: "10" }))],
    ["ages the wrong way round", lampSays(lampLine({ age_from: 25, age_to: 10 }))],
    ["an age without end", lampSays(lampLine({ age_to: 1e9 }))],
    ["a language that is markup", lampSays(lampLine({ languages: ["<b>en</b>"] }))],
    ["languages without end", lampSays(lampLine({ languages: Array.from({ length: 500 }, () => "en") }))],
    ["no language", lampSays(lampLine({ languages: [] }))],
    ["no such zone", lampSays(lampLine({ time_zone: "Europe/Atlantis" }))],
    ["no such state", lampSays(lampLine({ state: "ajar" }))],
    ["yes as a text", lampSays(lampLine({ accepts_new: "true" }))],
    ["a time that is none", lampSays(lampLine({ until: "tomorrow" }))],
    ["a time that is a number", lampSays(lampLine({ until: 1e15 }))],
    ["a field left out", lampSays({ ...lampLine(), next_opening: undefined })],
    ["brackets without end", "[".repeat(150_000)],
    ["more than 200 kB", { ...lampSays(), more: "a".repeat(200_001) }],
    ["__proto__", JSON.parse('{"__proto__":{"format":"helpline"}}')],
  ];

  test.each(hostile)("%s is no answer, and what it said before stays", async (_what, said) => {
    const text = typeof said === "string" ? said : JSON.stringify(said);
    expect(readPartner(text, lampUrl)).toBeNull();
    await at.poll();
    at.clock.pass(minute);
    at.there = { status: 200, text, etag: '"8"' };
    await at.poll();
    expect(at.cards()).toHaveLength(1);
    expect(at.source()).toMatchObject({ failCount: 1, etag: '"7"' });
    expect(at.home.reported).toEqual([]);
  });

  test("what we do not know in it is passed over", () => {
    expect(
      readPartner(JSON.stringify({ ...lampSays({ ...lampLine(), wait: 5 }), more: [] }), lampUrl)?.lines,
    ).toHaveLength(1);
  });

  test("a chat beside it is one of its own", () => {
    const read = readPartner(JSON.stringify(lampSays(lampLine({ chat: "/?line=1" }))), lampUrl);
    expect(read!.lines[0]!.chat).toBe("https://chat.lamp.example/?line=1");
  });
});
