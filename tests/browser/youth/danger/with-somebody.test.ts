import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { translate } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { axe, axeOn, close, shot } from "#tests/support/browser/browser.ts";
import { act } from "#tests/support/house/http.ts";
import { type Counsellor, counsellor, openMenu, type Young, young } from "#tests/support/people/people.ts";
import { newest, type TimedServer, timedServer, write } from "#tests/support/states/youth/youth.ts";

// In danger, and Mika is there: what stays of whom to call, what a silence asks, and a screen that somebody else may read.

const t = translate("en");
let house: TimedServer;
let anna: Counsellor;
let noor: Young;
let id: number;

beforeEach(async () => {
  house = await timedServer({ asShipped: true });
  const value = shippedEmergency.filter(({ country }) => ["EU", "BE"].includes(country));
  await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  anna = await counsellor(house);
  await anna.signIn();
  await anna.available();
});
afterEach(async () => {
  for (const { page } of [anna, noor]) await page.context().close();
  await house.stop();
});
afterAll(close);

const noWait = { noWaitAfter: true } as const;

/** Noor says at the door that she is in danger, and one thing more. */
async function comes(options: Parameters<typeof young>[1], kind: string) {
  noor = await young(house, options);
  await noor.come();
  await noor.page.check("[name=danger]");
  await noor.page.fill("#text", "he has a knife. he looks at my phone");
  await noor.page.click("form[action^='/start'] .big", noWait);
  await noor.page.locator("#call").waitFor();
  id = newest(house);
  house.clock.pass(1_000);
  const words = t(`youth.danger.${kind}` as "youth.danger.hurt_by");
  await noor.answer(words).click(noWait);
  await noor.sees(words);
}

/** Mika takes her; without scripts she goes on from the line into the chat. */
async function isTaken(js: boolean) {
  // Her whole name stands beside “Urgent”, or as much of it as a long one can.
  const name = "#queue .row.urgent .name b";
  await anna.page.waitForSelector(name);
  const width = (kind: string) => anna.page.evaluate<number>(`document.querySelector("${name}").${kind}Width`);
  expect(await width("client")).toBeGreaterThanOrEqual(Math.min(await width("scroll"), 96));
  await anna.take();
  if (!js) await noor.log.locator(".top a").last().click(noWait);
  await noor.page.locator("#call.brief").waitFor();
}

/** Minutes pass, and every clock of the house is looked at. */
async function passes(minutes: number) {
  for (let n = 0; n < minutes; n += 1) {
    house.clock.pass(60_000);
    house.helpline.youth.touched(id);
    await runJob(house.helpline, jobs.find((job) => job.name === "silences")!);
  }
}

const asks = (js: boolean) => (js ? noor.page.locator("#asked button") : noor.log.locator(".asks:visible button"));
const inDanger = [t("youth.silence.here"), t("youth.danger.silent"), t("youth.silence.go")];
const box = async (of: Page, what: string) => (await of.locator(what).boundingBox())!;

