import type { Key, Language } from "#src/i18n/i18n.ts";
import type { AnsweredBy } from "#src/settings/definitions.ts";
import type { PlainSubject, SettingsDraft, SettingsProblem } from "#src/settings/draft.ts";
import type { EmergencyCountry } from "#src/settings/emergency.ts";
import { idOf } from "#views/admin/hours/hours-field.tsx";
import { type AddressReady, AddressReadyShown } from "#views/admin/mail/address-ready.tsx";
import { type CallbackState, CallbackStateShown } from "#views/admin/mail/callback-state.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused } from "#views/parts/told/problems.tsx";
import { Preview, type PreviewPage } from "../preview.tsx";
import { SaveBar } from "../save-bar.tsx";
import { EmergencyFields } from "./emergency-fields.tsx";
import { SettingsHistory } from "./settings-history.tsx";
import { SettingsIndex } from "./settings-index.tsx";
import {
  AnsweredByField,
  LanguageFields,
  SettingCheck,
  SettingNumber,
  SettingText,
  type Wrong,
} from "./subject-fields.tsx";

interface SubjectPageProps {
  frame: StaffFrame;
  subject: PlainSubject;
  draft: SettingsDraft;
  /** The newest change when the form was drawn. */
  basedOn: number;
  problems: SettingsProblem[];
  saved: number | null;
  unsaved: boolean;
  late: Late | null;
  /** Why nothing was saved though every field may stand, in words. */
  refused: string | null;
  changes: ShownChange[];
  /** IANA name, for the times of the changes. */
  zone: string;
  choices: {
    languages: readonly Language[];
    answering: readonly AnsweredBy[];
    countries: readonly string[];
    shipped: readonly EmergencyCountry[];
    maxCountries: number;
  };
  /** The languages young people find now, the one for everybody else first. */
  offered: readonly Language[];
  /** How it goes with whoever asks to be written to, on the page of that. */
  callbacks: CallbackState | null;
  /** Of the address in an emergency: whether one could be kept; else null. */
  ready: AddressReady | null;
}

/** The young person's pages on which a subject shows, the likeliest first; none where only staff sees it. */
export const shownOn = {
  helpline: ["open", "chat", "how"],
  emergency: ["closed", "open", "how"],
  languages: ["open"],
  chats: ["how"],
  silence: ["silent", "paused"],
  keeping: ["how"],
  directory: [],
  callback: ["later", "how"],
  accounts: [],
  address: ["open", "how"],
} as const satisfies Record<PlainSubject, readonly PreviewPage[]>;

/** One subject of what an admin sets: a form, what young people see of it beside, and its history. */
export function SubjectPage(props: SubjectPageProps) {
  const { frame, subject, basedOn, problems, saved, unsaved, late, refused, changes, zone, offered } = props;
  const { t } = frame;
  const page = `/admin/settings/${subject}`;
  const wrong: Wrong = new Map(
    problems.map(({ field, problem, least, most }) => [field, t(problemKey(problem), { least, most })]),
  );
  return (
    <StaffSheet
      frame={frame}
      title={t(`admin.subject.${subject}`)}
      here="settings"
      wrong={isRefused({ wrong: wrong.size, refused, late })}
      script="settings"
    >
      <SettingsIndex frame={frame} here={subject} />
      <h1>{t(`admin.subject.${subject}`)}</h1>
      <p class="lead">{t(`admin.subject.${subject}.lead`)}</p>
      <TooLate t={t} zone={zone} late={late} look={page} />
      <Refused sentence={refused} />
      <Problems t={t} wrong={new Map([...wrong].map(([field, sentence]) => [idOf(field), sentence]))} />
      <form class="edit" id="settings" method="post" action={page} novalidate data-preview={`${page}/preview`}>
        {/* Enter in a field presses the first button of a form: it shall be this one. */}
        <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <div class="fields">
          <Fields {...props} wrong={wrong} />
        </div>
        {shownOn[subject].length > 0 && (
          <Preview t={t} path={`${page}/preview`} pages={shownOn[subject]} languages={offered} />
        )}
        <SaveBar t={t} saved={saved} unsaved={unsaved} />
      </form>
      {props.callbacks && <CallbackStateShown t={t} state={props.callbacks} />}
      <SettingsHistory t={t} subject={subject} zone={zone} changes={changes} saved={saved} />
    </StaffSheet>
  );
}

