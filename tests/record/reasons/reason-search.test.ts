import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { languages } from "#src/i18n/i18n.ts";
import { reasonWords } from "#src/i18n/words/lay-words.ts";
import { matchingReasons } from "#src/live/chat/reason-data.ts";
import { shippedReasons } from "#src/settings/reasons.ts";
import { reasonRates } from "#tests/record/words/reason-rates.ts";

const noOwn = {};
const table = (name: string) => readFileSync(new URL(`../words/${name}.tsv`, import.meta.url), "utf8");
const firstOf = (typed: string, language: (typeof languages)[number] = "en") =>
  matchingReasons(shippedReasons, noOwn, language, typed)[0];

test("of 60 words that counsellors type in each language, 95 in a hundred lead first to the right reason", () => {
  for (const [language, { asked, right, wrong }] of reasonRates(table("dev"))) {
    expect(right / asked, `${language}: ${wrong.join("; ")}`).toBeGreaterThanOrEqual(0.95);
  }
});

test("of 189 other words and more in each language, written before the table, 9 in 10 lead first to the right reason", () => {
  const rates = reasonRates(table("own"));
  expect([...rates.keys()].sort()).toEqual([...languages].sort());
  for (const [language, { asked, right, wrong }] of rates) {
    expect(asked).toBeGreaterThanOrEqual(120);
    expect(right / asked, `${language}: ${wrong.join("; ")}`).toBeGreaterThanOrEqual(0.9);
  }
});

test("a broad word offers its group", () => {
  expect(firstOf("violence")).toMatchObject({ code: "violence", group: null });
  expect(firstOf("discrimination")).toMatchObject({ code: "discrimination", group: null });
  expect(firstOf("erőszak", "hu")).toMatchObject({ code: "violence", group: null });
  expect(firstOf("sexual violence")).toMatchObject({ code: "violence.sexual", group: "Violence" });
});

test("it says which everyday words fitted, and that a name did", () => {
  expect(firstOf("parents fight")).toMatchObject({ code: "family.caregiver", by: "parents fight" });
  expect(firstOf("runaway")).toMatchObject({ code: "missing.runaway" });
  expect(firstOf("eating behaviour")).toMatchObject({ code: "mental_health.eating", by: null });
});

test("beginnings, other forms, accents left out and one slip in a long word lead to the same reason", () => {
  for (const typed of ["bu", "bully", "bullies", "bulllied", "BULLIED!"]) {
    expect(firstOf(typed)?.code, typed).toBe("violence.bullying");
  }
  for (const typed of ["harcelement", "harcelée", "harcelés"]) {
    expect(firstOf(typed, "fr")?.code, typed).toBe("violence.bullying");
  }
  expect(firstOf("peliriippuvaisuus", "fi")?.code).toBe("mental_health.addiction");
  expect(firstOf("ongyilkossagot", "hu")?.code).toBe("mental_health.suicide");
  // A short word with a slip is another word.
  expect(firstOf("gab")?.code).not.toBe("sexuality.orientation");
});

test("who it was tells less than what happened", () => {
  expect(firstOf("my sister has cancer")?.code).toBe("family.wellbeing");
  expect(firstOf("boyfriend hits me")?.code).toBe("violence.physical");
  expect(firstOf("teacher touched me")?.code).toBe("violence.sexual");
  expect(firstOf("father molests sister")?.code).toBe("violence.sexual");
  expect(firstOf("friend wants to die")?.code).toBe("mental_health.suicide");
  expect(firstOf("sister")?.code).toBe("family.siblings");
});

test("nothing typed, signs alone and words of nothing find nothing", () => {
  for (const typed of ["", "   ", "?!…", "zzzzzz", "𝒳"])
    expect(matchingReasons(shippedReasons, noOwn, "en", typed)).toEqual([]);
});

test("a reason that is switched off is not found, and an own word leads where an admin says", () => {
  const off = shippedReasons.map((group) => ({
    ...group,
    reasons: group.reasons.map((one) => ({ ...one, off: one.code === "violence.bullying" })),
  }));
  expect(matchingReasons(off, {}, "en", "bullied").map(({ code }) => code)).not.toContain("violence.bullying");
  const own = { en: { "peers.friends": ["left on read"] } };
  expect(matchingReasons(shippedReasons, own, "en", "left on read")[0]?.code).toBe("peers.friends");
  // Its list replaces the shipped one.
  expect(matchingReasons(shippedReasons, own, "en", "lonely").map(({ code }) => code)).not.toContain("peers.friends");
});

test("every reason and group of the shipped list has words in each language, each of them once, and no others have", () => {
  const codes = shippedReasons.flatMap((group) => [group.code, ...group.reasons.map(({ code }) => code)]);
  const needed = codes.filter((code) => !code.endsWith(".other"));
  for (const language of languages) {
    const words = reasonWords(language);
    expect(needed.filter((code) => !words[code]?.length)).toEqual([]);
    expect(Object.keys(words).filter((code) => !codes.includes(code))).toEqual([]);
    expect(Object.keys(words)).toEqual(Object.keys(words).sort());
    for (const all of Object.values(words)) expect(new Set(all).size).toBe(all.length);
    expect(Object.values(words).flat().length).toBeGreaterThanOrEqual(150);
  }
});
