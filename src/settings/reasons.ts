import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { isNamed, misleads } from "#src/i18n/seen.ts";

// What people get in touch about: a tree of two levels that an admin may change. What it is shipped with is the framework of
// Child Helpline International; what is added names the entry of the framework under which it is counted.

/** The groups of the framework and what is in each, in its order. */
const framework = {
  missing: ["abduction", "lost", "runaway", "other"],
  violence: [
    ...["bullying", "early_marriage", "labour", "sexual_exploitation", "genital_mutilation", "gender_practices"],
    ...["practices", "mental", "neglect", "online_abuse", "online_exploitation", "physical", "sexual", "other"],
  ],
  mental_health: [
    ...["addiction", "behaviour", "self", "anger", "anxiety", "mood", "neurodevelopment"],
    ...["eating", "self_harm", "suicide", "trauma", "other"],
  ],
  physical_health: [...["covid", "general", "hiv", "circumcision", "pregnancy", "sexual_health", "nutrition", "other"]],
  services: [
    ...["education", "essential", "healthcare", "legal", "mental_health", "sexual_health", "socio_economic", "other"],
  ],
  discrimination: ["ethnicity", "money", "gender", "identity", "health", "beliefs", "other"],
  family: ["adoption", "caregiver", "wellbeing", "siblings", "other"],
  peers: ["friends", "partner", "classmates", "other"],
  education: ["academic", "teachers", "work", "other"],
  sexuality: ["orientation", "behaviours", "other"],
} as const;

/** An own name in each language that has one. */
export type ReasonNames = Partial<Record<Language, string>>;

/** One reason for contact. */
export interface Reason {
  /** Never changes, and is never given again: records hold it. */
  code: string;
  /** null = as shipped, from the catalogs. */
  names: ReasonNames | null;
  /** The code of the entry of the framework that it is counted under; null = none. */
  chi: string | null;
  /** Switched off, it is offered no more; records that hold it keep it. */
  off: boolean;
}

export interface ReasonGroup {
  code: string;
  names: ReasonNames | null;
  off: boolean;
  reasons: Reason[];
}

/** The whole tree, in the order in which it is offered. */
export type ReasonTree = ReasonGroup[];

/** Every entry of the framework, as group and code: "violence.bullying". */
export const chiCodes: readonly string[] = Object.entries(framework).flatMap(([group, codes]) =>
  codes.map((code) => `${group}.${code}`),
);

export const shippedReasons: ReasonTree = Object.entries(framework).map(([group, codes]) => ({
  code: group,
  names: null,
  off: false,
  reasons: codes.map((code) => {
    const whole = `${group}.${code}`;
    return { code: whole, names: null, chi: whole, off: false };
  }),
}));

/** The longest own name, characters. */
export const maxReasonName = 80;
/** More groups, or reasons in one of them, nobody looks through. */
export const maxGroups = 30;
export const maxReasons = 60;

const shippedCodes = new Set([...Object.keys(framework), ...chiCodes]);

/** Whether a code is one of the framework: its name stands in the catalogs. */
export function isShipped(code: string): boolean {
  return shippedCodes.has(code);
}

/** Whether a tree may stand: every code once, every name one that can be read, something to choose in it. */
export function isReasonTree(given: unknown): given is ReasonTree {
  if (!Array.isArray(given) || given.length === 0 || given.length > maxGroups || !given.every(isGroup)) return false;
  const codes = (given as ReasonTree).flatMap(({ code, reasons }) => [code, ...reasons.map((one) => one.code)]);
  return new Set(codes).size === codes.length && offeredReasons(given as ReasonTree).length > 0;
}

/** What can be chosen now: groups and reasons that are not switched off; groups without any are left out. */
export function offeredReasons(tree: ReasonTree): ReasonTree {
  return tree
    .filter(({ off }) => !off)
    .map((group) => ({ ...group, reasons: group.reasons.filter(({ off }) => !off) }))
    .filter(({ reasons }) => reasons.length > 0);
}

function isGroup(given: unknown): boolean {
  if (!isEntry(given) || !Array.isArray(given.reasons) || given.reasons.length > maxReasons) return false;
  return given.reasons.every((one) => isEntry(one) && (one.chi === null || chiCodes.includes(one.chi as string)));
}

function isEntry(given: unknown): given is Record<string, unknown> {
  if (typeof given !== "object" || given === null) return false;
  const { code, names, off } = given as Record<string, unknown>;
  if (typeof code !== "string" || !/^[a-z][\w.]{0,40}$/.test(code) || typeof off !== "boolean") return false;
  return names === null ? isShipped(code) : areNames(names);
}

/** Own names that may stand: at least one, each of one line. */
function areNames(given: unknown): given is ReasonNames {
  if (typeof given !== "object" || given === null) return false;
  const all = Object.entries(given);
  return all.length > 0 && all.every(([language, name]) => isLanguage(language) && isReasonName(name));
}

/** Whether a name may stand: something to read in it, of one line, not too long. */
export function isReasonName(name: unknown): name is string {
  return typeof name === "string" && name.length <= maxReasonName && isNamed(name) && !misleads(name);
}

/** Everyday words of a helpline's own that lead to a reason or group, by its code: in a language they replace the shipped ones. */
export type OwnReasonWords = Partial<Record<Language, Record<string, string[]>>>;

/** More words than these for one reason nobody keeps in order. */
export const maxReasonWords = 300;

/** Whether own words may stand: each can be read, on one line. */
export function areReasonWords(given: unknown): given is OwnReasonWords {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
  return Object.entries(given).every(([language, byCode]) => isLanguage(language) && areByCode(byCode));
}

function areByCode(given: unknown): boolean {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
  return Object.entries(given).every(([code, words]) => /^[a-z][\w.]{0,40}$/.test(code) && areWords(words));
}

function areWords(given: unknown): boolean {
  return Array.isArray(given) && given.length <= maxReasonWords && given.every(isReasonName);
}

/** Returns the words of a text field, one a line or between commas, each once. */
export function parseReasonWords(typed: string): string[] {
  const all = typed.split(/[\n,;]+/).map((word) => word.trim().replace(/\s+/g, " "));
  return [...new Set(all.filter(Boolean))];
}
