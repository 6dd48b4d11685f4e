import { afterAll, beforeAll, expect, test } from "vitest";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { axe, close, type PageOptions, page, shot } from "#tests/support/browser/browser.ts";
import { fakeClock } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

let line: Server;
const week = [
  ...Array.from({ length: 5 }, () => [{ opens: 16 * 60, closes: 22 * 60 }]),
  [
    { opens: 10 * 60, closes: 12 * 60 },
    { opens: 22 * 60, closes: 26 * 60 },
  ],
  [],
];
const rule = { kind: "one_off", label: "for the staff", spans: [] } as const;
const dayRules = [
  { ...rule, from: "2026-11-27", to: "2026-11-27", note: "", spans: [{ opens: 18 * 60, closes: 20 * 60 }] },
  {
    ...rule,
    from: "2026-12-04",
    to: "2026-12-06",
    note: "We learn something new that weekend. Back on Monday!",
    spans: [],
  },
];

beforeAll(async () => {
  line = await server({ clock: fakeClock() });
  const calendar = { timeZone: "Europe/Brussels", lastEntryMinutes: 30, week, seasons: [], dayRules, cuts: [] };
  const hours = { lineId: 1, timeZone: "Europe/Brussels", calendar };
  await act(line, line.aino, (tx, emit) => setHours(tx, emit, hours));
});
afterAll(async () => {
  await line.stop();
  await close();
});

test("the hours for programs stand in the page, and the browser has nothing against them", async () => {
  const noor = await page();
  const against: string[] = [];
  noor.on("console", (message) => against.push(message.text()));
  noor.on("pageerror", (error) => against.push(error.message));
  await noor.addInitScript(
    `document.addEventListener("securitypolicyviolation", (e) => console.log("refused: " + e.violatedDirective))`,
  );
  await noor.goto(`${line.origin}/how`);
  const data = await noor.locator('script[type="application/ld+json"]').textContent();
  expect(JSON.parse(data!)["@graph"][0].openingHoursSpecification).toHaveLength(3);
  expect(against).toEqual([]);
  // The same listener does hear when something is refused.
  await noor.evaluate('void (new Image().src = "https://elsewhere.example/1.png")');
  await expect.poll(() => against.join()).toContain("refused: img-src");
  await noor.context().close();
});

const readers: (PageOptions & { name: string })[] = [
  { name: "phone", width: 360, scheme: "light", locale: "en" },
  { name: "phone-dark", width: 360, scheme: "dark", locale: "fr" },
  { name: "small", width: 320, scheme: "light", locale: "nl" },
  { name: "wide", width: 1280, scheme: "light", locale: "fr" },
  { name: "wide-dark", width: 1280, scheme: "dark", locale: "en", js: false },
];

test.each(oneInTurn("how", readers))("Noor reads when somebody is there: $name", async ({ name, ...options }) => {
  const noor = await page(options);
  await noor.goto(`${line.origin}/how`);
  await noor.locator("#hours table").first().waitFor();
  expect(await noor.locator("#hours tr").first().locator("td").textContent()).toBe("16:00–22:00");
  expect(await noor.locator("#hours").textContent()).toContain("We learn something new that weekend.");
  expect(await noor.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  expect(await axe(noor)).toEqual([]);
  await shot(noor, `how-${name}`);
  await noor.context().close();
});

test("the link gives a calendar, called by the neutral title", async () => {
  const noor = await page();
  await noor.goto(`${line.origin}/how`);
  const [given] = await Promise.all([noor.waitForEvent("download"), noor.click('#hours a[href^="/hours.ics"]')]);
  expect(given.suggestedFilename()).toBe("hours.ics");
  const text = await (await given.createReadStream()).toArray();
  expect(Buffer.concat(text).toString()).toContain("X-WR-CALNAME:Chat\r\n");
  await noor.context().close();
});

test("a page of somebody else shows whether somebody is there, without any cookie of ours", async () => {
  const school = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("our school") });
  const theirs = await page();
  await theirs.goto(`http://127.0.0.1:${school.port}/`);
  const ask = (path: string) =>
    theirs.evaluate<string>(`fetch("${line.origin}${path}").then((r) => r.text(), (e) => "refused: " + e.message)`);
  for (const path of ["/hours.json", "/.well-known/helpline.json"]) {
    expect(JSON.parse(await ask(path)).lines[0].name).toBe("Main line");
  }
  expect(await ask("/how")).toMatch(/^refused/);
  expect(await theirs.context().cookies()).toEqual([]);
  await theirs.context().close();
  await school.stop(true);
});

test("several lines stand below each other, each with its name", async () => {
  await act(line, line.aino, (tx, emit) =>
    addLine(tx, emit, { ...lineValues(line.helpline.db, 1), name: "Night line" }),
  );
  const noor = await page();
  await noor.goto(`${line.origin}/how`);
  expect(await noor.locator("#hours h3").allTextContents()).toEqual(["Main line", "Night line"]);
  expect(await axe(noor)).toEqual([]);
  await shot(noor, "how-lines");
  await noor.context().close();
});
