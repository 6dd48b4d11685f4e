import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { everyOtherState } from "#tests/support/states/youth/other.ts";

const states = [
  "other-door",
  "other-all",
  "other-found",
  "other-nothing",
  "other-gone",
  "other-place",
  "other-place-unknown",
  "other-out",
  "other-waiting",
  "other-chat",
  "other-ended",
];
const seen: Looked[] = [];

afterAll(close);

test.each([true, false])(
  "acceptance 8: every state of the directory of a young person is looked at, small and large, light and dark (JavaScript: %s)",
  { timeout: 150_000 },
  async (js) => {
    const before = seen.length;
    const house = await everyOtherState(
      "en",
      async (name, page) => {
        seen.push(await look(page, name, { whole: true }));
      },
      js,
    );
    expect(house.reported).toEqual([]);
    await house.stop();
    expect(seen.slice(before).map(({ name }) => name)).toEqual(states.map((name) => (js ? name : `plain-${name}`)));
  },
);

test("acceptance 8: axe has nothing against any of them, no two colours meet that no theme is asked for, and none scrolls sideways", () => {
  expect(seen).toHaveLength(2 * states.length);
  expect(seen.flatMap(({ complaints, unchecked, wide }) => [...complaints, ...unchecked, ...wide])).toEqual([]);
});
