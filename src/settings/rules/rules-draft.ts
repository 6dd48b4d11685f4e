import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";
import { setSettings, settings } from "../settings.ts";
import { maxOwnRules, type OwnRules, ruleParts } from "./own-rules.ts";

interface Based {
  /** The newest change of the rules that whoever acts had seen; 0 for none. */
  basedOn?: number;
}

/**
 * Keeps what a helpline wants to add to its rules; nobody reads it before it is published. The words of languages that are not
 * in `words` stay as they are; words as they are published already are no draft. Returns the id of the change, 0 when nothing
 * is different. Throws as `setSettings`.
 */
export function saveRulesDraft(tx: Tx, emit: Emit, { words, basedOn }: Based & { words: OwnRules }): number {
  const { ownRules, rulesDraft } = settings(tx);
  const merged = tidied(ruleParts.map((part) => [part, { ...(rulesDraft ?? ownRules)[part], ...words[part] }]));
  const isPublished = JSON.stringify(merged) === JSON.stringify(ownRules);
  return setSettings(tx, emit, {
    subject: "rules",
    values: { rulesDraft: isPublished ? null : merged },
    ...base(basedOn),
  });
}

/**
 * Makes the draft what young people read from now on: a new version of the rules. Returns the id of the change, 0 when there
 * is no draft. Throws as `setSettings`.
 */
export function publishOwnRules(tx: Tx, emit: Emit, { basedOn }: Based): number {
  const { rulesDraft } = settings(tx);
  if (rulesDraft === null) return 0;
  const values = { ownRules: rulesDraft, rulesDraft: null };
  return setSettings(tx, emit, { subject: "rules", values, ...base(basedOn) });
}

/** Throws the draft away; what young people read stays. Returns the id of the change, 0 when there is none. Throws as `setSettings`. */
export function discardRulesDraft(tx: Tx, emit: Emit, { basedOn }: Based): number {
  return setSettings(tx, emit, { subject: "rules", values: { rulesDraft: null }, ...base(basedOn) });
}

const base = (basedOn: number | undefined) => (basedOn === undefined ? {} : { basedOn });

/** Always in the same order, without what is empty: the same words are the same value. */
function tidied(all: [keyof OwnRules, Partial<Record<Language, string>>][]): OwnRules {
  const parts = all.map(([part, texts]) => {
    const written = Object.entries(texts).map(([language, text]) => [language, tidyWords(text)] as const);
    const sorted = written.filter(([, text]) => text !== "").sort(([a], [b]) => (a < b ? -1 : 1));
    return [part, Object.fromEntries(sorted)] as const;
  });
  return Object.fromEntries(parts.filter(([, texts]) => Object.keys(texts).length > 0));
}

/** Words as they are kept: line ends of one kind, one empty line between paragraphs, nothing that turns words around; "" where nothing is to be seen. */
export function tidyWords(text: string): string {
  return withoutMisleading(text)
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Whether words are too long to be kept. */
export function isTooLong(text: string): boolean {
  return tidyWords(text).length > maxOwnRules;
}
