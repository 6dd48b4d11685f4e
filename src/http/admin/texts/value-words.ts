import { meanwhileApart, meanwhileInWords } from "#src/http/admin/rules/meanwhile-words.ts";
import {
  reasonsApart,
  reasonsInWords,
  reasonWordsApart,
  reasonWordsInWords,
} from "#src/http/admin/rules/reasons-words.ts";
import { ruleInWords } from "#src/http/admin/subjects/assessment-words.ts";
import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { AssessmentRule } from "#src/settings/assessment.ts";
import type { SettingName, Settings } from "#src/settings/definitions.ts";
import type { EmergencyCountry } from "#src/settings/emergency.ts";
import type { Logo } from "#src/settings/look/logo.ts";
import { type Scheme, schemes, type Theme, type Variable, variables } from "#src/settings/look/themes.ts";
import type { OwnReasonWords, ReasonTree } from "#src/settings/reasons.ts";
import { type OwnRules, ruleParts } from "#src/settings/rules/own-rules.ts";
import type { WaitCard } from "#src/settings/texts/meanwhile.ts";
import { countryName } from "#views/parts/fields/countries.ts";

const asTyped = (_t: Translate, text: string) => text;
const asNumber = (t: Translate, value: number) => t.number(value);
const inMinutes = (t: Translate, n: number) => t("admin.value.minutes", { n });

/** A setting without words does not compile. */
const words = {
  name: asTyped,
  title: asTyped,
  exitAddress: asTyped,
  ageFrom: asNumber,
  ageTo: asNumber,
  answeredBy: (t, one) => t(`admin.setting.answeredBy.${one}`),
  emergency: (t, countries) => countries.map((one) => countryInWords(t, one)).join("; "),
  assessment: (t, { on, questions }) =>
    `${t(on ? "admin.value.on" : "admin.value.off")}: ${questions.map((one) => t(`youth.which.ask.${one}`)).join(" · ")}`,
  assessmentRules: (t, rules) => t("admin.assessment.rules_n", { n: rules.length }),
  languages: (_t, all) => namesOf(all),
  language: (_t, one) => languageNames[one],
  chatsAtOnce: asNumber,
  urgentAheadMinutes: inMinutes,
  languageAheadMinutes: inMinutes,
  vanishedMinutes: inMinutes,
  chatMinutes: inMinutes,
  wrapUpMinutes: inMinutes,
  waitingPerCounsellor: asNumber,
  resumeMinutes: inMinutes,
  placeKeptMinutes: inMinutes,
  silencePromptMinutes: inMinutes,
  silenceSoftMinutes: inMinutes,
  silenceWarnMinutes: inMinutes,
  silencePauseMinutes: inMinutes,
  counsellorNudgeMinutes: inMinutes,
  counsellorLineMinutes: inMinutes,
  stepInMinutes: inMinutes,
  firstNoteMinutes: inMinutes,
  secondNoteMinutes: inMinutes,
  retentionDays: (t, n) => t("admin.value.days", { n }),
  debriefDays: (t, n) => t("admin.value.days", { n }),
  noteDays: (t, n) => t("admin.value.days", { n }),
  recordHours: (t, n) => t("admin.value.hours", { n }),
  recordDays: (t, n) => t("admin.value.days", { n }),
  reasons: reasonsInWords,
  reasonWords: reasonWordsInWords,
  onCallWeek: (t, week) => t("admin.on_call.evenings", { n: week.filter((one) => one !== null).length }),
  onCallDates: (t, dates) => t("admin.on_call.evenings", { n: dates.length }),
  meanwhile: meanwhileInWords,
  publishDirectory: (t, isOn) => t(isOn ? "admin.value.on" : "admin.value.off"),
  linkCheck: (t, isOn) => t(isOn ? "admin.value.on" : "admin.value.off"),
  callbackOn: (t, isOn) => t(isOn ? "admin.value.on" : "admin.value.off"),
  addressInEmergency: (t, isOn) => t(isOn ? "admin.value.on" : "admin.value.off"),
  secondStepAll: (t, isOn) => t(isOn ? "admin.value.on" : "admin.value.off"),
  callbackSenderName: asTyped,
  theme: (t, name) => t(`admin.look.theme.${name}`),
  colours: (t, theme) => colours(t, theme, telling),
  face: (t, shape) => t(`admin.look.face.${shape}`),
  faceColour: (t, colour) => t(`admin.look.face_colour.${colour}`),
  logo: logoInWords,
  ownRules: ownRulesInWords,
  rulesDraft: (t, draft) => ownRulesInWords(t, draft ?? {}),
  opening: (t, state) => t(`admin.open.state.${state}`),
  closedNote: (t, notes) =>
    someOf(
      t,
      entries(notes).map(([language, note]) =>
        t("admin.value.note", { language: languageNames[language], words: note }),
      ),
    ),
  checked: (t, steps) =>
    someOf(
      t,
      steps.map((step) => t(`admin.open.step.${step}`)),
    ),
} satisfies { [Name in SettingName]: (t: Translate, value: Settings[Name]) => string };

