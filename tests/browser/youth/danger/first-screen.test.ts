import type { Frame, Locator } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { translate } from "#src/i18n/i18n.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { axe, close, shot } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, give } from "#tests/support/house/http.ts";
import { type Young, young } from "#tests/support/people/people.ts";
import { newest, type TimedServer, timedServer } from "#tests/support/states/youth/youth.ts";

// In danger without scripts: what matters stands on the first screen, before anything is scrolled, and what is asked goes when somebody comes.

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

async function comes(width: 360 | 1280, tall: number, scheme: "light" | "dark") {
  height = tall;
  noor = await young(house, { js: false, width, scheme });
  await noor.page.setViewportSize({ width, height });
  await noor.come();
  await noor.page.check("[name=danger]");
  await noor.page.fill("#text", "he has a knife");
  await noor.page.click("form[action^='/start'] .big", noWait);
  await noor.told(t("youth.danger.alerted"));
}

/** Whole on the screen as it stands when the page opens. */
async function isSeen(what: Locator) {
  const box = (await what.boundingBox())!;
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

test.each([
  [360, 640, "light"],
  [360, 640, "dark"],
  [1280, 800, "light"],
] as const)(
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
