import { shippedRules } from "#src/settings/assessment.ts";
import type { SettingName, Settings } from "#src/settings/definitions.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { themes } from "#src/settings/look/themes.ts";
import { shippedReasons } from "#src/settings/reasons.ts";
import { shippedCards } from "#src/settings/texts/meanwhile.ts";
import { drawn } from "#tests/support/made/pngs.ts";

/** Returns what is shipped for a country. */
export const country = (code: string) => shippedEmergency.find((one) => one.country === code)!;

const logo = {
  png: drawn({ width: 16, height: 8, draw: () => [9, 99, 9, 255] }).toString("base64"),
  width: 16,
  height: 8,
};

/** For every setting values other than the shipped one, to flip it alone. */
export const flips: { [Name in SettingName]: Settings[Name][] } = {
  name: ["Chat of the town"],
  title: ["News"],
  exitAddress: ["https://weather.example.org/today?x=1"],
  ageFrom: [12, 25],
  ageTo: [18],
  answeredBy: ["trained", "professionals"],
  emergency: [[country("GB")], [country("FR")], [country("BE"), country("NL")]],
  assessment: [{ on: true, questions: ["age", "topics"] }],
  assessmentRules: [[], shippedRules.slice(1)],
  languages: [["fr"], ["en", "nl"]],
  language: ["nl"],
  theme: ["forest"],
  colours: [themes.sea],
  face: ["cloud"],
  faceColour: ["mint"],
  logo: [logo],
  chatsAtOnce: [4],
  chatMinutes: [60],
  wrapUpMinutes: [0, 9],
  waitingPerCounsellor: [9],
  resumeMinutes: [20],
  placeKeptMinutes: [8],
  vanishedMinutes: [8],
  urgentAheadMinutes: [30],
  languageAheadMinutes: [0],
  silencePromptMinutes: [5],
  silenceSoftMinutes: [8],
  silenceWarnMinutes: [10],
  silencePauseMinutes: [20],
  counsellorNudgeMinutes: [3],
  counsellorLineMinutes: [5],
  stepInMinutes: [9],
  firstNoteMinutes: [20],
  secondNoteMinutes: [60],
  retentionDays: [0, 1, 30],
  debriefDays: [7],
  noteDays: [1, 60],
  recordHours: [48],
  recordDays: [7],
  reasons: [shippedReasons.slice(1)],
  reasonWords: [{ en: { "peers.friends": ["left on read"] } }],
  meanwhile: [[], shippedCards.slice(1)],
  linkCheck: [true],
  onCallWeek: [[2, null, 3, null, null, null, null]],
  onCallDates: [[{ date: "2026-12-24", staffId: 2 }]],
  publishDirectory: [true],
  ownRules: [
    { kept: { en: "Ask us anything.", fr: "Demande-nous tout.", nl: "Vraag ons alles." } },
    { traces: { fr: "Ferme la page." } },
  ],
  rulesDraft: [{ chat: { en: "Not yet." } }],
  callbackOn: [false],
  secondStepAll: [true],
  addressInEmergency: [true],
  callbackSenderName: ["News"],
  opening: ["open", "break"],
  closedNote: [{ en: "Away" }],
  checked: [["rules"]],
};

/** Each flip by itself. */
export const allFlips = Object.entries(flips).flatMap(([name, values]) =>
  values.map((value) => ({ name: name as SettingName, value })),
);
