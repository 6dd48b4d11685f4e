import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close, page as openPage } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { endings, exitSite, holds, leadTo, pagesBefore, pressBack } from "#tests/support/people/leaving.ts";
import { opening, openMenu, type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { take, write } from "#tests/support/states/youth/youth.ts";

let house: Server;
const site = exitSite();

beforeEach(async () => {
  house = await server();
  await leadTo(house, site);
  await open(house);
});
afterEach(() => house.stop());
afterAll(async () => {
  await close();
  await site.stop();
});

/** Words that nobody may find afterwards, whoever wrote them, and what would tell that there was a chat. */
const secret = {
  first: "first-words-of-noor",
  said: "answer-of-noor",
  heard: "question-of-mika",
  draft: "words-never-sent",
};
const telling = [...Object.values(secret), "Mika", "Continue your chat", "data-last", 'role="log"', "data-ended"];

/** Noor talks with Mika, looks at the rules in between, and has something typed that she did not send. */
async function talks(noor: Young, js: boolean) {
  await noor.start(secret.first);
  const id = await take(house);
  await noor.told("Mika is here");
  await write(house, id, "counsellor", secret.heard);
  await noor.sees(secret.heard);
  for (let n = 1; n <= 3; n++) await noor.say(`${secret.said} ${n}`);
  await noor.sees(`${secret.said} 3`);
  await openMenu(noor.page);
  await noor.page.click("#more a[href^='/how']", { noWaitAfter: true });
  await noor.page.waitForSelector("article");
  await noor.page.click("article .big", { noWaitAfter: true });
  await noor.sees(`${secret.said} 3`);
  const box = js ? noor.page : noor.page.frameLocator("iframe.frame-box");
  await box.locator("#text").fill(secret.draft);
}

async function tabTo(noor: Young, wanted: string) {
  for (let n = 0; n < 40; n++) {
    await noor.page.keyboard.press("Tab");
    if (await noor.page.locator(`${wanted}:focus`).count()) return;
  }
  throw new Error(`Tab never came to ${wanted}`);
}

const ways = {
  click: (noor: Young) => noor.page.click("#leave", { noWaitAfter: true }),
  keyboard: async (noor: Young) => {
    await tabTo(noor, "#leave");
    await noor.page.keyboard.press("Enter");
  },
  "the second link": async (noor: Young) => {
    await noor.page.focus("footer a[href='/leave']");
    await noor.page.keyboard.press("Enter");
  },
  "three Shift presses": async (noor: Young) => {
    for (let n = 0; n < 3; n++) await noor.page.keyboard.press("Shift");
  },
};

const byScript = { way: "click", js: true } as const;
const otherwise = [
  { way: "keyboard", js: true },
  { way: "the second link", js: true },
  { way: "three Shift presses", js: true },
  { way: "click", js: false },
  { way: "keyboard", js: false },
] as const;

test.each([byScript, ...oneInTurn("leaves fast", otherwise)])(
  "[ASVS 14.3.1] Y1, Y2, Y3: Noor leaves by $way (JavaScript: $js), and ten times Back show nothing",
  async ({ way, js }) => {
    const noor = await young(house, { js, remembers: true });
    const { page } = noor;
    const refused: string[] = [];
    page.on("console", (line) => /Content.Security.Policy/i.test(line.text()) && refused.push(line.text()));
    await talks(noor, js);
    const before = await pagesBefore(page);
    await ways[way](noor);
    await page.waitForURL(site.url);
    // It stands in the place of the chat, which is no page to go back to.
    if (js) expect(await pagesBefore(page)).toBe(before);
    expect(await page.textContent("h1")).toBe("Sun and some clouds");

    await expect.poll(() => endings(house)).toEqual(["left_fast"]);
    await expect.poll(() => page.context().cookies()).toEqual([]);

    const back = await pressBack(page);
    expect(back.length).toBeGreaterThan(0);
    for (const [step, shown] of back.entries()) {
      const found = telling.filter((words) => shown.includes(words));
      expect({ step, found }).toEqual({ step, found: [] });
    }
    // Whoever types the address afterwards finds the door.
    await page.goto(house.origin, opening);
    await page.waitForSelector("form[action^='/start']");
    const door = await holds(page);
    expect(telling.filter((words) => door.includes(words))).toEqual([]);
    expect(refused).toEqual([]);
    expect(house.reported).toEqual([]);
    await page.context().close();
  },
);

const fromTheFirstPage = [
  { js: true, how: "leaves fast" },
  { js: false, how: "leaves fast" },
  { js: false, how: "ends the chat and leaves no trace" },
];

test.each(oneInTurn("from the first page", fromTheFirstPage))(
  "Y3: Noor $how from the very page that her first words led to, and Back shows nothing (JavaScript: $js)",
  async ({ js, how }) => {
    const noor = await young(house, { js, remembers: true });
    const { page } = noor;
    await noor.start(secret.first);
    const id = await take(house);
    await write(house, id, "counsellor", secret.heard);
    await noor.sees(secret.heard);
    if (how === "leaves fast") await page.click("#leave", { noWaitAfter: true });
    else {
      await page.evaluate(`fetch("/wipe", { method: "POST" })`);
      await page.goto(site.url);
    }
    await page.waitForURL(site.url);
    await expect.poll(() => page.context().cookies()).toEqual([]);
    for (const shown of await pressBack(page)) {
      expect(telling.filter((words) => shown.includes(words))).toEqual([]);
    }
    await page.context().close();
  },
);

const withWordsAtTheDoor = [
  { js: true, from: "the door" },
  { js: true, from: "the rules" },
  { js: false, from: "the door" },
  { js: false, from: "the rules" },
];

test.each(oneInTurn("words at the door", withWordsAtTheDoor))(
  "Y3: words typed at the door and not sent are gone after leaving from $from and Back (JavaScript: $js)",
  async ({ js, from }) => {
    const noor = await young(house, { js, remembers: true });
    const { page } = noor;
    await noor.come();
    await page.fill("#text", secret.draft);
    if (from === "the rules") {
      await page.click("form a[href^='/how']");
      await page.waitForSelector("article");
    }
    await page.click("#leave", { noWaitAfter: true });
    await page.waitForURL(site.url);
    for (const shown of await pressBack(page)) expect(shown).not.toContain(secret.draft);
    expect(endings(house)).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    await page.context().close();
  },
);

test("the browser of these tests does keep whole pages for Back", async () => {
  const page = await openPage({ remembers: true });
  await page.goto(site.url);
  await page.evaluate("document.querySelector('h1').textContent = 'changed by hand'");
  await page.goto(`${site.url}another`);
  await page.goBack({ waitUntil: "commit" });
  expect(await page.textContent("h1")).toBe("changed by hand");
  await page.context().close();
});
