import { type Detector, detectors } from "../detectors/detect.ts";
import {
  acts,
  type Condition,
  type Must,
  maxTurns,
  phases,
  type Rule,
  type ScenarioFact,
} from "../scenario/scenario.ts";
import {
  type LineRead,
  type LineWord,
  namesWith,
  numberFrom,
  oneName,
  rangeFrom,
  readLine,
  signed,
  standsAlone,
  writeLine,
} from "./line.ts";

// The words in which a scenario is written on one line each; docs/contributing/PRACTICE.md has the same table.

const hasOr = (rest: string) => rest.includes(" or ");

/** When a rule, an end or a hint holds. Where two words begin alike the longer one comes first. */
export const conditionWords: readonly LineWord[] = [
  { word: "did not", key: "not", follows: namesWith("or", detectors), example: "did not advice or minimises" },
  { word: "did any", key: "any", follows: namesWith("or", detectors), example: "did any reflects" },
  { word: "did", key: "any", follows: namesWith("or", detectors), fits: hasOr, example: "did reflects or affirms" },
  { word: "did", key: "did", follows: namesWith("and", detectors), example: "did names_feeling" },
  { word: "ever", key: "ever", follows: namesWith("and", detectors), example: "ever asks_suicide" },
  { word: "never", key: "never", follows: namesWith("or", detectors), example: "never advice" },
  { word: "about", key: "about", follows: namesWith("or"), example: "about dad or mum" },
  { word: "trust", key: "trust", follows: rangeFrom(0, 10), example: "trust 4-10" },
  { word: "load", key: "load", follows: rangeFrom(0, 10), example: "load 0-5" },
  { word: "turn", key: "turn", follows: rangeFrom(0, maxTurns), example: "turn 20-40" },
  { word: "unanswered", key: "pile", follows: rangeFrom(0, maxTurns), example: "unanswered 2-40" },
  { word: "phase", key: "phase", follows: oneName(phases), example: "phase goal" },
  { word: "before", key: "phase_before", follows: oneName(phases), example: "before work" },
  { word: "told", key: "told", follows: namesWith("and"), example: "told sister" },
  { word: "not told", key: "untold", follows: namesWith("or"), example: "not told sister" },
  { word: "set", key: "flags", follows: namesWith("and"), example: "set idea" },
  { word: "not set", key: "unset", follows: namesWith("or"), example: "not set idea" },
  { word: "silence", key: "silence", follows: numberFrom(1, 600), example: "silence 120" },
  { word: "event", key: "event", follows: oneName(acts), example: "event ended" },
];

const doWords: readonly LineWord[] = [
  { word: "trust", key: "trust", follows: signed, example: "trust +1" },
  { word: "load", key: "load", follows: signed, example: "load -1" },
  { word: "tell", key: "tell", follows: oneName(), example: "tell sister" },
  { word: "phase", key: "phase", follows: oneName(phases), example: "phase work" },
  { word: "set", key: "set", follows: namesWith("and"), example: "set idea" },
  { word: "clear", key: "clear", follows: namesWith("and"), example: "clear idea" },
];

const besideWords: readonly LineWord[] = [
  { word: "hold", key: "hold", follows: standsAlone, example: "hold" },
  { word: "wait", key: "wait", follows: numberFrom(1, 120), example: "wait 20" },
  { word: "end", key: "end", follows: oneName(), example: "end fades" },
  { word: "times", key: "times", follows: numberFrom(1, maxTurns), example: "times 2" },
];

/** What a rule does beside what is said. */
export const effectWords: readonly LineWord[] = [...doWords, ...besideWords];

/** How a fact is told. */
export const factWords: readonly LineWord[] = [
  { word: "asked", key: "asked", follows: standsAlone, example: "asked" },
  { word: "trust", key: "trust", follows: numberFrom(0, 10), example: "trust 6" },
  { word: "after", key: "after", follows: namesWith("and"), example: "after sister" },
  { word: "load", key: "load", follows: signed, example: "load -1" },
];

const touchWords: readonly LineWord[] = [
  { word: "trust", key: "trust", follows: signed, example: "trust +1" },
  { word: "times", key: "times", follows: numberFrom(1, maxTurns), example: "times 2" },
  { word: "note", key: "note", follows: oneName(), example: "note too_long" },
];

const mustWords: readonly LineWord[] = [
  { word: "did", key: "did", follows: oneName(detectors), example: "did asks_goal" },
  { word: "did not", key: "not", follows: oneName(detectors), example: "did not promises_secrecy" },
  { word: "event", key: "event", follows: oneName(acts), example: "event risk_marked" },
  { word: "before turn", key: "before_turn", follows: numberFrom(1, maxTurns), example: "before turn 6" },
].toReversed();

