import type { Language } from "../../i18n/catalogs.ts";
import { type DetectorWords, matches, stands, wordsOf } from "./patterns.ts";
import { type Sentence, sentencesOf, withoutQuoted } from "./sentences.ts";

/** What a message of a trainee may do, as scenarios name it. */
export const detectors = [
  ...["greets_with_name", "open_question", "closed_question", "two_questions", "why_question", "reflects"],
  ...["names_feeling", "affirms", "sums_up", "asks_goal", "asks_tried", "who_knows", "asks_safety", "asks_suicide"],
  ...["asks_plan", "asks_where", "offers_place", "advice", "minimises", "promises_secrecy", "promises_action"],
  ...["tells_first", "about_self", "long", "leaves_question"],
] as const;
export type DetectorName = (typeof detectors)[number] | "hurts";
export type Detector = string;

/** What is decided by the shape of a message, not by its words alone. */
const byShape = new Set(["closed_question", "two_questions", "tells_first", "long", "leaves_question"]);

/** What a message does not do in words that it only quotes. */
const notQuoted = new Set(["advice", "minimises"]);

const maxLetters = 280;

interface Heard {
  language: Language;
  /** What the young person wrote since the trainee’s last message. */
  before?: readonly string[];
}

/** Returns the detectors that a message of a trainee hits. The same message always hits the same ones. */
export function detect(message: string, { language, before = [] }: Heard): Set<Detector> {
  const words = wordsOf(language);
  const sentences = sentencesOf(message, words);
  const own = sentencesOf(withoutQuoted(message), words);
  const hit = new Set<Detector>();
  for (const detector of detectors) {
    if (byShape.has(detector)) continue;
    if (holds(words, detector, notQuoted.has(detector) ? own : sentences)) hit.add(detector);
  }
  if (!hit.has("reflects") && echoes(words, sentences, before)) hit.add("reflects");

  const questions = sentences.filter(({ isQuestion }) => isQuestion);
  if (questions.some((one) => isClosed(words, one))) hit.add("closed_question");
  if (questionsIn(message, language) > 1) hit.add("two_questions");
  if ([...message].length > maxLetters) hit.add("long");
  if (leavesQuestion(words, sentences, before)) hit.add("leaves_question");
  if (tellsFirst(words, sentences)) {
    hit.add("tells_first");
    hit.delete("promises_action");
  }
  return hit;
}

/** Returns how many questions a message holds; two in one sentence are two. */
export function questionsIn(message: string, language: Language): number {
  const words = wordsOf(language);
  const questions = sentencesOf(message, words).filter(({ isQuestion }) => isQuestion);
  return questions.reduce((sum, one) => sum + (matches(words, "second", one) ? 2 : 1), 0);
}

function holds(words: DetectorWords, detector: Detector, sentences: readonly Sentence[]): boolean {
  if (!sentences.some((sentence) => matches(words, detector, sentence))) return false;
  const never = words.of.get(detector)?.never ?? [];
  return !sentences.some((sentence) => never.some((phrase) => stands(phrase, sentence)));
}

/** A question for yes, no or one fact: it opens nothing and asks for no reason. */
function isClosed(words: DetectorWords, question: Sentence): boolean {
  return !matches(words, "open_question", question) && !matches(words, "why_question", question);
}

/** What is no reflection even if it takes up a word of hers. */
const ownAim = ["advice", "minimises", "offers_place", "promises_secrecy", "promises_action", "about_self"];

/** Whether a sentence gives one of her own words back, and adds nothing of the trainee’s. */
function echoes(words: DetectorWords, sentences: readonly Sentence[], before: readonly string[]): boolean {
  const hers = contentWords(words, before.join(" "));
  const except = words.of.get("reflects")?.except ?? [];
  return sentences.some(
    (sentence) =>
      !sentence.isQuestion &&
      sharesWord(sentence, hers) &&
      !except.some((phrase) => stands(phrase, sentence)) &&
      !ownAim.some((aim) => matches(words, aim, sentence)),
  );
}

/** Whether she asked something in her last lines that no sentence of the message answers. */
function leavesQuestion(words: DetectorWords, sentences: readonly Sentence[], before: readonly string[]): boolean {
  const asked = before.flatMap((line) => sentencesOf(line, words)).filter(({ isQuestion }) => isQuestion);
  if (asked.length === 0) return false;
  // “What do I even write?” is answered by a question that helps to find it.
  const isOwn = asked.every((one) => matches(words, "asks_herself", one));
  if (isOwn && sentences.some(({ isQuestion }) => isQuestion)) return false;
  const hers = contentWords(words, asked.map(({ text }) => text).join(" "));
  const told = sentences.filter(({ isQuestion }) => !isQuestion);
  return !told.some((sentence) => matches(words, "answers", sentence) || sharesWord(sentence, hers));
}

/** Whether a message names the danger, and says what will be passed on, to whom and why. */
function tellsFirst(words: DetectorWords, sentences: readonly Sentence[]): boolean {
  const told = sentences.filter(({ isQuestion }) => !isQuestion);
  const phrases = words.of.get("tells_first");
  if (!phrases || phrases.all.length === 0) return false;
  if (told.some((sentence) => phrases.except.some((phrase) => stands(phrase, sentence)))) return false;
  return phrases.all.every((phrase) => told.some((sentence) => stands(phrase, sentence)));
}

const minContentLetters = 5;

function contentWords(words: DetectorWords, text: string): Set<string> {
  const [sentence] = sentencesOf(text.replace(/[.!?;…\n¿¡]+/g, " "), words);
  return new Set((sentence?.text ?? "").split(/[ ,]+/).filter((word) => word.length >= minContentLetters));
}

function sharesWord({ text }: Sentence, words: ReadonlySet<string>): boolean {
  return text.split(/[ ,]+/).some((word) => words.has(word));
}
