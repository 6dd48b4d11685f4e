import type { Page } from "playwright-core";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

afterAll(close);

/** An open house to which so many have come that whoever comes now has to show something. */
async function crowded(): Promise<TimedServer> {
  const house = await timedServer();
  onTestFinished(() => house.stop());
  await open(house);
  while (house.helpline.limiter.take("startUnproved", "all"));
  return house;
}

async function write(page: Page, words: string) {
  await page.fill("#text", words);
  await page.click("form[action^='/start'] .big");
  await page.waitForSelector("#busy");
}

test("S12: on a phone six times as slow the browser does its task by itself and is in line, and nothing is lost", async () => {
  const house = await crowded();
  for (const words of oneInTurn("words while it is busy", ["it is bad at home", ""])) {
    const { page, come, sees } = await young(house, { width: 360 });
    const asked: string[] = [];
    page.on("request", (one) => asked.push(one.url()));
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: 6 });
    await come();
    await page.fill("#text", words);
    await page.click("form[action^='/start'] .big");
    await page.waitForSelector("#state.waiting");
    if (words !== "") await sees(words);
    expect(asked.some((one) => /\/busy\.\w+\.js$/.test(one))).toBe(true);
    expect(asked.filter((one) => !one.startsWith(house.origin) && !one.startsWith("data:"))).toEqual([]);
    // Back leads to the door of before, which shows the chat, and never to a page that would send the form again.
    await page.goBack();
    await page.waitForSelector("#state.waiting");
    expect(await page.locator("#busy").count()).toBe(0);
    await page.context().close();
  }
});

test("S12: a browser with scripts that cannot do the task goes on by itself when the minute is over", async () => {
  const house = await crowded();
  const { page, come, sees } = await young(house, { width: 360 });
  await page.addInitScript("Object.defineProperty(crypto, 'subtle', { value: undefined })");
  await page.clock.install();
  await come();
  await write(page, "my phone is old");
  expect(await page.locator("#then").textContent()).toContain("by itself");
  house.clock.pass(61_000);
  await page.clock.fastForward(62_000);
  await page.waitForSelector("#state.waiting");
  await sees("my phone is old");
});

test("S12: without scripts a button comes when the minute is over, and leads into the line", async () => {
  const house = await crowded();
  const { page, come, sees } = await young(house, { width: 360, js: false });
  await come();
  await write(page, "no scripts here");
  const go = page.locator("#go");
  expect(await go.isVisible()).toBe(false);
  // How much of it is over is to be seen, and what to press then to be read.
  expect(await page.locator("#minute").isVisible()).toBe(true);
  expect(await page.locator("#then").textContent()).toContain("tap the button");
  expect(await page.locator("#text").inputValue()).toBe("no scripts here");
  // A minute of the page's own clock.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Animation.enable");
  await cdp.send("Animation.setPlaybackRate", { playbackRate: 200 });
  await page.reload();
  house.clock.pass(61_000);
  await go.waitFor();
  await go.click({ noWaitAfter: true });
  await sees("no scripts here");
});
