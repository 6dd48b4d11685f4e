import { beforeEach, expect, test } from "vitest";
import { setSetting } from "#src/settings/settings.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act, type Person, says, staff } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";

let home: House;
let anna: Person;
beforeEach(async () => {
  home = await house();
  anna = await staff(home, home.anna);
});
const find = async (words: string) => (await anna.post("/staff/reasons", { words })).text;

test("what Anna types finds reasons with the words that fit, and nothing of it is kept", async () => {
  const before = stored(home.files);
  const text = await find("parents fight");
  expect(text).toContain('data-code="family.caregiver"');
  expect(text).toContain("<mark>parents fight</mark>");
  expect(text).toContain(says("reason.family"));
  expect(stored(home.files)).toEqual(before);
});

test("a broad word offers its group, with how many reasons it has", async () => {
  const text = await find("violence");
  expect(text.indexOf('data-code="violence" data-group')).toBeGreaterThan(0);
  expect(text.indexOf('data-code="violence" data-group')).toBeLessThan(text.indexOf('data-code="violence.'));
  expect(text).toContain(says("admin.reasons.n", { n: 14 }));
});

test("what no reason has says so, and a mark-up in it stays text", async () => {
  expect(await find("zzzz")).toContain(says("staff.record.found_none"));
  await act(home, home.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "reasonWords", value: { en: { "peers.friends": ["<b>left</b> on read"] } } }),
  );
  expect(await find("left on read")).toContain("<mark>&lt;b&gt;left&lt;/b&gt; on read</mark>");
});
