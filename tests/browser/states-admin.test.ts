import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { everyHoursState, everyLineState } from "../support/admin-states.ts";
import { close } from "../support/browser.ts";
import { type Looked, look } from "../support/look.ts";

afterAll(close);

const seen: Looked[] = [];
async function lookAt(name: string, page: Page) {
  seen.push(await look(page, name, { whole: true }));
}

test("acceptance 6: every state of opening hours and lines is looked at, small and large, light and dark", async () => {
  for (const house of [await everyHoursState(lookAt), await everyLineState(lookAt)]) {
    expect(house.reported).toEqual([]);
    await house.stop();
  }
  expect(seen.map(({ name }) => name)).toEqual([
    "hours-whenever",
    "hours-empty",
    "hours-exception",
    "hours-wrong",
    "hours-file",
    "hours-file-nothing",
    "hours-full",
    "hours-saved",
    "hours-undone",
    "hours-meanwhile",
    "hours-plain",
    "hours-two-lines",
    "lines-one",
    "lines-add",
    "lines-refused",
    "line-saved",
    "line-changed",
    "line-meanwhile",
    "line-retire",
    "lines-two",
    "line-retired",
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
