import type { ErrorCode } from "#src/errors.ts";
import { catalog, type Key } from "#src/i18n/i18n.ts";

/** Where a text is read: by young people, or, of the mails, by them and by the staff. */
export const textGroups = [
  "frame",
  "door",
  "which",
  "closed",
  "waiting",
  "chat",
  "end",
  "other",
  "later",
  "how",
  "help",
  "errors",
  "mails",
] as const;
export type TextGroup = (typeof textGroups)[number];

/**
 * The texts of the catalog that can be one's own, by how their keys begin: what young people read, and what mails say. What the rules of the service say (`rules.`) is
 * not among them: it is computed from what is set and cannot be contradicted by hand.
 */
const beginnings: Record<TextGroup, readonly string[]> = {
  frame: ["youth.frame.", "youth.look.", "youth.moment.", "youth.rehearsal", "when."],
  door: ["youth.door.", "youth.lines.", "youth.busy."],
  which: ["youth.which."],
  closed: ["youth.shut.", "youth.closed.", "youth.next.", "error.door."],
  waiting: [
    "youth.waiting.",
    "youth.danger.",
    "youth.change.",
    "youth.meanwhile.",
    "youth.closing.",
    "youth.unanswered.",
    "youth.left_line",
  ],
  chat: [
    "youth.chat.",
    "youth.silence.",
    "youth.paused.",
    "youth.talking.",
    "youth.message.",
    "youth.log.",
    "youth.continue.",
    "youth.code.",
    "youth.secret.",
    "youth.back.",
    "youth.again.",
    "youth.approach.",
    "youth.elsewhere.",
    "youth.kept.",
    "youth.where.",
    "notice.",
  ],
  end: [
    "youth.end.",
    "youth.aside.",
    "youth.ended.",
    "youth.over.",
    "youth.feeling.",
    "youth.helped.",
    "youth.next_step.",
    "youth.thanks.",
  ],
  other: ["youth.other.", "youth.out.", "card."],
  later: ["youth.later."],
  how: ["youth.how."],
  help: ["youth.help."],
  errors: ["youth.refused.", "error.empty", "error.rehearsals"],
  mails: ["mail.callback.", "mail.staff."],
};

/** Which refusals a young person can meet; the others are for the staff. */
const refusals: Record<ErrorCode, boolean> = {
  not_found: true,
  not_signed_in: false,
  not_allowed: false,
  bad_input: true,
  too_long: true,
  too_big: true,
  too_fast: true,
  taken: false,
  ended: true,
  closed: true,
  locked: true,
  foreign: true,
  not_stored: true,
  unexpected: true,
};

/** Found out when it is asked for, since a start asks for few. */
const groups = new Map<string, TextGroup | null>();

/** Where the text of a key is read; null where it cannot be one's own, or where it is none of the catalog. */
export function groupOfText(key: string): TextGroup | null {
  const known = groups.get(key);
  if (known !== undefined) return known;
  if (!Object.hasOwn(catalog("en"), key)) return null;
  const found = groupByName(key);
  groups.set(key, found);
  return found;
}

function groupByName(key: string): TextGroup | null {
  const found = textGroups.find((group) => beginnings[group].some((start) => key.startsWith(start)));
  if (found) return found;
  const [kind, code = "", ...more] = key.split(".");
  return kind === "error" && more.length === 0 && refusals[code as ErrorCode] === true ? "errors" : null;
}

/** Returns every text that young people read, and that a mail is made of, by the groups of the page and then by key. */
export function youthTexts(): Key[] {
  const keys = Object.keys(catalog("en")) as Key[];
  return textGroups.flatMap((group) => keys.filter((key) => groupOfText(key) === group));
}
