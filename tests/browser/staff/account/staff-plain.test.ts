import { afterAll, afterEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { talking, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

let house: Server;
let anna: Counsellor;

afterEach(async () => {
  await anna.page.context().close();
  await house.stop();
});
afterAll(close);

test.each(oneInTurn("plain console", [360, 1280] as const))(
  "without scripts: Refresh and Available stay in the chat, and nothing stands there that only a script listens to (%i px)",
  async (width) => {
    house = await server();
    anna = await counsellor(house, { js: false, width });
    const { page } = anna;
    await anna.signIn();
    await open(house);
    const [first, second] = [await talking(house, "I am Noor"), await talking(house, "I am Sam")];
    const both = `${house.origin}/staff/conversation/${first}?beside=${second}`;
    await page.goto(both);
    await youthSays(house, first, "are you there?");
    await page.click("noscript a");
    await page.locator(`#log-${first}`, { hasText: "are you there?" }).waitFor();
    expect(page.url()).toBe(both);
    // On a phone the way to it is the queue, which stands by itself.
    if (width === 360) await page.goto(`${both}#queue`);
    await page.click("#be-away");
    await page.waitForSelector("#be-away[aria-pressed=true]");
    expect(page.url().split("#")[0]).toBe(both);
    await page.goto(both);
    expect(await page.locator("kbd:visible").count()).toBe(0);
    await page.click(`#end-${first} summary`);
    await page.waitForSelector(`#end-now-${first}:visible`);
    expect(await page.locator("[data-shut]:visible").count()).toBe(0);
    await page.click(`#end-${first} summary`);
    await page.waitForSelector(`#end-now-${first}`, { state: "hidden" });
  },
);
