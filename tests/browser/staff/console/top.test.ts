import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { Settings } from "#src/settings/definitions.ts";
import { setSettings } from "#src/settings/settings.ts";
import type { Subject } from "#src/settings/subjects.ts";
import { close, type PageOptions, page, shot } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { country } from "#tests/support/keys/flips.ts";
import { drawn } from "#tests/support/made/pngs.ts";
import { counsellor, opening, young } from "#tests/support/people/people.ts";
import { oneInTurn } from "#tests/support/run/night.ts";
import { take } from "#tests/support/states/youth/youth.ts";

let house: Server;
beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

const set = (subject: Subject, values: Partial<Settings>) =>
  house.helpline.db.change(`staff:${house.aino.id}`, (tx, emit) => setSettings(tx, emit, { subject, values }));

const longName = "Vertrauensleitung für junge Menschen Süd";
const png = drawn({ width: 240, height: 64, draw: (x) => [9, x % 200, 99, 255] });
const logo = { png: png.toString("base64"), width: 240, height: 64 };

/** What of the top of a page cannot be seen whole, or is covered by something else, its ends too. The name gives way where there is no room. */
const hidden = `(() => {
  const seen = (one) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    const isAt = (x) => one.contains(document.elementFromPoint(x, (top + bottom) / 2));
    const isWhole = [left + 1, (left + right) / 2, right - 1].every(isAt);
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left && isWhole;
  };
  const name = innerWidth >= 1280 ? "#top strong span, " : "";
  const all = [...document.querySelectorAll(name + "#leave, #top strong, #top svg, #top img, #sos p > span, #sos a")];
  return all.filter((one) => !seen(one)).map((one) => one.tagName + " " + one.textContent);
})()`;

/** The way out is above or beside the name, at the right; the name begins at the left where it has a row of its own. */
const placed = `(() => {
  const [leave, name] = ["#leave", "#top strong"].map((one) => document.querySelector(one).getBoundingClientRect());
  const header = document.querySelector("header").getBoundingClientRect();
  const edge = parseFloat(getComputedStyle(document.querySelector("header")).paddingLeft);
  const at = (one, other) => Math.abs(one - other) < 2;
  return [at(leave.right, header.right - edge), at(name.left, header.left + edge), leave.top <= name.top + name.height / 2];
})()`;

const large = (of: Page) => of.evaluate("document.documentElement.style.fontSize = '212.5%'");

const tops: {
  name: string;
  width: 320 | 360 | 1280;
  letters: "usual" | "large";
  set: Partial<Settings>;
  logo?: true;
}[] = [
  { name: "usual", width: 320, letters: "usual", set: {} },
  { name: "usual-large", width: 320, letters: "large", set: {} },
  { name: "long", width: 320, letters: "usual", set: { name: longName } },
  { name: "long-large", width: 320, letters: "large", set: { name: longName } },
  { name: "logo-large", width: 320, letters: "large", set: { name: "Porchlight" }, logo: true },
  { name: "logo", width: 360, letters: "usual", set: { name: longName }, logo: true },
  { name: "wide", width: 1280, letters: "usual", set: { name: longName }, logo: true },
  { name: "wide-large", width: 1280, letters: "large", set: { name: longName }, logo: true },
];

test.each(oneInTurn("tops", tops))(
  "whom to call stays in sight, whole and on top, however high the top is: $name",
  async (one) => {
    await set("helpline", one.set);
    if (one.logo) await set("look", { logo });
    await set("emergency", { emergency: [country("FR"), country("GB")] });
    for (const locale of oneInTurn("top in", ["en", "fr"])) {
      for (const scheme of oneInTurn("top by", ["light", "dark"] as const)) {
        const noor = await page({ width: one.width, locale, scheme });
        await noor.setViewportSize({ width: one.width, height: 568 });
        await noor.goto(`${house.origin}/how`);
        if (one.letters === "large") await large(noor);
        await shot(noor, `top-${one.name}-${locale}-${scheme}`);
        expect(await noor.evaluate(placed)).toEqual([true, true, true]);
        for (const down of [0, 900]) {
          await noor.evaluate(`scrollTo(0, ${down})`);
          expect(await noor.evaluate(hidden)).toEqual([]);
        }
        // Less than half of the smallest phone.
        expect(await noor.evaluate<number>("document.querySelector('#top').offsetHeight")).toBeLessThan(568 / 2);
        await noor.context().close();
      }
    }
  },
);