/** Returns the value of a setting in words. */
export function valueInWords<Name extends SettingName>(t: Translate, name: Name, value: Settings[Name]): string {
  return (words[name] as (t: Translate, value: Settings[Name]) => string)(t, value);
}

/** Returns what a setting was and is, in words; of many colours only those that changed. */
export function bothInWords<Name extends SettingName>(
  t: Translate,
  name: Name,
  before: Settings[Name],
  after: Settings[Name],
): { before: string; after: string } {
  if (name === "assessmentRules") return rulesApart(t, before as AssessmentRule[], after as AssessmentRule[]);
  if (name === "meanwhile") return meanwhileApart(t, before as WaitCard[], after as WaitCard[]);
  if (name === "reasons") return reasonsApart(t, before as ReasonTree, after as ReasonTree);
  if (name === "reasonWords") return reasonWordsApart(t, before as OwnReasonWords, after as OwnReasonWords);
  if (name === "colours") return coloursApart(t, before as Theme, after as Theme);
  return { before: valueInWords(t, name, before), after: valueInWords(t, name, after) };
}

function rulesApart(
  t: Translate,
  before: AssessmentRule[],
  after: AssessmentRule[],
): { before: string; after: string } {
  const same = (index: number) => JSON.stringify(before[index]) === JSON.stringify(after[index]);
  const first = before.findIndex((_, index) => !same(index));
  const words = (rules: AssessmentRule[]) =>
    before.length === after.length && first >= 0
      ? t("admin.assessment.if_then", oneRule(t, first, rules[first]!))
      : t("admin.assessment.rules_n", { n: rules.length });
  return { before: words(before), after: words(after) };
}

function oneRule(t: Translate, index: number, rule: AssessmentRule) {
  const places = { region: (code: string) => code, service: () => t("admin.directory.places", { n: 1 }) };
  const { when, what } = ruleInWords(t, rule, places);
  return { n: index + 1, when: when.join("; "), what: what.join("; ") };
}

function countryInWords(t: Translate, { country, call, police = "", sms, app, press }: EmergencyCountry): string {
  return [`${countryName(t, country)} ${call}`, police, sms, app, press].filter((part) => part !== "").join(" / ");
}

function logoInWords(t: Translate, logo: Logo | null): string {
  if (!logo) return t("admin.value.none");
  return t("admin.look.logo.size", { width: t.number(logo.width), height: t.number(logo.height) });
}

/** "What we keep (English, Français)": the words themselves are too long for a line. */
function ownRulesInWords(t: Translate, own: OwnRules): string {
  const written = ruleParts.filter((part) => entries(own[part] ?? {}).length > 0);
  return someOf(
    t,
    written.map((part) => `${t(`rules.${part}.title`)} (${namesOf(entries(own[part]!).map(([one]) => one))})`),
  );
}

interface Colour {
  scheme: Scheme;
  variable: Variable;
}

/** The colours that tell one theme from another. */
const telling: Colour[] = schemes.flatMap((scheme) =>
  (["bg", "accent"] as const).map((variable) => ({ scheme, variable })),
);

const maxTold = 3;

function coloursApart(t: Translate, before: Theme, after: Theme): { before: string; after: string } {
  const all = schemes.flatMap((scheme) => variables.map((variable) => ({ scheme, variable })));
  const apart = all.filter(({ scheme, variable }) => before[scheme][variable] !== after[scheme][variable]);
  const n = apart.length - maxTold;
  const more = n > 0 ? ` (${t("admin.history.more", { n })})` : "";
  const told = apart.slice(0, maxTold);
  return { before: colours(t, before, told) + more, after: colours(t, after, told) + more };
}

function colours(t: Translate, theme: Theme, told: Colour[]): string {
  return told
    .map(
      ({ scheme, variable }) =>
        `${t(`admin.look.scheme.${scheme}`)}: ${t(`admin.look.colour.${variable}`)} ${theme[scheme][variable]}`,
    )
    .join(", ");
}

const namesOf = (all: Language[]) => all.map((language) => languageNames[language]).join(", ");

const someOf = (t: Translate, all: string[]) => (all.length > 0 ? all.join(", ") : t("admin.value.none"));

const entries = (texts: Partial<Record<Language, string>>) => Object.entries(texts) as [Language, string][];
