import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { addLine, lineValues, lineZone } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { overrideOf } from "#src/hours/rules/override.ts";
import { lift } from "#src/queue/line/override-line.ts";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { fakeClock } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor, young } from "#tests/support/people/people.ts";
import { drawn, night } from "#tests/support/run/night.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";

const minute = 60_000;
let house: TimedServer;
let pages: Page[] = [];

beforeEach(async () => {
  // Fixed: what is said of the line is different close to midnight.
  const clock = fakeClock();
  house = { ...(await server({ clock })), clock };
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const one of pages) await one.context().close();
  pages = [];
  await house.stop();
});
afterAll(close);

async function atWork(name: "anna" | "bela", js = true): Promise<Counsellor> {
  const one = await counsellor(house, { name, js });
  pages.push(one.page);
  await one.signIn();
  return one;
}

async function noorComes(js = true) {
  const noor = await young(house, { js });
  pages.push(noor.page);
  return noor;
}

const bar = (page: Page) => page.locator("#bar .line").first();

test("Béla pauses for 30 minutes: Anna reads at once who, until when and why; the door is paused, and opens by itself", async () => {
  const [anna, bela] = [await atWork("anna"), await atWork("bela")];
  await anna.available();
  const noor = await noorComes();
  await noor.come();
  await noor.page.waitForSelector("form[action^='/start'] .big");

  const { page } = bela;
  await page.click("#line > summary");
  await page.click("#paused-1");
  await page.fill("#decide-reason", "fire alarm");
  expect(await page.isChecked("#decide [name=end][value='30']")).toBe(true);
  await page.click("#decide .main");
  await bar(anna.page).getByText("fire alarm").waitFor();
  expect(await bar(anna.page).textContent()).toMatch(/Paused by Luna until \d\d:\d\d: fire alarm/);
  await bar(page).getByText("fire alarm").first().waitFor();
  // The menu has shut, and the keyboard is still where it was.
  expect(await page.locator("#line").getAttribute("open")).toBeNull();
  expect(await page.evaluate("document.activeElement.matches('#line > summary')")).toBe(true);
  await noor.come();
  expect(await noor.page.locator("#start").count()).toBe(0);
  expect(await noor.page.content()).not.toMatch(/fire alarm|Luna/);

  house.clock.pass(30 * minute);
  await expect.poll(() => bar(anna.page).textContent()).toMatch(/^Open/);
  await noor.come();
  await noor.page.waitForSelector("form[action^='/start'] .big");
});

test("what Béla types stays while the console around it lives, and comes back with its sentence when it is refused", async () => {
  const [anna, bela] = [await atWork("anna"), await atWork("bela")];
  await anna.available();
  const { page } = bela;
  await page.click("#line > summary");
  await page.click("#paused-1");
  await page.fill("#decide-reason", "storm over the ");
  await comesIn(house);
  await page.waitForSelector("#queue .row");
  // New hours paint the line itself, with the menu in which she types.
  const timeZone = lineZone(house.helpline.db, 1);
  const week = Array.from({ length: 7 }, () => [{ opens: 0, closes: 23 * 60 }]);
  const calendar = { timeZone, lastEntryMinutes: 30, week, seasons: [], dayRules: [], cuts: [] };
  await act(house, house.aino, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone, calendar }));
  await bar(page).getByText("Open until 23:00").first().waitFor();
  await page.locator("#decide-reason").pressSequentially("house");
  await page.fill("#decide [name=time]", "half nine");
  // Typing a time says that it is the end that is meant.
  expect(await page.isChecked("#decide [name=end][value=time]")).toBe(true);
  await page.click("#decide .main");
  await page.waitForSelector("#decide .wrong");
  expect(await page.textContent("#decide .wrong")).toContain("21:30");
  expect(await page.textContent("#refused")).toBe("");
  expect(await page.inputValue("#decide-reason")).toBe("storm over the house");
  expect(await page.inputValue("#decide [name=time]")).toBe("half nine");
  expect(await page.evaluate("document.activeElement.name")).toBe("time");
  await page.check("#decide [name=end][value=lift]");
  expect(await page.inputValue("#decide [name=time]")).toBe("");
  await page.click("#decide .main");
  await bar(page).getByText("storm over the house").first().waitFor();
  // By hand again.
  await page.click("#line > summary");
  await page.click("#lift-1");
  await expect.poll(() => bar(page).textContent()).toMatch(/^Open/);
});

test("Béla closes while somebody waits: first he reads that they will be told, and then they are", async () => {
  const [anna, bela] = [await atWork("anna"), await atWork("bela")];
  await anna.available();
  const noor = await noorComes();
  await noor.start("hello");
  const { page } = bela;
  await page.waitForSelector("#queue .row");
  await page.click("#line > summary");
  await page.click("#closed-1");
  await page.waitForSelector("#decide .loss");
  expect(await page.textContent("#decide .loss")).toBe(
    "1 person is waiting and will be told that the line has closed.",
  );
  // Another one comes before it is decided: it is asked once more.
  await comesIn(house, "me too");
  await page.waitForSelector("#queue .row >> nth=1");
  await page.click("#decide .main");
  await page.waitForSelector("#decide .wrong");
  expect(await page.textContent("#decide .loss")).toContain("2 people are waiting");
  expect(house.heard.filter((one) => one.type === "conversation.ended")).toEqual([]);
  await page.click("#decide .main");
  await noor.page.waitForSelector("[data-ended]");
  expect(await noor.page.textContent("main")).toMatch(/closed/i);
  for (const one of [anna, bela]) {
    await bar(one.page).getByText("Closed").first().waitFor();
    await one.page.waitForSelector("#queue .calm");
  }
});

