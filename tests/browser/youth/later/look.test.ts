import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { languages } from "#src/i18n/i18n.ts";
import { setSettings } from "#src/settings/settings.ts";
import { axe, close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { exitSite, leadTo } from "#tests/support/people/leaving.ts";
import { opening, type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { take, write } from "#tests/support/states/youth/youth.ts";

// Noor wants a page that nobody notices over her shoulder.

const ours = "Night Harbour";
const words = "they are shouting downstairs";
const noWait = { noWaitAfter: true } as const;
const link = "a[href^='/how-it-looks']";
const address = "/how-it-looks";
const site = exitSite();
let house: Server;
let noor: Young;

beforeEach(async () => {
  house = await server();
  await leadTo(house, site);
  await open(house);
  await act(house, house.aino, (tx, emit) =>
    setSettings(tx, emit, { subject: "helpline", values: { name: ours, title: ours } }),
  );
});
afterEach(async () => {
  await noor.page.context().close();
  expect(house.reported).toEqual([]);
  await house.stop();
});
afterAll(async () => {
  await close();
  await site.stop();
});

// What is seen from two metres away, and what of it is red; as text, since it runs in the page.
const seen = `(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const isRed = (text) => {
    const [r, g, b, a = 1] = rgb(text);
    return a > 0 && r > g + 60 && r > b + 60;
  };
  const shown = [...document.querySelectorAll("body, body *")].filter((one) => one.getClientRects().length > 0);
  const red = shown.filter((one) => {
    const { color, backgroundColor, borderTopColor, borderTopWidth, fill } = getComputedStyle(one);
    return [color, backgroundColor, ...(parseFloat(borderTopWidth) > 0 ? [borderTopColor] : [])].some(isRed);
  });
  const icon = document.querySelector("link[rel=icon]").href;
  const place = document.querySelector("#sos a").getBoundingClientRect();
  return {
    title: document.title,
    icon: icon.length,
    head: document.querySelector("header strong").textContent,
    drawn: document.querySelectorAll("header svg, header img").length,
    red: red.map((one) => one.outerHTML.slice(0, 90)),
    call: document.querySelector("#sos a").textContent,
    at: [Math.round(place.right), Math.round(place.top)],
  };
})()`;

interface Seen {
  title: string;
  icon: number;
  head: string;
  drawn: number;
  red: string[];
  call: string;
  at: [number, number];
}

const glance = (page: Page) => page.evaluate<Seen>(seen);

async function passesFor(page: Page, name: string) {
  await expect.poll(() => page.title()).toBe(name);
  expect(await glance(page)).toMatchObject({ title: name, head: name, drawn: 0, red: [], call: "Call 112" });
}

/** By the link at the foot of a page or in the menu of the chat. */
async function opens(page: Page) {
  const isChat = (await page.locator("#more").count()) > 0;
  if (isChat) {
    await page.click("#more > summary");
    await page.evaluate(inMenu);
  }
  await page.click(isChat ? `#more ${link}` : `footer ${link}`, noWait);
}

// The menu of the chat has a link like those of the foot, or gets one here.
const inMenu = `document.querySelector("#more ${link}") ||
  document.querySelector(".sheet").insertAdjacentHTML("beforeend", '<a class="row-to" href="${address}">Look</a>')`;

async function picks(page: Page, name: string) {
  await opens(page);
  await page.getByLabel(name, { exact: true }).check();
  await page.getByRole("button", { name: "Use this look" }).click(noWait);
}

test("Y18: with scripts: at the door and in the chat, nothing typed is lost; reload and Back keep it, leaving fast takes it", async () => {
  noor = await young(house);
  const { page } = noor;
  await noor.come();
  const before = await glance(page);
  expect([before.title, before.drawn]).toEqual([ours, 1]);
  expect(before.red.length).toBeGreaterThan(0);
  await page.fill("#text", words);
  await page.check("[name=danger]");
  await picks(page, "Notes");
  await passesFor(page, "Notes");
  const after = await glance(page);
  expect(after.icon).not.toBe(before.icon);
  // The number to call is where it was.
  expect(Math.abs(after.at[0] - before.at[0])).toBeLessThan(3);
  expect(Math.abs(after.at[1] - before.at[1])).toBeLessThan(12);
  expect(await page.inputValue("#text")).toBe(words);
  expect(await page.isChecked("[name=danger]")).toBe(true);
  expect(house.heard.some(({ type }) => type === "conversation.started")).toBe(false);
  expect(await axe(page)).toEqual([]);
  await page.uncheck("[name=danger]");
  await page.click("form[action^='/start'] .big");
  await page.waitForSelector("#check", { state: "hidden" });
  await passesFor(page, "Notes");

  const id = await take(house);
  await noor.told("Mika is here");
  await write(house, id, "counsellor", "Does it happen often?");
  await noor.sees("happen often");
  await page.fill("#text", "every weekend");
  const lines = await noor.lines();
  await picks(page, "Homework");
  await passesFor(page, "Homework");
  await page.waitForSelector("#check", { state: "hidden" });
  expect(await page.inputValue("#text")).toBe("every weekend");
  expect(await noor.lines()).toEqual(lines);
  expect(await axe(page)).toEqual([]);
  // What comes meanwhile does not bring the old name back.
  await act(house, house.aino, (tx, emit) => setSettings(tx, emit, { subject: "helpline", values: { name: "Quay" } }));
  await write(house, id, "counsellor", "I’m listening");
  await noor.sees("listening");
  await passesFor(page, "Homework");
  await page.reload();
  await passesFor(page, "Homework");
  await page.goto(`${house.origin}/how`);
  await passesFor(page, "Homework");
  await page.goBack();
  await passesFor(page, "Homework");

  await page.click("#leave", noWait);
  await page.waitForURL(site.url);
  await expect.poll(() => page.context().cookies()).toEqual([]);
  await page.goto(house.origin);
  expect((await glance(page)).title).toBe(ours);
});

test("Y18: without scripts: at the door, in the chat with its frames, and gone with “Clear this screen”", async () => {
  noor = await young(house, { js: false });
  const { page } = noor;
  await noor.come();
  await picks(page, "Notes");
  await page.waitForSelector("form[action^='/start']");
  expect(await page.title()).toBe("Notes");
  await noor.start(words);
  expect(await page.title()).toBe("Notes");
  const id = await take(house);
  await write(house, id, "counsellor", "Does it happen often?");
  await noor.sees("happen often");
  await page.goto(house.origin + address, opening);
  await page.getByLabel("Homework", { exact: true }).check();
  await page.getByRole("button", { name: "Use this look" }).click(noWait);
  await expect.poll(() => page.title()).toBe("Homework");
  await noor.sees("happen often");
  await noor.say("every weekend");
  await noor.sees("every weekend");
  expect(await page.context().cookies()).toMatchObject([{ name: "s" }, { name: "v", value: "20", expires: -1 }]);
  await noor.end();
  expect(await page.title()).toBe("Homework");
  await page.click("details.more > summary");
  await page.click("form[action='/wipe'] .big", noWait);
  await page.waitForSelector("form[action^='/start']");
  expect(await page.title()).toBe(ours);
  expect(await page.context().cookies()).toEqual([]);
});

test("without a network the choice is not taken, and the words stay in the box", async () => {
  noor = await young(house);
  const { page } = noor;
  await noor.start(words);
  await page.fill("#text", "not sent");
  await opens(page);
  await page.getByLabel("Notes", { exact: true }).check();
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Use this look" }).click();
  await page.goBack();
  await page.waitForSelector("#net:not([hidden])");
  expect(await page.inputValue("#text")).toBe("not sent");
  expect((await glance(page)).title).toBe(ours);
  await page.context().setOffline(false);
});

test.each(oneInTurn("discreet looks", ["notes", "homework"]))(
  "%s: in every language at 320 px, light, dark and with forced colours, the head has one row and no link is broken",
  async (look) => {
    noor = await young(house, { width: 320 });
    const { page } = noor;
    const rows = `(() => {
      const height = (one) => Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight));
      const [leave, name] = [document.querySelector(".leave"), document.querySelector("header strong")].map((one) =>
        one.getBoundingClientRect());
      return {
        links: [...document.querySelectorAll("footer a:not(.skip)")].filter((one) => one.getClientRects()[0].height > 50).length,
        side: leave.top < name.bottom && name.top < leave.bottom,
        wide: document.documentElement.scrollWidth > innerWidth,
      };
    })()`;
    for (const language of languages) {
      await page.context().clearCookies();
      await page.goto(`${house.origin}/how-it-looks?l=${language}`);
      await page.locator(`[value=${look}]`).check();
      await page.locator("article form .big").click();
      await page.waitForSelector("form[action^='/start']");
      expect(await page.evaluate(rows), language).toEqual({ links: 0, side: true, wide: false });
    }
    for (const media of [{ colorScheme: "dark" }, { colorScheme: null, forcedColors: "active" }] as const) {
      await page.emulateMedia(media);
      await page.goto(house.origin, opening);
      expect(await axe(page)).toEqual([]);
    }
  },
);
