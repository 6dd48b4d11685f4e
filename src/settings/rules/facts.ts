import { languageNames, type Values } from "#src/i18n/i18n.ts";
import type { AnsweredBy, SettingName, Settings } from "../definitions.ts";
import type { EmergencyCountry } from "../emergency.ts";
import { type AiState, type AiUse, aiRegister } from "./ai-register.ts";

/** How long the cookie of a young person lasts at most, hours: promised in the rules and kept by whoever sets it. */
export const cookieHours = 12;

/** How long the address of somebody who asked to be written to is kept at most, days: promised, and kept by the callback. */
export const addressDays = 14;

/** How long the words of a chat are held for safeguarding at most, days: promised, and kept by whoever holds them. */
export const holdMostDays = 365;

/** How long what felt wrong to somebody is kept after it was looked into, days: promised, and kept by whoever forgets chats. */
export const concernHeldDays = 14;

/** How long what somebody wrote who left in danger can still be read at most, hours: promised, and kept by whoever closes it. */
export const dangerHours = 12;

/** How long a copy of the files that was made before an update is kept, days: promised, and kept by whoever removes it. */
export const copyDays = 7;

/** Every fact that the rules tell of, and of which kinds it can be. What is not built yet is of one kind alone. */
export interface FactKinds {
  /** For whom the helpline is. */
  ages: "one" | "range";
  /** In which languages its pages can be read. */
  languages: "one" | "several";
  /** How long the place of somebody who waits is kept after a lost connection. */
  place: "minutes";
  /** Within how long the same chat goes on after a lost connection. */
  resume: "minutes";
  /** How long the words of a chat are kept. */
  retention: "at_end" | "days";
  /** For how long they can be held longer than that, and why. */
  held: "days";
  /** How long what was written by somebody who leaves in danger can still be read at most. */
  danger: "hours";
  /** How long what is deleted can be in a copy that Porchlight itself makes. */
  copies: "days";
  /** How long the note beside what the counsellor ticks after a chat is kept. */
  note: "days";
  /** Who can read them. */
  readers: "team";
  /** Who they are. */
  who: AnsweredBy;
  /** Whether something is asked before the chat, and kept. */
  questions: "none" | "kept";
  /** Whether where somebody writes from is ever kept. */
  address: "never" | "emergency";
  cookie: "hours";
  /** Whether an e-mail address is ever asked for. */
  email: "never" | "asked";
  /** Whether anybody can be written to later. */
  callback: "off" | "asked";
  /** Whether a computer program ever answers. */
  ai: "off";
  /** Where leaving fast goes. */
  exit: "site";
  /** What the history of the browser calls the pages. */
  title: "name";
}
export type Fact = keyof FactKinds;

/** Everything the rules of the service depend on. */
export type RulesFacts = { [Name in Fact]: { kind: FactKinds[Name]; values: Values } } & {
  /** Whom to call in danger, the first before all others. */
  emergency: EmergencyCountry[];
  register: Record<AiUse, AiState>;
};

/** By which fact the rules tell of a setting; null = they do not. A setting that is not here does not compile. */
export const factOf = {
  name: null,
  title: "title",
  exitAddress: "exit",
  ageFrom: "ages",
  ageTo: "ages",
  answeredBy: "who",
  emergency: "emergency",
  addressInEmergency: "address",
  assessment: "questions",
  assessmentRules: null,
  languages: "languages",
  language: null,
  theme: null,
  colours: null,
  face: null,
  faceColour: null,
  logo: null,
  onCallWeek: null,
  onCallDates: null,
  chatsAtOnce: null,
  urgentAheadMinutes: null,
  languageAheadMinutes: null,
  vanishedMinutes: null,
  chatMinutes: null,
  wrapUpMinutes: null,
  waitingPerCounsellor: null,
  resumeMinutes: "resume",
  placeKeptMinutes: "place",
  silencePromptMinutes: null,
  silenceSoftMinutes: null,
  silenceWarnMinutes: null,
  silencePauseMinutes: null,
  counsellorNudgeMinutes: null,
  counsellorLineMinutes: null,
  stepInMinutes: null,
  firstNoteMinutes: null,
  secondNoteMinutes: null,
  retentionDays: "retention",
  debriefDays: null,
  noteDays: "note",
  recordHours: null,
  recordDays: null,
  reasons: null,
  reasonWords: null,
  meanwhile: null,
  linkCheck: null,
  publishDirectory: null,
  // Words beside the facts: they stand in the rules as they are.
  ownRules: null,
  rulesDraft: null,
  callbackOn: "callback",
  callbackSenderName: null,
  secondStepAll: null,
  opening: null,
  closedNote: null,
  checked: null,
} as const satisfies Record<SettingName, keyof RulesFacts | null>;

/** What is really so, from what is set and what is built. */
export function factsOf(set: Settings): RulesFacts {
  const { ageFrom: from, ageTo: to, retentionDays: days, resumeMinutes, placeKeptMinutes, emergency, assessment } = set;
  const names = set.languages.map((language) => languageNames[language]);
  return {
    ages: { kind: from === to ? "one" : "range", values: { from, to } },
    languages: { kind: names.length === 1 ? "one" : "several", values: { languages: names.join(", ") } },
    place: { kind: "minutes", values: { minutes: placeKeptMinutes } },
    resume: { kind: "minutes", values: { minutes: resumeMinutes } },
    retention: { kind: days === 0 ? "at_end" : "days", values: { days } },
    held: { kind: "days", values: { days: holdMostDays, after: concernHeldDays } },
    danger: { kind: "hours", values: { hours: dangerHours } },
    copies: { kind: "days", values: { days: copyDays } },
    note: { kind: "days", values: { days: set.noteDays } },
    readers: { kind: "team", values: {} },
    who: { kind: set.answeredBy, values: {} },
    questions: { kind: assessment.on ? "kept" : "none", values: {} },
    address: { kind: set.addressInEmergency ? "emergency" : "never", values: {} },
    cookie: { kind: "hours", values: { hours: cookieHours } },
    email: { kind: set.callbackOn ? "asked" : "never", values: { days: addressDays } },
    callback: { kind: set.callbackOn ? "asked" : "off", values: {} },
    ai: { kind: Object.values(aiRegister).find((state) => state !== "off") ?? "off", values: {} },
    exit: { kind: "site", values: { site: siteOf(set.exitAddress) } },
    title: { kind: "name", values: { title: set.title } },
    emergency,
    register: aiRegister,
  };
}

function siteOf(address: string): string {
  return address.replace("https://", "").split(/[/?#]/, 1)[0]!;
}
