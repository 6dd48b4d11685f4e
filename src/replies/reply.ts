import { tidyLine, tidyNote } from "#src/hours/files/imported.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { isLanguage } from "#src/i18n/i18n.ts";
import { unknownIn } from "./placeholders.ts";

/** A ready reply: what a counsellor puts into the field, changes and sends. */
export interface Reply extends ReplyValues {
  /** A UUID; of one that came with Porchlight its name and language, "greeting.fr". */
  id: string;
  /** Whose own it is; null = everybody's. */
  ownerId: number | null;
}

/** What is set of a reply. */
export interface ReplyValues {
  language: Language;
  /** A few words that it is found under, "feelings"; "" = none. */
  topic: string;
  /** A few words that one knows it by. */
  name: string;
  /** The words themselves, with placeholders. */
  text: string;
}

/** The most characters of each, and the most replies of the helpline, or of one counsellor. */
export const maxReply = { name: 60, topic: 40, text: 2_000, replies: 1_000 } as const;

export type ReplyField = "language" | "topic" | "name" | "text";

/** Why something may not be a reply. `part` is the piece it is about, or the most characters. */
export interface ReplyProblem {
  field: ReplyField;
  problem: "missing" | "too_long" | "unknown_language" | "unknown_placeholder" | "name_taken" | "too_many";
  part: string;
}

/** What somebody typed of a reply, before it is one. */
export type ReplyDraft = Record<ReplyField, string>;

/** What was typed without what no reply may hold, and what is wrong with it. A draft without problems is `values`. */
export function readReply(draft: ReplyDraft): { values: ReplyValues; problems: ReplyProblem[] } {
  const tidy = {
    language: draft.language.trim().toLowerCase(),
    topic: tidyLine(draft.topic),
    name: tidyLine(draft.name),
    text: tidyNote(draft.text.replace(/\r\n?/g, "\n")),
  };
  const problems: ReplyProblem[] = [];
  for (const field of ["name", "text"] as const) {
    if (tidy[field] === "") problems.push({ field, problem: "missing", part: "" });
  }
  for (const field of ["name", "topic", "text"] as const) {
    if (tidy[field].length > maxReply[field])
      problems.push({ field, problem: "too_long", part: String(maxReply[field]) });
  }
  if (!isLanguage(tidy.language))
    problems.push({ field: "language", problem: "unknown_language", part: tidy.language.slice(0, 20) });
  const [unknown] = unknownIn(tidy.text.slice(0, maxReply.text));
  if (unknown) problems.push({ field: "text", problem: "unknown_placeholder", part: unknown });
  return { values: { ...tidy, language: tidy.language as Language }, problems };
}

/** The same fields in the same order, and nothing else. */
export function replyValues({ language, topic, name, text }: ReplyValues): ReplyValues {
  return { language, topic, name, text };
}
