import { beforeEach, describe, expect, test } from "vitest";
import { chosen, readTextsPlace, type TextsForm, textProblems, touched } from "#src/http/admin/texts/texts-form.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { standardOf } from "#src/settings/texts/texts.ts";
import { type TextsDesk, textsDesk } from "#tests/support/people/texts-desk.ts";

let at: TextsDesk;
beforeEach(async () => {
  at = await textsDesk();
});
const db = () => at.line.helpline.db;

test("an address that says nothing names the usual place, and no other than there is", () => {
  const usual = { language: "en", group: "door", q: "" };
  expect(readTextsPlace({}, db())).toEqual(usual);
  expect(readTextsPlace({ language: "__proto__", group: "constructor", q: " " }, db())).toEqual(usual);
  expect(readTextsPlace({ language: "fr", group: "all", q: ` ${"x".repeat(200)}` }, db())).toEqual({
    language: "fr",
    group: "all",
    q: "x".repeat(100),
  });
});

describe("what somebody has changed of a form", () => {
  const form = (basedOn: number, texts: Partial<Record<Key, string>>): TextsForm => ({
    ...{ language: "en", group: "door", q: "", action: "save", wish: {} },
    basedOn,
    typed: new Map(Object.entries(texts) as [Key, string][]),
  });
  const [title, send] = [standardOf("en youth.door.title"), standardOf("en youth.chat.send")];

  test("is what differs from what stood there when it was drawn, tidy", () => {
    const given = { "youth.door.title": "  We   listen ", "youth.chat.send": send };
    expect([...touched(db(), form(0, given))]).toEqual([["youth.door.title", "We listen"]]);
  });

  test("is not what a colleague has changed since", async () => {
    await at.meanwhile({ "en youth.door.title": "We listen", "en youth.chat.send": "Go" });
    const drawn = { "youth.door.title": title, "youth.chat.send": "Off" };
    expect([...touched(db(), form(0, drawn))]).toEqual([["youth.chat.send", "Off"]]);
    const newest = settingsHistory.newest(db(), "texts");
    expect([...touched(db(), form(newest, { "youth.door.title": title }))]).toEqual([["youth.door.title", title]]);
  });

  test("is what is otherwise now where nobody knows what stood there", async () => {
    await at.meanwhile({ "en youth.chat.send": "Go" });
    const given = { "youth.door.title": title, "youth.chat.send": "Off" };
    expect([...touched(db(), form(-1, given))]).toEqual([["youth.chat.send", "Off"]]);
  });

  test("sets nothing where it says the same as the standard text", () => {
    const given = new Map<Key, string>([
      ["youth.door.title", title],
      ["youth.chat.send", "Go"],
    ]);
    expect(chosen("en", given)).toEqual({ "en youth.door.title": null, "en youth.chat.send": "Go" });
  });

  test("is told by its key where it may not stand", () => {
    const given = new Map<Key, string>([
      ["youth.door.title", "We listen, {nobody}"],
      ["youth.chat.send", "Go"],
    ]);
    expect([...textProblems(at.line.helpline, "en", given).keys()]).toEqual(["youth.door.title"]);
  });
});
