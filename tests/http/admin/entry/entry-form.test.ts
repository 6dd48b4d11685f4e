import { expect, test } from "vitest";
import { entryChangedBy, readEntryForm } from "#src/http/admin/entry/entry-form.ts";
import type { C } from "#src/http/server/context.ts";

/** The form of a request with these fields. */
function read(fields: [string, string][]) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const req = {
    header: (name: string) => headers[name as "content-type"],
    text: async () => String(new URLSearchParams(fields)),
  };
  return readEntryForm({ req } as unknown as C);
}

test("an empty form is one without anything, and never throws", async () => {
  const form = await read([]);
  expect(form).toMatchObject({ basedOn: -1, drawnFrom: -1, action: "", known: [] });
  expect(form.draft).toMatchObject({ channels: [], translations: [], topics: [], emergency: false });
});

test("rows come in the order of their numbers, with gaps, and never too many", async () => {
  const rows = [7, 2, 30].map((n): [string, string] => [`channel.${n}.value`, `n${n}`]);
  const { draft } = await read([
    ...rows,
    ["channel.x.value", "no"],
    ["channel.1e1.value", "no"],
    ["channel.2.was", "4"],
  ]);
  expect(draft.channels.map(({ texts, was }) => [texts.value, was])).toEqual([
    ["n2", 4],
    ["n7", null],
    ["n30", null],
  ]);
  const many = Array.from({ length: 999 }, (_, n): [string, string] => [`channel.${n}.value`, "x"]);
  expect((await read(many)).draft.channels).toHaveLength(50);
});

test("buttons change only what they are for; one that nobody drew changes nothing", async () => {
  const rows: [string, string][] = [
    ["channel.0.value", "a"],
    ["channel.1.value", "b"],
    ["text.0.language", "fi"],
    ["week.0", "9-17"],
    ["week.copy", "2"],
  ];
  const values = async (action: string) => {
    const { draft, cursor } = entryChangedBy(await read([...rows, ["do", action]]));
    return [
      draft.channels.map(({ texts }) => texts.value).join(""),
      draft.translations.length,
      draft.hours.week[2],
      cursor,
    ];
  };
  expect(await values("add sms")).toEqual(["ab", 1, "", "channel.2.value"]);
  expect(await values("add text")).toEqual(["ab", 2, "", "text.1.language"]);
  expect(await values("remove channel.0")).toEqual(["b", 1, "", null]);
  expect(await values("remove text.0")).toEqual(["ab", 0, "", null]);
  expect(await values("up channel.1")).toEqual(["ba", 1, "", "channel.0.value"]);
  expect(await values("copy week")).toEqual(["ab", 1, "9-17", "week.copy"]);
  for (const odd of ["", "add pigeon", "add __proto__", "up channel.9", "remove channel.-1", "up channel.0", "save"])
    expect((await values(odd)).slice(0, 3)).toEqual(["ab", 1, ""]);
});
