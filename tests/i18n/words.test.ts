import { expect, test } from "vitest";
import { catalog, type Key, type Language, languages } from "#src/i18n/i18n.ts";

/**
 * One thing, one word: what the parts of the directory are called, to staff and to young people alike, and what they are
 * not called, since it is another word for the same. A search may know all of them.
 */
const words: Record<Language, Record<"directory" | "place" | "organization" | "card" | "checked" | "topic", string>> = {
  en: {
    directory: "directory",
    place: "place",
    organization: "organization",
    card: "card",
    checked: "checked",
    topic: "topic",
  },
  fr: {
    directory: "annuaire",
    place: "lieu",
    organization: "organisation",
    card: "carte",
    checked: "vérifié",
    topic: "sujet",
  },
  nl: {
    directory: "gids",
    place: "plek",
    organization: "organisatie",
    card: "kaart",
    checked: "nagekeken",
    topic: "onderwerp",
  },
  es: {
    directory: "directorio",
    place: "lugar",
    organization: "organización",
    card: "tarjeta",
    checked: "comprobado",
    topic: "tema",
  },
  fi: {
    directory: "hakemisto",
    place: "paikka",
    organization: "organisaatio",
    card: "kortti",
    checked: "tarkistettu",
    topic: "aihe",
  },
  hu: {
    directory: "jegyzék",
    place: "hely",
    organization: "szervezet",
    card: "kártya",
    checked: "ellenőrizve",
    topic: "téma",
  },
};
const others: Record<Language, RegExp> = {
  en: /\bentry|\bentries|\bservices?\b|\blisting|\bverified\b/i,
  fr: /répertoire|\bfiches?\b|# adresses?|aucune adresse|toutes les adresses|ajouter une adresse|adresses? (?:cachée|cochée|utile|vérifiée|publique)|organisme|\bthèmes?\b|\bservices?\b/i,
  nl: /adressengids|\bfiches?\b|\bdienst(?:en)?\b|gecontroleerd|\bthema/i,
  es: /recurso|\bfichas?\b|\bsitios?\b(?! web)|\bservicios?\b|verificad|entidad/i,
  fi: /palveluhakemisto|luettelotieto|järjestö|todennettu/i,
  hu: /címtár|adatlap|bejegyzés|szolgáltatás|egyesület/i,
};

const about =
  /^(?:admin\.(?:directory|entry|import|export|sharing|source|assessment|subject\.(?:directory|sharing|assessment))|staff\.(?:find|found|referral|report|side\.referrals|nav\.directory)|youth\.(?:other|out|which)|card|error\.referral)\./;
/** Words that people search with, and the columns of a table, which keep the names they have in files. */
const isOwner = (key: string) => key.endsWith(".words") || key.startsWith("admin.import.column.");
const withoutNames = (text: string) => text.replace(/\{\w+/g, "{");

test.each(languages)("%s: the parts of the directory have one word each", (language) => {
  const keys = (Object.keys(catalog(language)) as Key[]).filter((key) => about.test(`${key}.`) && !isOwner(key));
  expect(keys.length).toBeGreaterThan(500);
  const wrong = keys.filter((key) => others[language].test(withoutNames(catalog(language)[key])));
  expect(wrong.map((key) => `${key}: ${catalog(language)[key]}`)).toEqual([]);
});

test.each(languages)("%s: and that word is the one in use", (language) => {
  const all = Object.values(catalog(language)).join("\n").toLowerCase();
  for (const word of Object.values(words[language])) expect(all, word).toContain(word);
});

/** Endings that are the same behind whatever they are given: a number, a time, the name of any weekday. */
const steady = { fi: /\{\w+\}-vuotiaille|\{day\}na(?!\p{L})/gu, hu: /\{\w+\}-(?:ig|kor)(?!\p{L})/gu };

test.each(["fi", "hu"] as const)(
  "%s: no ending hangs on what a text is filled with, but those that never change",
  (language) => {
    const texts = Object.entries(catalog(language)).map(([key, text]) => [key, text.replace(steady[language], "")]);
    expect(texts.filter(([, text]) => /\{\w+\}(?:<\/\w+>)?-?\p{Ll}/u.test(text!))).toEqual([]);
  },
);

/** How nobody is addressed: the staff as little as the young, and in French a young person not as the staff is. */
const notAddressed: Partial<Record<Language, [only: RegExp, RegExp]>> = {
  nl: [/./, /(?<!\p{L})(?:u|uw|uzelf)(?!\p{L})/iu],
  es: [/./, /(?<!\p{L})ustede?s?(?!\p{L})/iu],
  hu: [/./, /(?<!\p{L})(?:ön|önt|önnek|önre|önnel|önök)(?!\p{L})/iu],
  fi: [/./, /(?<!\p{L})(?:näette|voitte|teitä|keskustelunne|kirjoittakaa|valitkaa)(?!\p{L})/iu],
  fr: [/^youth\./, /(?<!\p{L})(?:vous|votre|vos)(?!\p{L})/iu],
};

test.each(Object.keys(notAddressed) as Language[])("%s: everybody is addressed in one way", (language) => {
  const [only, other] = notAddressed[language]!;
  const texts = Object.entries(catalog(language)).filter(([key]) => only.test(key));
  expect(texts.length).toBeGreaterThan(200);
  expect(texts.filter(([, text]) => other.test(text))).toEqual([]);
});
