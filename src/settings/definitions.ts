import { isLanguage, type Language, languages } from "#src/i18n/i18n.ts";
import { isNamed, isSeen, misleads } from "#src/i18n/seen.ts";
import { type EmergencyCountry, isEmergency, shippedEmergency } from "./emergency.ts";
import { readExitAddress } from "./exit-address.ts";
import { isLogo, type Logo } from "./logo.ts";
import { type FaceColour, type FaceShape, faceColours, faceShapes } from "./look.ts";
import { isOwnRules, type OwnRules } from "./own-rules.ts";
import { isReadable } from "./pairs.ts";
import type { Subject } from "./subjects.ts";
import { type Theme, type ThemeName, themeChoices, themes } from "./themes.ts";

interface Setting<Value> {
  subject: Subject;
  /** What holds until an admin sets another. */
  value: Value;
  /** Whether a stored or given value may stand. */
  allows(value: Value): boolean;
}

/** The longest text of a setting, characters. */
export const settingMost = 200;

/** The longest name of a helpline, characters: it stands at the top of every page, beside the way out. */
export const helplineNameMost = 40;

/** One line with something to see in it. */
const isWords = (t: unknown, most = settingMost): t is string =>
  typeof t === "string" && t.length <= most && isSeen(t) && !misleads(t);

/** Words of an admin, at most so many characters. */
interface Words extends Setting<string> {
  longest: number;
}

const text = (subject: Subject, value: string, allows = isNamed, longest = settingMost): Words => ({
  subject,
  value,
  longest,
  allows: (t) => isWords(t, longest) && allows(t),
});

const whole = (subject: Subject, value: number, least: number, most: number): Setting<number> & Range => ({
  subject,
  value,
  least,
  most,
  allows: (n) => Number.isInteger(n) && n >= least && n <= most,
});

/** Bounds of a whole number. */
interface Range {
  least: number;
  most: number;
}

const oneOf = <Value extends string>(
  subject: Subject,
  value: NoInfer<Value>,
  all: readonly Value[],
): Setting<Value> => ({
  subject,
  value,
  allows: (v) => all.includes(v),
});

/** Some of a list, in its order, one at least. */
const isSome = (given: unknown, all: readonly string[]) =>
  Array.isArray(given) &&
  given.length > 0 &&
  new Set(given).size === given.length &&
  given.every((g) => all.includes(g));

/** A sentence in each language that has one. */
export type Sentences = Partial<Record<Language, string>>;

const isSentences = (given: unknown): boolean =>
  typeof given === "object" &&
  given !== null &&
  Object.entries(given).every(([language, words]) => isLanguage(language) && isWords(words));

/** Not yet opened for the first time, open, or closed for a while by an admin. */
export const openings = ["not_yet", "open", "break"] as const;
export type Opening = (typeof openings)[number];

/** What an admin has to have looked at before the helpline opens, where a default would do. */
export const checkedSteps = [
  "helpline",
  "look",
  "languages",
  "emergency",
  "rules",
  "hours",
  "key",
  "papers",
  "backup",
] as const;
export type CheckedStep = (typeof checkedSteps)[number];

/** Everything an admin can set, with what holds until they do. Units are in the names. */
export const definitions = {
  /** Shown in the header of the young person's pages. */
  name: text("helpline", "Chat", isNamed, helplineNameMost),
  /** The title of every young person's page: neutral, since it stands in the history of the browser. */
  title: text("helpline", "Chat"),
  /** Where "Leave fast" goes: an ordinary site that nobody wonders about. */
  exitAddress: text("helpline", "https://www.wikipedia.org/", (t) => readExitAddress(t) !== null),
  ageFrom: whole("helpline", 10, 0, 30),
  ageTo: whole("helpline", 25, 5, 99),

  /** Whom to call in danger; the first stands on every page. */
  emergency: {
    subject: "emergency",
    value: shippedEmergency.slice(0, 1),
    allows: (list) => isEmergency(list),
  } as Setting<EmergencyCountry[]>,

  /** In which languages young people find the pages (BCP 47). */
  languages: { subject: "languages", value: languages, allows: (l) => isSome(l, languages) } as Setting<Language[]>,
  /** The language when a browser asks for none of them. */
  language: { subject: "languages", value: "en", allows: (l) => isLanguage(l) } as Setting<Language>,

  /** How many conversations a counsellor may take at once. */
  chatsAtOnce: whole("chats", 2, 1, 4),
  /** How long a chat is reckoned to take: who could not be talked with before closing is not let in any more. */
  chatMinutes: whole("chats", 45, 10, 180),
  /** How many may wait for each counsellor who is there; more are told that the line is full. */
  waitingPerCounsellor: whole("chats", 2, 1, 1_000),
  /** How long a young person who went away finds the same conversation again. */
  resumeMinutes: whole("chats", 15, 5, 60),
  /** How long someone who waits and lost the connection keeps the place. */
  placeKeptMinutes: whole("chats", 5, 1, 60),

  /** How long the words of an ended conversation are kept. */
  retentionDays: whole("keeping", 14, 0, 365),

  /** Its colours: one of the ready themes, or its own. */
  theme: oneOf("look", "violet" as ThemeName | "own", themeChoices),
  /** Its own colours; only such as everything can be read in. */
  colours: { subject: "look", value: themes.violet, allows: (t) => isReadable(t) } as Setting<Theme>,
  /** Shape and colour of the little face at the door. */
  face: oneOf("look", "bubble" as FaceShape, faceShapes),
  faceColour: oneOf("look", "lamp" as FaceColour, faceColours),
  /** Its own picture beside its name; null = the lamp. */
  logo: { subject: "look", value: null, allows: (l) => l === null || isLogo(l) } as Setting<Logo | null>,

  /** What the helpline adds to the rules of the service, as young people read it. */
  ownRules: { subject: "rules", value: {}, allows: (r) => isOwnRules(r) } as Setting<OwnRules>,
  /** The same while it is being written; null = nothing that is not published. */
  rulesDraft: { subject: "rules", value: null, allows: (r) => r === null || isOwnRules(r) } as Setting<OwnRules | null>,

  opening: oneOf("opening", "not_yet" as Opening, openings),
  /** What young people read while it is closed for a while. */
  closedNote: { subject: "opening", value: {}, allows: (s) => isSentences(s) } as Setting<Sentences>,
  /** What an admin has looked at on the way to opening. */
  checked: {
    subject: "checklist",
    value: [],
    allows: (steps) => Array.isArray(steps) && (steps.length === 0 || isSome(steps, checkedSteps)),
  } as Setting<CheckedStep[]>,
} satisfies Record<string, { subject: Subject; value: unknown; allows(value: never): boolean }>;

export type SettingName = keyof typeof definitions;
export type Settings = { [Name in SettingName]: (typeof definitions)[Name]["value"] };

/** What cannot stand together though each may alone, by the setting where it is best mended. */
export function problemsOf(set: Settings): { name: SettingName; problem: "ages_turned" | "language_not_offered" }[] {
  const found: ReturnType<typeof problemsOf> = [];
  if (set.ageFrom > set.ageTo) found.push({ name: "ageTo", problem: "ages_turned" });
  if (!set.languages.includes(set.language)) found.push({ name: "language", problem: "language_not_offered" });
  return found;
}
