import { isLanguage, type Language, languages } from "#src/i18n/i18n.ts";
import { isNamed, isSeen, misleads } from "#src/i18n/seen.ts";
import {
  type Assessment,
  type AssessmentRule,
  areRules,
  isAssessment,
  questionNames,
  readRules,
  shippedRules,
} from "./assessment.ts";
import { type EmergencyCountry, isEmergency, shippedEmergency } from "./emergency.ts";
import { readExitAddress } from "./exit-address.ts";
import { isLogo, type Logo } from "./look/logo.ts";
import { type FaceColour, type FaceShape, faceColours, faceShapes } from "./look/look.ts";
import { isReadable } from "./look/pairs.ts";
import { type Theme, type ThemeName, themeChoices, themes } from "./look/themes.ts";
import { areOnCallDates, isOnCallWeek, type OnCallDate, type OnCallWeek } from "./on-call-draft.ts";
import { areReasonWords, isReasonTree, type OwnReasonWords, type ReasonTree, shippedReasons } from "./reasons.ts";
import { isOwnRules, type OwnRules } from "./rules/own-rules.ts";
import type { Subject } from "./subjects.ts";
import { areWaitCards, shippedCards, type WaitCard } from "./texts/meanwhile.ts";

export interface Setting<Value> {
  subject: Subject;
  /** What holds until an admin sets another. */
  value: Value;
  /** Whether a stored or given value may stand. */
  allows(value: Value): boolean;
  /** A stored value as it is said now, where it was said in another way before. */
  read?(stored: Value): Value;
}

/** The longest text of a setting, characters. */
export const maxSetting = 200;

/** The longest name of a helpline, characters: it stands at the top of every page, beside the way out. */
export const maxHelplineName = 40;

/** The most conversations at once that anybody may be given. */
export const maxChats = 4;

/** One line with something to see in it. */
const isWords = (t: unknown, most = maxSetting): t is string =>
  typeof t === "string" && t.length <= most && isSeen(t) && !misleads(t);

/** Words of an admin, at most so many characters. */
interface Words extends Setting<string> {
  longest: number;
}

