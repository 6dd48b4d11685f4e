import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { browser, close, page } from "#tests/support/browser/browser.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import { place as openPlace } from "#tests/support/house/directory.ts";
import { open } from "#tests/support/house/helpline.ts";
import { always } from "#tests/support/people/other-places.ts";
import { young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { away, evenings, hour, hours, houseWithHours, minute, pass, stay } from "#tests/support/states/youth/door.ts";
import { newest, type TimedServer, take } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
afterEach(() => house.stop());
afterAll(close);

/** A week of nights from 22:00 to 04:00, but for the summer, which has afternoons, and Christmas, which has nothing. */
const nights: Calendar = {
  ...evenings,
  week: evenings.week.map(() => [{ opens: 22 * 60, closes: 28 * 60 }]),
  seasons: [
    {
      from: "2026-07-01",
      to: "2026-07-31",
      label: "July",
      week: evenings.week.map(() => [{ opens: 780, closes: 900 }]),
    },
  ],
  dayRules: [
    {
      kind: "public_holiday",
      from: "2026-12-24",
      to: "2026-12-24",
      label: "x",
      note: "Closed for Christmas",
      spans: [],
    },
  ],
};

/** What the door says at an instant: the heading, the pill, and when it opens again. */
async function said(of: Page): Promise<string> {
  await of.goto(house.origin);
  const texts = await of.locator("h1, .pill, #now .next").allTextContents();
  // Whose clock it is stands there only where no script can say more.
  return texts.join(" | ").replaceAll(/ \(Eastern European Time\)/g, "");
}

const openUntil = (time: string) => `Someone’s here to listen | Open until ${time} · nobody waiting`;
const closed = (next: string) => `We’re closed right now. We’re back ${next}. | Closed`;
const closing = (next: string) => `We’re closing soon | Closing soon | We’re back ${next}.`;

const evening: [string, string][] = [
  ["2026-11-24T19:59:59Z", closed("today at 22:00, in 1 minute")],
  ["2026-11-24T20:00:00Z", openUntil("04:00")],
  ["2026-11-25T01:39:59Z", openUntil("04:00")],
  ["2026-11-25T01:40:00Z", closing("today at 22:00")],
  ["2026-11-25T02:00:00Z", closed("today at 22:00")],
  ["2026-12-24T01:59:59Z", closing("tomorrow at 22:00")],
  ["2026-12-24T20:30:00Z", closed("tomorrow at 22:00")],
  ["2026-12-24T22:30:00Z", closed("today at 22:00")],
];

// The clock goes from 04:00 back to 03:00 on 25 October at 01:00 UTC, and from 03:00 to 04:00 on 28 March.
const changes: [string, string][] = [
  ["2026-10-24T19:00:00Z", openUntil("04:00")],
  ["2026-10-25T00:45:00Z", openUntil("04:00")],
  ["2026-10-25T01:39:59Z", openUntil("04:00")],
  ["2026-10-25T01:40:00Z", closing("today at 22:00")],
  ["2026-10-25T02:00:00Z", closed("today at 22:00")],
  ["2027-03-28T00:39:59Z", openUntil("04:00")],
  ["2027-03-28T00:40:00Z", closing("today at 22:00")],
  ["2027-03-28T01:00:00Z", closed("today at 22:00")],
  ["2027-03-28T19:00:00Z", openUntil("04:00")],
];

const summer: [string, string][] = [
  ["2026-06-30T23:59:00Z", openUntil("04:00")],
  ["2026-07-01T09:59:59Z", closed("today at 13:00, in 1 minute")],
  ["2026-07-01T10:00:00Z", openUntil("15:00")],
  ["2026-07-01T12:00:00Z", closed("tomorrow at 13:00")],
  ["2026-07-31T12:00:00Z", closed("tomorrow at 22:00")],
];

const scripts = [
  ["JavaScript", true],
  ["no JavaScript", false],
] as const;

const times: [string, [string, string][]][] = [
  ["an evening, Christmas", evening],
  ["both nights in which the clock changes", changes],
  ["a season", summer],
];

describe.each(oneInTurn("opening hours at the door", scripts))("with %s", (_, js) => {
  test.each(times)("the door says the right thing at the right second: %s", async (_, moments) => {
    house = await houseWithHours(Date.parse(moments[0]![0]), nights);
    await open(house);
    const context = await (await browser()).newContext({ javaScriptEnabled: js, timezoneId: "Europe/Helsinki" });
    const noor = await context.newPage();
    for (const [at, expected] of moments) {
      pass(house, Date.parse(at) - house.clock.now());
      expect([at, (await said(noor)).replaceAll(/, in \d+ hours/g, "")]).toEqual([at, expected]);
    }
    await context.close();
  });

  test("the day of an exception says why", async () => {
    house = await houseWithHours(Date.UTC(2026, 11, 24, 20), nights);
    const noor = await page({ js });
    await noor.goto(house.origin);
    await noor.locator("#now", { hasText: "Closed for Christmas" }).waitFor();
    await noor.context().close();
  });

  test("somebody who waits is told before closing, without anybody doing anything", async () => {
    house = await houseWithHours(Date.UTC(2026, 10, 24, 19));
    await open(house);
    const noor = await young(house, { js });
    await noor.start("is there still time?");
    await stay(house, 40 * minute);
    const told = noor.log
      .locator(js ? "#state .closing" : ".notice")
      .filter({ hasText: js ? "We close at 20:00" : "We close at 22:00" });
    await told.waitFor();
    expect(await told.textContent()).toContain("We may not get to you today.");
    // By her own clock, two hours behind, alone or beside ours: that is for her own day to say (tests of “yours”).
    expect(await told.textContent()).toMatch(/We’re back tomorrow at (16|18):00/);
    expect(await told.textContent()).toContain("You can stay or leave. Both are fine.");
    if (!js) await noor.told("You’re next · We close at 22:00");
    await noor.page.context().close();
  });

  test("at closing a chat goes on; who waits reads why, and can copy the words and delete them", async () => {
    house = await houseWithHours(Date.UTC(2026, 10, 24, 19));
    await open(house);
    const noor = await young(house, { js });
    await noor.start("we are talking");
    const talking = await take(house);
    const sam = await young(house, { js });
    await sam.start("first thing");
    const waiting = newest(house);
    await sam.say("second thing");
    await sam.sees("second thing");
    await stay(house, hour);
    if (!js) await sam.log.locator(".top a").click({ noWaitAfter: true });
    await sam.page.locator("h1", { hasText: "We’ve closed" }).waitFor();
    expect(await sam.page.inputValue("#own-words")).toBe("first thing\n\nsecond thing");
    const text = await sam.page.textContent("#chat");
    expect(text).toContain("It’s not your fault.");
    expect(text).toContain("Nobody has read your words.");
    expect(text).toMatch(/We’re back tomorrow at (16|18):00/);

    await annaSays(house, talking, "take your time");
    await noor.sees("take your time");
    await noor.say("thank you");
    await noor.sees("thank you");
    expect(conversation(house.helpline.db, talking)!.endedAt).toBeNull();

    await sam.page.getByText("Delete and leave").click({ noWaitAfter: true });
    await sam.page.locator("h1", { hasText: "We’re closed right now" }).waitFor();
    expect(conversation(house.helpline.db, waiting)).toBeUndefined();
    for (const one of [noor, sam]) await one.page.context().close();
  });
});

/** Looks at the page again, as a phone that is taken up: the door asks at once. */
const lookedAt = (of: Page) => of.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

test("a page left open opens by itself within half a minute, is told once a minute at most, and asks nothing while nobody looks", async () => {
  house = await houseWithHours(Date.UTC(2026, 10, 24, 15, 59));
  await open(house);
  const noor = await page();
  await noor.clock.install();
  await noor.goto(house.origin);
  await noor.locator("h1", { hasText: "We’re closed right now" }).waitFor();
  await noor.locator("#itself", { hasText: "This page changes by itself" }).waitFor();
  const asked: string[] = [];
  noor.on("request", (request) => asked.push(request.url()));
  const answered = noor.waitForResponse((answer) => answer.status() === 204);
  await noor.clock.runFor(30_000);
  await answered;
  expect(asked).toHaveLength(1);
  pass(house, minute);
  await noor.clock.runFor(30_000);
  await noor.locator("h1", { hasText: "Someone’s here to listen" }).waitFor();
  await noor.locator(".pill", { hasText: "Open until 20:00" }).waitFor();
  await noor.clock.runFor(10);
  const voice = noor.locator("[role=status].hid");
  expect(await voice.textContent()).toBe("Someone’s here to listen");

  await away(house);
  pass(house, 10 * minute);
  await lookedAt(noor);
  await noor.locator("h1", { hasText: "Nobody’s here right now" }).waitFor();
  expect(await voice.textContent()).toBe("Someone’s here to listen");
  await noor.clock.runFor(60_000);
  await expect.poll(() => voice.textContent()).toBe("Nobody’s here right now");

  await noor.evaluate("Object.defineProperty(document, 'hidden', { value: true })");
  asked.length = 0;
  await noor.clock.runFor(5 * minute);
  expect(asked).toEqual([]);
  expect(await noor.context().cookies()).toEqual([]);
  await noor.context().close();
});

test("the door shuts while she types: box, words, focus and place stay, the button says what is so, and later it goes out", async () => {
  house = await houseWithHours(Date.UTC(2026, 10, 24, 19));
  await openPlace(house.helpline.db, "Night line", { calendar: always, verifiedOn: "2026-11-01" });
  await open(house);
  const noor = await page();
  await noor.goto(house.origin);
  await noor.fill("#text", "I do not know how to say");
  await noor.focus("#text");
  const place = () => noor.evaluate<number>("document.getElementById('text').getBoundingClientRect().top");
  const before = await place();
  const button = noor.locator("form[action^='/start'] button");
  pass(house, 40 * minute);
  await lookedAt(noor);
  await button.filter({ hasText: "Closing soon · Try anyway" }).waitFor();
  expect(await noor.inputValue("#text")).toBe("I do not know how to say");
  expect(await noor.evaluate("document.activeElement.id")).toBe("text");
  expect(Math.abs((await place()) - before)).toBeLessThan(2);
  // Where else somebody is there stands below what she writes.
  await noor.locator("form ~ #places h3", { hasText: "Night line" }).waitFor();
  pass(house, 20 * minute);
  await lookedAt(noor);
  await noor.locator(".pill", { hasText: "Closed" }).waitFor();
  await button.click();
  await noor.locator("form[action^='/start']:not([aria-busy])").waitFor();
  expect(await noor.inputValue("#text")).toBe("I do not know how to say");
  pass(house, 20 * hour);
  await lookedAt(noor);
  await button.filter({ hasText: "Send" }).waitFor();
  expect(await noor.locator("#places").count()).toBe(0);
  await button.click();
  await noor.locator(".m.me p", { hasText: "I do not know how to say" }).waitFor();
  await noor.context().close();
});

/** Each: a zone, the helpline's moment of looking (UTC), and what its door says there, which keeps the clock of Helsinki. */
const elsewhere: [string, string, string][] = [
  ["Europe/Helsinki", "2026-11-24T15:00Z", "We’re back today at 18:00, in 1 hour."],
  ["Europe/London", "2026-11-24T15:00Z", "We’re back today at 16:00, in 1 hour."],
  [
    "Pacific/Auckland",
    "2026-11-24T15:00Z",
    "We’re back today at 18:00 (Eastern European Time; Wednesday 05:00 your time), in 1 hour.",
  ],
  // In London it is still Monday, so that "today" would be wrong.
  ["Europe/London", "2026-11-23T22:30Z", "We’re back today at 18:00 (Eastern European Time; Tuesday 16:00 your time)."],
];

test("a reader elsewhere reads the own time instead of the helpline’s on the same day, and both with the day on another", async () => {
  house = await houseWithHours(Date.parse(elsewhere[0]![1]));
  const reads = async (timezoneId: string, at: string, what = "#now h1") => {
    const context = await (await browser()).newContext({ timezoneId, locale: "en" });
    await context.clock.setFixedTime(at);
    const noor = await context.newPage();
    await noor.goto(house.origin);
    // What stands there for browsers without scripts is not shown.
    const shown = (await noor.locator(what).first().textContent())!
      .replace(/^We’re closed right now\. /, "")
      .replace(/(?<!;[^)]*) \(Eastern European Time\)/, "");
    await context.close();
    return shown;
  };
  for (const [zone, at, expected] of elsewhere) {
    house.clock.set(Date.parse(at) - house.clock.now());
    expect([zone, await reads(zone, at)]).toEqual([zone, expected]);
  }
  const plain = await page({ js: false });
  await plain.goto(house.origin);
  expect(await plain.locator("#now h1").textContent()).toMatch(/We’re back today at 18:00 \(Eastern European Time\)/);
  await plain.context().close();
});

