import { tidyLine, tidyNote } from "#src/hours/files/imported.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { isLanguage } from "#src/i18n/i18n.ts";
import { unknownIn } from "./placeholders.ts";

export interface Reply extends ReplyValues {
  /** A UUID, or the name and language of a shipped one, "greeting.fr". */
  id: string;
  /** null = the helpline's. */
  ownerId: number | null;
}

export interface ReplyValues {
  language: Language;
  topic: string;
  name: string;
  text: string;
}

/** In characters; `replies` for each list. */
export const maxReply = { name: 60, topic: 40, text: 2_000, replies: 1_000 } as const;

export type ReplyField = "language" | "topic" | "name" | "text";

/** `part` is the piece it is about, or the most characters. */
export interface ReplyProblem {
  field: ReplyField;
  problem: "missing" | "too_long" | "unknown_language" | "unknown_placeholder" | "name_taken" | "too_many";
  part: string;
}

export type ReplyDraft = Record<ReplyField, string>;

/** Returns what was typed without what no reply may hold, and what is wrong with it. */
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

/** Returns the fields of a reply in a fixed order, and nothing else. */
export function replyValues({ language, topic, name, text }: ReplyValues): ReplyValues {
  return { language, topic, name, text };
}
