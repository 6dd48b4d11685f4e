import { beforeEach, expect, test } from "vitest";
import { previewOf } from "#src/http/admin/texts/texts-shown.tsx";
import { textGroups } from "#src/settings/texts/youth-texts.ts";
import { inField, shown, type TextsDesk, textsDesk } from "#tests/support/people/texts-desk.ts";
import { previewPages } from "#views/admin/preview.tsx";

let at: TextsDesk;
beforeEach(async () => {
  at = await textsDesk();
});

test.each([...textGroups, "all"] as const)(
  "the page on which the texts of “%s” are read comes first, then the others",
  async (group) => {
    const { text } = (await at.texts(`?group=${group}`)).answer;
    const select = text.split('name="preview_page"')[1]!.split("</select>")[0]!;
    const offered = [...select.matchAll(/value="(\w+)"/g)].map(([, one]) => one);
    expect(offered[0]).toBe(previewOf(group));
    expect(offered.toSorted()).toEqual([...previewPages].sort());
  },
);

test("a search finds the helpline’s own words and the standard ones, however they are typed", async () => {
  await at.meanwhile({ "fr youth.chat.send": "Vas-y, là" });
  expect(shown(await at.texts("?language=fr&q=VAS-Y,%20la"))).toEqual(["youth.chat.send"]);
  expect(shown(await at.texts("?language=fr&q=youth.chat.send"))).toEqual(["youth.chat.send"]);
  expect(shown(await at.texts("?language=fr&q=xyzzy"))).toEqual([]);
});

test("a text of one’s own stands in the field of its language alone", async () => {
  await at.meanwhile({ "fr youth.chat.send": "Vas-y" });
  expect(inField(await at.texts("?language=fr&group=chat"), "youth.chat.send")).toBe("Vas-y");
  expect(inField(await at.texts("?language=nl&group=chat"), "youth.chat.send")).not.toBe("Vas-y");
});
