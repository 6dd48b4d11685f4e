import { unaccented } from "../../i18n/fold.ts";
import type { DetectorWords } from "./patterns.ts";

/** One sentence of a message, as the phrases of the detectors read it. */
export interface Sentence {
  /** Without accents, capitals and marks; commas stay. */
  text: string;
  /** The same, letter by letter, with its capitals. */
  cased: string;
  isQuestion: boolean;
}

/** More letters of a message are not read: the phrases would take the square of their number. */
const maxRead = 1000;

const titles = /\b(mrs|mr|ms|dr|mme|mlle|st)\.$/i;

/** Returns the sentences of a message. If no mark stands at the end of the last one, its words say if it is a question. */
export function sentencesOf(message: string, words: DetectorWords): Sentence[] {
  const asks = words.of.get("asks")?.any ?? [];
  const sentences: Sentence[] = [];
  for (const { text, mark } of pieces(message.slice(0, maxRead))) {
    const cased = plain(text, words.spelled);
    if (cased === "") continue;
    const lower = cased.toLowerCase();
    const isQuestion = mark.includes("?") || (mark === "" && asks.some((one) => one.test(lower)));
    sentences.push({ text: lower, cased, isQuestion });
  }
  return sentences;
}

/** A message cut after each full stop, question mark, exclamation mark, semicolon and end of line. */
function pieces(message: string): { text: string; mark: string }[] {
  const found: { text: string; mark: string }[] = [];
  let text = "";
  for (const part of unquoted(message).match(/[^.!?;…\n¿¡]+|[.!?;…\n¿¡]+/g) ?? []) {
    if (!/^[.!?;…\n¿¡]/.test(part)) {
      text += part;
      continue;
    }
    if (part === "." && titles.test(`${text}.`)) continue;
    found.push({ text, mark: part });
    text = "";
  }
  return [...found, { text, mark: "" }];
}

/** A question that is quoted is not asked. */
function unquoted(message: string): string {
  return message.replace(/\s*[.!?…]+\s*(["”»])/g, "$1");
}

/** A message without what stands in quotation marks: somebody else’s words. */
export function withoutQuoted(message: string): string {
  return unquoted(message.slice(0, maxRead))
    .replace(/["“”„«»][^"“”„«»\n]*["“”„«»]/g, " ")
    .replace(/(?<=^|\s)['‘](?:[^'‘’\n]|(?<=\p{L})['’](?=\p{L}))+['’](?=[\s.,!?]|$)/gu, " ");
}

/** A text with letters, digits, commas and apostrophes alone, and one space between words. */
function plain(text: string, spelled: ReadonlyMap<string, string>): string {
  return unaccented(text)
    .replace(/œ/g, "oe")
    .replace(/Œ/g, "Oe")
    .replace(/[’‘`´]/g, "'")
    .replace(/:|\s[-–—]+\s|[–—]/g, ", ")
    .replace(/[^\p{L}\p{N}',%\s]/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/\s?,[\s,]*/g, ", ")
    .replace(/^[\s,']+|[\s,']+$/g, "")
    .replace(/[\p{L}]+(?!')/gu, (word) => spelled.get(word.toLowerCase()) ?? word);
}