describe.each([[true], [false]])("with scripts: %s, on a phone", (js) => {
  test.each([
    ["hurt_by", "light"],
    ["hurt_self", "dark"],
  ] as const)("whom to call stands in a line above the words when Mika comes (%s, %s)", async (kind, scheme) => {
    await comes({ js, width: 360, scheme }, kind);
    await isTaken(js);
    const numbers = await noor.page.locator("#call > a").allTextContents();
    expect(numbers).toEqual(
      kind === "hurt_by" ? ["Belgium: Police 101", "Call 112"] : ["Call 112 now, even if you feel okay."],
    );
    expect(await noor.page.locator("#in-danger button").count()).toBe(0);
    // The way out is that of a chat now, also on the page that was open in line.
    await openMenu(noor.page);
    await noor.page.locator("#way summary", { hasText: t("youth.end.summary") }).waitFor();
    await noor.page.locator("#way a", { hasText: t("youth.help.wrong_link") }).waitFor();
    await noor.page.click("#more > summary", { noWaitAfter: true });
    await noor.page.locator("#call summary").waitFor();
    // A keyboard leaves so much: the field is in sight, and nothing lies over it or goes beyond the edge.
    await noor.page.setViewportSize({ width: 360, height: 400 });
    const field = js ? noor.page.locator("#text") : noor.page.frameLocator("iframe.frame-box").locator("#text");
    await field.click();
    const seen = (await field.boundingBox())!;
    expect(seen.y).toBeGreaterThanOrEqual(0);
    expect(seen.y + seen.height).toBeLessThanOrEqual(400);
    expect(await noor.page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    await shot(noor.page, `danger-beside-${kind}-${js}-400`);
    await noor.page.setViewportSize({ width: 360, height: 740 });
    await noor.page.evaluate("scrollTo(0, 0)");
    await shot(noor.page, `danger-beside-${kind}-${js}`);
    expect(await axe(noor.page)).toEqual([]);
    // Each is as large as a finger, and the ways without a voice unfold.
    for (const one of await noor.page.locator("#call > a").all()) {
      expect((await one.boundingBox())!.height).toBeGreaterThanOrEqual(40);
    }
    await noor.page.click("#call summary");
    await noor.page.locator("#call p", { hasText: "112 BE" }).waitFor();
  });

  test("a silence asks with three buttons, none of which says that she is safe; the question changes with the mark", async () => {
    await comes({ js, width: 360 }, "hurt_by");
    await isTaken(js);
    await anna.say("I am here.", id);
    await noor.sees("I am here.");
    if (js) {
      await noor.page.fill("#text", "he is com");
      // That they type is heard first: told late, it would end the silence that is to come.
      await expect.poll(() => house.helpline.typing.typedAgo(id, "youth")).not.toBe(null);
    }
    await passes(13);
    await asks(js).nth(2).waitFor();
    expect(await asks(js).allTextContents()).toEqual(inDanger);
    // The same answer stands there once; on a page without scripts, whose question is in the frame, the one below it stays.
    expect(await noor.page.locator("#quiet button:visible").count()).toBe(js ? 0 : 1);
    await shot(noor.page, `danger-asked-${js}`);
    expect(
      js ? await axe(noor.page) : await axeOn(noor.page.frames().find((one) => one.url().endsWith("/log"))!),
    ).toEqual([]);
    // Anna says that it is over, and takes that back: what stands there already is another question then.
    await anna.page.click(`#risk-menu-${id} summary`);
    await anna.page.click(`#urgent-${id}`);
    await asks(js)
      .filter({ hasText: t("youth.silence.bye") })
      .waitFor();
    expect(await asks(js).allTextContents()).toEqual(
      ["here", "later", "bye"].map((one) => t(`youth.silence.${one}` as "youth.silence.bye")),
    );
    await anna.page.waitForSelector(`#risk-menu-${id}:not([open]) #urgent-${id}[value=again]`, { state: "attached" });
    await anna.page.click(`#risk-menu-${id} summary`);
    await anna.page.click(`#urgent-${id}`);
    await asks(js)
      .filter({ hasText: t("youth.silence.go") })
      .waitFor();
    expect(await asks(js).allTextContents()).toEqual(inDanger);
    await asks(js).nth(1).click(noWait);
    await anna.sees(t("youth.danger.silent"));
    await noor.sees(t("youth.danger.silent"));
    // The chat stays, and what is half typed too.
    if (js) expect(await noor.page.inputValue("#text")).toBe("he is com");
    expect(stateOf(conversation(house.helpline.db, id)!)).toBe("talking");
    await anna.page.locator(`#prompts-${id}`, { hasText: t("staff.silence.held") }).waitFor();
  });

  test("“I have to go” leads to the last page, and Anna reads that, and nothing of safe", async () => {
    await comes({ js, width: 360 }, "hurt_by");
    await isTaken(js);
    await anna.say("I am here.", id);
    await noor.sees("I am here.");
    await passes(12);
    await asks(js).nth(2).click(noWait);
    if (!js) await noor.log.locator(".top a").last().click(noWait);
    await noor.page.waitForSelector("[data-ended]");
    await anna.sees(t("youth.silence.go"));
    expect(await anna.page.locator(`#log-${id}`).textContent()).not.toMatch(/safe/i);
  });

  test("Anna says that her screen is watched: no line comes to it, whatever happens and whatever she writes, until it is lifted", async () => {
    await comes({ js, width: 360 }, "hurt_by");
    await isTaken(js);
    await anna.say("I am here.", id);
    await noor.sees("I am here.");
    // In the steps, where somebody in need looks.
    await anna.page.locator(`#scroll-${id}`).press("d");
    await anna.page.click(`#watched-emergency-${id}`);
    await anna.page.locator(`#head-${id}`, { hasText: t("staff.watched.mark") }).waitFor();
    await anna.page.locator(`#prompts-${id}`, { hasText: t("staff.watched.on") }).waitFor();
    await shot(anna.page, "watched-console");
    expect(await axe(anna.page)).toEqual([]);
    const before = await noor.log.locator(".m:visible").count();
    await passes(20);
    await write(house, id, "youth", "homework");
    await passes(20);
    await write(house, id, "counsellor", "Ok.");
    await noor.sees("Ok.");
    expect(await noor.log.locator(".m:visible").count()).toBe(before + 2);
    expect(await asks(js).count()).toBe(0);
    await anna.page.locator(`#watched-prompts-${id}[value=no]`).click();
    await anna.page.locator(`#watched-emergency-${id}[value=yes]`).waitFor();
    await passes(7);
    await noor.sees(t("notice.silence_soft", { alias: "Mika" }));
  });
});

test("nothing jumps under her fingers while she types: not by words that come, nor by what is said of the danger", async () => {
  await comes({ width: 360 }, "hurt_by");
  await isTaken(true);
  await noor.page.setViewportSize({ width: 360, height: 400 });
  await noor.page.click("#text");
  await noor.page.keyboard.type("he is at the d");
  const hears = async (words: string) => {
    await anna.say(words, id);
    await noor.sees(words);
  };
  // Until the words fill the screen.
  for (let n = 1; n <= 8; n += 1) await hears(`line ${n}`);
  const at = await box(noor.page, "#text");
  const moved = async () => Math.abs((await box(noor.page, "#text")).y - at.y);
  await hears("Can you get out?");
  expect(await moved()).toBeLessThan(1);
  for (const present of [true, false]) {
    const before = await noor.page.getAttribute("#state", "data-v");
    const mark = { conversationId: id, staffId: house.anna.id, present, why: "talked" } as const;
    await act(house, house.anna, (tx, emit) => markRisk(tx, emit, mark));
    await hears(`after that ${present}`);
    // Nothing of what stands there is another, so nothing is drawn anew.
    expect(await noor.page.getAttribute("#state", "data-v")).toBe(before);
    expect(await moved()).toBeLessThan(1);
  }
  expect(await noor.page.evaluate("document.activeElement.id")).toBe("text");
  expect(await noor.page.inputValue("#text")).toBe("he is at the d");
});
