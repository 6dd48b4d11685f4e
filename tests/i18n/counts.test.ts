import { expect, test } from "vitest";
import { audienceOf } from "#src/i18n/catalogs.ts";
import { catalog, type Key, type Language, languages, translate } from "#src/i18n/i18n.ts";
import { shapeOf } from "#src/i18n/message.ts";

/** What counts something in a text: whatever any language makes a plural of, and what has such a name. */
const named = new Set([
  "n",
  "minutes",
  "hours",
  "days",
  "create",
  "change",
  "verified",
  "changed",
  "reported",
  "taken",
]);

const keys = Object.keys(catalog("en")) as Key[];

function argumentsOf(language: Language, key: Key): { all: string[]; plural: string[] } {
  const ever = [...(shapeOf(language, catalog(language)[key])?.ever ?? [])];
  const named = (form: RegExp) => ever.flatMap((one) => form.exec(one)?.[1] ?? []);
  return { all: named(/^\{(\w+)\}$/), plural: named(/^\{(\w+), plural\}$/) };
}

const counted = keys.flatMap((key) => {
  const plural = new Set(languages.flatMap((language) => argumentsOf(language, key).plural));
  const counts = argumentsOf("en", key).all.filter((name) => named.has(name) || plural.has(name));
  return counts.length > 0 ? [{ key, counts }] : [];
});

/** A text as it is read when everything it counts is `n`; whatever else it is filled with is a word. */
function read(language: Language, { key, counts }: { key: Key; counts: string[] }, n: number): string {
  const words = argumentsOf("en", key).all.map((name) => [name, "Zz"]);
  const values = { ...Object.fromEntries(words), ...Object.fromEntries(counts.map((name) => [name, n])) };
  const pieces = translate(language).parts(key, values);
  return pieces.map(({ text }) => text).join("");
}

/** The number is a name ("Rule 1"), always more than one, or one of a number that is told behind it ("1 of 3 steps"). */
const noCount = new Set<string>([
  "admin.assessment.if_then",
  "admin.assessment.rule_n",
  "admin.assessment.rule_n",
  "admin.entry.row",
  "admin.hours.holidays_all",
  "staff.about.of_ten",
  "staff.door.several",
  "admin.open.progress",
  // Always multiples of five.
  "youth.door.wait",
  "youth.waiting.range",
]);

/** Words that stand behind 1 as behind 5. */
const unchanging: Record<Exclude<Language, "hu">, RegExp> = {
  en: /^(?:more|new|checked|changed|reported|gone|waiting|available|of)\b/,
  fr: /^(?:fois|de plus|en attente)\b/,
  nl: /^(?:keer|uur|nieuwe?|nagekeken|gewijzigd|gemeld|verander(?:d|de)|verdwenen|beschikbaar)\b/,
  es: /^(?:más|en espera|con aviso)(?!\p{L})/u,
  fi: /^(?:lisää|odottaa|sopii|vapaana|minuutin (?:päästä|kuluessa)|päivän kuluttua|päivässä|paikkaa ei)(?!\p{L})/u,
};

test.each(["en", "fr", "nl", "es", "fi"] as const)("%s: a word behind a number follows the number", (language) => {
  const told = counted.filter(({ key }) => !noCount.has(key));
  expect(told.length).toBeGreaterThan(80);
  for (const one of told) {
    const [single, several] = [read(language, one, 1), read(language, one, 5)];
    const behind = [...several.matchAll(/(?<![\d.,:])5 (?=(\p{L}.*))/gu)].map(([, rest = ""]) => rest);
    const inflected = behind.filter((rest) => !unchanging[language].test(rest));
    if (inflected.length > 0) expect(single.replaceAll("1", "5"), one.key).not.toBe(several);
  }
});

test("Finnish: behind a number but one stands the partitive, never the plural", () => {
  for (const one of counted)
    expect(read("fi", one, 5), one.key).not.toMatch(/(?<![\d.,:])5 \p{L}+[aeiouyäö]t(?!\p{L})/u);
});

test("Hungarian: the singular behind any number, and no article before it, which would hang on how it is said", () => {
  for (const one of counted) {
    expect(read("hu", one, 5), one.key).not.toMatch(/(?<![\d.,:])5 (?:\p{L}+ )?\p{L}+(?:[oö]|(?<!n)[ae])k(?!\p{L})/u);
    expect(read("hu", one, 5), one.key).not.toMatch(/(?<!\p{L})az? [05]/u);
  }
  const halves = Object.entries(catalog("hu")).filter(([, text]) => /\ba\(z\)/i.test(text));
  expect(halves).toEqual([]);
});

/** What a page shows also where there is nothing to count. */
const noneToo: Key[] = [
  "admin.assessment.rules_n",
  "admin.directory.bulk_done",
  "admin.directory.bulk_will",
  "admin.directory.places",
  "admin.directory.undone",
  "admin.directory.week_line",
  "admin.export.which.all",
  "admin.export.which.public",
  "admin.import.apply",
  "admin.import.run_counts",
  "admin.import.undone",
  "admin.sharing.counts",
  "admin.sharing.found.feed",
  "admin.sharing.publish_count",
  "admin.source.done.rejected",
  "admin.source.done.taken",
  "admin.source.review_n",
  "admin.source.review_none",
  "staff.find.count",
];

test.each(languages)("%s: nothing is said in words, not as a 0", (language) => {
  for (const key of noneToo) {
    const one = counted.find((each) => each.key === key);
    expect(one, key).toBeDefined();
    expect(read(language, one!, 0), key).not.toMatch(/0/);
  }
});

test.each(languages)("%s: whatever the count, a text can be read", (language) => {
  for (const one of counted) {
    for (const n of [0, 1, 2, 5]) expect(read(language, one, n).trim(), one.key).not.toMatch(/^$|[{}#]/);
  }
});

/**
 * How many texts there are for each audience: every one is a burden to five translators and to those who read it.
 * A new text takes the place of one that can go, or its number is raised here on purpose. Aim: 2,800 in all, admin 1,200.
 */
const most = { youth: 949, staff: 1444, admin: 2197, mail: 45 };

test("there are no more texts than are counted here, and no fewer", () => {
  const counts = Object.fromEntries(Object.keys(most).map((audience) => [audience, 0]));
  for (const key of keys) counts[audienceOf(key)!]! += 1;
  expect(counts).toEqual(most);
});
