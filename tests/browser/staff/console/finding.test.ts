import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { keepChosen } from "#src/conversation/messages/intake.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { close } from "#tests/support/browser/browser.ts";
import { annaSays, talking, youthSays } from "#tests/support/house/chats.ts";
import { place } from "#tests/support/house/directory.ts";
import { somePlaces } from "#tests/support/house/places.ts";
import { atChat, press } from "#tests/support/people/in-chat.ts";
import { type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
let ids: Awaited<ReturnType<typeof somePlaces>>;
let pages: Page[] = [];

beforeEach(async () => {
  house = await timedServer();
  ids = await somePlaces(house.helpline.db);
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  for (const one of pages) await one.context().close();
  pages = [];
  await house.stop();
});
afterAll(close);

/** Anna has the search open beside her chat with Noor. */
async function searching() {
  const chat = await atChat(house);
  const { id, page } = chat;
  pages.push(page);
  await press(page, "Escape", "r");
  await page.waitForSelector(`#words-${id}:focus`);
  await page.waitForSelector(".found-row >> nth=3");
  return chat;
}

test("the room never scrolls as a page, however much is found, sent and said", async () => {
  for (let n = 0; n < 12; n++) await place(house.helpline.db, `Centre ${n}`);
  const { id, page } = await searching();
  for (let n = 0; n < 12; n++) {
    await youthSays(house, id, `something that was said, number ${n}`);
    await annaSays(house, id, `and what was answered to it, number ${n}`);
  }
  await page.check(`#place-${id}-${ids.suicide}`);
  await page.check(`#place-${id}-${ids.bullying}`);
  await page.waitForSelector(".preview-cards .card >> nth=1");
  const scrolls = async (when: string) => {
    for (const [width, height] of [
      [1920, 1080],
      [1280, 720],
      [1100, 600],
      [960, 500],
      [900, 400],
      [360, 640],
    ] as const) {
      await page.setViewportSize({ width, height });
      const scrollers = ".scroll, .referrals, .find-scroll";
      await page.evaluate(`for (const one of document.querySelectorAll("${scrollers}")) one.scrollTop = 0`);
      await page.evaluate("document.querySelector('.scroll').scrollTop = -9999");
      const beyond = await page.evaluate("document.documentElement.scrollHeight - innerHeight");
      expect({ when, width, height, beyond }).toEqual({ when, width, height, beyond: 0 });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  await scrolls("ticked");
  await page.click(`#send-cards-${id}`);
  await page.waitForSelector(`#log-${id} .sent-cards`);
  await page.click(".how-far >> nth=0");
  await page.waitForSelector(".went[open]");
  await scrolls("sent");
});

test("of several cards the one that was just ticked is in sight, all are named in the order they are sent in, and the rest is scrolled to", async () => {
  const { id, page } = await searching();
  await page.setViewportSize({ width: 1280, height: 640 });
  const inSight = (name: string) =>
    page.evaluate(`(() => {
      const card = [...document.querySelectorAll(".preview-cards .card")].find((one) => one.textContent.includes("${name}"));
      const [own, box] = [card.getBoundingClientRect(), card.parentElement.getBoundingClientRect()];
      return own.top >= box.top - 1 && own.top < box.bottom - 40;
    })()`);
  for (const [n, one] of [ids.suicide, ids.bullying, ids.dutch].entries()) {
    await page.check(`#place-${id}-${one}`);
    await page.waitForSelector(`.preview-cards .card >> nth=${n}`);
  }
  await expect.poll(() => inSight("Praatlijn")).toBe(true);
  await page.fill(`#words-${id}`, "bullying");
  await page.waitForSelector("[data-words=bullying]");
  const names = await page.locator(".preview-cards .names li").allTextContents();
  expect(names).toEqual(["Lifeline", "Praatlijn", "Stop Bullying"]);
  expect(await page.locator(".preview-cards .card h3").allTextContents()).toEqual(names);
  await page.locator(".preview-cards > div").press("Home");
  await expect.poll(() => inSight("Lifeline")).toBe(true);
  await page.click(`#send-cards-${id}`);
  await page.waitForSelector(`#log-${id} .sent-cards`);
  expect(await page.locator(`#log-${id} .sent-cards h3`).allTextContents()).toEqual(names);
});

test("each chat keeps its words, filters and ticks while Anna is in another one, and over a reload", async () => {
  const { id, page } = await searching();
  const other = await talking(house, "I am Sam");
  await page.fill(`#words-${id}`, "life");
  await page.click(`#find-${id} .chip:has([name=free])`);
  await page.check(`#place-${id}-${ids.suicide}`);
  await page.waitForSelector(".preview-cards .card");
  // By their keys: where the list has just moved, a press of the pointer would not count yet.
  await page.locator(`#open-${other}`).press("Enter");
  await page.waitForSelector(`#pane-${other}`);
  await press(page, "Escape", "r");
  await page.waitForSelector(`#words-${other}:focus`);
  expect(await page.inputValue(`#words-${other}`)).toBe("");
  expect(await page.locator(".preview-cards").count()).toBe(0);
  const isAsLeft = async () => {
    expect(await page.inputValue(`#words-${id}`)).toBe("life");
    expect(await page.isChecked(`#find-${id} [name=free]`)).toBe(true);
    expect(await page.isChecked(`#place-${id}-${ids.suicide}`)).toBe(true);
    await page.waitForSelector(`#pane-${id} .preview-cards .card`);
  };
  await page.locator(`#open-${id}`).press("Enter");
  await page.waitForSelector(`#pane-${id}`);
  expect(await page.locator(`#words-${id}`).isVisible()).toBe(true);
  await isAsLeft();
  await page.reload();
  await press(page, "r");
  await page.waitForSelector(`#words-${id}:focus`);
  await isAsLeft();
  // A letter a moment before she leaves is one of them.
  await page.evaluate(`(() => {
    const words = document.getElementById("words-${id}");
    words.value = "lifel";
    words.dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById("open-${other}").click();
  })()`);
  await page.waitForSelector(`#pane-${other}`);
  const kept = () => house.helpline.searches.kept(id, house.anna.id)?.words;
  await expect.poll(kept).toEqual(["lifel"]);
});

test("with two chats open the one Anna searches for stays in sight; the other makes room where there is none, and is there again after", async () => {
  const { id, page } = await searching();
  const other = await talking(house, "I am Sam");
  await page.locator(`#beside-${other}`).press("Enter");
  await page.waitForSelector(`#pane-${other}`);
  // She asked for it: no search stands in its place.
  expect(await page.locator(`#scroll-${other}`).isVisible()).toBe(true);
  const inSight = async () =>
    Promise.all([id, other].flatMap((one) => [`#scroll-${one}`, `#words-${one}`].map((at) => page.isVisible(at))));
  // Beside both there is room for the search of the one in front.
  expect(await inSight()).toEqual([true, true, true, false]);
  // All that can be done with a chat stands in one line with its name, however long that is.
  for (const one of [id, other]) {
    await page.locator(`#head-${one} h2`).evaluate((name) => {
      name.textContent = "Yellow fountain of gentle islands";
    });
    const boxes = await page.locator(`#head-${one} > :is(h2, .quiet, details)`).evaluateAll((all) =>
      all
        .map((at) => at.getBoundingClientRect())
        // What is done seldom is not shown there.
        .filter(({ height }) => height > 0)
        .map(({ top, height }) => top + height / 2),
    );
    expect(boxes.length).toBeGreaterThan(1);
    expect(Math.max(...boxes) - Math.min(...boxes)).toBeLessThan(8);
  }
  for (const [width, sees] of [
    [1280, [true, false, true, true]],
    [1120, [false, false, true, true]],
    [1680, [true, false, true, true]],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.locator(`#scroll-${other}`).press("r");
    await page.waitForSelector(`#words-${other}:focus`);
    expect(await inSight()).toEqual(sees);
    expect(await page.locator(`#say-${other}`).isVisible()).toBe(true);
    await press(page, "Escape");
    await page.waitForSelector(`#say-${other}:focus`);
    expect(await inSight()).toEqual([true, false, true, false]);
  }
});

test("what they chose before the chat stands beside it, one below the other, and is one tap away in the search", async () => {
  const { id, page } = await searching();
  const chosen = { ...noAnswers, topics: ["bullying", "school"], age: "13-14", urgent: "soon" } as const;
  await house.helpline.db.change("youth", (tx) => keepChosen(tx, id, { ...chosen, topics: [...chosen.topics] }));
  await page.reload();
  const rights = await page
    .locator(".tab-about dd")
    .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().right)));
  expect(rights.length).toBeGreaterThan(7);
  expect(new Set(rights).size).toBe(1);
  await press(page, "r");
  await page.waitForSelector(".found-row >> nth=3");
  await page.click(`#find-${id} .chip:has-text("Bullying")`);
  await page.waitForSelector(".found-row >> nth=1", { state: "detached" });
  expect(await page.locator(".found-row b").allTextContents()).toEqual(["Stop Bullying"]);
});

test("a letter in a row begins another search: the words before it are gone", async () => {
  const { id, page } = await searching();
  await press(page, "s", "u", "ArrowDown");
  await page.waitForSelector("[name=service]:focus");
  await press(page, "b", "e", "d");
  expect(await page.inputValue(`#words-${id}`)).toBe("bed");
  await page.waitForSelector("[data-words=bed]");
});

test("what is looked for without a line is found when the line is back", async () => {
  const { id, page } = await searching();
  await page.context().setOffline(true);
  await page.waitForSelector("#offline:not(:empty)");
  await press(page, "b", "e", "d");
  await page.waitForSelector("#refused:not(:empty)");
  expect(await page.locator("[data-words=bed]").count()).toBe(0);
  await page.context().setOffline(false);
  await page.waitForSelector(`#found-${id}[data-words=bed]`);
  await page.waitForSelector("#refused:empty", { state: "attached" });
});
