import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor, openMenu, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";

let house: Server;
let anna: Counsellor;

beforeAll(async () => {
  house = await server();
  await open(house);
  anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
});
afterAll(async () => {
  await close();
  await house.stop();
});

const noWait = { noWaitAfter: true } as const;
const deletes = async (page: Page) => {
  await openMenu(page);
  await page.locator("#way form[action='/clear'] button").click(noWait);
  await page.click("form[action='/clear'] .big");
  await page.waitForSelector("form[action='/clear']", { state: "detached" });
};

const ways: [string, boolean][] = [
  ["with scripts", true],
  ["without scripts", false],
];

test.each(oneInTurn("deletes", ways))(
  "%s Noor deletes her chat while Anna writes: it is gone from both screens, and Back brings nothing",
  async (_, js) => {
    const noor = await young(house, { js });
    await noor.start("the canary sings");
    const id = await anna.take();
    await anna.say("I hear the canary", id);
    await noor.sees("I hear the canary");
    if (!js) await openMenu(noor.page);
    if (!js) await noor.page.locator("#check button").click(noWait);
    // The page that is loaded anew has it folded.
    if (!js) await noor.page.locator("#more:not([open])").waitFor();
    await openMenu(noor.page);
    await noor.page.locator("#way summary").click(noWait);
    await anna.page.fill(`#pane-${id} .compose textarea`, "and what does the canary");
    await deletes(noor.page);
    expect(await noor.page.content()).not.toContain("canary");

    await anna.page.waitForSelector(`#pane-${id} .whose`);
    expect(await anna.page.evaluate("document.documentElement.outerHTML")).not.toContain("canary");
    const typed = "[...document.querySelectorAll('textarea, input')].map((one) => one.value).join()";
    expect(await anna.page.evaluate(typed)).not.toContain("canary");
    await anna.page.reload();
    expect(await anna.page.content()).not.toContain("canary");
    // What it was about can still be ticked, and it goes from the screen as any other.
    await anna.page.waitForSelector(`#pane-${id} form[action$="/record"]`);
    await anna.page.click(`#close-${id}`);
    await anna.page.click(`.close-ask [value=without]`);
    await anna.page.waitForSelector(`#pane-${id}`, { state: "detached" });

    await noor.page.goBack({ waitUntil: "commit" }).catch(() => {});
    await expect.poll(() => noor.page.content().catch(() => "canary")).not.toContain("canary");
    await noor.come();
    await noor.page.waitForSelector("form[action^='/start']");
    await noor.page.context().close();
  },
);
