import { type Entry, maxEntry } from "#src/directory/entry/entry.ts";
import { readAgesText } from "#src/directory/files/meaning/ages-text.ts";
import { meaningOf, noteSaid, noteText } from "#src/directory/files/meaning/mapping.ts";
import { topicsOfTermName } from "#src/directory/files/meaning/taxonomy-words.ts";
import { plainText } from "#src/directory/plain-text.ts";
import { isTopic, type Topic } from "#src/directory/topics.ts";
import { topicOfTerm } from "../hsds.ts";
import { type HsdsRow, proseIn, type Reading, rowIn, rowsIn, saysAny, tellOfRow, textIn } from "../hsds-reading.ts";

// What other directories say in words of their own: ages, and what a place is about.

const maxAge = 150;

/** Returns the ages of a service, as numbers or in words, without those it does not say. */
export function agesSaidOf(reading: Reading, service: HsdsRow): Pick<Partial<Entry>, "ageFrom" | "ageTo"> {
  const row = rowsIn(service, "eligibilitys", "eligibility")[0] ?? service;
  const said: Pick<Partial<Entry>, "ageFrom" | "ageTo"> = {};
  const ends = [
    ["ageFrom", "minimum_age"],
    ["ageTo", "maximum_age"],
  ] as const;
  for (const [field, column] of ends) {
    if (!saysAny(row, column)) continue;
    const age = ageIn(reading, row, column);
    // One column may say both: "6-18".
    if (age && typeof age === "object") Object.assign(said, age);
    else said[field] ??= age;
  }
  if (said.ageFrom == null && said.ageTo == null && !reading.isOurs) Object.assign(said, agesInWords(reading, service));
  if ((said.ageFrom ?? 0) <= (said.ageTo ?? maxAge)) return said;
  tellOfRow(reading, service, "ages_turned", { column: "minimum_age", part: `${said.ageFrom}–${said.ageTo}` });
  return { ageFrom: null, ageTo: null };
}

function ageIn(reading: Reading, row: HsdsRow, column: string): Entry["ageFrom"] | SaidAges {
  const text = textIn(row, column);
  if (text === "") return null;
  const age = Math.floor(Number(text));
  if (age >= 0 && age <= maxAge) return age;
  const read = reading.isOurs ? null : agesSaid(reading, text);
  if (read) return read;
  tellOfRow(reading, row, "not_a_number", { column, part: text });
  noteText(reading.study, "ages", { text, means: "" });
  return null;
}

type SaidAges = Record<"ageFrom" | "ageTo", number | null>;

function agesSaid(reading: Reading, text: string): SaidAges | null {
  const said = meaningOf(reading.study, "ages", text);
  if (said !== undefined) noteSaid(reading.study, "ages", text, said);
  if (said === "") return { ageFrom: null, ageTo: null };
  const read = readAgesText(said ?? text);
  return read && { ageFrom: read.from, ageTo: read.to };
}

// A text says the ages only if it says nothing else, or a person has said what it means.
function agesInWords(reading: Reading, service: HsdsRow): SaidAges | null {
  for (const column of ["ages", "age_range", "age_group", "eligibility_description", "eligibility"]) {
    const text = typeof service[column] === "string" ? textIn(service, column) : "";
    const read = text === "" ? null : agesSaid(reading, text);
    if (read) return read;
    if (/\b\d{1,2}\b/.test(text) && /age|year/i.test(text)) noteText(reading.study, "ages", { text, means: "" });
  }
  return null;
}

const subjectLists = ["attributes", "service_attributes", "service_taxonomys", "service_taxonomies", "taxonomy_terms"];

/** Returns whether a service says what it is about. */
export function hasSubjects(service: HsdsRow): boolean {
  return saysAny(service, ...subjectLists, "keywords");
}

/** Returns the topics of a service, and the names of terms that are not ours. */
export function subjectsOf(reading: Reading, service: HsdsRow): Pick<Entry, "topics" | "terms"> {
  const terms = rowsIn(service, ...subjectLists).map(
    (one) => rowIn(one, "taxonomy_term") ?? rowIn(one, "taxonomy") ?? one,
  );
  const topics = new Set<Topic>();
  const names = new Set<string>();
  for (const term of terms) {
    const own = topicOfTerm(textIn(term, "id"));
    if (own) topics.add(own);
    else {
      names.add(proseIn(reading, term, maxEntry.name, "name"));
      if (!reading.isOurs) for (const topic of topicsMeant(reading, term)) topics.add(topic);
    }
  }
  names.delete("");
  if (!reading.isOurs) {
    for (const name of keywordsOf(service)) for (const topic of topicsMeant(reading, { name })) topics.add(topic);
  }
  return { topics: [...topics].slice(0, maxEntry.list), terms: [...names].slice(0, maxEntry.list) };
}

const maxKeywords = 60;

// Ohana: "Group Support, Domestic Violence", in one cell. No list is theirs, so none is kept as a term.
function keywordsOf(service: HsdsRow): string[] {
  const words = typeof service.keywords === "string" ? service.keywords.split(/[,;|]/) : [];
  return words
    .map((word) => word.trim())
    .filter(Boolean)
    .slice(0, maxKeywords);
}

const maxParents = 6;

// What a term is filed under says what it is about, if its own name does not.
function topicsMeant(reading: Reading, term: HsdsRow): Topic[] {
  const name = plainText(textIn(term, "name").slice(0, 300));
  const said = meaningOf(reading.study, "topics", name);
  if (said !== undefined) {
    noteSaid(reading.study, "topics", name, said);
    return isTopic(said) ? [said] : [];
  }
  let found = topicsOfTermName(name);
  let above = rowIn(term, "parent");
  for (let i = 0; i < maxParents && found.length === 0 && above; i += 1) {
    found = topicsOfTermName(plainText(textIn(above, "name").slice(0, 300)));
    above = rowIn(above, "parent");
  }
  noteText(reading.study, "topics", { text: name, means: found[0] ?? "" });
  return found;
}