const text = (subject: Subject, value: string, allows = isNamed, longest = maxSetting): Words => ({
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

const yesOrNo = (subject: Subject, value: boolean): Setting<boolean> => ({
  subject,
  value,
  allows: (v) => typeof v === "boolean",
});

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

/** Who answers young people. It is said to them, so nobody is called trained before an admin says so. */
export const answering = ["volunteers", "trained", "professionals"] as const;
export type AnsweredBy = (typeof answering)[number];

/** What an admin has to have looked at before the helpline opens, where a default would do. */
export const checkedSteps = ["helpline", "look", "languages", "emergency", "rules", "hours", "places", "mail"] as const;
/** What could once be said to be done, though Porchlight cannot see whether it is: it may be stored still, and counts for nothing. */
const checkedOnce = [...checkedSteps, "papers", "backup"] as const;
export type CheckedStep = (typeof checkedOnce)[number];

/** Everything an admin can set, with what holds until they do. Units are in the names. */
export const definitions = {
  /** Shown in the header of the young person's pages. */
  name: text("helpline", "Chat", isNamed, maxHelplineName),
  /** The title of every young person's page: neutral, since it stands in the history of the browser. */
  title: text("helpline", "Chat"),
  /** Where "Leave fast" goes: an ordinary site that nobody wonders about. */
  exitAddress: text("helpline", "https://www.wikipedia.org/", (t) => readExitAddress(t) !== null),
  ageFrom: whole("helpline", 10, 0, 30),
  ageTo: whole("helpline", 25, 5, 99),
  answeredBy: oneOf("helpline", "volunteers" as AnsweredBy, answering),

  /** Whom to call in danger; the first stands on every page. */
  emergency: {
    subject: "emergency",
    value: shippedEmergency.slice(0, 1),
    allows: (list) => isEmergency(list),
  } as Setting<EmergencyCountry[]>,

  /** Whether where somebody writes from is kept, locked, for an emergency (record/address.ts). */
  addressInEmergency: yesOrNo("address", false),

  /** In which languages young people find the pages (BCP 47). */
  languages: { subject: "languages", value: languages, allows: (l) => isSome(l, languages) } as Setting<Language[]>,
  /** The language when a browser asks for none of them. */
  language: { subject: "languages", value: "en", allows: (l) => isLanguage(l) } as Setting<Language>,

  /** How many conversations a counsellor may take at once, who has no maximum of their own. */
  chatsAtOnce: whole("chats", 2, 1, maxChats),
  /** How long a chat is reckoned to take: who could not be talked with before closing is not let in any more. */
  chatMinutes: whole("chats", 45, 10, 180),
  /** How long whoever has ended a chat counts as busy, at most, so that what is to be written is written; 0 = not at all. */
  wrapUpMinutes: whole("chats", 5, 0, 60),
  /** How many may wait for each counsellor who is there; more are told that the line is full. */
  waitingPerCounsellor: whole("chats", 2, 1, 1_000),
  /** How long a young person who went away finds the same conversation again. */
  resumeMinutes: whole("chats", 15, 5, 60),
  /** How long someone who waits and lost the connection keeps the place. */
  placeKeptMinutes: whole("chats", 5, 1, 60),
  /** How long after a counsellor was lost from sight the people they talked with wait again, before all others. */
  vanishedMinutes: whole("chats", 5, 1, 60),
  /** How many minutes of waiting it counts for to be urgent, and to write in a language of whoever takes the next (queue/order.ts). */
  urgentAheadMinutes: whole("chats", 60, 5, 240),
  languageAheadMinutes: whole("chats", 15, 0, 60),

  /** After how long a silence of the young person the counsellor is prompted, a soft line comes, they are asked, the chat pauses. */
  silencePromptMinutes: whole("silence", 3, 1, 60),
  silenceSoftMinutes: whole("silence", 7, 1, 60),
  silenceWarnMinutes: whole("silence", 12, 2, 90),
  silencePauseMinutes: whole("silence", 15, 3, 120),
  /** After how long a silence of the counsellor they are nudged, the young person gets a line, colleagues may step in. */
  counsellorNudgeMinutes: whole("silence", 2, 1, 30),
  counsellorLineMinutes: whole("silence", 4, 1, 30),
  stepInMinutes: whole("silence", 6, 2, 60),
  /** When the counsellor alone is told how long the chat has been going on. */
  firstNoteMinutes: whole("silence", 30, 5, 180),
  secondNoteMinutes: whole("silence", 45, 10, 240),

  /** How long the words of an ended conversation are kept. */
  retentionDays: whole("keeping", 14, 0, 365),
  /** How long the free note of a contact record is kept. */
  noteDays: whole("keeping", 28, 1, 365),
  /** How long a counsellor may still change an own contact record. */
  recordHours: whole("keeping", 24, 1, 168),
  /** How long a counsellor sees an own contact record. */
  recordDays: whole("keeping", 28, 1, 365),

  /** What people get in touch about, as the contact record offers it. */
  reasons: { subject: "reasons", value: shippedReasons, allows: (r) => isReasonTree(r) } as Setting<ReasonTree>,

  /** Everyday words that lead to a reason, where a helpline has its own. */
  reasonWords: { subject: "reasons", value: {}, allows: (w) => areReasonWords(w) } as Setting<OwnReasonWords>,

  /** What whoever waits can do meanwhile, in its order. */
  meanwhile: { subject: "meanwhile", value: shippedCards, allows: (m) => areWaitCards(m) } as Setting<WaitCard[]>,

  /** How long it is kept how a chat was for its counsellor. */
  debriefDays: whole("keeping", 28, 1, 365),

  /** Who is on call in an evening, by staff id: from Monday on, and on single dates before that; null = nobody. */
  onCallWeek: { subject: "on_call", value: Array(7).fill(null), allows: (w) => isOnCallWeek(w) } as Setting<OnCallWeek>,
  onCallDates: { subject: "on_call", value: [], allows: (d) => areOnCallDates(d) } as Setting<OnCallDate[]>,

  /** Whether Porchlight asks, once a week, whether the links of the directory still lead somewhere. */
  linkCheck: yesOrNo("directory", false),

  /** Whether everybody may read the public entries of the directory as a feed. */
  publishDirectory: yesOrNo("sharing", false),

  /** Whether young people are asked a few questions before a chat, and which. An empty directory would lead nowhere. */
  assessment: {
    subject: "assessment",
    value: { on: false, questions: [...questionNames] },
    allows: (a) => isAssessment(a),
  } as Setting<Assessment>,
  /** What follows from the answers, the first rule before all others. */
  assessmentRules: {
    subject: "assessment",
    value: shippedRules,
    allows: (r) => areRules(r),
    read: readRules,
  } as Setting<AssessmentRule[]>,

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

  /** Everybody of the staff is asked for a second step at sign-in. */
  secondStepAll: yesOrNo("accounts", false),

  /** Whether whoever gets through to nobody can ask to be written to by mail when somebody is there. */
  callbackOn: yesOrNo("callback", true),
  /** Whom such a mail says it is from: neutral, since others may see it. */
  callbackSenderName: text("callback", "Info", isNamed, maxHelplineName),

  opening: oneOf("opening", "not_yet" as Opening, openings),
  /** What young people read while it is closed for a while. */
  closedNote: { subject: "opening", value: {}, allows: (s) => isSentences(s) } as Setting<Sentences>,
  /** What an admin has looked at on the way to opening. */
  checked: {
    subject: "checklist",
    value: [],
    allows: (steps) => Array.isArray(steps) && (steps.length === 0 || isSome(steps, checkedOnce)),
  } as Setting<CheckedStep[]>,
} satisfies Record<string, { subject: Subject; value: unknown; allows(value: never): boolean }>;

export type SettingName = keyof typeof definitions;
export type Settings = { [Name in SettingName]: (typeof definitions)[Name]["value"] };

/** What comes one after the other, each at least a minute after the one before. */
const stepsInOrder = [
  ["silencePromptMinutes", "silenceSoftMinutes", "silenceWarnMinutes", "silencePauseMinutes"],
  ["counsellorNudgeMinutes", "counsellorLineMinutes", "stepInMinutes"],
  ["firstNoteMinutes", "secondNoteMinutes"],
] as const;

/** What cannot stand together though each may alone, by the setting where it is best mended. */
export function settingsProblems(
  set: Settings,
): { name: SettingName; problem: "ages_turned" | "language_not_offered" | "silence_order" }[] {
  const found: ReturnType<typeof settingsProblems> = [];
  if (set.ageFrom > set.ageTo) found.push({ name: "ageTo", problem: "ages_turned" });
  for (const steps of stepsInOrder) {
    const late = steps.slice(1).find((name, i) => set[name] <= set[steps[i]!]);
    if (late) found.push({ name: late, problem: "silence_order" });
  }
  if (!set.languages.includes(set.language)) found.push({ name: "language", problem: "language_not_offered" });
  return found;
}
