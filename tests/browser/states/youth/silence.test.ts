import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { everySilenceState } from "#tests/support/states/youth/silence.ts";
import { timedServer } from "#tests/support/states/youth/youth.ts";

afterAll(close);

const seen: Looked[] = [];

test("acceptance 7: every state of silence, jokes and closing time is looked at, small and large, light and dark", async () => {
  const house = await timedServer();
  await everySilenceState(house, async (name, page) => {
    seen.push(await look(page, name, { whole: true }));
  });
  expect(house.reported).toEqual([]);
  await house.stop();
  expect(seen.map(({ name }) => name)).toEqual([
    "silence-counsellor",
    "silence-care",
    "youth-asked",
    "silence-asked",
    "youth-paused",
    "silence-paused",
    "silence-risk",
    "silence-closing",
    "youth-aside",
    "silence-aside",
    "youth-wrong",
    "youth-wrong-said",
    "concerns",
    "concerns-open",
  ]);
}, 300_000);

test("acceptance 7: axe has nothing against any of them, light and dark, and none scrolls sideways at 320 px with large text", () => {
  expect(seen).toHaveLength(14);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
});
