import type { Child } from "hono/jsx";
import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { AnsweredBy } from "#src/settings/definitions.ts";
import type { SettingsDraft } from "#src/settings/draft.ts";

/** A sentence for each field that is not right, by its name. */
export type Wrong = ReadonlyMap<string, string>;

interface FieldProps {
  t: Translate;
  draft: SettingsDraft;
  wrong: Wrong;
}

type TextName = "name" | "title" | "exitAddress" | "callbackSenderName";
type NumberName =
  | "ageFrom"
  | "ageTo"
  | "chatsAtOnce"
  | "urgentAheadMinutes"
  | "languageAheadMinutes"
  | "vanishedMinutes"
  | "waitingPerCounsellor"
  | "chatMinutes"
  | "wrapUpMinutes"
  | "resumeMinutes"
  | "placeKeptMinutes"
  | "retentionDays"
  | "debriefDays"
  | "noteDays"
  | "recordHours"
  | "recordDays"
  | "silencePromptMinutes"
  | "silenceSoftMinutes"
  | "silenceWarnMinutes"
  | "silencePauseMinutes"
  | "counsellorNudgeMinutes"
  | "counsellorLineMinutes"
  | "stepInMinutes"
  | "firstNoteMinutes"
  | "secondNoteMinutes";

/** A setting that is a line of text, with what it is for. */
export function SettingText(props: FieldProps & { name: TextName; type?: "url"; warning?: string | undefined }) {
  const { type, ...field } = props;
  return (
    <SettingField {...field}>
      <SettingInput {...field} inputmode={type} dir={type === "url" ? "ltr" : "auto"} />
    </SettingField>
  );
}

/** A setting that is a whole number, with its unit. */
export function SettingNumber({ unit, ...field }: FieldProps & { name: NumberName; unit?: string }) {
  return (
    <SettingField {...field}>
      <span class="with-unit">
        <SettingInput {...field} inputmode="numeric" />
        {unit}
      </span>
    </SettingField>
  );
}

/** A setting that is on or off. */
export function SettingCheck({
  t,
  draft,
  name,
}: FieldProps & { name: "linkCheck" | "callbackOn" | "secondStepAll" | "addressInEmergency" }) {
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          id={name}
          name={name}
          value="on"
          checked={draft.texts[name] === "on"}
          aria-describedby={`${name}-hint`}
        />
        {t(`admin.setting.${name}`)}
      </label>
      <p class="hint" id={`${name}-hint`}>
        {t(`admin.setting.${name}.hint`)}
      </p>
    </div>
  );
}

interface SettingFieldProps extends FieldProps {
  name: TextName | NumberName;
  warning?: string | undefined;
  children?: Child;
}

function SettingField({ t, wrong, name, warning, children }: SettingFieldProps) {
  return (
    <div class="field">
      <label for={name}>{t(`admin.setting.${name}`)}</label>
      <SettingHint t={t} name={name} />
      {children}
      <Note id={`${name}-note`} wrong={wrong.get(name)} warning={warning} />
    </div>
  );
}

/** Those whose label says it all. */
const unhinted = [
  "ageFrom",
  "ageTo",
  "counsellorLineMinutes",
  "firstNoteMinutes",
  "secondNoteMinutes",
  "recordDays",
  "silenceSoftMinutes",
  "silenceWarnMinutes",
  "stepInMinutes",
] as const satisfies NumberName[];

function isHinted(name: TextName | NumberName): name is Exclude<TextName | NumberName, (typeof unhinted)[number]> {
  return !unhinted.some((one) => one === name);
}

function SettingHint({ t, name }: { t: Translate; name: TextName | NumberName }) {
  if (!isHinted(name)) return null;
  return (
    <p class="hint" id={`${name}-hint`}>
      {t(`admin.setting.${name}.hint`)}
    </p>
  );
}

interface SettingInputProps extends FieldProps {
  name: TextName | NumberName;
  inputmode: "url" | "numeric" | undefined;
  dir?: "ltr" | "auto";
}

function SettingInput({ draft, wrong, name, inputmode, dir }: SettingInputProps) {
  return (
    <input
      id={name}
      name={name}
      inputmode={inputmode}
      dir={dir}
      value={draft.texts[name] ?? ""}
      autocomplete="off"
      aria-invalid={wrong.has(name) ? "true" : undefined}
      aria-describedby={isHinted(name) ? `${name}-hint ${name}-note` : `${name}-note`}
    />
  );
}

/** Who answers, in the words that young people are told it with. */
export function AnsweredByField({ t, draft, wrong, answering }: FieldProps & { answering: readonly AnsweredBy[] }) {
  return (
    <div class="field">
      <label for="answeredBy">{t("admin.setting.answeredBy")}</label>
      <p class="hint" id="answeredBy-hint">
        {t("admin.setting.answeredBy.hint")}
      </p>
      <select
        id="answeredBy"
        name="answeredBy"
        aria-invalid={wrong.has("answeredBy") ? "true" : undefined}
        aria-describedby="answeredBy-hint answeredBy-note"
      >
        {answering.map((one) => (
          <option value={one} selected={draft.texts.answeredBy === one}>
            {t(`admin.setting.answeredBy.${one}`)}
          </option>
        ))}
      </select>
      <Note id="answeredBy-note" wrong={wrong.get("answeredBy")} />
    </div>
  );
}

/** Which languages young people find, and the one for everybody else. */
export function LanguageFields({ t, draft, wrong, languages }: FieldProps & { languages: readonly Language[] }) {
  return (
    <>
      <fieldset class="field" id="languages" aria-describedby="languages-hint languages-note">
        <legend>{t("admin.setting.languages")}</legend>
        <p class="hint" id="languages-hint">
          {t("admin.setting.languages.hint")}
        </p>
        <div class="checks">
          {languages.map((language) => (
            <label class="check" lang={language}>
              <input type="checkbox" name="languages" value={language} checked={draft.languages.includes(language)} />
              {languageNames[language]}
            </label>
          ))}
        </div>
        <Note id="languages-note" wrong={wrong.get("languages")} />
      </fieldset>
      <div class="field">
        <label for="language">{t("admin.setting.language")}</label>
        <p class="hint" id="language-hint">
          {t("admin.setting.language.hint")}
        </p>
        <select
          id="language"
          name="language"
          aria-invalid={wrong.has("language") ? "true" : undefined}
          aria-describedby="language-hint language-note"
        >
          {languages.map((language) => (
            <option value={language} selected={draft.texts.language === language} lang={language}>
              {languageNames[language]}
            </option>
          ))}
        </select>
        <Note id="language-note" wrong={wrong.get("language")} />
      </div>
    </>
  );
}

/** What is wrong with a field, or to be thought over. */
export function Note({ id, wrong, warning }: { id: string; wrong: string | undefined; warning?: string | undefined }) {
  return (
    <p class={wrong ? "wrong" : warning ? "note warn" : "note"} id={id}>
      {wrong ?? warning}
    </p>
  );
}
