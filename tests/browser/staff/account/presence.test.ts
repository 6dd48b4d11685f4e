import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close, page } from "#tests/support/browser/browser.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { gone, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

let house: TimedServer;
let anna: Counsellor;
let noor: Young;
let id: number;

beforeEach(async () => {
  house = await timedServer();
  anna = await counsellor(house);
  noor = await young(house);
  await anna.signIn();
  await anna.available();
  await noor.start("hello");
  id = await anna.take();
  await noor.told("Mika is here");
});
afterEach(async () => {
  await anna.page.context().close();
  await house.stop();
});
afterAll(close);

/** She comes once more, and Anna takes her. */
async function again() {
  await noor.start("me again");
  id = await anna.take();
  await noor.told("Mika is here");
}

const state = () => anna.page.locator(`#head-${id} .state`).textContent();

test("live: a lost connection is told apart from leaving fast and from the end: lost, away, back", async () => {
  await expect.poll(state).toContain("connected");
  await noor.page.goto("about:blank");
  await gone(house, id);
  house.clock.pass(6_000);
  await expect.poll(state).toContain("connection lost");
  expect(await anna.page.locator(`#say-${id}`).isEnabled()).toBe(true);
  house.clock.pass(90_000);
  await expect.poll(state).toContain("away");
  expect(await anna.page.locator(".over").count()).toBe(0);
  await noor.come();
  await noor.page.click("form[action='/continue'] .big");
  await expect.poll(state).toContain("connected");
});

test("live: a lost connection is told apart from leaving fast and from the end: left fast, ended by Noor, ended by Anna", async () => {
  await noor.page.route("https://www.wikipedia.org/", (route) => route.fulfill({ body: "an ordinary page" }));
  await noor.page.click("#leave");
  await expect.poll(state).toContain("left fast");
  expect(await anna.page.textContent(".over")).toContain("They used “Leave fast”.");
  expect(await anna.page.textContent(".over")).not.toContain("connection");

  await again();
  await noor.end();
  await expect.poll(state).toContain("ended by them");
  expect(await anna.page.textContent(".over")).toContain("The young person ended this chat.");

  await noor.page.click("details.more > summary");
  await noor.page.click("form[action='/wipe'] .big");
  await again();
  await anna.end();
  await expect.poll(state).toContain("ended by you");
  await noor.page.waitForSelector("[data-ended]");
  expect(await noor.page.textContent("main")).toContain("The chat has ended. You can come back any time.");
});

test("live: after nine minutes away Anna is told that it may be someone else, with a question ready", async () => {
  const { page } = anna;
  await page.fill(`#say-${id}`, "I was thinking");
  await noor.page.goto("about:blank");
  await gone(house, id);
  house.clock.pass(9 * 60_000);
  await noor.come();
  expect(await noor.page.textContent("h1")).toBe("Continue your chat?");
  const shown = await noor.page.content();
  for (const words of ["hello", "Mika"]) expect(shown).not.toContain(words);
  // Opening the page alone is no return: it may be anyone who looks.
  expect(house.heard.filter((event) => event.type === "conversation.returned")).toEqual([]);
  await noor.page.click("form[action='/continue'] .big");
  await noor.sees("hello");
  await page.waitForSelector(`#back-${id} button:visible`);
  expect(await page.textContent(`#back-${id}`)).toContain("Back after 9 min. It could be someone else.");
  await page.click(`#back-${id} button`);
  const question = "I’m glad you’re back. Are you on your own, and is it okay to talk now?";
  expect(await page.inputValue(`#say-${id}`)).toBe(`I was thinking\n${question}`);
  await page.keyboard.press("Enter");
  await noor.sees(question);
});

test("live: signing out in one tab clears the chats from the other", async () => {
  await noor.say("nobody else should read this");
  await anna.page.goto(`${house.origin}/staff/conversation/${id}`);
  await anna.page.locator(".m.youth", { hasText: "nobody else" }).waitFor();
  const second = await page({ beside: anna.page });
  await second.goto(`${house.origin}/staff`);
  await second.click("#me summary");
  await second.click("form[action='/staff/sign-out'] button");
  await second.click("main .second");
  await anna.page.waitForURL(`${house.origin}/staff/sign-in?why=signed_out`);
  await anna.page.locator(".note", { hasText: "in another window" }).waitFor();
  expect(await anna.page.content()).not.toContain("nobody else should read this");
});
