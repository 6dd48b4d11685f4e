import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { comesIn, takes } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, person, says, script } from "#tests/support/house/http.ts";
import { lineMoved } from "#tests/support/house/moved.ts";
import { somePlaces } from "#tests/support/house/places.ts";

// How long the wait is, said at the door and in the line, and “not today” before anybody types.

let clock: FakeClock;
let line: House;

/** Every day from 18:00 to 22:00 in Brussels, nobody new in the last 20 minutes. */
const evenings: Calendar = {
  timeZone: "Europe/Brussels",
  lastEntryMinutes: 20,
  week: Array.from({ length: 7 }, () => [{ opens: 18 * 60, closes: 22 * 60 }]),
  seasons: [],
  dayRules: [],
  cuts: [],
};
/** Tuesday, so much o'clock in Brussels. */
const brussels = (hour: number, minutes: number) => Date.UTC(2026, 10, 24, hour - 1, minutes);

beforeEach(async () => {
  // Without hours, twelve steps of half an hour; then the evening begins.
  clock = fakeClock(brussels(12, 0));
  line = await house({ clock });
  await open(line);
  await lineMoved(line, clock, { minutes: 30 });
  await act(line, line.bela, (tx, emit) =>
    setHours(tx, emit, { lineId: 1, timeZone: "Europe/Brussels", calendar: evenings }),
  );
});

const at = (hour: number, minutes: number) => clock.pass(brussels(hour, minutes) - clock.now());
const start = () => ({ client_id: clientId(), rules: "1", l: "en", text: "hello" });

test("the door says how long the wait is before anybody types, and a page that asks again learns the new one", async () => {
  at(19, 0);
  const noor = person(line);
  const first = (await noor.get("/")).text;
  expect(first).toContain(says("youth.door.wait", { low: 25, high: 30 }));
  expect(first.indexOf("the wait is about")).toBeLessThan(first.indexOf("<textarea"));
  expect(first).not.toContain('id="places"');
  const [rest, now] = [...first.matchAll(/<div id="(?:door|now)"[^>]* data-v="(\w+)"/g)].map((found) => found[1]!);
  await comesIn(line);
  const { status, text } = await noor.get(`/?v=${now}.${rest}`, script);
  expect(status).toBe(200);
  expect(text).toContain(says("youth.door.wait", { low: 55, high: 60 }));
});

test("in line the range stands by the place: on the page, in the frame’s one line, and in what a script asks for", async () => {
  at(19, 0);
  const sam = await comesIn(line);
  const noor = person(line);
  await noor.post("/start", start());
  const second = says("youth.waiting.range", { low: 55, high: 60 });
  const next = says("youth.waiting.range", { low: 25, high: 30 });
  const page = (await noor.get("/")).text;
  expect(page).toContain(`<p>${second}</p>`);
  const version = /data-v="(\w+)"/.exec(page)![1];
  await takes(line, line.anna, sam);
  const news = await noor.post("/updates", { after: "1", v: version!, seen: "0", page: "" }, script);
  expect(news.text).toContain(`<p>${next}</p>`);
  expect((await noor.get("/")).text).toContain(`<p>${next}</p>`);
});

test("too late for today: said before anybody types, with when it opens again, other places, and a way to stay anyway", async () => {
  await somePlaces(line.helpline.db);
  at(21, 20);
  expect((await person(line).get("/")).text).not.toContain("today.");
  at(21, 35);
  const noor = person(line);
  const page = (await noor.get("/")).text;
  const said = page.indexOf("We probably won’t get to you today.");
  expect(said).toBeGreaterThan(0);
  expect(said).toBeLessThan(page.indexOf("<textarea"));
  expect(page).not.toContain("the wait is about");
  expect(page).toContain("We’re back");
  expect(page).toContain(says("youth.door.stay"));
  expect(page).toContain(`data-send="${says("youth.door.anyway")}"`);
  expect(page).toContain(`<button class="big">${says("youth.door.anyway")}</button>`);
  expect(page).toMatch(/<a href="#places">/);
  expect(page).toMatch(/<section id="places"/);
  expect((await noor.post("/start", start())).to).toBe("/");
  expect((await noor.get("/")).text).toContain("We may not get to you today.");
});

test("as the evening goes on, whoever waits is told that it may get too late, once", async () => {
  at(21, 20);
  const noor = person(line);
  await noor.post("/start", start());
  const page = (await noor.get("/")).text;
  expect(page).not.toContain("We may not get to you today.");
  const watch = jobs.find(({ name }) => name === "for whom it gets too late")!;
  const told = () => line.heard.filter(({ type }) => type === "wait.outlook").length;
  await runJob(line.helpline, watch);
  expect(told()).toBe(0);
  at(21, 31);
  await runJob(line.helpline, watch);
  await runJob(line.helpline, watch);
  expect(told()).toBe(1);
  const version = /data-v="(\w+)"/.exec(page)![1]!;
  const news = await noor.post("/updates", { after: "1", v: version, seen: "0", page: "" }, script);
  expect(news.text).toContain("We may not get to you today.");
});

test("only the upper end lies after closing: the range is told, and beside it that it may be in vain", async () => {
  // On the days before every wait was an hour.
  await line.helpline.db.change("porchlight", (tx) => {
    for (let days = 1; days <= 5; days += 1) {
      const came = brussels(19 - 24 * days, 0);
      tx.run(q.insertInto("line_gone").values({ line_id: 1, came, gone: came + 60 * 60_000 }));
    }
  });
  at(21, 10);
  const noor = person(line);
  const page = (await noor.get("/")).text;
  expect(page).toContain(says("youth.door.wait", { low: 30, high: 60 }));
  expect(page).toContain("We may not get to you today.");
  expect(page).not.toContain("We probably won’t get to you today.");
  await noor.post("/start", start());
  const waits = (await noor.get("/")).text;
  expect(waits).toContain(says("youth.waiting.range", { low: 30, high: 60 }));
  expect(waits).toContain("We may not get to you today.");
});