test.each<PageOptions>(oneInTurn("who cannot talk", [{}, { js: false }]))(
  "who cannot talk finds the way in one tap from every state: %o",
  async (options) => {
    const noor = await young(house, options);
    const tap = async () => {
      await noor.page.locator("a:visible", { hasText: "Can’t talk?" }).click({ noWaitAfter: true });
      const way = noor.page.locator("#danger a[href='sms:114']");
      await way.waitFor();
      const { y } = (await way.boundingBox())!;
      expect(y).toBeGreaterThan(await noor.page.evaluate<number>("document.querySelector('#top').offsetHeight"));
      expect(y).toBeLessThan(700);
    };
    await noor.come();
    expect(await noor.page.locator("#sos a").count()).toBe(1);
    await set("emergency", { emergency: [country("FR")] });
    await set("opening", { opening: "break" });
    await noor.come();
    await tap();
    await set("opening", { opening: "open" });
    await noor.page.goto(house.origin, opening);
    await tap();
    await noor.start("will somebody come?");
    await tap();
    await noor.page.goto(house.origin, opening);
    await take(house);
    await noor.told("Mika is here");
    await tap();
    await noor.page.context().close();
  },
);

test("what an admin changes takes neither the focus nor a press from the way out, and nothing below it jumps", async () => {
  const noor = await young(house);
  await noor.start("hello");
  const leave = noor.page.locator("#leave");
  await leave.focus();
  const { x, y } = (await leave.boundingBox())!;
  await noor.page.mouse.move(x + 20, y + 20);
  const before = (await noor.page.locator("#text").boundingBox())!.y;
  await noor.page.mouse.down();
  await set("helpline", { name: longName, exitAddress: "https://weather.example/" });
  await noor.page.locator("#top", { hasText: longName }).waitFor();
  expect(await noor.page.evaluate("document.activeElement.id")).toBe("leave");
  await set("look", { logo });
  await noor.page.locator("#top img").waitFor();
  expect(Math.abs((await noor.page.locator("#text").boundingBox())!.y - before)).toBeLessThan(1);
  await Promise.all([noor.page.waitForRequest("https://weather.example/"), noor.page.mouse.up()]);
  await noor.page.context().close();
});

test("at the door too: the box stays where it is while the name grows over it", async () => {
  const sam = await page();
  await sam.goto(house.origin);
  await sam.locator("#leave").focus();
  await sam.evaluate("scrollTo(0, 60)");
  const place = () => sam.evaluate<number>("document.querySelector('#text').getBoundingClientRect().top");
  const before = await place();
  await set("helpline", { name: longName });
  await sam.evaluate("dispatchEvent(new Event('online'))");
  await sam.locator("#top", { hasText: longName }).waitFor();
  expect(Math.abs((await place()) - before)).toBeLessThan(1);
  expect(await sam.evaluate("document.activeElement.id")).toBe("leave");
  await sam.context().close();
});

test("without JavaScript the chat says that whom to call has changed, and leads to it", async () => {
  const noor = await young(house, { js: false });
  await noor.start("hello");
  await set("look", { logo });
  await set("emergency", { emergency: [country("GB")] });
  const link = noor.log.locator(".top a", { hasText: "has changed" });
  await link.waitFor();
  expect(await noor.log.locator(".top").count()).toBe(1);
  await link.click({ noWaitAfter: true });
  await noor.page.locator("#sos a[href='tel:999']").waitFor();
  await noor.page.context().close();
});

test("the previews beside the settings show the same top, whole", async () => {
  await set("helpline", { name: longName });
  await set("look", { logo });
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn("/admin/settings/helpline");
  const shown = aino.page.frameLocator(".shown-page iframe:not(.coming)");
  await shown.locator("#top", { hasText: longName }).waitFor();
  await shot(aino.page, "top-preview");
  const [leave, name] = await Promise.all(["#leave", "#top strong"].map((one) => shown.locator(one).boundingBox()));
  expect(name!.x).toBeLessThan(leave!.x);
  expect(leave!.y).toBeLessThanOrEqual(name!.y);
  await aino.page.context().close();
});