/** Parses when something holds: “did names_feeling, trust 4-10, not told sister”. An empty line always holds. */
export function parseCondition(line: string): LineRead<Condition> {
  return readLine(conditionWords, line) as LineRead<Condition>;
}

/** Returns a condition as a line; `parseCondition` reads the same from it. */
export function conditionLine(condition: Condition): string {
  return writeLine(conditionWords, condition);
}

/** What a rule does beside what is said. */
export type Effect = Pick<Rule, "do" | "hold" | "wait" | "end" | "times">;

/** Parses what a rule does: “trust +1, tell sister”. */
export function parseEffect(line: string): LineRead<Effect> {
  const read = readLine(effectWords, line);
  if ("wrong" in read) return read;
  const isDone = ([key]: [string, unknown]) => doWords.some((one) => one.key === key);
  const members = Object.entries(read.value);
  const does = Object.fromEntries(members.filter(isDone));
  const beside = Object.fromEntries(members.filter((one) => !isDone(one)));
  return { value: { ...(Object.keys(does).length > 0 && { do: does }), ...beside } };
}

/** Returns what a rule does as a line; `parseEffect` reads the same from it. */
export function effectLine({ do: does = {}, hold, wait, end, times }: Effect): string {
  const beside = Object.entries({ hold, wait, end, times }).filter(([, value]) => value !== undefined);
  return writeLine(effectWords, { ...does, ...Object.fromEntries(beside) });
}

/** How a fact is told, without its texts. */
export type Telling = Pick<ScenarioFact, "asked" | "trust" | "after" | "load">;

/** Parses how a fact is told: “asked, trust 6, after sister”. */
export function parseTelling(line: string): LineRead<Telling> {
  return readLine(factWords, line) as LineRead<Telling>;
}

/** Returns how a fact is told as a line; `parseTelling` reads the same from it. */
export function tellingLine(fact: Telling): string {
  return writeLine(factWords, fact);
}

type Touch = Record<Detector, { trust: number; times: number; note?: string }>;

/** Parses what touches trust, a line each: “reflects: trust +1, times 2”. */
export function parseTouch(lines: string): LineRead<Touch> {
  const touch: Touch = {};
  for (const line of linesOf(lines)) {
    const [name = "", ...rest] = line.split(":");
    const named = oneName(detectors).read(name.trim());
    if ("wrong" in named) return { wrong: `“${line}”: ${named.wrong} Write it like “reflects: trust +1, times 2”.` };
    const read = readLine(touchWords, rest.join(":"));
    if ("wrong" in read) return read;
    if (!("trust" in read.value && "times" in read.value)) {
      return { wrong: `“${line}” needs both, like “reflects: trust +1, times 2”.` };
    }
    touch[named.value as Detector] = read.value as Touch[Detector];
  }
  return { value: touch };
}

/** Returns what touches trust, a line each; `parseTouch` reads the same from it. */
export function touchLines(touch: Touch): string {
  return Object.entries(touch)
    .map(([name, one]) => `${name}: ${writeLine(touchWords, one)}`)
    .join("\n");
}

/** Parses what a trainee must do or not do, a line each: “did asks_safety, before turn 6”. */
export function parseMusts(lines: string): LineRead<Must[]> {
  const musts: Must[] = [];
  for (const line of linesOf(lines)) {
    const read = readLine(mustWords, line);
    if ("wrong" in read) return read;
    const { did, not, event, before_turn } = read.value;
    const named = [did, not, event].filter((one) => one !== undefined);
    const isRight = named.length === 1 && (before_turn === undefined || not === undefined);
    if (!isRight)
      return { wrong: `“${line}” needs one of did, did not and event, like “did asks_safety, before turn 6”.` };
    musts.push(read.value as Must);
  }
  return { value: musts };
}

/** Returns what a trainee must do, a line each; `parseMusts` reads the same from it. */
export function mustLines(musts: readonly Must[]): string {
  return musts.map((one) => writeLine(mustWords, one)).join("\n");
}

/** Parses the words of a topic; one that has a comma itself stands in quotation marks. */
export function parseTopic(text: string): string[] {
  const found = [...text.matchAll(/[^\S\n]*(?:"([^"\n]*)"|[^,\n]+)/g)].map(([whole, quoted]) =>
    (quoted ?? whole).trim(),
  );
  return found.filter(Boolean);
}

/** Returns the words of a topic as a line; `parseTopic` reads the same from it. */
export function topicLine(words: readonly string[]): string {
  return words.map((word) => (word.includes(",") ? `"${word}"` : word)).join(", ");
}

/** Returns the lines of a text that say something. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}
