import { describe, expect, test } from "vitest";
import { catalog, type Key, type Language, languages, translate } from "#src/i18n/i18n.ts";
import { definitions, type SettingName, type Settings } from "#src/settings/definitions.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { type Fact, factOf, factsOf, type RulesFacts } from "#src/settings/facts.ts";
import { writtenRules } from "#src/settings/published.ts";
import { emergencyLines, rules } from "#src/settings/rules.ts";
import { plain, rulesIn, said } from "#src/settings/said.ts";
import { defaults } from "#src/settings/settings.ts";

const shipped = factsOf(defaults());
const country = (code: string) => shippedEmergency.find((one) => one.country === code)!;

/** Every sentence of the page, in order. */
function sentences(facts: RulesFacts, language: Language): string[] {
  return rulesIn(language, rules(facts), {}).flatMap(({ title, lines, register }) => [
    title,
    ...lines.map(plain),
    ...register.map(({ use, state }) => `${use}: ${state}`),
  ]);
}

/** Another value for every setting: each is flipped alone. */
const flips: { [Name in SettingName]: Settings[Name][] } = {
  name: ["Chat of the town"],
  title: ["News"],
  exitAddress: ["https://weather.example.org/today?x=1"],
  ageFrom: [12, 25],
  ageTo: [18],
  emergency: [[country("GB")], [country("FR")], [country("BE"), country("NL")]],
  languages: [["fr"], ["en", "nl"]],
  language: ["nl"],
  theme: ["forest"],
  colours: [definitions.colours.value],
  face: ["cloud"],
  faceColour: ["lamp"],
  logo: [definitions.logo.value],
  chatsAtOnce: [4],
  chatMinutes: [60],
  waitingPerCounsellor: [9],
  resumeMinutes: [20],
  placeKeptMinutes: [8],
  retentionDays: [0, 1, 30],
  ownRules: [{}],
  rulesDraft: [{ chat: { en: "Not yet." } }],
  opening: ["break"],
  closedNote: [{ en: "Away" }],
  checked: [["rules"]],
};

describe("acceptance 2: what is promised is computed from what is really set", () => {
  test("every setting is told by a fact of the rules, or stands in the table as one that is not", () => {
    expect(Object.keys(factOf).sort()).toEqual(Object.keys(definitions).sort());
    expect(Object.keys(flips).sort()).toEqual(Object.keys(definitions).sort());
  });

  const all = Object.entries(flips).flatMap(([name, values]) =>
    values.map((value) => ({ name: name as SettingName, value })),
  );
  test.each(all.filter(({ name }) => factOf[name] !== null))(
    "acceptance 2: $name = $value changes the rules in every language",
    ({ name, value }) => {
      const set = { ...defaults(), [name]: value };
      for (const language of languages) {
        expect(sentences(factsOf(set), language)).not.toEqual(sentences(shipped, language));
        expect(writtenRules(set)[language]).not.toEqual(writtenRules(defaults())[language]);
      }
    },
  );

  test.each(all.filter(({ name }) => factOf[name] === null))("$name = $value is nothing they tell of", (flip) => {
    expect(writtenRules({ ...defaults(), [flip.name]: flip.value })).toEqual(writtenRules(defaults()));
  });

  test("every fact has its sentence once, whatever it is", () => {
    const told = rules(shipped).flatMap(({ lines }) => lines.flatMap(({ fact }) => fact ?? []));
    const facts = Object.keys(shipped).filter((name) => name !== "register");
    expect(told.sort()).toEqual(facts.sort());
  });

  describe.each(languages)("acceptance 2: in %s", (language) => {
    test("every combination says what it said when a person last read it", async () => {
      const base = sentences(shipped, language);
      const told = combinations().map(({ name, facts }) => {
        const now = sentences(facts, language);
        const gone = base.filter((sentence) => !now.includes(sentence)).map((sentence) => `  - ${sentence}`);
        const come = now.filter((sentence) => !base.includes(sentence)).map((sentence) => `  + ${sentence}`);
        return [name, ...gone, ...come].join("\n");
      });
      const file = `${["As shipped:", ...base].join("\n")}\n\n${told.join("\n\n")}\n`;
      await expect(file).toMatchFileSnapshot(`rules-combinations/${language}.txt`);
    });

    test("no two combinations say the same", () => {
      const texts = combinations().map(({ facts }) => sentences(facts, language).join("\n"));
      expect(new Set(texts).size).toBe(texts.length);
    });
  });

  const strange: [string, object][] = [
    ["of a kind without a sentence", { retention: { kind: "for_ever", values: {} } }],
    ["of a kind that every object has", { readers: { kind: "constructor", values: {} } }],
    ["missing", { address: undefined }],
    ["that nobody has a sentence for", { tracking: { kind: "always", values: {} } }],
    ["without its number", { retention: { kind: "days", values: {} } }],
    ["of artificial intelligence that is on", { register: { ...shipped.register, suggest: "on" } }],
    ["of artificial intelligence that is not told of", { register: {} }],
    ["no emergency number at all", { emergency: [] }],
    ["a way to get help that nobody has a sentence for", { emergency: [{ ...country("FR"), fax: "114" }] }],
  ];
  test.each(strange)("acceptance 2: a fact %s makes no page", (_, change) => {
    expect(() => sentences({ ...shipped, ...change } as RulesFacts, "en")).toThrow();
  });
});

