import type { Frame, Locator } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { axe, close, shot } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, give } from "#tests/support/house/http.ts";
import { type Young, young } from "#tests/support/people/people.ts";
import { oneInTurn, patience } from "#tests/support/run/night.ts";
import { newest, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// In danger what matters stands on the first screen, before anything is scrolled, and what is asked goes when somebody comes.

const t = translate("en");
const noWait = { noWaitAfter: true } as const;
let house: TimedServer;
let noor: Young;
let height: number;

beforeEach(async () => {
  house = await timedServer({ asShipped: true });
  await open(house);
  const value = shippedEmergency.filter(({ country }) => country === "BE");
  await act(house, house.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
});
afterEach(async () => {
  await noor.page.context().close();
  await house.stop();
});
afterAll(close);

async function comes(width: 320 | 360 | 1280, tall: number, scheme: "light" | "dark", js = false) {
  height = tall;
  noor = await young(house, { js, width, scheme });
  await noor.page.setViewportSize({ width, height });
  await noor.come();
  await noor.page.check("[name=danger]");
  await noor.page.fill("#text", "he has a knife");
  await noor.page.click("form[action^='/start'] .big", noWait);
  await noor.told(t("youth.danger.alerted"));
}

/** Whole on the screen as it stands when the page opens. */
async function isSeen(what: Locator) {
  // The answer and what is heard over the line paint the same part twice.
  const box = await vi.waitUntil(() => what.boundingBox(), { timeout: patience(10_000) });
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
  return box;
}

const status = () => noor.log.locator(".status:visible");
const frame = () => noor.page.frames().find((one) => one.url().includes("/log")) as Frame;
/** No line of it is cut off, by its own edge or by that of the frame. */
async function isWhole(words: string) {
  await isSeen(status());
  const [over, beyond] = await frame().evaluate<[number, number]>(`(() => {
    const one = [...document.querySelectorAll(".status")].at(-1), said = document.createRange();
    said.selectNodeContents(one);
    const [box, text] = [one.getBoundingClientRect(), said.getBoundingClientRect()];
    return [text.height - box.height, box.bottom - innerHeight];
  })()`);
  expect(await status().textContent()).toContain(words);
  expect(over).toBeLessThanOrEqual(0);
  expect(beyond).toBeLessThanOrEqual(0);
}
const field = () => noor.page.frameLocator(".frame-box").locator("#text");

const screens = [
  [360, 640, "light"],
  [360, 640, "dark"],
  [1280, 800, "light"],
] as const;

test.each(oneInTurn("first screen", screens))(
  "%d × %d, %s: numbers, that we are alerted, what is happening, and the field",
  async (width, tall, scheme) => {
    await comes(width, tall, scheme);
    for (const number of ["112", "101"]) await isSeen(noor.page.locator(`#call a[href="tel:${number}"]`));
    await isWhole(t("youth.danger.alerted"));
    await isWhole(t("youth.danger.leave"));
    await isSeen(field());
    // What is asked stands below the line above, whole, each as high as a finger.
    const asked = await isSeen(noor.log.locator(".taps:visible h2"));
    const above = (await status().boundingBox())!;
    expect(asked.y).toBeGreaterThanOrEqual(above.y + above.height - 1);
    for (const one of await noor.log.locator(".taps:visible button").all()) {
      expect((await isSeen(one)).height).toBeGreaterThanOrEqual(44);
    }
    expect(await noor.page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await shot(noor.page, `first-screen-${width}-${scheme}`);
    expect(await axe(noor.page)).toEqual([]);

    // What is half typed stays when she taps.
    await field().fill("he is at the d");
    house.clock.pass(1_000);
    await noor.answer(t("youth.danger.hurt_by")).click(noWait);
    await noor.sees(t("youth.danger.hurt_by"));
    await noor.answer(t("youth.danger.no")).waitFor();
    expect(await field().inputValue()).toBe("he is at the d");

    // Mika comes: that is in sight at once, and nothing is asked any more, on a page that nobody has loaded again.
    await give(house, newest(house), house.anna);
    await noor.told("Mika is here");
    await isWhole("Mika is here");
    await isSeen(noor.log.locator(".top a").last());
    expect(await noor.log.locator(".taps:visible").count()).toBe(0);
    expect(await noor.page.locator("#in-danger button:visible").count()).toBe(0);
    await noor.log.locator(".top a").last().click(noWait);
    await noor.page.locator("#call.brief").waitFor();
    await noor.told("Mika is here");
    await isWhole("Mika is here");
    await isSeen(field());
    await shot(noor.page, `first-screen-beside-${width}-${scheme}`);
  },
);

test("360 × 400, over a keyboard: numbers, the line above, a line of the words, and the field", async () => {
  await comes(360, 400, "light");
  await isSeen(noor.page.locator('#call a[href="tel:112"]'));
  await isWhole(t("youth.danger.alerted"));
  await isSeen(field());
  const room = async () => {
    const [log, above] = [await noor.page.locator(".frame-log").boundingBox(), await status().boundingBox()];
    return Math.min(height, log!.y + log!.height) - above!.y - above!.height;
  };
  expect(await room()).toBeGreaterThanOrEqual(40);
  // There is no room for all that is asked: it begins with what it asks, not with “Skip”.
  const asked = await isSeen(noor.log.locator(".taps:visible h2"));
  const above = (await status().boundingBox())!;
  expect(asked.y).toBeGreaterThanOrEqual(above.y + above.height - 1);
  await shot(noor.page, "first-screen-400");
  await give(house, newest(house), house.anna);
  await noor.log.locator(".top a").last().click(noWait);
  await noor.page.locator("#call.brief").waitFor();
  await noor.told("Mika is here");
  await isWhole("Mika is here");
  await isSeen(field());
  expect(await room()).toBeGreaterThanOrEqual(60);
  await shot(noor.page, "first-screen-400-beside");
});

describe("with scripts", () => {
  const inner = (what: string) => noor.page.evaluate<number>(what);
  const question = (words: string) => noor.page.locator("#in-danger h2", { hasText: words });
  /** Nothing of it lies under the top or under the field. */
  async function isFree(what: Locator) {
    const [box, top, dock] = [await isSeen(what), (await noor.page.locator("#top").boundingBox())!, await dockBox()];
    expect(box.y).toBeGreaterThanOrEqual(top.y + top.height - 1);
    expect(box.y + box.height).toBeLessThanOrEqual(dock.y + 1);
    return box;
  }
  const dockBox = async () => (await noor.page.locator(".dock").boundingBox())!;

  test.each(oneInTurn("first screen with scripts", screens))(
    "%d × %d, %s: alert, numbers and the question with all its answers above the field; an answer moves nothing, and is answered",
    async (width, tall, scheme) => {
      await comes(width, tall, scheme, true);
      await isFree(noor.page.locator("#state h1", { hasText: t("youth.danger.alerted") }));
      for (const number of ["112", "101"]) await isFree(noor.page.locator(`#call a[href="tel:${number}"]`));
      await isFree(question(t("youth.danger.what")));
      for (const one of await noor.page.locator("#in-danger button").all()) {
        expect((await isFree(one)).height).toBeGreaterThanOrEqual(44);
      }
      await shot(noor.page, `first-screen-js-${width}-${scheme}`);
      expect(await axe(noor.page)).toEqual([]);
      // What she is told before she leaves stands below, in the same page.
      await noor.page.locator("#read-after", { hasText: t("youth.danger.leave") }).waitFor();

      await noor.page.fill("#text", "he is at the d");
      await noor.page.locator("#in-danger h2").click();
      house.clock.pass(1_000);
      const at = await inner("scrollY");
      await noor.answer(t("youth.danger.hurt_by")).click();
      await question(t("youth.danger.ask_hurt_by")).waitFor();
      await noor.sees(t("youth.danger.hurt_by"));
      expect(await inner("scrollY")).toBe(at);
      await isFree(noor.page.locator("#in-danger p", { hasText: t("youth.danger.heard") }));
      await isFree(question(t("youth.danger.ask_hurt_by")));
      for (const one of await noor.page.locator("#in-danger button").all()) await isFree(one);
      await shot(noor.page, `first-screen-js-asked-${width}-${scheme}`);
      house.clock.pass(1_000);
      await noor.answer(t("youth.danger.silent")).click();
      await isFree(noor.page.locator("#in-danger p", { hasText: t("youth.danger.heard_silent") }));
      expect(await inner("scrollY")).toBe(at);
      expect(await noor.page.inputValue("#text")).toBe("he is at the d");
      expect(await inner("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await axe(noor.page)).toEqual([]);
    },
  );

  test("an answer that the network takes is told again until it is heard, and stays where it is", async () => {
    await comes(360, 640, "light", true);
    house.clock.pass(1_000);
    await noor.page.route("**/danger", (route) => route.abort());
    const answer = noor.answer(t("youth.danger.hurt_by"));
    await answer.click();
    await noor.page.waitForEvent("requestfailed", (one) => one.url().endsWith("/danger"));
    await noor.page.unroute("**/danger");
    await question(t("youth.danger.ask_hurt_by")).waitFor();
    await noor.sees(t("youth.danger.hurt_by"));
  });

  test("once she has written, whom to call stays in sight, her words stand above the field, and what leads away below the screen", async () => {
    await comes(360, 640, "light", true);
    for (const words of ["please hurry", "he is back", "he is at the door of my room"]) {
      await noor.say(words);
      await noor.sees(words);
      await noor.page.locator(".sending").waitFor({ state: "detached" });
      for (const number of ["112", "101"]) await isFree(noor.page.locator(`#call a[href="tel:${number}"]`));
      const mine = await isFree(noor.page.locator(".me").last());
      const dock = await dockBox();
      expect(dock.y - mine.y - mine.height).toBeLessThan(40);
      expect(dock.y + dock.height).toBeGreaterThan(height - 24);
    }
    await shot(noor.page, "first-screen-js-wrote");
    // The ways without a voice unfold, and then go with the page.
    await noor.page.locator("#call summary").click();
    await noor.page.locator("#call p", { hasText: "112 BE" }).waitFor();
    await shot(noor.page, "first-screen-js-cant-talk");
    await noor.page.locator("#call summary").click();
    // The same once somebody is with her.
    await give(house, newest(house), house.anna);
    await noor.page.locator("#call.brief").waitFor();
    await noor.say("thank you");
    await noor.sees("thank you");
    await isFree(noor.page.locator('#call a[href="tel:112"]'));
    await shot(noor.page, "first-screen-js-beside");
  });

  test("320 × 640, letters twice as big: two thirds of the screen are above the field, which has room for words", async () => {
    await comes(320, 640, "light", true);
    const debug = await noor.page.context().newCDPSession(noor.page);
    await debug.send("Page.setFontSizes", { fontSizes: { standard: 32 } });
    await expect.poll(() => inner("parseFloat(getComputedStyle(document.documentElement).fontSize)")).toBe(34);
    expect((await dockBox()).y).toBeGreaterThanOrEqual((height * 2) / 3 - 1);
    expect((await isSeen(noor.page.locator("#text"))).width).toBeGreaterThanOrEqual(120);
    // The question before she leaves has its button clear of the field.
    await noor.page.click("#out summary");
    const leaves = await isSeen(noor.page.locator("#out .big"));
    expect((await isSeen(noor.page.locator("#text"))).y - leaves.y - leaves.height).toBeGreaterThanOrEqual(8);
  });

  test("360 × 400, over a keyboard: the field, and nothing beyond the edge", async () => {
    await comes(360, 400, "light", true);
    await noor.page.click("#text");
    await noor.page.keyboard.type("he is at the d");
    await isSeen(noor.page.locator("#text"));
    expect(await inner("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    await shot(noor.page, "first-screen-js-400");
  });
});

describe.each([[true], [false]])("“I can’t write now” below the field (with scripts: %s)", (js) => {
  test("is a tap that takes away nothing typed, in line and once Mika is there", async () => {
    await comes(360, 640, "light", js);
    const quiet = noor.page.locator("#quiet button");
    const once = async (n: number) => {
      await quiet.click(noWait);
      await noor.page.locator("#quiet", { hasText: t("youth.danger.heard_silent") }).waitFor();
      await expect.poll(() => noor.log.locator(".m p", { hasText: t("youth.danger.silent") }).count()).toBe(n);
    };
    if (js) await noor.page.fill("#text", "he is at the d");
    await once(1);
    if (js) expect(await noor.page.inputValue("#text")).toBe("he is at the d");
    await shot(noor.page, `quiet-${js}`);
    await give(house, newest(house), house.anna);
    if (js) await noor.told("Mika is here");
    else {
      await noor.log.locator(".top a").last().click(noWait);
      await noor.page.locator("#call.brief").waitFor();
    }
    await once(2);
  });
});
