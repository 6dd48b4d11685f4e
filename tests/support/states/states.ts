import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";

interface Shown {
  reported: string[];
  stop(): Promise<void>;
}

/**
 * The tests of a file of states: every one of `names` is come to and looked at, in this order, and nothing is to be said against
 * any. `every` goes through them and gives the houses it did it in.
 */
export function lookAtEvery(
  what: string,
  names: string[],
  every: (lookAt: (name: string, page: Page) => Promise<void>) => Promise<Shown[]>,
) {
  const seen: Looked[] = [];
  afterAll(close);

  test(`${what} is looked at, small and large, light and dark`, async () => {
    const houses = await every(async (name, page) => {
      seen.push(await look(page, name, { whole: true }));
    });
    for (const house of houses) {
      expect(house.reported).toEqual([]);
      await house.stop();
    }
    expect(seen.map(({ name }) => name)).toEqual(names);
  }, 300_000);

  test("axe has nothing against any of them, and none scrolls sideways at 320 px with text at 200 %", () => {
    expect(seen).toHaveLength(names.length);
    expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
  });

  test("every two colours that meet in any of them are asked of every theme", () => {
    expect(seen).toHaveLength(names.length);
    expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
  });
}
