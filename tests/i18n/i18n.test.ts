import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, onTestFinished, test } from "vitest";
import { audienceOf } from "#src/i18n/catalogs.ts";
import {
  catalog,
  direction,
  isLanguage,
  type Key,
  languageNames,
  languages,
  preferredLanguage,
  translate,
} from "#src/i18n/i18n.ts";

const keys = Object.keys(catalog("en")) as Key[];
const root = fileURLToPath(new URL("../..", import.meta.url));

interface Element {
  type: number;
  value?: string;
  options?: Record<string, { value: Element[] }>;
  children?: Element[];
}

/** Everything a text asks for: `{name}`, `{n} plural`, `<link>`; and what its plurals distinguish. */
function asked(elements: Element[]): { names: Set<string>; plurals: Map<string, string[]> } {
  const names = new Set<string>();
  const plurals = new Map<string, string[]>();
  const walk = (all: Element[]) => {
    for (const one of all) {
      // 0 is plain text, 7 the # of a plural, 8 a mark; 5 is a select, 6 a plural.
      if (one.type === 8) names.add(`<${one.value}>`);
      else if (one.type !== 0 && one.type !== 7) names.add(one.value!);
      if (one.type === 6) plurals.set(one.value!, Object.keys(one.options!));
      for (const option of Object.values(one.options ?? {})) walk(option.value);
      if (one.children) walk(one.children);
    }
  };
  walk(elements);
  return { names, plurals };
}

const parsed = (language: (typeof languages)[number], key: Key) =>
  asked(new IntlMessageFormat(catalog(language)[key], language).getAst() as unknown as Element[]);

const english = new Map(keys.map((key) => [key, parsed("en", key)]));

test.each(languages)(
  "%s: every text can be read, is not empty, and asks for what the English one asks for",
  (language) => {
    expect(Object.keys(catalog(language)).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      expect(catalog(language)[key].trim(), key).not.toBe("");
      expect(parsed(language, key).names, key).toEqual(english.get(key)!.names);
    }
  },
);

test.each(languages)("%s: every plural knows all the forms whole numbers take in that language", (language) => {
  const rules = new Intl.PluralRules(language);
  const needed = new Set(Array.from({ length: 201 }, (_, n) => rules.select(n)));
  for (const key of keys) {
    for (const [name, forms] of parsed(language, key).plurals) {
      expect(forms, `${key} ${name}`).toContain("other");
      // A text that never changes with the number (`# available`) names no form at all; one that does names all of them.
      const named = forms.filter((form) => form !== "other" && !form.startsWith("="));
      if (named.length > 0) expect(forms, `${key} ${name}`).toEqual(expect.arrayContaining([...needed]));
    }
  }
});

