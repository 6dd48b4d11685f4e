import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { everyFirstRunState, everyPeopleState } from "#tests/support/states/admin/people.ts";

afterAll(close);

const seen: Looked[] = [];
const lookAt = async (name: string, page: Parameters<typeof look>[0]) => {
  seen.push(await look(page, name, { whole: true }));
};

test("every state of the first run and of people is looked at, small and large, light and dark", async () => {
  for (const house of [await everyFirstRunState(lookAt), await everyPeopleState(lookAt)]) {
    expect(house.reported).toEqual([]);
    await house.stop();
  }
  expect(seen.map(({ name }) => name)).toEqual([
    "first-language",
    "first-language-wrong",
    "first-account",
    "first-account-wrong",
    "people-link",
    "people-password-link",
    "people-new-password",
    "people-new-password-wrong",
    "people-member",
    "people-meanwhile",
    "people-closed",
    "people-list",
    "people-last-admin",
    "people-me",
    "people-me-wrong",
    "people-second-none",
    "people-second-set-up",
    "people-second-codes",
    "people-second",
    "people-sign-in-code",
    "people-sign-in-code-wrong",
    "people-confirm",
  ]);
}, 300_000);

test("axe has nothing against any of them, and none scrolls sideways at 320 px with text at 200 %", () => {
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
});
