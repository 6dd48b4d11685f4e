import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { close, page as tab } from "#tests/support/browser/browser.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { open, password } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { proxy } from "#tests/support/outside/proxy.ts";
import { type Counsellor, counsellor } from "#tests/support/people/people.ts";
import { patience } from "#tests/support/run/night.ts";

// The live bar where its channel ends: a line that is cut, a session that is over, a page that is kept for Back. Nothing that
// somebody typed is ever lost by it.

let house: Server;
let line: Awaited<ReturnType<typeof proxy>>;
let aino: Counsellor;

beforeEach(async () => {
  house = await server({ asShipped: true });
  line = await proxy(Number(new URL(house.origin).port));
  await open(house);
  aino = await counsellor(line, { name: "aino" });
  await aino.signIn("/admin/settings/helpline");
  await expect.poll(isHeard).toBe(true);
});
afterEach(async () => {
  await aino.page.context().close();
  await line.stop();
  await house.stop();
});
afterAll(close);

const isHeard = () => house.helpline.hub.heard(`bar:${house.aino.id}`);
const off = () => aino.page.locator("#live-off");

test("a line that is cut is said and mended by itself; who came meanwhile stands there, and what was typed stays", async () => {
  const { page } = aino;
  await page.fill("[name=name]", "Lamp");
  line.set("refused");
  await off().filter({ hasText: "No connection" }).waitFor();
  const id = await comesIn(house, "are you there?");
  expect(await page.getAttribute("#wait", "data-ids")).toBe("");
  line.set("through");
  await page.waitForSelector(`#wait[data-ids^="${id}-"]`, { timeout: patience(30_000) });
  await off().waitFor({ state: "hidden" });
  expect(await page.inputValue("[name=name]")).toBe("Lamp");
});

test("a line that is dead without a word is noticed too", async () => {
  const { page } = aino;
  line.set("dead");
  await off()
    .filter({ hasText: "No connection" })
    .waitFor({ timeout: patience(30_000) });
  line.set("through");
  const id = await comesIn(house, "are you there?");
  await page.waitForSelector(`#wait[data-ids^="${id}-"]`, { timeout: patience(30_000) });
});

test("here or away is one press in the bar, and the page stays as it is", async () => {
  const { page } = aino;
  await page.fill("[name=name]", "Lamp");
  await page.click("#be-available");
  await page.waitForSelector("#be-available[aria-pressed=true]");
  expect(await page.evaluate("document.activeElement.id")).toBe("be-available");
  expect([new URL(page.url()).pathname, await page.inputValue("[name=name]")]).toEqual([
    "/admin/settings/helpline",
    "Lamp",
  ]);
  await page.route("**/staff/available", (route) => route.abort());
  await page.click("#be-away");
  await off().filter({ hasText: "probably wasn’t done" }).waitFor();
  expect(await page.getAttribute("#be-available", "aria-pressed")).toBe("true");
});

/** She is signed out from another tab. */
async function signsOutElsewhere() {
  const second = await tab({ beside: aino.page });
  await second.goto(`${line.origin}/staff/me`);
  await second.click("form[action='/staff/sign-out'] button");
  await second.waitForURL(/sign-in/);
  return second;
}

test("where nothing was typed, the end of the session leads to the sign-in page, which says why", async () => {
  const { page } = aino;
  await (await signsOutElsewhere()).close();
  await page.waitForURL(`${line.origin}/staff/sign-in?why=signed_out`);
  expect(await page.textContent(".note")).toContain("in another window");
});

test("where something was typed, the bar says so and leads to the sign-in page beside it: nothing is lost, and it can be saved", async () => {
  const { page } = aino;
  await page.fill("[name=name]", "Lamp");
  await (await signsOutElsewhere()).close();
  await off().filter({ hasText: "signed out" }).waitFor();
  const [beside] = await Promise.all([page.context().waitForEvent("page"), page.click("#live-off a")]);
  await beside.fill("[name=name]", "aino");
  await beside.fill("[name=password]", password);
  await beside.click("main button[type=submit]");
  await beside.waitForURL(/\/(admin|staff)(?!\/sign-in)/);
  await beside.close();
  await page.bringToFront();
  await page.evaluate("dispatchEvent(new Event('focus'))");
  await off().waitFor({ state: "hidden" });
  expect(await page.inputValue("[name=name]")).toBe("Lamp");
  await page.click("[name=do][value=save]:not(.sr)");
  await page.waitForURL(/saved=/);
  expect(await page.inputValue("[name=name]")).toBe("Lamp");
});

test("a page that is kept for Back is not heard, and is again when it is looked at", async () => {
  const { page, signIn } = await counsellor(line, { name: "bela", remembers: true });
  const ofBela = () => house.helpline.hub.heard(`bar:${house.bela.id}`);
  await signIn("/staff/me");
  await expect.poll(ofBela).toBe(true);
  await page.goto(`${line.origin}/how`);
  await expect.poll(ofBela).toBe(false);
  await page.goBack();
  await expect.poll(ofBela).toBe(true);
  const id = await comesIn(house, "are you there?");
  await page.waitForSelector(`#wait[data-ids^="${id}-"]`);
  // The same where a browser keeps the whole page, script and all.
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
  await expect.poll(ofBela).toBe(false);
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  await expect.poll(ofBela).toBe(true);
  await page.context().close();
});