test("an evening that ends at midnight ends at 24:00, for a reader elsewhere too, and never at 00:00", async () => {
  const until = (closes: number) => ({ ...evenings, week: evenings.week.map(() => [{ opens: 18 * 60, closes }]) });
  const at = "2026-11-24T18:00Z";
  house = await houseWithHours(Date.parse(at));
  await open(house);
  const pill = async (calendar: Calendar, timezoneId: string) => {
    await hours(house, calendar);
    const context = await (await browser()).newContext({ timezoneId, locale: "en" });
    await context.clock.setFixedTime(at);
    const noor = await context.newPage();
    await noor.goto(house.origin);
    const said = await noor.locator("#now time").textContent();
    await context.close();
    return said;
  };
  expect(await pill(until(24 * 60), "Europe/Helsinki")).toBe("24:00");
  expect(await pill(until(24 * 60), "Europe/London")).toBe("22:00");
  expect(await pill(until(26 * 60), "Europe/London")).toBe("24:00");
  expect(await pill(until(24 * 60), "Asia/Dubai")).toBe("24:00 (Eastern European Time; Wednesday 02:00 your time)");
});

test("the script of the chat is fetched while she types, so that the chat has it at once", async () => {
  house = await houseWithHours(Date.UTC(2026, 10, 24, 17));
  await open(house);
  const { chat } = house.helpline.assets;
  const noor = await page();
  await noor.goto(house.origin);
  const fetched = noor.waitForResponse((answer) => answer.url().endsWith(chat));
  await noor.locator("#text").pressSequentially("hi");
  expect((await fetched).headers()["cache-control"]).toContain("immutable");
  await noor.locator("form button").click();
  await noor.waitForSelector("#state.waiting");
  const bytes = `performance.getEntriesByName(new URL("${chat}", location).href).map((one) => one.transferSize)`;
  expect(await noor.evaluate(bytes)).toEqual([0]);
  await noor.context().close();
});