function Fields({ frame: { t }, subject, draft, choices, ready, wrong }: SubjectPageProps & { wrong: Wrong }) {
  const field = { t, draft, wrong };
  switch (subject) {
    case "helpline":
      return (
        <>
          <SettingText {...field} name="name" />
          <SettingText {...field} name="title" warning={tells(draft) ? t("admin.setting.title.tells") : undefined} />
          <SettingText {...field} name="exitAddress" type="url" />
          <fieldset class="field">
            <legend>{t("admin.entry.ages")}</legend>
            <p class="hint">{t("admin.setting.ages.hint")}</p>
            <div class="pair short">
              <SettingNumber {...field} name="ageFrom" />
              <SettingNumber {...field} name="ageTo" />
            </div>
          </fieldset>
          <AnsweredByField {...field} answering={choices.answering} />
        </>
      );
    case "emergency":
      return <EmergencyFields t={t} countries={draft.countries} wrong={wrong} choices={choices} />;
    case "languages":
      return <LanguageFields {...field} languages={choices.languages} />;
    case "chats":
      return (
        <>
          <SettingNumber {...field} name="chatsAtOnce" />
          <SettingNumber {...field} name="waitingPerCounsellor" />
          <SettingNumber {...field} name="chatMinutes" unit={t("admin.unit.minutes")} />
          <SettingNumber {...field} name="wrapUpMinutes" unit={t("admin.unit.minutes")} />
          <SettingNumber {...field} name="resumeMinutes" unit={t("admin.unit.minutes")} />
          <SettingNumber {...field} name="placeKeptMinutes" unit={t("admin.unit.minutes")} />
          <SettingNumber {...field} name="vanishedMinutes" unit={t("admin.unit.minutes")} />
          <SettingNumber {...field} name="urgentAheadMinutes" unit={t("admin.unit.minutes")} />
          <SettingNumber {...field} name="languageAheadMinutes" unit={t("admin.unit.minutes")} />
        </>
      );
    case "silence":
      return (
        <>
          {silenceGroups.map(({ legend, names }) => (
            <fieldset class="fields part">
              <legend>{t(legend)}</legend>
              {names.map((name) => (
                <SettingNumber {...field} name={name} unit={t("admin.unit.minutes")} />
              ))}
            </fieldset>
          ))}
          <p>
            <a href="/admin/texts?group=chat&q=auto">{t("admin.silence.to_texts")}</a>
          </p>
        </>
      );
    case "keeping":
      return (
        <>
          <SettingNumber {...field} name="retentionDays" unit={t("admin.unit.days")} />
          <SettingNumber {...field} name="debriefDays" unit={t("admin.unit.days")} />
          <SettingNumber {...field} name="noteDays" unit={t("admin.unit.days")} />
          <SettingNumber {...field} name="recordHours" unit={t("admin.unit.hours")} />
          <SettingNumber {...field} name="recordDays" unit={t("admin.unit.days")} />
        </>
      );
    case "directory":
      return <SettingCheck {...field} name="linkCheck" />;
    case "callback":
      return (
        <>
          <SettingCheck {...field} name="callbackOn" />
          <SettingText {...field} name="callbackSenderName" />
        </>
      );
    case "address":
      return (
        <>
          <SettingCheck {...field} name="addressInEmergency" />
          {ready && <AddressReadyShown t={t} ready={ready} />}
        </>
      );
    case "accounts":
      return <SettingCheck {...field} name="secondStepAll" />;
  }
}

const silenceGroups = [
  {
    legend: "admin.silence.youth",
    names: ["silencePromptMinutes", "silenceSoftMinutes", "silenceWarnMinutes", "silencePauseMinutes"],
  },
  { legend: "admin.silence.counsellor", names: ["counsellorNudgeMinutes", "counsellorLineMinutes", "stepInMinutes"] },
  { legend: "admin.silence.length", names: ["firstNoteMinutes", "secondNoteMinutes"] },
] as const;

/** The title stands in the history of the browser: the name of the helpline may tell what it is for. */
function tells({ texts }: SettingsDraft): boolean {
  const title = texts.title?.trim() ?? "";
  return title !== "" && title !== "Chat" && title === texts.name?.trim();
}

/** Said of any field in the same words. */
const alike: Partial<Record<SettingsProblem["problem"], Key>> = {
  control: "session.wrong.characters",
  empty: "admin.entry.problem.missing",
  long: "admin.invite.for_whom_long",
  police: "admin.setting.problem.sms",
};

function problemKey(problem: SettingsProblem["problem"]): Key {
  return alike[problem] ?? (`admin.setting.problem.${problem}` as Key);
}
