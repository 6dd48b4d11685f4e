import { type Key, type Language, standardText } from "#src/i18n/i18n.ts";
import { misfit, saysAlways } from "#src/i18n/message.ts";
import { isSeen, misleads } from "#src/i18n/seen.ts";

export interface TextProblem {
  problem:
    | "empty"
    | "too_long"
    | "unreadable"
    | "placeholder_missing"
    | "placeholder_unknown"
    | "control"
    | "mail_too_long";
  /** What in it is meant: "{alias}", "<link>", or the characters that are too many; of a mail, the bytes. */
  part: string;
}

/** Characters that a text of a key may have: its page has to stay small. */
export function maxText(language: Language, key: Key): number {
  const { length } = standardText(language, key);
  return Math.max(2 * length, length + 60);
}

/**
 * A text as it is kept: one line, and typographic apostrophes, since a plain one would hide what follows it (ICU). Whatever
 * else was typed stays.
 */
export function tidyText(typed: string): string {
  return typed
    .replace(/[ \t\r\n]+/g, " ")
    .trim()
    .replaceAll("'", "’");
}

/** Why a text may not stand in the place of a key's; null when it may. `text` is tidy. */
export function textProblem(language: Language, key: Key, text: string): TextProblem | null {
  if (misleads(text)) return { problem: "control", part: "" };
  if (!isSeen(text)) return { problem: "empty", part: "" };
  const most = maxText(language, key);
  if (text.length > most) return { problem: "too_long", part: String(text.length - most) };
  const problem = misfit(language, standardText(language, key), text);
  if (problem) return problem;
  return saysAlways(language, text) ? null : { problem: "empty", part: "" };
}
