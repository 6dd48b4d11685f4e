import { newClientId } from "#src/crypto/hash.ts";
import { idOf } from "#src/http/frame/history.ts";
import { type C, lists } from "#src/http/server/context.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { reasonWords } from "#src/i18n/words/lay-words.ts";
import { wordsFor } from "#src/live/chat/reason-data.ts";
import { foundReason, withGroup, withReason } from "#src/settings/reason-edits.ts";
import {
  areReasonWords,
  chiCodes,
  isReasonName,
  isShipped,
  maxGroups,
  maxReasons,
  type OwnReasonWords,
  parseReasonWords,
  type ReasonNames,
  type ReasonTree,
} from "#src/settings/reasons.ts";

export interface ReasonDraft {
  kind: "group" | "reason";
  /** null for a new one. */
  code: string | null;
  names: ReasonNames;
  offer: boolean;
  /** Of a reason: its group, and the category of Child Helpline International it is counted as. */
  group: string;
  chi: string | null;
  /** The everyday words that lead to it, as typed, in the languages that were asked for. */
  words: Partial<Record<Language, string>>;
}

interface ReasonsForm {
  /** The pressed button: "save", "up violence.bullying", "shipped". */
  action: string;
  /** The newest change when the form was drawn; -1 if it does not say. */
  basedOn: number;
  entry: ReasonDraft;
}

/** Reads the form of the page; a name in a language that it does not show stays as it is in the tree. Never throws. */
export async function readReasonsForm(c: C, tree: ReasonTree): Promise<ReasonsForm> {
  const given = Object.fromEntries(Object.entries(await lists(c)).map(([name, all]) => [name, all.at(-1)!]));
  const kind = given.kind === "group" ? "group" : "reason";
  const before = draftOfReason(tree, kind, given.code ?? "new", given.group ?? "")?.names ?? {};
  const names = languages.flatMap((one) => {
    const typed = (given[`name.${one}`] ?? before[one] ?? "").trim();
    return typed === "" ? [] : [[one, typed] as const];
  });
  const words = languages.flatMap((one) => {
    const typed = given[`words.${one}`];
    return typed === undefined ? [] : [[one, typed] as const];
  });
  return {
    action: given.do ?? "",
    basedOn: idOf(given.based_on),
    entry: {
      kind,
      code: given.code === undefined || given.code === "new" ? null : given.code,
      names: Object.fromEntries(names),
      offer: given.offer === "yes",
      group: given.group ?? "",
      chi: chiCodes.find((code) => code === given.chi) ?? null,
      words: Object.fromEntries(words),
    },
  };
}

/** Returns the form of an entry of the tree, or of a new one in a group; null if the tree does not have the code. */
export function draftOfReason(
  tree: ReasonTree,
  kind: ReasonDraft["kind"],
  code: string,
  inGroup: string,
): ReasonDraft | null {
  const blank = { kind, code: null, names: {}, offer: true, group: inGroup, chi: null, words: {} };
  if (code === "new") return kind === "group" || tree.some((one) => one.code === inGroup) ? blank : null;
  if (kind === "group") {
    const group = tree.find((one) => one.code === code);
    return group ? { ...blank, code, names: group.names ?? {}, offer: !group.off, group: "" } : null;
  }
  const known = foundReason(tree, code);
  if (!known) return null;
  const { reason, group } = known;
  return { ...blank, code, names: reason.names ?? {}, offer: !reason.off, group: group.code, chi: reason.chi };
}

type ReasonProblem = "no_name" | "name_wrong" | "too_many" | "gone";

/** Returns the tree with a draft in it, or what is wrong and in which field it is best put right, of the languages shown. */
export function treeWith(
  tree: ReasonTree,
  draft: ReasonDraft,
  shown: readonly Language[] = languages,
): { tree: ReasonTree; code: string } | { problem: ReasonProblem; field: string } {
  const { kind, names, offer, group, chi } = draft;
  const wrong = languages.find((one) => names[one] !== undefined && !isReasonName(names[one]));
  if (wrong) return { problem: "name_wrong", field: `name.${wrong}` };
  const code = draft.code ?? `own_${newClientId().slice(0, 8)}`;
  const known = kind === "group" ? tree.some((one) => one.code === code) : foundReason(tree, code) !== null;
  if (draft.code !== null && !known) return { problem: "gone", field: "" };
  if (Object.keys(names).length === 0 && !isShipped(code)) return { problem: "no_name", field: `name.${shown[0]}` };
  const entry = { code, names: Object.keys(names).length === 0 ? null : names, off: !offer };
  const next = kind === "group" ? withGroup(tree, entry) : withReason(tree, group, { ...entry, chi });
  if (!next) return { problem: "gone", field: "" };
  const isFull = next.length > maxGroups || next.some(({ reasons }) => reasons.length > maxReasons);
  return isFull ? { problem: "too_many", field: "" } : { tree: next, code };
}

/** Returns a draft with the words that lead to it now, one a line, in some languages. */
export function withWords(draft: ReasonDraft, own: OwnReasonWords, shown: readonly Language[]): ReasonDraft {
  const linesIn = (language: Language) => (draft.code === null ? "" : wordsFor(own, language, draft.code).join("\n"));
  return { ...draft, words: Object.fromEntries(shown.map((one) => [one, linesIn(one)])) };
}

/** Returns the own words with those of a draft, or the field that cannot stand; what is emptied, or as shipped, is not own. */
export function wordsWith(
  own: OwnReasonWords,
  code: string,
  { words }: ReasonDraft,
): { words: OwnReasonWords } | { field: string } {
  let next = own;
  for (const language of languages) {
    const typed = words[language];
    if (typed === undefined) continue;
    const all = parseReasonWords(typed);
    const { [code]: _, ...others } = next[language] ?? {};
    const isOwn = all.length > 0 && all.join() !== reasonWords(language)[code]?.join();
    next = { ...next, [language]: isOwn ? { ...others, [code]: all } : others };
    if (!areReasonWords(next)) return { field: `words.${language}` };
  }
  return { words: Object.fromEntries(Object.entries(next).filter(([, byCode]) => Object.keys(byCode).length > 0)) };
}

/** Returns how many of the draft's kind may stand side by side. */
export function mostOf({ kind }: ReasonDraft): number {
  return kind === "group" ? maxGroups : maxReasons;
}
