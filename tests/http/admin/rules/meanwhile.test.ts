import { beforeEach, describe, expect, test } from "vitest";
import { catalog, languages } from "#src/i18n/i18n.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { maxWaitCards, shippedCards, type WaitCard } from "#src/settings/texts/meanwhile.ts";
import { act, says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";

let at: Desk;
beforeEach(async () => {
  at = await desk();
});
const db = () => at.line.helpline.db;
const cards = () => settings(db()).meanwhile;
const codes = () => cards().map(({ code }) => code);
const newest = () => String(settingsHistory.newest(db(), "meanwhile"));
const send = (form: Record<string, string>) =>
  at.aino.post("/admin/meanwhile", { do: "save", based_on: newest(), ...form });
const setCards = (value: WaitCard[]) =>
  act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "meanwhile", value }));
/** The form of a shipped card as it is drawn, with other words in one language. */
const asDrawn = (code: "home" | "night", words: Record<string, string>) => ({
  code,
  ...Object.fromEntries(
    languages.flatMap((one) => [
      [`title.${one}`, catalog(one)[`meanwhile.${code}.title`]],
      [`text.${one}`, catalog(one)[`meanwhile.${code}.text`]],
    ]),
  ),
  ...words,
});

describe("the list", () => {
  test("shows everything in its order; what is shipped can be switched off, and only own cards removed", async () => {
    const { text } = await at.aino.get("/admin/meanwhile");
    const shown = [...text.matchAll(/<li class="reason-row" id="(\w+)"/g)].map(([, code]) => code);
    expect(shown).toEqual(shippedCards.map(({ code }) => code));
    expect(text).toContain(says("meanwhile.hurt.title"));
    expect(text).not.toContain('value="remove ');
    expect((await send({ do: "remove home" })).status).toBe(422);
  });

  test("goes up and down, off and on, and is as shipped again; each can be undone", async () => {
    expect((await send({ do: "down breath" })).to).toBe(`/admin/meanwhile?saved=${newest()}#meanwhile`);
    expect(codes().slice(0, 2)).toEqual(["senses", "breath"]);
    await send({ do: "off hurt" });
    expect(cards().at(-1)).toEqual({ code: "hurt", texts: null, off: true });
    const { text } = await at.aino.get("/admin/meanwhile");
    expect(text).toContain(says("admin.reasons.is_off", { name: says("meanwhile.hurt.title") }));
    expect(text).toContain('value="on hurt"');
    const undo = { change: newest(), based_on: newest() };
    expect((await at.aino.post("/admin/settings/meanwhile/undo", undo)).to).toBe(`/admin/meanwhile?saved=${newest()}`);
    expect(cards().at(-1)!.off).toBe(false);
    await send({ do: "shipped" });
    expect(cards()).toEqual(shippedCards);
    for (const wrong of ["up breath", "down hurt", "off nothing", "remove own_00000000", "sideways home", ""]) {
      expect((await send({ do: wrong })).status, wrong).toBe(422);
    }
  });

  test("too late: nothing is written over a colleague unseen", async () => {
    const before = newest();
    await send({ do: "off home" });
    const late = await send({ do: "down breath", based_on: before });
    expect(late.status).toBe(409);
    expect(late.text).toContain(says("admin.history.meanwhile"));
    expect(codes()[0]).toBe("breath");
  });
});

