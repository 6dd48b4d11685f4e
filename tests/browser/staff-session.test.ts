import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { close } from "../support/browser.ts";
import { type Counsellor, counsellor, type Young, young } from "../support/people.ts";
import { type TimedServer, timedServer } from "../support/youth-states.ts";

// Nobody goes home without knowing whom they leave, and nobody sits before a console that no longer lives.

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
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

test("signing out in the middle of a chat asks first; Noor reads soon that Mika is not there, and again when she is", async () => {
  const { page } = anna;
  await page.click("#me summary");
  await page.click("#me form button");
  await page.locator("h1", { hasText: "You are still in a chat" }).waitFor();
  await page.click("main a.main");
  await page.click(`#open-${id}`);
  await page.waitForSelector(`#pane-${id}`);
  expect(await noor.page.textContent("#state")).toContain("Mika is here");
  await page.click("#me summary");
  await page.click("#me form button");
  await page.click("main .second");
  await page.waitForURL(`${house.origin}/staff/sign-in`);
  await noor.told("Mika is away for a moment");
  expect(await noor.page.textContent("#state")).toContain("You can go on writing.");
  await anna.signIn();
  await noor.told("Mika is here");
});

test("a session that is over takes the chats off the screen, even if a request noticed it first", async () => {
  await noor.say("nobody else should read this");
  await anna.sees("nobody else");
  house.clock.pass(11 * 3_600_000);
  const answer = await anna.page.context().request.get(`${house.origin}/staff/conversation/${id}`, {
    headers: { "HX-Request": "true" },
  });
  expect(answer.status()).toBe(401);
  await runJob(house.helpline, jobs.find((job) => job.name === "sessions that are over")!);
  await anna.page.waitForURL(`${house.origin}/staff/sign-in`);
  expect(await anna.page.content()).not.toContain("nobody else should read this");
});
