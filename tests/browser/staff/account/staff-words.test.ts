import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { chatDraft } from "#src/conversation/messages/draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { talking } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";
import { another, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// What a counsellor has written is kept and goes out, and what was pressed without a line does not look done.

let house: TimedServer;
let anna: Counsellor;
let id: number;

beforeEach(async () => {
  house = await timedServer();
  anna = await counsellor(house);
  await open(house);
  id = await talking(house);
  await anna.signIn(`/staff/conversation/${id}`);
  await anna.page.waitForSelector("#sound:not([hidden])");
});
afterEach(async () => {
  expect(house.reported).toEqual([]);
  await anna.page.context().close();
  await house.stop();
});
afterAll(close);

const said = () => messages(house.helpline.db, id).map((one) => one.text);
const kept = () => chatDraft(house.helpline.db, { conversationId: id, staffId: house.anna.id });

test("words that found no server are tried again while the socket lives on, once, and from another chat too", async () => {
  const { page } = anna;
  let tries = 0;
  await page.route("**/send", (route) => (tries++ < 2 ? route.fulfill({ status: 502, body: "" }) : route.continue()));
  await page.fill(`#say-${id}`, "I am with you");
  await page.click(`#compose-${id} .send`);
  await page.locator(`#refused-${id}`, { hasText: "Not sent yet" }).waitFor();
  const other = await talking(house, "someone else");
  // By keyboard: a click on a row that has only just come takes nobody.
  await page.press(`#open-${other}`, "Enter");
  await page.waitForSelector(`#pane-${other}`);
  await expect.poll(said).toContain("I am with you");
  expect(tries).toBe(3);
  expect(said().filter((text) => text === "I am with you")).toHaveLength(1);
  await page.locator(`#open-${id}`).press("Enter");
  await page.waitForSelector(`#pane-${id}`);
  await expect.poll(() => page.inputValue(`#say-${id}`)).toBe("");
});

test("words that went into a dead connection are tried again within seconds, and stand there once", async () => {
  const { page } = anna;
  let tries = 0;
  await page.route("**/send", (route) => {
    tries++;
    if (tries > 2) return route.continue();
  });
  await page.fill(`#say-${id}`, "still with you");
  await page.click(`#compose-${id} .send`);
  await expect.poll(said, { timeout: 15_000 }).toContain("still with you");
  expect(tries).toBe(3);
  expect(said().filter((text) => text === "still with you")).toHaveLength(1);
  await page.unroute("**/send");
});

test("how much is left is counted as the server counts it", async () => {
  await anna.page.fill(`#say-${id}`, "😊".repeat(1_990));
  await anna.page.locator(`#compose-${id} .count`, { hasText: /\b20$/ }).waitFor();
});

test("words that were changed meanwhile wait for Anna", async () => {
  const { page } = anna;
  const wait = Promise.withResolvers<void>();
  let tries = 0;
  await page.route("**/send", async (route) => {
    tries++;
    await wait.promise;
    await route.abort();
  });
  await page.fill(`#say-${id}`, "I am");
  await page.click(`#compose-${id} .send`);
  await expect.poll(() => tries).toBe(1);
  await page.locator(`#say-${id}`).pressSequentially(" not");
  wait.resolve();
  await page.locator(`#refused-${id}`, { hasText: "Not sent yet" }).waitFor();
  await expect.poll(kept).toBe("I am not");
  await page.unroute("**/send");
  expect(said()).not.toContain("I am not");
  await page.click(`#compose-${id} .send`);
  await expect.poll(said).toContain("I am not");
  expect(said()).not.toContain("I am");
});

test("sending in one tab leaves what another tab has written", async () => {
  const second = await page({ beside: anna.page });
  await second.goto(`${house.origin}/staff/conversation/${id}`);
  await second.waitForFunction("document.documentElement.dataset.keys");
  await second.fill(`#say-${id}`, "a long thought in the other tab");
  await expect.poll(kept).toBe("a long thought in the other tab");
  await anna.say("short answer", id);
  await expect.poll(said).toContain("short answer");
  // Sent words leave nothing of their own behind, which is told to the server right after them.
  await anna.page.fill(`#say-${id}`, "and one more");
  await anna.page.fill(`#say-${id}`, "");
  await second.close();
  expect(kept()).toBe("a long thought in the other tab");
});

test("own words that were kept on the way to being sent are forgotten with them", async () => {
  await anna.page.fill(`#say-${id}`, "I am");
  await expect.poll(kept).toBe("I am");
  await anna.say("I am here", id);
  await expect.poll(kept).toBe("");
});

test("whoever types without a pause is kept all the same", async () => {
  const { page } = anna;
  // In the page itself, whose letters come evenly however busy this machine is.
  await page.evaluate(`setInterval((field) => {
    field.value += "a";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, 50, document.getElementById("say-${id}"))`);
  await expect.poll(kept, { timeout: patience(8_000) }).toMatch(/^a{10,}$/);
});

test("what is pressed without a line says that it was probably not done, and goes on saying so when the line is back", async () => {
  const { page } = anna;
  await another(house, "I am Sam");
  await page.waitForSelector("#take-next");
  await page.context().setOffline(true);
  const presses = [
    ["#take-next", async () => expect(await page.locator("#queue .row").count()).toBe(1)],
    ["#be-away", async () => expect(await page.getAttribute("#be-available", "aria-pressed")).toBe("true")],
  ] as const;
  for (const [button, asBefore] of presses) {
    await page.click(button);
    await page.locator("#refused", { hasText: "probably wasn’t done" }).waitFor();
    await asBefore();
    expect(await page.locator("[aria-busy], [inert]").count()).toBe(0);
  }
  await page.click(".end summary");
  await page.click(`#end-now-${id}`);
  await page.locator("#refused", { hasText: "probably wasn’t done" }).waitFor();
  expect(await page.locator(".over").count()).toBe(0);
  await page.locator("#offline:not(:empty)").waitFor();
  await page.context().setOffline(false);
  await page.waitForSelector("#offline:empty", { state: "attached" });
  expect(await page.textContent("#refused")).toContain("probably wasn’t done");
  await page.click("#be-away");
  await page.waitForSelector("#be-away[aria-pressed=true]");
  expect(await page.textContent("#refused")).toBe("");
});