/** Every kind of every fact with every other, and every shape of an emergency number. */
function combinations(): { name: string; facts: RulesFacts }[] {
  const emergency: Record<string, RulesFacts["emergency"]> = {
    "call alone": [country("EU")],
    text: [{ ...country("FR"), app: "" }],
    app: [country("BE")],
    "text and app": [country("FR")],
    press: [country("GB")],
    "two countries": [country("BE"), country("GB")],
  };
  const kinds = {
    ages: { one: { from: 15, to: 15 }, range: { from: 10, to: 25 } },
    languages: { one: { languages: "Français" }, several: { languages: "English, Français, Nederlands" } },
    retention: { at_end: { days: 0 }, days: { days: 14 } },
    readers: { counsellors: {}, supervisors: {} },
  } satisfies { [Name in Fact]?: { [Kind in RulesFacts[Name]["kind"]]: object } };
  let all = Object.entries(emergency).map(([name, countries]) => ({
    name,
    facts: { ...shipped, emergency: countries },
  }));
  for (const [fact, values] of Object.entries(kinds)) {
    all = all.flatMap(({ name, facts }) =>
      Object.entries(values).map(([kind, known]) => ({
        name: `${name}, ${fact} ${kind}`,
        facts: { ...facts, [fact]: { kind, values: known } },
      })),
    );
  }
  return all;
}

describe("whom to call in danger", () => {
  const told = (...codes: string[]) =>
    emergencyLines(codes.map(country)).map((line) => [plain(said("en", line)), line.href]);

  test("the way for whoever cannot talk aloud is that of the country, and leads there", () => {
    expect(told("FR")).toEqual([
      ["In danger now? Call 112. They can come to you, we cannot.", "tel:112"],
      ["Can’t talk out loud? Send a text to 114.", "sms:114"],
      ["Can’t talk out loud? Use the app “Urgence 114”.", null],
    ]);
    expect(told("GB")[1]).toEqual(["Can’t talk out loud? Call 999, then press 55.", "tel:999"]);
  });

  test("where there are several countries each is named, and its number where it is another", () => {
    expect(told("BE", "LU", "GB").map(([text]) => text)).toEqual([
      "In danger now? Call 112. They can come to you, we cannot.",
      "Belgium: Can’t talk out loud? Use the app “112 BE”.",
      "United Kingdom: Call 999.",
      "United Kingdom: Can’t talk out loud? Call 999, then press 55.",
    ]);
  });
});

/** What a text has places for. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)/g)].map(([, name = ""]) => name);
}

describe.each(languages)("rules in %s", (language) => {
  test("say the numbers they are computed from, and that a person answers", () => {
    const text = sentences(shipped, language).join("\n");
    for (const fact of ["14", "15", "5 min", "12", "112", "10", "25", "www.wikipedia.org", "Chat"]) {
      expect(text).toContain(fact);
    }
    const people = rulesIn(language, rules(shipped), {}).find(({ part }) => part === "people")!;
    expect(people.register).toHaveLength(4);
    expect(new Set(people.register.map(({ state }) => state))).toEqual(
      new Set([translate(language)("rules.people.ai_off")]),
    );
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
    const all = keys.flatMap((key) =>
      t
        .parts(key, filled(key))
        .map((part) => part.text)
        .join("")
        .split(/[.?!:]\s+/),
    );
    const lengths = all.map((sentence) => sentence.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length);
    const long = all.filter((_, i) => (lengths[i] ?? 0) > 20);
    expect(long).toEqual([]);
    expect(lengths.reduce((a, b) => a + b, 0) / lengths.length).toBeLessThanOrEqual(12);
  });
});
