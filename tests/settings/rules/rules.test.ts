import { describe, expect, test } from "vitest";
import { catalog, type Key, type Language, languages, translate, type Values } from "#src/i18n/i18n.ts";
import { definitions } from "#src/settings/definitions.ts";
import { type Fact, type FactKinds, factOf, factsOf, type RulesFacts } from "#src/settings/rules/facts.ts";
import { writtenRules } from "#src/settings/rules/published.ts";
import { emergencyLines, rules } from "#src/settings/rules/rules.ts";
import { plain, rulesIn, saidLines } from "#src/settings/rules/said.ts";
import { defaults } from "#src/settings/settings.ts";
import { allFlips, country, flips } from "#tests/support/keys/flips.ts";
import { inTurn } from "#tests/support/run/night.ts";

const shipped = factsOf(defaults());

/** Every sentence of the page, in order. */
function sentences(facts: RulesFacts, language: Language): string[] {
  return rulesIn(language, rules(facts), {}).flatMap(({ title, lines, register }) => [
    title,
    ...lines.map(plain),
    ...register.map(({ use, state }) => `${use}: ${state}`),
  ]);
}

describe("Y12: what is promised is computed from what is really set", () => {
  test("every setting is told by a fact of the rules, or stands in the table as one that is not", () => {
    expect(Object.keys(factOf).sort()).toEqual(Object.keys(definitions).sort());
    expect(Object.keys(flips).sort()).toEqual(Object.keys(definitions).sort());
  });

  test.each(allFlips)("$name = $value is another value, and one that may stand", ({ name, value }) => {
    const { value: standard, allows } = definitions[name];
    expect(value).not.toEqual(standard);
    expect(allows(value as never)).toBe(true);
  });

  test.each(allFlips.filter(({ name }) => factOf[name] !== null))(
    "Y12: $name = $value changes the rules in every language",
    ({ name, value }) => {
      const set = { ...defaults(), [name]: value };
      for (const language of languages) {
        expect(sentences(factsOf(set), language)).not.toEqual(sentences(shipped, language));
        expect(writtenRules(set)[language]).not.toEqual(writtenRules(defaults())[language]);
      }
    },
  );

  test.each(allFlips.filter(({ name }) => factOf[name] === null))("$name = $value is no fact", ({ name, value }) => {
    const set = { ...defaults(), [name]: value };
    expect(factsOf(set)).toEqual(shipped);
    if (name !== "ownRules") expect(writtenRules(set)).toEqual(writtenRules(defaults()));
  });

  test.each(flips.ownRules)(
    "a helpline’s own words %j change the text where they stand, and nothing else",
    (ownRules) => {
      const [before, after] = [writtenRules(defaults()), writtenRules({ ...defaults(), ownRules })];
      for (const language of languages) {
        const written = before[language].map((part) => ({ ...part, own: ownRules[part.part!]?.[language] ?? "" }));
        expect(after[language]).toEqual(written);
      }
      expect(after).not.toEqual(before);
    },
  );

  test("every fact has its sentence once, whatever it is", () => {
    const told = rules(shipped).flatMap(({ lines }) => lines.flatMap(({ fact }) => fact ?? []));
    const facts = Object.keys(shipped).filter((name) => name !== "register");
    expect(told.sort()).toEqual(facts.sort());
  });

  describe.each(languages)("Y12: in %s", (language) => {
    test("every kind of every fact says what it said when a person last read it", async () => {
      const base = sentences(shipped, language);
      const told = alone().map(({ name, facts }) => {
        const now = sentences(facts, language);
        const gone = base.filter((sentence) => !now.includes(sentence)).map((sentence) => `  - ${sentence}`);
        const come = now.filter((sentence) => !base.includes(sentence)).map((sentence) => `  + ${sentence}`);
        return [name, ...gone, ...come].join("\n");
      });
      const file = `${["As shipped:", ...base].join("\n")}\n\n${told.join("\n\n")}\n`;
      await expect(file).toMatchFileSnapshot(`rules-combinations/${language}.txt`);
    });

    test("Y12: every combination of all of them says of each fact what a person has read, in the same order, and nothing else", () => {
      const of = (facts: RulesFacts) => rulesIn(language, rules(facts), {}).flatMap(({ lines }) => lines);
      const read = new Set(alone().flatMap(({ facts }) => of(facts).map(plain)));
      const order = (facts: RulesFacts) => of(facts).flatMap(({ fact }) => (fact === "emergency" ? [] : [fact]));
      for (const { facts } of some(language)) {
        expect(of(facts).filter((line) => !read.has(plain(line)))).toEqual([]);
        expect(order(facts)).toEqual(order(shipped));
      }
    });

    test("no two combinations say the same", () => {
      // Each kind by itself too: of two that say the same, one is not as shipped.
      const told = [...some(language), ...alone()].map(({ facts }) => facts);
      const texts = told.map((facts) => sentences(facts, language).join("\n"));
      expect(new Set(texts).size).toBe(new Set(told.map((facts) => Bun.hash(JSON.stringify(facts)))).size);
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
  test.each(strange)("Y12: a fact %s makes no page", (_, change) => {
    expect(() => sentences({ ...shipped, ...change } as RulesFacts, "en")).toThrow();
  });
});

/** Every shape of an emergency number. */
const emergencies: Record<string, RulesFacts["emergency"]> = {
  "call alone": [country("EU")],
  text: [{ ...country("FR"), app: "" }],
  app: [country("BE")],
  "text and app": [country("FR")],
  press: [country("GB")],
  "two countries": [country("BE"), country("GB")],
};

/** Every kind of every fact, with what it is told with: one that is missing here does not compile. */
const kinds = {
  ages: { one: { from: 15, to: 15 }, range: { from: 10, to: 25 } },
  languages: { one: { languages: "Français" }, several: shipped.languages.values },
  place: { minutes: { minutes: 5 } },
  resume: { minutes: { minutes: 15 } },
  retention: { at_end: { days: 0 }, days: { days: 14 } },
  held: { days: { days: 365, after: 14 } },
  danger: { hours: { hours: 12 } },
  copies: { days: { days: 7 } },
  note: { days: { days: 28 } },
  readers: { team: {} },
  who: { volunteers: {}, trained: {}, professionals: {} },
  questions: { none: {}, kept: {} },
  address: { never: {}, emergency: {} },
  cookie: { hours: { hours: 12 } },
  email: { never: {}, asked: { days: 14 } },
  callback: { off: {}, asked: {} },
  ai: { off: {} },
  exit: { site: shipped.exit.values },
  title: { name: shipped.title.values },
} satisfies { [Name in Fact]: { [Kind in FactKinds[Name]]: Values } };

type Combination = { name: string; facts: RulesFacts };

const withKind = (facts: RulesFacts, fact: string, kind: string, values: Values): RulesFacts => ({
  ...facts,
  [fact]: { kind, values },
});

/** Each shape of a number and each kind of each fact, the rest as shipped. */
function alone(): Combination[] {
  const told = Object.entries(kinds).flatMap(([fact, all]) =>
    Object.entries(all).map(([kind, values]) => ({
      name: `${fact} ${kind}`,
      facts: withKind(shipped, fact, kind, values),
    })),
  );
  const numbers = Object.entries(emergencies).map(([name, emergency]) => ({ name, facts: { ...shipped, emergency } }));
  return [...numbers, ...told];
}

/** By day some of all combinations, drawn for each language: enough that any two kinds meet. */
const some = (language: Language) => combinations().filter(({ name }) => inTurn(`${language} ${name}`, 12));

/** Every kind of every fact with every other, and every shape of an emergency number. */
function combinations(): Combination[] {
  let all: Combination[] = Object.entries(emergencies).map(([name, emergency]) => ({
    name,
    facts: { ...shipped, emergency },
  }));
  for (const [fact, told] of Object.entries(kinds)) {
    all = all.flatMap(({ name, facts }) =>
      Object.entries(told).map(([kind, values]) => ({
        name: `${name}, ${fact} ${kind}`,
        facts: withKind(facts, fact, kind, values),
      })),
    );
  }
  return all;
}

describe("whom to call in danger", () => {
  const told = (language: Language, ...codes: string[]) => saidLines(language, emergencyLines(codes.map(country)));
  const texts = (language: Language, ...codes: string[]) => told(language, ...codes).map(plain);

  test("the ways for whoever cannot talk aloud are those of the country, asked for once, and lead there", () => {
    const [now, silent, ...more] = told("en", "FR");
    expect(plain(now!)).toBe(
      "In danger now? Call 112. If someone is hurting you: police, 17. They can come to you. We can’t.",
    );
    expect(plain(silent!)).toBe(
      "Can’t talk out loud? Text 114. Use the app “Urgence 114”, if you’ve already set it up.",
    );
    expect([now!, silent!].map(({ parts }) => parts.flatMap(({ href }) => href ?? []))).toEqual([
      ["tel:112", "tel:17"],
      ["sms:114"],
    ]);
    expect(more).toEqual([]);
    expect(texts("en", "GB")[1]).toBe("Can’t talk out loud? Call 999, then press 55.");
  });

  test("where no country has such a way, nobody is asked", () => {
    expect(texts("en", "IE")).toEqual(["In danger now? Call 112. They can come to you. We can’t."]);
    expect(texts("en", "LU")).toEqual([
      "In danger now? Call 112. If someone is hurting you: police, 113. They can come to you. We can’t.",
    ]);
    expect(texts("en", "LU", "IE").slice(1)).toEqual([
      "Ireland: Call 112.",
      "Luxembourg: Call 112. If someone is hurting you: police, 113.",
    ]);
  });

  test("where there are several countries, each that was chosen is named with its number, in the order of the names", () => {
    expect(texts("en", "GB", "LU", "BE", "IE")).toEqual([
      "In danger now? Call 999. They can come to you. We can’t.",
      "Can’t talk out loud? Find your country: many have another way.",
      "Belgium: Call 112. If someone is hurting you: police, 101. Use the app “112 BE”, if you’ve already set it up.",
      "Ireland: Call 112.",
      "Luxembourg: Call 112. If someone is hurting you: police, 113.",
      "United Kingdom: Call 999, then press 55.",
    ]);
    expect(
      texts("nl", "NL", "GB", "LU", "BE")
        .slice(2)
        .map((text) => text.split(":")[0]),
    ).toEqual(["België", "Luxemburg", "Nederland", "Verenigd Koninkrijk"]);
  });
});

/** What a text has places for. */
function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)/g)].map(([, name = ""]) => name);
}

describe.each(languages)("rules in %s", (language) => {
  test("say the numbers they are computed from, and that a person answers", () => {
    const text = sentences(shipped, language).join("\n");
    const minutes = language === "hu" ? "5 perc" : "5 min";
    for (const fact of ["14", "15", minutes, "12", "112", "10", "25", "www.wikipedia.org", "Chat"]) {
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
