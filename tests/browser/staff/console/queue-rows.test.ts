import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { comesIn, takes, youthEnds, youthSays } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";

// Of the queue only the rows that changed come: what stands on the page is a whole list all the same, in its order.

let house: Server;
let anna: Counsellor;
let page: Page;
let ids: number[];

beforeEach(async () => {
  house = await server();
  await open(house);
  await open(house, house.bela);
  ids = [];
  for (const name of ["Noor", "Sam", "Mo"]) ids.push(await comesIn(house, `I am ${name}`));
  anna = await counsellor(house);
  await anna.signIn();
  page = anna.page;
  await rows(...ids);
  await page.addInitScript(`document.addEventListener("htmx:ws:before:message:incoming", (event) => {
    globalThis.came = (globalThis.came ?? "") + event.detail.message.data;
  })`);
  await page.reload();
  // A page that begins to listen is given the whole queue once.
  await expect.poll(() => page.evaluate("globalThis.came ?? ''")).toContain("I am Mo");
  await page.evaluate("globalThis.came = ''");
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await page.context().close();
  await house.stop();
});
afterAll(close);

/** Waits until the queue shows these, in this order. */
const rows = (...expected: number[]) =>
  expect
    .poll(() => page.locator("#queue .row").evaluateAll((all) => all.map(({ id }) => id)))
    .toEqual(expected.map((id) => `waiting-${id}`));
const words = (id: number) => page.locator(`#waiting-${id} .words`).textContent();

test("who comes, goes and is taken: the others stay as they are, with the focus in them", async () => {
  const [noor, sam, mo] = ids as [number, number, number];
  await page.focus(`#claim-${mo}`);
  await page.evaluate(`globalThis.node = document.getElementById("waiting-${mo}")`);
  const same = () => page.evaluate(`globalThis.node === document.getElementById("waiting-${mo}")`);
  const urgent = await comesIn(house, "I am Ida", { urgent: true });
  await rows(urgent, noor, sam, mo);
  await takes(house, house.bela, noor);
  await rows(urgent, sam, mo);
  await youthEnds(house, sam);
  await rows(urgent, mo);
  expect([await words(urgent), await words(mo)]).toEqual(["I am Ida", "I am Mo"]);
  expect(await page.textContent("#queue .tally")).toBe("2");
  expect(await page.evaluate("document.activeElement.id")).toBe(`claim-${mo}`);
  expect(await same()).toBe(true);
  // None of that came again.
  expect(await page.evaluate("globalThis.came")).not.toContain("I am Mo");
  for (const id of [urgent, mo]) await youthEnds(house, id);
  // Ida, for whom it was urgent, left in danger.
  await page.waitForSelector(`#danger-${urgent}`);
  const last = await comesIn(house, "I am Zoe");
  await rows(last);
});

test("while the pointer chooses, what comes is kept: each row is there when the queue moves on", async () => {
  const [noor, sam, mo] = ids as [number, number, number];
  await page.hover(`#claim-${mo}`);
  const ida = await comesIn(house, "I am Ida");
  await youthEnds(house, noor);
  const zoe = await comesIn(house, "I am Zoe");
  await page.locator("#wait", { hasText: "4 waiting" }).waitFor();
  expect(await page.locator("#queue .row").count()).toBe(3);
  await rows(sam, mo, ida, zoe);
  expect([await words(ida), await words(zoe)]).toEqual(["I am Ida", "I am Zoe"]);
  expect(await page.evaluate("globalThis.came")).not.toContain('"lists"');
});

test("a row that the page has lost is asked for, and comes", async () => {
  const [noor, sam, mo] = ids as [number, number, number];
  // As an answer that was older than what the socket had told would do it.
  await page.evaluate(`document.getElementById("waiting-${sam}").remove()`);
  await youthSays(house, noor, "are you there?");
  await rows(noor, sam, mo);
  expect(await words(sam)).toBe("I am Sam");
});

test("a row that was asked for in vain is asked for again, until it comes", async () => {
  const [noor, sam, mo] = ids as [number, number, number];
  // Their lines stay as they are: nothing else paints the queue anew.
  for (const id of ids) house.helpline.youth.opened(id);
  await page.evaluate(`{
    const { send } = WebSocket.prototype;
    globalThis.lost = 0;
    WebSocket.prototype.send = function (frame) {
      if (globalThis.lost === 0 && String(frame).includes('"lists"')) globalThis.lost++;
      else send.call(this, frame);
    };
    document.getElementById("waiting-${sam}").remove();
  }`);
  await youthSays(house, noor, "are you there?");
  await expect.poll(() => page.evaluate("globalThis.lost")).toBe(1);
  await rows(noor, sam, mo);
});

test("after the line was away the whole queue comes, whatever the page had", async () => {
  const [noor, sam, mo] = ids as [number, number, number];
  await page.context().setOffline(true);
  await page.evaluate(`document.getElementById("waiting-${sam}").remove()`);
  const ida = await comesIn(house, "I am Ida");
  await youthEnds(house, noor);
  await page.context().setOffline(false);
  await rows(sam, mo, ida);
});
