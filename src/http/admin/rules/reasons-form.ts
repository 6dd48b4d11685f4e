import { newClientId } from "#src/crypto/hash.ts";
import { idOf } from "#src/http/frame/history.ts";
import { type C, lists } from "#src/http/server/context.ts";
import { languages } from "#src/i18n/i18n.ts";
import { foundReason, withGroup, withReason } from "#src/settings/reason-edits.ts";
import {
  chiCodes,
  isReasonName,
  isShipped,
  maxGroups,
  maxReasons,
  type ReasonNames,
  type ReasonTree,
} from "#src/settings/reasons.ts";

/** One entry of the tree as its form has it. */
export interface ReasonDraft {
  kind: "group" | "reason";
  /** null = a new one. */
  code: string | null;
  names: ReasonNames;
  offer: boolean;
  /** Of a reason: the group it stands in, and what it is counted as. */
  group: string;
  chi: string | null;
}

/** A form of the page of reasons as it was sent. */
export interface ReasonsForm {
  /** The button that was pressed: "save", "up violence.bullying", "shipped". */
  action: string;
  /** The newest change when the form was drawn; -1 when it does not say. */
  basedOn: number;
  entry: ReasonDraft;
}

/** Reads a form of the page. Never throws. */
export async function readReasonsForm(c: C): Promise<ReasonsForm> {
  const given = Object.fromEntries(Object.entries(await lists(c)).map(([name, all]) => [name, all.at(-1)!]));
  const names = languages.flatMap((one) => {
    const typed = given[`name.${one}`]?.trim() ?? "";
    return typed === "" ? [] : [[one, typed] as const];
  });
  return {
    action: given.do ?? "",
    basedOn: idOf(given.based_on),
    entry: {
      kind: given.kind === "group" ? "group" : "reason",
      code: given.code === undefined || given.code === "new" ? null : given.code,
      names: Object.fromEntries(names),
      offer: given.offer === "yes",
      group: given.group ?? "",
      chi: chiCodes.find((code) => code === given.chi) ?? null,
    },
  };
}

/** The form of an entry of the tree, or of a new one in a group; null where the tree has none of that code. */
export function draftOfReason(
  tree: ReasonTree,
  kind: ReasonDraft["kind"],
  code: string,
  inGroup: string,
): ReasonDraft | null {
  const blank = { kind, code: null, names: {}, offer: true, group: inGroup, chi: null };
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

/** What is wrong with a draft, by the id of its field. */
type ReasonProblem = "no_name" | "name_wrong" | "too_many" | "gone";

/** The tree with a draft in it, or what is wrong, with the field it is best mended in. */
export function treeWith(
  tree: ReasonTree,
  draft: ReasonDraft,
): { tree: ReasonTree } | { problem: ReasonProblem; field: string } {
  const { kind, names, offer, group, chi } = draft;
  const wrong = languages.find((one) => names[one] !== undefined && !isReasonName(names[one]));
  if (wrong) return { problem: "name_wrong", field: `name.${wrong}` };
  const code = draft.code ?? `own_${newClientId().slice(0, 8)}`;
  const known = kind === "group" ? tree.some((one) => one.code === code) : foundReason(tree, code) !== null;
  if (draft.code !== null && !known) return { problem: "gone", field: "" };
  if (Object.keys(names).length === 0 && !isShipped(code)) return { problem: "no_name", field: `name.${languages[0]}` };
  const entry = { code, names: Object.keys(names).length === 0 ? null : names, off: !offer };
  const next = kind === "group" ? withGroup(tree, entry) : withReason(tree, group, { ...entry, chi });
  if (!next) return { problem: "gone", field: "" };
  const isFull = next.length > maxGroups || next.some(({ reasons }) => reasons.length > maxReasons);
  return isFull ? { problem: "too_many", field: "" } : { tree: next };
}

/** How many fit beside each other of what a draft is. */
export function mostOf({ kind }: ReasonDraft): number {
  return kind === "group" ? maxGroups : maxReasons;
}
