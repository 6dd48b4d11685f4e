import { expect, test } from "vitest";
import { audienceOf } from "#src/i18n/catalogs.ts";
import { catalog, type Key } from "#src/i18n/i18n.ts";
import { shapeOf } from "#src/i18n/message.ts";
import { readingLevel, readings } from "#src/i18n/reading.ts";

/** What gives away an English text as translated, and what to write. */
const marks: { mark: RegExp; write: string; except?: RegExp }[] = [
  { mark: /\b(?:some|any|every)body\b/i, write: "someone, anyone, everyone" },
  { mark: /\bwho(?:m|se)?ever\b/i, write: "if someone …, or the person who …" },
  { mark: /\banew\b/i, write: "again" },
  { mark: /\bno more(?! than)\b/i, write: "no longer" },
  { mark: /\be-mail/i, write: "email", except: /\.words$/ },
  { mark: /\b(?:take in|hand out as) a file\b/i, write: "Import, Export" },
  { mark: /\bnone is in it\b/i, write: "No … yet" },
  { mark: /\bupon\b/i, write: "on" },
  { mark: /(?<!\bno )\bone[’']s\b/i, write: "your, their" },
  { mark: /\bhands full\b/i, write: "at capacity" },
  { mark: /\b(?:stands?|stood)\b(?!-)/i, write: "is, are", except: /^admin\.audit\.did\.keys\.stood_in$/ },
  { mark: /\baudit trail\b/i, write: "audit log" },
  { mark: /(?:^|[.!?:] )Who(?:ever)? [^.?]*\.(?= |$)/, write: "a noun as the subject" },
];

const texts = catalog("en");
const keys = Object.keys(texts) as Key[];
const withoutNames = (text: string) => text.replace(/\{\w+/g, "{");

/** Returns the texts with a mark of translation, each with what to write. */
function translated(among: Partial<Record<Key, string>>): string[] {
  return Object.entries(among).flatMap(([key, text]) =>
    marks
      .filter(({ mark, except }) => mark.test(withoutNames(text)) && !except?.test(key))
      .map(({ write }) => `${key}: ${text} (write: ${write})`),
  );
}

test("no English text bears a mark of translation", () => {
  expect(translated(texts)).toEqual([]);
});

test.each([
  "Somebody left in danger.",
  "Ask whoever runs the server.",
  "Save it anew as a PNG.",
  "It is watched no more.",
  "Leave an e-mail address.",
  "Take in a file",
  "None is in it yet.",
  "Upon this page",
  "It takes one’s time.",
  "Everyone has their hands full.",
  "It stands in the list.",
  "The audit trail shows it.",
  "Who reads along now has a part in it.",
  "Saved. Whoever comes reads it.",
])("it would be seen in “%s”", (text) => {
  expect(translated({ "youth.chat.send": text })).not.toEqual([]);
});

test("young people read of nobody, staff of no one", () => {
  const wrong = keys.filter((key) => {
    const isStaffs = audienceOf(key) === "staff" || audienceOf(key) === "admin" || key.startsWith("mail.staff.");
    return isStaffs && /\bnobody\b/i.test(withoutNames(texts[key]));
  });
  expect(wrong.map((key) => `${key}: ${texts[key]}`)).toEqual([]);
});

/** The most words in a sentence; for young people `plain.test.ts` has fewer. */
const most = 25;

/** Sentences that are longer, and why. */
const longer: Partial<Record<Key, string>> = {
  "admin.address.way.how": "names a file and two commands to copy",
};

function wordsIn(key: Key): number {
  const names = [...(shapeOf("en", texts[key])?.ever ?? [])].flatMap((one) => /^\{(\w+)/.exec(one)?.[1] ?? []);
  const read = readings("en", texts[key], Object.fromEntries(names.map((name) => [name, "7"])));
  return readingLevel("en", read).words;
}

test("outside the texts of young people a sentence has at most 25 words", () => {
  const long = keys.filter((key) => audienceOf(key) !== "youth" && wordsIn(key) > most);
  expect(long.filter((key) => !longer[key]).map((key) => `${key} (${wordsIn(key)}): ${texts[key]}`)).toEqual([]);
  expect(Object.keys(longer).filter((key) => !long.includes(key as Key))).toEqual([]);
});
