import { beforeEach, describe, expect, test } from "vitest";
import { settingsHistory } from "#src/settings/changes.ts";
import { currentTexts, ownTexts } from "#src/settings/texts/texts.ts";
import { house } from "#tests/support/house/helpline.ts";
import { says, staff } from "#tests/support/house/http.ts";
import { leave } from "#tests/support/made/own-texts.ts";
import { type TextsDesk, textsDesk } from "#tests/support/people/texts-desk.ts";

let at: TextsDesk;
beforeEach(async () => {
  at = await textsDesk();
});

const db = () => at.line.helpline.db;

describe("after an upgrade", () => {
  const left = [
    { language: "en", key: "youth.door.title", text: "We listen", standard: "Somebody listens" },
    { language: "en", key: "youth.talking.here", text: "{name} listens", standard: "{name} is here" },
    { language: "fr", key: "youth.door.older", text: "Salut, toi", standard: "Salut" },
    { language: "de", key: "youth.chat.send", text: "Los", standard: "Senden" },
  ];

  test("what it left behind stands on top with the old and the new standard text, and can be mended", async () => {
    await leave(at.line, left);
    Object.assign(at.line, await house({ files: at.files, clock: at.clock }));
    Object.assign(at.aino, await staff(at.line, at.line.aino));
    const page = await at.texts("?group=help");
    const olds = page.words(".old-text");
    expect(olds).toContain("An update changed the standard text. Young people still read yours.");
    expect(olds).toContain(
      "Previous standard text Somebody listens Current standard text Someone’s here to listen Your text We listen",
    );
    expect(olds).toContain("Since an update, your text no longer fits. Young people read the standard text.");
    expect(olds).toContain(
      "Previous standard text {name} is here Current standard text {alias} is here Your text {name} listens",
    );
    expect(olds).toContain("Since an update, this text is no longer used.");
    expect(olds).toContain("Salut, toi");
    expect(olds).toContain("Los");

    // Whoever saves beside them changes nothing of them.
    await at.send(await at.texts("?group=chat"), { "youth.chat.send": "Go" });
    expect(ownTexts(db())).toHaveLength(5);
    const kept = await at.send(await at.texts(), {}, "keep en youth.door.title");
    expect(kept.words(".old-text")).not.toContain("We listen");
    expect(kept.words(".history")).toContain("English: kept “We listen”");
    await at.send(await at.texts("?group=chat"), { "youth.talking.here": "{alias} listens" });
    await at.send(await at.texts(), {}, "reset fr youth.door.older");
    const whole = await at.texts();
    expect(whole.words(".old-text")).toContain("Los");
    expect(whole.words(".old-text")).not.toContain("Salut");
    expect(currentTexts(db())).toMatchObject({
      "en youth.door.title": "We listen",
      "en youth.talking.here": "{alias} listens",
      "en youth.chat.send": "Go",
    });
    expect(at.line.reported).toEqual([]);
  });

  test("one of a language that is no more can be removed too", async () => {
    await leave(at.line, [left[3]!]);
    await at.send(await at.texts(), {}, "reset de youth.chat.send");
    expect(ownTexts(db())).toEqual([]);
  });
});

describe("the preview", () => {
  test("shows the page of young people as the form would make it, and stores nothing", async () => {
    const page = await at.texts("?language=fr&group=closed");
    const fields = Object.fromEntries(page.fields("form#texts"));
    const shown = await at.aino.post("/admin/texts/preview", {
      ...fields,
      "text.youth.closed.again": "Regarde encore",
      "text.youth.closed.danger": "Sans numéro",
    });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain("Regarde encore");
    // What cannot stand yet is looked at without it.
    expect(shown.text).not.toContain("Sans numéro");
    expect(shown.text).toContain('lang="fr"');
    expect(currentTexts(db())).toEqual({});
    expect(settingsHistory.newest(db(), "texts")).toBe(0);
  });

  test.each([
    ["closed", "youth.closed.again"],
    ["chat", "youth.chat.send"],
    ["how", "youth.how.title"],
    ["door", "youth.door.label"],
    ["frame", "youth.door.label"],
  ] as const)("of the group %s begins with the page where it is read", async (group, key) => {
    const shown = await at.aino.get(`/admin/texts/preview?language=nl&group=${group}`);
    expect(shown.text).toContain(says(key, {}, "nl"));
  });
});
