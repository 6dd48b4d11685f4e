import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { topicsIn, topicsMeant } from "#src/directory/search/topic-match.ts";
import { serviceTopics } from "#src/directory/topics.ts";
import { languages } from "#src/i18n/i18n.ts";
import { topicWords } from "#src/i18n/words/lay-words.ts";
import type { House } from "#tests/support/house/helpline.ts";
import { placeForEachTopic, topicRates } from "./words/topic-rates.ts";

let home: House;

beforeAll(async () => {
  home = await placeForEachTopic();
});

test.each(["dev", "own"])(
  "of what young people type in %s.tsv, 85 in a hundred lead first to a place about it in each language, and none to what it must not",
  (name) => {
    const rates = topicRates(home, readFileSync(new URL(`./words/${name}.tsv`, import.meta.url), "utf8"));
    expect([...rates.keys()].sort()).toEqual([...languages].sort());
    for (const [language, { asked, right, wrong, forbidden }] of rates) {
      expect(right / asked, `${language}: ${wrong.join("; ")}`).toBeGreaterThanOrEqual(0.85);
      expect(forbidden, language).toEqual([]);
    }
  },
);

test.each(languages)("%s: each topic has at least 25 everyday words, each once", (language) => {
  const words = topicWords(language);
  expect(Object.keys(words)).toEqual([...serviceTopics].sort());
  for (const [topic, all] of Object.entries(words)) {
    expect(all.length, topic).toBeGreaterThanOrEqual(25);
    expect(new Set(all).size, topic).toBe(all.length);
  }
});

test("what happened tells more than whom it is about, and than when", () => {
  const first = (typed: string) => topicsIn(typed, "en")[0]?.topic;
  expect(first("my friend wants to kill herself")).toBe("suicide");
  expect(first("my best friend is being raped")).toBe("sexual_violence");
  expect(first("my frend was bulied every day in schol")).toBe("bullying");
});

test("words of another language are understood, too, and a name that means nothing leads to no topic", () => {
  expect(topicsMeant("zelfmoord", "hu")).toMatchObject({ topics: ["suicide"], isSure: true });
  expect(topicsMeant("Awel", "nl").topics).toEqual([]);
});

test("a narrower topic brings the wider one after it, under which older entries stand", () => {
  expect(topicsMeant("i cut myself", "en").topics.slice(0, 2)).toEqual(["self_harm", "suicide"]);
});
