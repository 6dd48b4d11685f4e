import { isShipped, type Reason, type ReasonGroup, type ReasonNames, type ReasonTree } from "./reasons.ts";

// Changes of the tree of reasons for contact, each giving the tree as it would be. Nothing is ever taken out of it: records
// hold its codes. null = the tree has not what was to be changed.

/** A group as it was, or a new one at the end. */
export function withGroup(
  tree: ReasonTree,
  group: { code: string; names: ReasonNames | null; off: boolean },
): ReasonTree {
  const given = { ...group, names: namesOf(group) };
  if (!tree.some(({ code }) => code === group.code)) return [...tree, { ...given, reasons: [] }];
  return tree.map((one) => (one.code === group.code ? { ...one, ...given } : one));
}

/** A reason as it stands in a group: where it stood, or at the end of the group it is new in. */
export function withReason(tree: ReasonTree, inGroup: string, reason: Reason): ReasonTree | null {
  if (!tree.some(({ code }) => code === inGroup)) return null;
  const given = { ...reason, names: namesOf(reason) };
  const stays = tree.some((group) => group.code === inGroup && has(group, reason.code));
  return tree.map((group) => {
    const isHere = group.code === inGroup;
    if (isHere && stays) {
      return { ...group, reasons: group.reasons.map((one) => (one.code === reason.code ? given : one)) };
    }
    const others = group.reasons.filter(({ code }) => code !== reason.code);
    return { ...group, reasons: isHere ? [...others, given] : others };
  });
}

/** A group, or a reason within its group, one place up (-1) or down (1). null also where it is the first or last already. */
export function movedReason(tree: ReasonTree, code: string, by: -1 | 1): ReasonTree | null {
  if (tree.some((group) => group.code === code)) return swapped(tree, code, by);
  const group = tree.find((one) => has(one, code));
  const reasons = group && swapped(group.reasons, code, by);
  return reasons ? tree.map((one) => (one === group ? { ...one, reasons } : one)) : null;
}

/** A reason and the group it stands in. */
export function foundReason(tree: ReasonTree, code: string): { group: ReasonGroup; reason: Reason } | null {
  const group = tree.find((one) => has(one, code));
  return group ? { group, reason: group.reasons.find((one) => one.code === code)! } : null;
}

function has(group: ReasonGroup, code: string): boolean {
  return group.reasons.some((one) => one.code === code);
}

/** No own name is the shipped one, where there is one. */
function namesOf({ code, names }: { code: string; names: ReasonNames | null }): ReasonNames | null {
  const isEmpty = names === null || Object.keys(names).length === 0;
  return isEmpty && isShipped(code) ? null : names;
}

function swapped<One extends { code: string }>(all: One[], code: string, by: -1 | 1): One[] | null {
  const at = all.findIndex((one) => one.code === code);
  const [one, other] = [all[at], all[at + by]];
  if (!one || !other) return null;
  return all.map((each) => (each === one ? other : each === other ? one : each));
}