test.each(languages)(
  "%s: typographic apostrophes only, since a plain one hides what follows it; and no markup",
  (language) => {
    for (const key of keys) {
      expect(catalog(language)[key], key).not.toMatch(/'|<(?!\/?(link|strong|second)>)/);
    }
  },
);

test("the catalogs are flat and sorted, so that two people can add to them; each file holds what is for its readers", () => {
  for (const language of languages) {
    for (const audience of ["youth", "staff", "admin", "mail"]) {
      const file = JSON.parse(readFileSync(join(root, `src/i18n/locales/${language}/${audience}.json`), "utf8"));
      expect(Object.keys(file)).toEqual(Object.keys(file).sort());
      for (const value of Object.values(file)) expect(typeof value).toBe("string");
      expect([...new Set(Object.keys(file).map(audienceOf))]).toEqual([audience]);
    }
  }
});

test("a catalog is read for the reader and the language that ask, and nothing else", () => {
  const script = `
    const fs = require("node:fs");
    const read = fs.readFileSync;
    const asked = [];
    fs.readFileSync = (path, ...more) => {
      asked.push(/locales\\/(.*)/.exec(String(path))?.[1] ?? "");
      return read(path, ...more);
    };
    const { translate } = await import(${JSON.stringify(join(root, "src/i18n/i18n.ts"))});
    translate("fr")("youth.later.title");
    translate("fr")("youth.later.title");
    console.log(JSON.stringify(asked));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--eval", script], { encoding: "utf8", cwd: root });
  expect([stdout.trim(), stderr]).toEqual([JSON.stringify(["fr/youth.json"]), ""]);
});

test("numbers and plurals follow the language", () => {
  expect(translate("en")("youth.waiting.place", { place: 1 })).not.toBe(
    translate("en")("youth.waiting.place", { place: 2 }),
  );
  expect(translate("fr").number(12_345)).toBe(new Intl.NumberFormat("fr").format(12_345));
  const at = Date.UTC(2026, 10, 24, 18, 5);
  const times = languages.map((one) => translate(one).time(at, "Europe/Brussels"));
  expect(times).toEqual(languages.map(() => "19:05"));
  expect(translate("fi").dateTime(at, "Europe/Brussels")).toBe("24. marraskuuta 2026 klo 19:05");
  expect(translate("nl").dateTime(at, "Europe/Brussels")).toContain("24 november 2026");
});

test("a sentence with marks comes in pieces that name their mark, in order, and nothing is lost", () => {
  for (const language of languages) {
    const pieces = translate(language).parts("youth.door.agree");
    expect(pieces.map((one) => one.tag)).toContain("link");
    expect(pieces.map((one) => one.text).join("")).toBe(
      catalog(language)["youth.door.agree"].replace(/<\/?link>/g, ""),
    );
  }
});

test.each([
  ["fr-BE,nl;q=0.8,en;q=0.5", "fr"],
  ["de, nl;q=0.8, en;q=0.9", "en"],
  ["NL", "nl"],
  ["fr;q=0, nl;q=0.1", "nl"],
  ["ar, uk", "en"],
  ["*", "en"],
  ["__proto__, toString;q=0.9", "en"],
  [";;;q=abc,,", "en"],
  ["", "en"],
  [undefined, "en"],
])("a browser that wishes %j gets %s", (header, language) => {
  expect(preferredLanguage(header, "en")).toBe(language);
});

test("languages are known by their own code only; each has its name; writing direction follows the tag", () => {
  expect([isLanguage("fr"), isLanguage("fr-BE"), isLanguage("constructor"), isLanguage("")]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(Object.keys(languageNames)).toEqual(languages);
  expect(["ar", "ar-EG", "he", "fr", "en"].map(direction)).toEqual(["rtl", "rtl", "rtl", "ltr", "ltr"]);
});

test("a missing or misspelt key does not compile", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const i18n = JSON.stringify(join(root, "src/i18n/i18n.ts"));
  const planted = [
    `import { type Key, translate } from ${i18n};`,
    `translate("en")("error.not_found");`,
    `translate("en")("error.no_such_text");`,
    'const catalog = { "error.not_found": "x" };',
    "export const all = catalog satisfies Record<Key, string>;",
  ].join("\n");
  writeFileSync(join(folder, "planted.ts"), planted);
  const config = {
    extends: join(root, "tsconfig.json"),
    include: [],
    files: ["planted.ts"],
    compilerOptions: { typeRoots: [join(root, "node_modules")] },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync("node", [tsc, "--noEmit", "-p", folder], { encoding: "utf8", cwd: root });
  const errors = [...stdout.matchAll(/planted\.ts\((\d+),\d+\): error (TS\d+)/g)].map(
    ([, line, code]) => `${line} ${code}`,
  );
  expect(errors, stdout).toEqual(["3 TS2345", "5 TS2740"]);
});

test("in French no line begins with a sign that has a space before it, in own texts neither", () => {
  const key = "youth.later.link.days";
  expect(translate("fr")(key, { days: 2 })).toContain("«\u00a0Continuer\u00a0»");
  const own = new Map([["youth.later.title", "On t’écrit ? Oui : « bientôt » !"]]);
  expect(translate("fr", own)("youth.later.title")).toBe("On t’écrit\u00a0? Oui\u00a0: «\u00a0bientôt\u00a0»\u00a0!");
  expect(translate("en", new Map([["youth.later.title", "a ? b"]]))("youth.later.title")).toBe("a ? b");
});
