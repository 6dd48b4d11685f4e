import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { close } from "../support/browser.ts";
import { type Looked, look } from "../support/look.ts";
import { everySettingsState } from "../support/settings-states.ts";

afterAll(close);

const seen: Looked[] = [];
async function lookAt(name: string, page: Page) {
  seen.push(await look(page, name, { whole: true }));
}

test("every state of the settings and of the way to an open helpline is looked at, small and large, light and dark", async () => {
  const house = await everySettingsState(lookAt);
  expect(house.reported).toEqual([]);
  await house.stop();
  expect(seen.map(({ name }) => name)).toEqual([
    "settings",
    "settings-found",
    "settings-nothing",
    "subject-helpline",
    "subject-wrong",
    "subject-meanwhile",
    "subject-saved",
    "subject-emergency",
    "subject-emergency-wrong",
    "subject-languages",
    "subject-chats",
    "subject-keeping",
    "open-not-yet",
    "open-refused",
    "open-open",
    "open-break",
    "subject-plain",
  ]);
}, 300_000);

test("axe has nothing against any of them, and none scrolls sideways at 320 px with text at 200 %", () => {
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
});

test("every two colours that meet in any of them are asked of every theme", () => {
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
});
