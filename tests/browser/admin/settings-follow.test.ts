import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { Settings } from "#src/settings/definitions.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import type { Subject } from "#src/settings/subjects.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { drawn, usualLogo } from "#tests/support/made/pngs.ts";
import { counsellor, young } from "#tests/support/people/people.ts";

let house: Server;
beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(() => house.stop());
afterAll(close);

const set = (subject: Subject, values: Partial<Settings>) =>
  house.helpline.db.change(`staff:${house.aino.id}`, (tx, emit) => setSettings(tx, emit, { subject, values }));

test("an open chat follows: the name, the way out and whom to call change under words being typed", async () => {
  const noor = await young(house);
  await noor.start("hello");
  await noor.page.fill("#text", "not sent yet");
  await set("helpline", { name: "Porch", exitAddress: "https://weather.example/" });
  await noor.page.locator("#top", { hasText: "Porch" }).waitFor();
  expect(await noor.page.getAttribute("#leave", "data-exit")).toBe("https://weather.example/");
  await set("emergency", { emergency: [{ country: "GB", call: "999", sms: "", app: "", press: "55" }] });
  await noor.page.locator("#sos a[href='tel:999']").waitFor();
  expect(await noor.page.inputValue("#text")).toBe("not sent yet");
});

test("a page that stands open at the door follows when it asks again, and so does one that opens for the first time", async () => {
  await set("opening", { opening: "not_yet" });
  const sam = await page();
  await sam.goto(house.origin);
  await sam.locator("h1", { hasText: "We’re not open yet" }).waitFor();
  await set("helpline", { name: "Porch" });
  await set("opening", { opening: "open" });
  await sam.evaluate("dispatchEvent(new Event('online'))");
  await sam.locator("#text").waitFor();
  await sam.locator("#top", { hasText: "Porch" }).waitFor();
});

test("the preview follows while an admin types, in one place of the browser’s history; leaving unsaved asks first", async () => {
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn("/admin/settings/helpline");
  const steps = await aino.page.evaluate("history.length");
  for (const name of ["Porch", "Porch of the town"]) {
    await aino.page.fill("#name", name);
    await aino.page.frameLocator(".shown-page iframe:not(.coming)").locator("#top", { hasText: name }).waitFor();
  }
  await expect.poll(() => aino.page.locator(".shown-page iframe").count()).toBe(1);
  expect(await aino.page.evaluate("history.length")).toBe(steps);
  let asked = "";
  aino.page.once("dialog", (dialog) => {
    asked = dialog.type();
    return dialog.dismiss();
  });
  await aino.page.click("nav a[href='/admin/look']");
  await expect.poll(() => asked).toBe("beforeunload");
  expect(await aino.page.inputValue("#name")).toBe("Porch of the town");
});

test("a logo is sent when it is chosen and not with every repaint; the preview goes on showing it, and it is saved", async () => {
  const aino = await counsellor(house, { name: "aino" });
  await aino.signIn("/admin/look");
  const { limiter } = house.helpline;
  const { take } = limiter;
  let read = 0;
  limiter.take = (name, key) => {
    if (name === "logo") read += 1;
    return take(name, key);
  };
  const shown = (css: string) => aino.page.frameLocator(".shown-page iframe:not(.coming)").locator(css);
  const choose = (buffer: Buffer) =>
    aino.page.setInputFiles("#logo", { name: "logo.png", mimeType: "image/png", buffer });
  await choose(usualLogo);
  await shown("header img").waitFor();
  const picture = await shown("header img").getAttribute("src");
  for (const face of ["cloud", "house"]) {
    const painted = aino.page.waitForResponse((answer) => answer.url().endsWith("/admin/look/preview"));
    await aino.page.check(`input[name='face'][value='${face}']`);
    await painted;
    await expect.poll(() => aino.page.locator(".shown-page iframe.coming").count()).toBe(0);
    expect(await shown("header img").getAttribute("src")).toBe(picture);
  }
  expect(read).toBe(1);
  // Another file is sent again, and none takes its picture away.
  await choose(drawn({ width: 9, height: 9, draw: (x) => [x * 20, 0, 0, 255] }));
  await expect.poll(() => shown("header img").getAttribute("width")).toBe("9");
  expect(read).toBe(2);
  await aino.page.setInputFiles("#logo", []);
  await shown("header .lamp").waitFor();
  await choose(usualLogo);
  await expect.poll(() => shown("header img").getAttribute("src")).toBe(picture);
  await aino.page.click("button[value='save']:not(.sr)");
  await aino.page.waitForURL(/saved=/);
  expect(`data:image/png;base64,${settings(house.helpline.db).logo?.png}`).toBe(picture);
});
