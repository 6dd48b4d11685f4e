import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { viewDoors } from "#lab/dev/doors.ts";
import { keep } from "#lab/dev/keep.ts";
import { fileOf } from "#lab/dev/kept.ts";
import { close, page } from "#tests/support/browser/browser.ts";
import { open } from "#tests/support/house/helpline.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { counsellor, young } from "#tests/support/people/people.ts";
import { type Group, groups } from "#tests/support/states/groups.ts";

// What `npm run views` keeps of a page, and what /dev/views shows of it.

let house: Server;
let folder: string;
let shown: ReturnType<typeof Bun.serve>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-views-"));
  const routes = viewDoors(folder);
  shown = Bun.serve({ port: 0, hostname: "127.0.0.1", routes, fetch: () => new Response("", { status: 404 }) });
});
beforeEach(async () => {
  house = await server();
  await open(house);
});
afterEach(async () => {
  await close();
  await house.stop();
});
afterAll(async () => {
  await shown.stop(true);
  rmSync(folder, { recursive: true });
});

const group = (name: string) => groups.find((one) => one.name === name)! as Group;

/** Opens a state at /dev/views; gives the page around it, and the frame that it stands in. */
async function look(path: string) {
  const around = await page({ width: 1280 });
  const asked: string[] = [];
  around.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await around.goto(`${shown.url.origin}/dev/views/${path}`);
  return { around, asked, frame: around.frameLocator("iframe") };
}

const background = (of: Page) =>
  of.frames()[1]!.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");

test("a door: what was typed stands there, at a width and in a theme of choice; no script runs, nothing is asked for", async () => {
  const noor = await young(house);
  await noor.come();
  await noor.page.fill("#text", "half a word");
  await noor.page.getByLabel("I’m in danger").check();
  await keep(noor.page, fileOf(folder, group("the door"), "door-late"));

  const light = await look("the-door/door-late?width=768&theme=light");
  expect(await light.frame.locator("#text").inputValue()).toBe("half a word");
  expect(await light.frame.getByLabel("I’m in danger").isChecked()).toBe(true);
  expect(await light.frame.locator("noscript, script").count()).toBe(0);
  expect(await light.around.frames()[1]!.evaluate("innerWidth")).toBe(768);
  expect(light.asked.filter((path) => !path.startsWith("/dev/views"))).toEqual([]);
  const dark = await look("the-door/door-late?theme=dark");
  await dark.frame.locator("#text").waitFor();
  expect(await dark.around.frames()[1]!.evaluate("innerWidth")).toBe(360);
  expect(await background(dark.around)).not.toBe(await background(light.around));
  await dark.around.keyboard.press("ArrowRight");
  await dark.around.waitForURL(/\/the-door\/door-paused\?width=360&theme=dark/);
});

test("a chat without scripts: the frames of the page are in it, with its words", async () => {
  const noor = await young(house, { js: false });
  await noor.start("can anybody hear me?");
  await noor.sees("can anybody hear me?");
  await keep(noor.page, fileOf(folder, group("the chat without scripts"), "plain-waiting"));
  const { frame } = await look("the-chat-without-scripts/plain-waiting");
  await frame.frameLocator("iframe.frame-log").locator(".m p", { hasText: "can anybody hear me?" }).waitFor();
  expect(await frame.locator("noscript iframe").count()).toBe(2);
  await frame.frameLocator("iframe.frame-box").locator("#text").waitFor();
});

test("the console: its style sheet is inside, and a dialog stands above the rest as it did", async () => {
  const anna = await counsellor(house);
  await anna.signIn();
  await anna.page.keyboard.press("?");
  await anna.page.locator("#keys:modal").waitFor();
  await keep(anna.page, fileOf(folder, group("the console"), "staff-keys"));
  const { frame, around } = await look("the-console/staff-keys");
  await frame.locator("#keys:modal").waitFor();
  // What the socket brought has it as elements, and not as one text.
  expect(await frame.locator("noscript").count()).toBe(0);
  expect(await background(around)).toBe(
    await anna.page.evaluate("getComputedStyle(document.documentElement).backgroundColor"),
  );
});
