import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { translate } from "#src/i18n/i18n.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { currentTexts, ownTexts, setTexts, standardOf, type TextName, textsFor } from "#src/settings/texts/texts.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { leave } from "#tests/support/made/own-texts.ts";

let home: House;
let files: House["files"];
beforeEach(async () => {
  home = await house();
  files = home.files;
});

const set = (texts: Record<TextName, string | null>, basedOn?: number) =>
  act(home, home.aino, (tx, emit) => setTexts(tx, emit, { texts, ...(basedOn === undefined ? {} : { basedOn }) }));
const read = (language: "en" | "fr" = "en") => textsFor(home.helpline.db, language);

test("until somebody sets one, young people read what is shipped", () => {
  expect(currentTexts(home.helpline.db)).toEqual({});
  expect(read()).toBe(translate("en"));
});

test("an own text is read in its language, with what it is filled with, and nowhere else", async () => {
  await set({
    "en youth.talking.here": "You talk with {alias}",
    "en youth.door.agree": "Read <link>this</link> first.",
  });
  expect(read()("youth.talking.here", { alias: "Mika" })).toBe("You talk with Mika");
  expect(read().parts("youth.door.agree")).toEqual([
    { text: "Read ", tag: null },
    { text: "this", tag: "link" },
    { text: " first.", tag: null },
  ]);
  expect(read()("youth.chat.send")).toBe("Send");
  expect(read("fr")("youth.talking.here", { alias: "Mika" })).toBe(
    translate("fr")("youth.talking.here", { alias: "Mika" }),
  );
  expect(translate("en")("youth.talking.here", { alias: "Mika" })).toBe("Mika is here");
});

test("it is heard, audited with before and after, and comes back by undo exactly", async () => {
  const first = await set({ "en youth.chat.send": "Go" });
  const second = await set({ "en youth.chat.send": "Off it goes", "fr youth.chat.send": "Hop" });
  expect(settingsHistory.latest(home.helpline.db, "texts")).toMatchObject([
    {
      id: second,
      actor: `staff:${home.aino.id}`,
      before: { "en youth.chat.send": "Go", "fr youth.chat.send": null },
      after: { "en youth.chat.send": "Off it goes", "fr youth.chat.send": "Hop" },
    },
    { id: first, before: { "en youth.chat.send": null }, after: { "en youth.chat.send": "Go" } },
  ]);
  expect(home.heard.map(({ type }) => type)).toEqual(["settings.changed", "settings.changed"]);
  const undo = (changeId: number) =>
    act(home, home.aino, (tx, emit) => undoSettings(tx, emit, { subject: "texts", changeId }));
  await undo(second);
  expect(currentTexts(home.helpline.db)).toEqual({ "en youth.chat.send": "Go" });
  await undo(first);
  expect(currentTexts(home.helpline.db)).toEqual({});
  expect(read()("youth.chat.send")).toBe("Send");
});

test("the same again changes nothing; as shipped again leaves nothing behind", async () => {
  await set({ "en youth.chat.send": "Go" });
  expect(await set({ "en youth.chat.send": "Go" })).toBe(0);
  await set({ "en youth.chat.send": null });
  expect(home.helpline.db.all(q.selectFrom("own_text").selectAll())).toEqual([]);
  expect(await set({ "en youth.chat.send": null })).toBe(0);
});

test("of two admins the second is told, and nothing of theirs is stored", async () => {
  const seen = settingsHistory.newest(home.helpline.db, "texts");
  await set({ "en youth.chat.send": "Go" }, seen);
  await expect(set({ "en youth.chat.hint": "Type here" }, seen)).rejects.toEqual(new HelplineError("taken"));
  expect(currentTexts(home.helpline.db)).toEqual({ "en youth.chat.send": "Go" });
});

test.each<[string, string]>([
  ["en youth.talking.here", "Hello"],
  ["en youth.chat.send", "Send <b>now</b>"],
  ["en youth.chat.send", " "],
  ["en youth.chat.send", "x".repeat(65)],
  ["en youth.chat.send", "two\nlines"],
  ["en rules.kept.title", "We keep nothing"],
  ["en staff.sign_out", "Bye"],
  ["en error.not_signed_in", "Go away"],
  ["en youth.no_such", "x"],
  ["de youth.chat.send", "Los"],
])("what may not stand is not stored, whoever asks: %s, %j", async (name, text) => {
  await expect(set({ [name]: text, "fr youth.chat.send": "Hop" } as Record<TextName, string>)).rejects.toBeInstanceOf(
    RangeError,
  );
  expect(currentTexts(home.helpline.db)).toEqual({});
});

test("own texts survive an upgrade; what no longer fits stands aside and is not lost", async () => {
  await set({ "en youth.chat.send": "Go" });
  // As a version with other texts would have left them.
  const left = [
    { language: "en", key: "youth.door.title", text: "We listen", standard: "Somebody listens" },
    { language: "en", key: "youth.talking.here", text: "{name} listens", standard: "{name} is here" },
    { language: "en", key: "youth.door.older", text: "Hi there", standard: "Hello" },
    { language: "en", key: "rules.kept.title", text: "We keep nothing", standard: "What we keep" },
    { language: "de", key: "youth.chat.send", text: "Los", standard: "Senden" },
  ];
  await leave(home, left);
  home = await house({ files });
  const t = read();
  expect(t("youth.chat.send")).toBe("Go");
  expect(t("youth.door.title")).toBe("We listen");
  expect(t("youth.talking.here", { alias: "Mika" })).toBe("Mika is here");
  expect(t("rules.kept.title")).toBe(translate("en")("rules.kept.title"));
  expect(ownTexts(home.helpline.db)).toHaveLength(6);
  for (const { language, key, ...kept } of left) {
    expect(ownTexts(home.helpline.db)).toContainEqual({ name: `${language} ${key}`, ...kept });
  }
});

test("what is kept although the standard text is another now is no longer told apart; what is gone can be removed", async () => {
  const name = "en youth.door.title" as const;
  await leave(home, [
    { language: "en", key: "youth.door.title", text: "We listen", standard: "Somebody listens" },
    { language: "en", key: "youth.door.older", text: "Hi there", standard: "Hello" },
  ]);
  expect(await set({ [name]: "We listen" })).toBeGreaterThan(0);
  expect(ownTexts(home.helpline.db)).toContainEqual({ name, text: "We listen", standard: standardOf(name) });
  expect(await set({ [name]: "We listen" })).toBe(0);
  await set({ "en youth.door.older": null });
  expect(currentTexts(home.helpline.db)).toEqual({ [name]: "We listen" });
});
