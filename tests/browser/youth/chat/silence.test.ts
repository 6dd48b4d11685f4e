import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { close } from "#tests/support/browser/browser.ts";
import { type Counsellor, counsellor, type Young, young } from "#tests/support/people/people.ts";
import { another, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

const t = translate("en");
let house: TimedServer;
let anna: Counsellor;
let noor: Young;
let id: number;

beforeEach(async () => {
  house = await timedServer();
  anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
});
afterEach(async () => {
  await anna.page.context().close();
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

async function talk(options: Parameters<typeof young>[1] = {}) {
  noor = await young(house, options);
  await noor.start("hello");
  id = await anna.take();
  await anna.say("Hi, I am Mika. What is up?");
  await noor.sees("What is up?");
}

/** Minutes pass, and every clock of the house is looked at. */
async function passes(minutes: number) {
  for (let n = 0; n < minutes; n += 1) {
    house.clock.pass(60_000);
    await runJob(house.helpline, jobs.find((job) => job.name === "silences")!);
  }
}

/** Beside the field, in sight wherever she reads. */
const asked = (words: string) => noor.page.locator("#asked strong", { hasText: words }).waitFor();
const answered = () => noor.page.locator("#asked strong").waitFor({ state: "detached" });
const prompts = () => anna.page.locator(`#prompts-${id}`);

test("silence: Anna alone is prompted, then Noor gets a line, is asked, and a word typed answers", async () => {
  await talk();
  await noor.page.setViewportSize({ width: 360, height: 480 });
  await anna.page.fill(`#say-${id}`, "I wonder whether");
  await passes(3);
  await prompts().filter({ hasText: "They may be thinking" }).waitFor();
  expect(await noor.page.locator(".m").count()).toBe(3);
  await passes(4);
  await noor.sees(t("notice.silence_soft", { alias: "Mika" }));
  await passes(5);
  await asked(t("youth.silence.title"));
  await prompts().filter({ hasText: "asked if they’re still there" }).waitFor();
  // However high the question is, the newest words stand above it.
  const newest = (await noor.page.locator("#log li").last().boundingBox())!;
  expect(Math.floor(newest.y + newest.height)).toBeLessThanOrEqual((await noor.page.locator(".dock").boundingBox())!.y);
  // Nothing of it takes the words or the place that Anna writes in.
  expect(await anna.page.locator(`#say-${id}`).inputValue()).toBe("I wonder whether");
  expect(await anna.page.evaluate("document.activeElement.id")).toBe(`say-${id}`);
  await noor.page.locator("#text").pressSequentially("wait");
  await answered();
  await expect.poll(() => prompts().locator("p").count()).toBe(0);
});

test("silence: “I am still here” keeps what is typed; the pause frees Anna’s hand, and one tap leads back", async () => {
  await talk();
  await passes(12);
  await asked(t("youth.silence.title"));
  await noor.page.click("#asked button");
  await answered();
  await passes(15);
  await asked(t("youth.paused.title"));
  // It stands there twice, at the top and beside the field, and is read aloud once.
  const aloud = await noor.page.locator("#chat").ariaSnapshot();
  expect(aloud.split(t("youth.paused.title"))).toHaveLength(2);
  await prompts().filter({ hasText: "You’re free to take someone else" }).waitFor();
  await anna.page.locator(`#chat-${id} .state`, { hasText: t("staff.state.paused") }).waitFor();
  // What is typed stays where it is.
  await noor.page.fill("#text", "I was thinking");
  await noor.page.click("#asked button");
  await answered();
  expect(await noor.page.inputValue("#text")).toBe("I was thinking");
  await expect.poll(() => prompts().locator("p").count()).toBe(0);
});

test("silence: where Anna has her hands full meanwhile, Noor is at the front of the line", async () => {
  await talk();
  await passes(15);
  await asked(t("youth.paused.title"));
  for (const words of ["next", "and next"]) {
    await another(house, words);
    await anna.take();
  }
  await noor.page.click("#asked button");
  await noor.told(t("youth.waiting.place", { place: 1 }));
  await anna.page.locator("#queue .row", { hasText: "hello" }).waitFor();
});

test("silence: without JavaScript the frame asks, pauses and leads back", async () => {
  await talk({ js: false });
  await passes(12);
  await noor.log.locator("button", { hasText: t("youth.silence.here") }).click();
  // That Mika is here stood there all the time: once it is heard the clock may go on.
  await expect.poll(() => house.heard.map(({ type }) => type)).toContain("silence.broken");
  await noor.told(t("youth.talking.here", { alias: "Mika" }));
  await passes(15);
  await noor.log.locator("button", { hasText: t("youth.paused.back") }).click();
  await noor.told(t("youth.talking.here", { alias: "Mika" }));
});
