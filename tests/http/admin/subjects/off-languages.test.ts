import { beforeEach, expect, test } from "vitest";
import type { Language } from "#src/i18n/i18n.ts";
import { setReply } from "#src/replies/replies.ts";
import { blankRule } from "#src/settings/assessment.ts";
import { setSetting, settings } from "#src/settings/settings.ts";
import { setTexts } from "#src/settings/texts/texts.ts";
import { act, says } from "#tests/support/house/http.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

// The helpline offers English and Finnish; something is written in Dutch, which it offered before.

let at: Desk;
beforeEach(async () => {
  at = await desk();
  await act(at.line, at.line.aino, (tx, emit) => {
    const set = settings(tx);
    setSetting(tx, emit, { name: "languages", value: ["en", "fi"] });
    setSetting(tx, emit, { name: "closedNote", value: { en: "Back soon.", nl: "Tot gauw." } });
    setSetting(tx, emit, { name: "opening", value: "break" });
    setSetting(tx, emit, { name: "ownRules", value: { kept: { en: "Ask us.", nl: "Vraag ons." } } });
    const own = { code: "own_12345678", texts: { en: card("Exams"), nl: card("Examens") }, off: false };
    setSetting(tx, emit, { name: "meanwhile", value: [...set.meanwhile, own] });
    const [group, ...groups] = set.reasons;
    const named = { code: "own_87654321", names: { en: "Exams", nl: "Examens" }, off: false, chi: null };
    setSetting(tx, emit, {
      name: "reasons",
      value: [{ ...group!, reasons: [...group!.reasons, named] }, ...groups],
    });
    const rule = { ...blankRule, say: { en: "We are here.", nl: "We zijn er." } };
    setSetting(tx, emit, { name: "assessmentRules", value: [rule, ...set.assessmentRules] });
    setTexts(tx, emit, { texts: { "nl youth.door.title": "Hoi" } });
    const values = { name: "Hoi", language: "nl" as const, topic: "", text: "Hoi daar" };
    setReply(tx, emit, { member: at.line.aino, ownerId: null, id: null, values, basedOn: 0 });
  });
});

const card = (title: string) => ({ title, text: "One thing at a time." });
const off = says("admin.form.off_languages", { languages: "Dutch" });
const now = () => settings(at.line.helpline.db);

test.each([
  ["/admin/open", "note.nl"],
  ["/admin/rules", "own.kept.nl"],
  ["/admin/meanwhile?card=own_12345678", "title.nl"],
  ["/admin/reasons?reason=own_87654321", "name.nl"],
  ["/admin/assessment?rule=0", "say.nl"],
  ["/admin/texts?group=door", null],
  ["/admin/replies", null],
])("%s has fields for the languages that are on, no others, and says in a line what is kept", async (path, field) => {
  const page = await sheet(at.aino, path);
  expect(page.answer.status).toBe(200);
  expect(page.words("main")).toContain(off);
  const names = page.fields("form").map(([name]) => name);
  expect(names).not.toContain(field);
  if (field) expect(names).toEqual(expect.arrayContaining([field.replace("nl", "en"), field.replace("nl", "fi")]));
  expect(page.answer.text).not.toMatch(/(?:lang|value)="(?:fr|hu|es)"/);
});

test("what was written in a language that is off stays when the rest is saved", async () => {
  const save = async (path: string, fields: Record<string, string>, button = "save") => {
    const saved = await (await sheet(at.aino, path)).fill(fields).press(button, "form.edit");
    expect([path, saved.answer.status]).toEqual([path, 200]);
  };
  await save("/admin/rules", { "own.kept.fi": "Kysy meiltä." });
  await save("/admin/meanwhile?card=own_12345678", { "title.en": "Tests" });
  await save("/admin/reasons?reason=own_87654321", { "name.en": "Tests" });
  const { rulesDraft, meanwhile, reasons } = now();
  expect(rulesDraft!.kept).toEqual({ en: "Ask us.", fi: "Kysy meiltä.", nl: "Vraag ons." });
  expect(meanwhile.at(-1)!.texts).toMatchObject({ en: { title: "Tests" }, nl: card("Examens") });
  expect(reasons[0]!.reasons.at(-1)!.names).toEqual({ en: "Tests", nl: "Examens" });
});

test("nothing is said where nothing is written in such a language", async () => {
  const all: Language[] = ["en", "fi", "nl"];
  await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "languages", value: all }));
  for (const path of ["/admin/open", "/admin/rules", "/admin/replies", "/admin/texts"]) {
    expect((await at.aino.get(path)).text, path).not.toContain("data-languages-off");
  }
});
