import { describe, expect, test } from "vitest";
import { catalog, type Key, languages, translate } from "#src/i18n/i18n.ts";
import { type RulesFacts, rules } from "#src/settings/rules.ts";

const facts: RulesFacts = {
  retentionDays: 14,
  resumeMinutes: 15,
  placeKeptMinutes: 5,
  cookieHours: 12,
  emergency: "112",
  ages: [10, 25],
  supervisorsRead: true,
  addressKept: false,
  callback: false,
  ai: false,
};

function text(change: Partial<RulesFacts>, language: (typeof languages)[number] = "en"): string {
  const t = translate(language);
  const sections = rules({ ...facts, ...change });
  return sections.map((s) => [t(s.title), ...s.lines.map((l) => t(l.key, l.values))].join("\n")).join("\n\n");
}

const changes: Partial<RulesFacts>[] = [
  { retentionDays: 0 },
  { retentionDays: 1 },
  { resumeMinutes: 20 },
  { placeKeptMinutes: 8 },
  { cookieHours: 1 },
  { emergency: "999" },
  { ages: [12, 18] },
  { supervisorsRead: false },
];

/** What a text has places for. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)/g)].map(([, name = ""]) => name);
}

describe.each(languages)("rules in %s", (language) => {
  test.each(changes)("%j changes the text", (change) => {
    expect(text(change, language)).not.toBe(text({}, language));
  });

  test("say the numbers they are computed from", () => {
    for (const fact of ["14", "15", "5 min", "12", "112", "10", "25"]) expect(text({}, language)).toContain(fact);
  });

  test("sentences of the young person are short: 20 words at most, 12 on average", () => {
    const keys = Object.keys(catalog(language)).filter((key) => /^(youth|rules)\./.test(key)) as Key[];
    const shown = { number: "112", alias: "Mika", from: 10, to: 25, days: 14, minutes: 15, hours: 12 };
    const values = { ...shown, place: 3, waiting: 2, value: 7, version: 1, date: "1 May 2026", most: 4000 };
    const filled = (key: Key) => ({
      ...Object.fromEntries(placeholders(catalog(language)[key]).map((name) => [name, "22:00"])),
      ...values,
    });
    const t = translate(language);
    const sentences = keys.flatMap((key) =>
      t
        .parts(key, filled(key))
        .map((part) => part.text)
        .join("")
        .split(/[.?!:]\s+/),
    );
    const lengths = sentences.map((sentence) => sentence.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length);
    const long = sentences.filter((_, i) => (lengths[i] ?? 0) > 20);
    expect(long).toEqual([]);
    expect(lengths.reduce((a, b) => a + b, 0) / lengths.length).toBeLessThanOrEqual(12);
  });
});
