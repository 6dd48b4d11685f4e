import { afterAll, expect, test } from "vitest";
import { close } from "#tests/support/browser/browser.ts";
import { type Looked, look } from "#tests/support/browser/look.ts";
import { everyRecordState } from "#tests/support/states/staff/record.ts";

afterAll(close);

const seen: Looked[] = [];
const lookAt = async (name: string, page: Parameters<typeof look>[0]) => {
  seen.push(await look(page, name, { whole: true }));
};

test("every state of contact records and their reasons is looked at, small and large, light and dark", async () => {
  const house = await everyRecordState(lookAt);
  expect(house.reported).toEqual([]);
  await house.stop();
  expect(seen.map(({ name }) => name)).toEqual([
    "record-open",
    "record-found",
    "record-refused",
    "record-close-asks",
    "record-done",
    "records",
    "record-by-hand",
    "record-read",
    "records-of-lines",
    "record-corrects",
    "reason-new",
    "reasons-saved",
    "reason-wrong",
  ]);
}, 300_000);

test("axe has nothing against any of them, and none scrolls sideways at 320 px with text at 200 %", () => {
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(seen.flatMap(({ unchecked }) => unchecked)).toEqual([]);
  expect(seen.flatMap(({ wide }) => wide)).toEqual([]);
});