describe("one card", () => {
  test("a new one stands at the end under a code of its own, and is removed and brought back", async () => {
    await send({ code: "new", "title.en": " Exams ", "text.en": "One thing.\r\nThen a break.\n" });
    const added = cards().at(-1)!;
    expect(added).toEqual({
      code: expect.stringMatching(/^own_[0-9a-f]{8}$/),
      texts: { en: { title: "Exams", text: "One thing.\nThen a break." } },
      off: false,
    });
    const page = await at.aino.get(`/admin/meanwhile?card=${added.code}`);
    expect(page.text).toContain('value="Exams"');
    await send({ do: `remove ${added.code}` });
    expect(codes()).not.toContain(added.code);
    await at.aino.post("/admin/settings/meanwhile/undo", { change: newest(), based_on: newest() });
    expect(cards().at(-1)).toEqual(added);
  });

  test("a shipped one holds only the words that are others, and is as shipped when they are emptied", async () => {
    await send(asDrawn("home", { "title.fr": "À la maison", "text.fr": "Doucement." }));
    expect(cards().find(({ code }) => code === "home")!.texts).toEqual({
      fr: { title: "À la maison", text: "Doucement." },
    });
    expect((await at.aino.get("/admin/meanwhile")).text).toContain(
      says("admin.meanwhile.own_words", { name: says("meanwhile.home.title"), languages: "Français" }),
    );
    await send(asDrawn("home", { "title.fr": "", "text.fr": "" }));
    expect(cards()).toEqual(shippedCards);
  });

  test.each([
    ["nothing at all", { code: "new" }, "none", "title.en"],
    ["words without a topic", { code: "new", "text.fi": "Sanoja" }, "title_wrong", "title.fi"],
    ["a topic without words", asDrawn("night", { "text.hu": "" }), "text_wrong", "text.hu"],
    ["too long a topic", { code: "new", "title.en": "x".repeat(61), "text.en": "x" }, "title_wrong", "title.en"],
    ["too many words", { code: "new", "title.en": "x", "text.en": "y".repeat(501) }, "text_wrong", "text.en"],
  ] as const)("%s is said beside the field, and what was typed stays", async (_, form, why, field) => {
    const before = newest();
    const { status, text } = await send(form);
    expect(status).toBe(422);
    const note = text.split(`id="${field}-note">`)[1]!.split("</p>")[0];
    expect(note).toBe(says(`admin.meanwhile.${why}`, { title: 60, text: 500 }));
    expect(text).toContain(`href="#${field}"`);
    const typed = Object.entries(form).filter(([name, words]) => name.startsWith("title.") && words.length < 61);
    for (const [, words] of typed) expect(text).toContain(`value="${words.replaceAll('"', "&quot;")}"`);
    expect(newest()).toBe(before);
  });

  test("one that is gone, or one too many, is not written; an exercise and what is none have no form", async () => {
    const words = { "title.en": "Exams", "text.en": "One thing." };
    for (const code of ["own_00000000", "breath", "x y"]) {
      const { status, text } = await send({ code, ...words });
      expect(status).toBe(422);
      expect(text).toContain(says("admin.meanwhile.gone"));
    }
    for (const code of ["breath", "own_00000000", ""]) {
      expect((await at.aino.get(`/admin/meanwhile?card=${code}`)).status).toBe(404);
    }
    const texts = { en: { title: "Exams", text: "One thing." } };
    const own = Array.from({ length: maxWaitCards }, (_, n) => ({
      code: `own_0000000${n.toString(16)}`,
      texts,
      off: false,
    }));
    await setCards(own);
    const full = await send({ code: "new", ...words });
    expect(full.text).toContain(says("admin.hours.problem.too_many", { most: maxWaitCards }));
    expect((await at.aino.get("/admin/meanwhile")).text).not.toContain("card=new");
    expect(cards()).toEqual(own);
  });

  test("the preview is the page of whoever waits, open, with the card as the form has it, and changes nothing", async () => {
    const all = (await at.aino.get("/admin/meanwhile/preview?preview_language=hu")).text;
    expect(all).toContain('<details id="meanwhile" open');
    expect(all).toContain(says("meanwhile.hurt.title", {}, "hu"));
    const form = { code: "new", "title.en": "Exams", "text.en": "One thing.", preview_language: "en" };
    const one = (await at.aino.post("/admin/meanwhile/preview", form)).text;
    expect(one).toContain(">Exams</summary>");
    expect(one).not.toContain(says("meanwhile.hurt.title"));
    const home = (await at.aino.get("/admin/meanwhile/preview?card=home")).text;
    expect(home).toContain(says("meanwhile.home.title"));
    expect(home).not.toContain(says("meanwhile.hurt.title"));
    expect((await at.aino.post("/admin/meanwhile/preview", {})).text).toContain(says("meanwhile.hurt.title"));
    expect(cards()).toEqual(shippedCards);
  });
});
