import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { themeNames, themes } from "#src/settings/look/themes.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { open } from "#tests/support/house/helpline.ts";
import type { Server } from "#tests/support/house/server.ts";
import { drawn, usualLogo } from "#tests/support/made/pngs.ts";
import { monday } from "#tests/support/people/admin.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { drawn as drawnFrom, inTurn, night, oneInTurn } from "#tests/support/run/night.ts";
import { ainoAt } from "#tests/support/states/admin/admin.ts";

afterAll(close);

const logo = { name: "logo.png", mimeType: "image/png", buffer: usualLogo };
const styleOf = (page: Page, selector: string, property: string) =>
  page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(selector)}))["${property}"]`);
const rgb = (colour: string) => `rgb(${[...Buffer.from(colour.slice(1), "hex")].join(", ")})`;
const set = (house: Server) => settings(house.helpline.db);

/** By day one of the states is looked at whole: pictures and axe, at both widths and in both schemes. */
const turn = drawnFrom("the look") % 5;

test("every state of the page of the look: pictures, axe, pairs of colours, and 320 px with large letters", async () => {
  const seen: Looked[] = [];
  const lookAt = async (name: string, of: Page) => {
    seen.push(await look(of, name, { whole: night || seen.length === turn }));
  };
  const { house, aino } = await ainoAt(monday, true, "/admin/look");
  const { page } = aino;
  await lookAt("look-fresh", page);
  await page.check("#theme-own");
  await page.fill("#light-soft", "#aaaaaa");
  await page.fill("#dark-mine", "#ddddee");
  await page.setInputFiles("#logo", logo);
  await page.click(".save .main");
  await page.locator(".summary").waitFor();
  await lookAt("look-refused", page);
  await page.setInputFiles("#logo", { ...logo, buffer: usualLogo.subarray(0, 500) });
  await page.check("#theme-forest");
  await page.click(".save .main");
  await page.locator("#logo-note.wrong").waitFor();
  await lookAt("look-logo-refused", page);
  await page.click(".save .main");
  await page.locator("#saved").waitFor();
  await lookAt("look-saved", page);
  await page.context().close();
  const plain = await counsellor(house, { name: "aino", js: false });
  await plain.signIn("/admin/look");
  await lookAt("look-plain", plain.page);
  await plain.page.context().close();
  await house.stop();
  expect(house.reported).toEqual([]);
  expect(seen).toHaveLength(5);
  for (const kind of ["complaints", "unchecked", "wide"] as const) expect(seen.flatMap((one) => one[kind])).toEqual([]);
}, 120_000);

test("the page of young people beside the form follows while Aino chooses, and nothing is stored before she saves", async () => {
  const { house, aino } = await ainoAt(monday, true, "/admin/look");
  const { page } = aino;
  const shown = () => page.frames().at(-1)!;
  const ground = () =>
    shown()
      .evaluate<string>("getComputedStyle(document.documentElement).backgroundColor")
      .catch(() => "");
  await expect.poll(ground).toBe(rgb(themes.violet.light.bg));
  await page.check("#theme-sea");
  await expect.poll(ground).toBe(rgb(themes.sea.light.bg));
  await page.selectOption("[name=preview_scheme]", "dark");
  await expect.poll(ground).toBe(rgb(themes.sea.dark.bg));
  await page.selectOption("[name=preview_page]", "chat");
  await expect.poll(() => shown().locator(".me").count()).toBeGreaterThan(0);
  await page.check("[name=face][value=cloud]");
  await page.selectOption("[name=preview_page]", "open");
  await expect
    .poll(() =>
      shown()
        .locator(".face path")
        .first()
        .getAttribute("d")
        .catch(() => ""),
    )
    .toContain("M27 77");
  expect(set(house).theme).toBe("violet");
  await page.click(".save .main");
  await page.locator("#saved").waitFor();
  expect(set(house)).toMatchObject({ theme: "sea", face: "cloud" });
  await page.context().close();
  await house.stop();
});

test("without scripts: own colours from a ready theme, a logo, the picture by its button, and back by undo", async () => {
  const { house, aino } = await ainoAt(monday, false);
  const { page } = aino;
  await page.goto(`${house.origin}/admin/look`);
  await page.locator("#theme-own").check();
  await page.locator("button[value='start paper']").click();
  await page.locator("#dark-accent[value='#e6c696']").waitFor();
  await page.locator("#logo").setInputFiles(logo);
  await page.locator("#preview-button").click();
  const shown = page.frameLocator("iframe[name=preview]");
  await shown.locator("header img").waitFor();
  expect(set(house).logo).toBe(null);
  await page.locator(".save .main").click();
  await page.locator("#saved").waitFor();
  expect(set(house)).toMatchObject({ theme: "own", colours: themes.paper, logo: { width: 240, height: 64 } });
  await page.locator("#saved button").click();
  await page.locator("#history li >> nth=1").waitFor();
  expect(set(house)).toMatchObject({ theme: "violet", logo: null });
  await page.context().close();
  await house.stop();
});

test("by keyboard alone: another theme, another face, saved", async () => {
  const { house, aino } = await ainoAt(monday, true, "/admin/look");
  const { page } = aino;
  await page.locator("#theme-violet").focus();
  await page.keyboard.press("ArrowRight");
  expect(await page.locator("#theme-forest").isChecked()).toBe(true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  expect(await page.locator("[name=face][value=round]").isChecked()).toBe(true);
  await page.keyboard.press("Enter");
  await page.locator("#saved").waitFor();
  expect(set(house)).toMatchObject({ theme: "forest", face: "round" });
  await page.context().close();
  await house.stop();
});

test.each(oneInTurn("themes", themeNames))(
  "a browser paints %s as it is told, by day and by night, at the door and for the staff",
  async (name) => {
    const { house, aino } = await ainoAt(monday);
    await open(house);
    await house.helpline.db.change("porchlight", (tx, emit) =>
      setSettings(tx, emit, { subject: "look", values: { theme: name } }),
    );
    const noor = await young(house);
    await noor.come();
    await aino.page.goto(`${house.origin}/admin/look`);
    for (const scheme of ["light", "dark"] as const) {
      for (const page of [noor.page, aino.page]) await page.emulateMedia({ colorScheme: scheme });
      const { bg, accent, on } = themes[name][scheme];
      expect(await styleOf(noor.page, "html", "backgroundColor")).toBe(rgb(bg));
      expect(await styleOf(noor.page, "form .big", "backgroundColor")).toBe(rgb(accent));
      expect(await styleOf(aino.page, ".save .main", "backgroundColor")).toBe(rgb(accent));
      expect(await styleOf(aino.page, ".save .main", "color")).toBe(rgb(on));
    }
    for (const { page } of [noor, aino]) await page.context().close();
    await house.stop();
  },
);

test("a logo moves nothing when it comes, and a wide one leaves room for the way out on a small phone", async () => {
  const { house, aino } = await ainoAt(monday, true, "/admin/look");
  const { page } = aino;
  const wide = drawn({ width: 1200, height: 100, draw: (x) => [x % 255, 40, 90, 255] });
  await page.setInputFiles("#logo", { ...logo, buffer: wide });
  await page.click(".save .main");
  await page.locator("#saved").waitFor();
  const noor = await young(house);
  await noor.page.setViewportSize({ width: 320, height: 640 });
  await noor.come();
  const image = noor.page.locator("header img");
  expect(await noor.page.evaluate("document.querySelector('header img').naturalWidth")).toBeGreaterThan(0);
  const { width, height } = (await image.boundingBox())!;
  // It gives way beside the number to call, and keeps its shape.
  expect(width).toBeGreaterThan(40);
  expect(width).toBeLessThanOrEqual(80);
  expect(height).toBeCloseTo(width / 12, 0);
  const leave = (await noor.page.locator("#leave").boundingBox())!;
  expect(leave.x + leave.width).toBeLessThanOrEqual(320);
  expect((await noor.page.locator("header").boundingBox())!.height).toBeLessThan(68);
  const { complaints, wide: past } = await look(noor.page, "look-logo-door", { whole: inTurn("look-logo-door", 5) });
  expect([...complaints, ...past]).toEqual([]);
  await noor.page.context().close();
  await page.context().close();
  await house.stop();
});
