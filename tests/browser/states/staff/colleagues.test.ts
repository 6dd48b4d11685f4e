import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { everyColleagueState } from "#tests/support/states/staff/colleague.ts";
import { timedServer } from "#tests/support/states/youth/youth.ts";

afterAll(close);

const seen: Looked[] = [];

test("every state of colleagues beside a chat is looked at, small and large, light and dark", async () => {
  const house = await timedServer();
  await everyColleagueState(house, async (name, page) => {
    seen.push(await look(page, name, { whole: true }));
  });
  expect(house.reported).toEqual([]);
  await house.stop();
  expect(seen.map(({ name }) => name)).toEqual([
    "colleagues-outside",
    "colleagues-take-over-asks",
    "colleagues-reading",
    "colleagues-read-by",
    "colleagues-joined",
    "handover-form",
    "handover-wrong",
    "handover-offered",
    "handover-offer",
    "handover-declined",
    "handover-accepted",
    "handover-gone",
  ]);
}, 300_000);

test("axe has nothing against any of them, and none scrolls sideways at 320 px with text at 200 %", () => {
  expect(seen).toHaveLength(12);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
});