test("without JavaScript: the same by pages, and Anna has neither the menu nor the door", async () => {
  const [anna, bela] = [await atWork("anna", false), await atWork("bela", false)];
  await anna.available();
  const { page } = bela;
  await page.goto(`${house.origin}/staff`);
  await page.click("#line > summary");
  await page.click("#paused-1");
  await page.waitForURL(/\/staff\/line\/1\?do=paused/);
  await page.fill("#decide-reason", "fire alarm");
  await page.fill("#decide [name=time]", "21:30");
  await page.click("#decide .main");
  // Without a script nothing could tell which end was meant.
  expect(await page.textContent("#decide .wrong")).toContain("Keep one.");
  expect(await page.inputValue("#decide-reason")).toBe("fire alarm");
  await page.fill("#decide [name=time]", "");
  await page.click("#decide .main");
  await page.waitForURL(`${house.origin}/staff`);
  await anna.page.goto(`${house.origin}/staff`);
  for (const one of [anna, bela]) expect(await bar(one.page).textContent()).toContain("fire alarm");
  await page.click("#line > summary");
  await page.click("#lift-1");
  await page.waitForURL(`${house.origin}/staff`);
  expect(await bar(page).textContent()).toMatch(/^Open/);

  expect(await anna.page.locator("#line > summary").count()).toBe(0);
  const answer = await anna.page.goto(`${house.origin}/staff/line/1?do=closed`);
  expect(answer!.status()).toBe(403);
});

test("after closing an open chat goes on, and says quietly when the line closed", async () => {
  const [anna, bela] = [await atWork("anna"), await atWork("bela")];
  await anna.available();
  const noor = await noorComes();
  await noor.start("hello");
  const id = await anna.take();
  expect(await anna.page.locator(".overtime").count()).toBe(0);
  await bela.page.click("#line > summary");
  await bela.page.click("#closed-1");
  await bela.page.click("#decide .main");
  await anna.page.waitForSelector(`#head-${id} .overtime`);
  expect(await anna.page.textContent(".overtime")).toMatch(/^the line closed at \d\d:\d\d$/);
  await noor.say("still here");
  await anna.sees("still here");
  await act(house, house.bela, (tx, emit) => lift(tx, emit, { lineId: 1 }));
  await anna.page.waitForSelector(".overtime", { state: "detached" });
  expect(overrideOf(house.helpline.db, 1, house.clock.now())).toBeNull();
});

/** A line that is open from an hour ago until in an hour and a half, another that opens tomorrow. */
async function twoLines() {
  const now = new Date(house.clock.now());
  const at = now.getUTCHours() * 60;
  const week = (opens: number, closes: number) => Array.from({ length: 7 }, () => [{ opens, closes }]);
  const calendar = (spans: Calendar["week"]): Calendar => ({
    timeZone: "UTC",
    lastEntryMinutes: 30,
    week: spans,
    seasons: [],
    dayRules: [],
    cuts: [],
  });
  await act(house, house.aino, (tx, emit) => {
    const night = addLine(tx, emit, { ...lineValues(tx, 1), name: "Nachtlijn voor jongeren in het buitenland" });
    setHours(tx, emit, { lineId: 1, timeZone: "UTC", calendar: calendar(week(at, at + 150)) });
    setHours(tx, emit, {
      lineId: night,
      timeZone: "UTC",
      calendar: calendar(week((at + 1380) % 1440, ((at + 1380) % 1440) + 45)),
    });
  });
}

/** By day one of the states is looked at whole: pictures and axe, at both widths and in both schemes. */
const turn = drawn("the line") % 9;

test("every state is looked at, on a phone and on a desk, light and dark; axe has nothing against any", async () => {
  const seen: Looked[] = [];
  const lookAt = async (name: string, page: Page) => {
    seen.push(await look(page, name, { whole: night || seen.length === turn }));
  };
  const [anna, bela] = [await atWork("anna"), await atWork("bela")];
  const { page } = bela;
  await page.click("#line > summary");
  await lookAt("line-menu-paused-nobody", page);
  await lookAt("line-counsellor-nobody", anna.page);
  await anna.available();
  await comesIn(house, "my words");
  await page.click("#closed-1");
  await page.waitForSelector("#decide .loss");
  await lookAt("line-menu-close", page);
  await page.fill("#decide [name=time]", "half nine");
  await page.fill(
    "#decide-reason",
    "the heating in the house has failed and we all go home early, sorry for the short notice",
  );
  await page.click("#decide .main");
  await page.waitForSelector("#decide .wrong");
  await lookAt("line-menu-refused", page);
  await page.click("#decide .second");
  await page.click("#paused-1");
  await page.waitForSelector("#decide [name=kind][value=paused]", { state: "attached" });
  await page.fill(
    "#decide-reason",
    "the heating in the house has failed and we all go home early, sorry for the short notice",
  );
  await page.click("#decide .main");
  await bar(anna.page).getByText("heating").waitFor();
  await lookAt("line-counsellor-reason", anna.page);
  await page.click("#line > summary");
  await lookAt("line-menu-by-hand", page);
  await twoLines();
  await page.waitForSelector("#line-2");
  await lookAt("line-menu-two", page);
  await anna.page.click("#line > summary");
  await lookAt("line-counsellor-two", anna.page);
  await page.goto(`${house.origin}/staff/line/2?do=open`);
  await lookAt("line-page", page);
  for (const kind of ["complaints", "unchecked", "wide"] as const) expect(seen.flatMap((one) => one[kind])).toEqual([]);
}, 240_000);
