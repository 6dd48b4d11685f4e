import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { OffLanguages } from "#views/parts/fields/off-languages.tsx";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, Refused } from "#views/parts/told/problems.tsx";
import { SaveBar } from "../save-bar.tsx";

interface Option {
  value: string;
  text: string;
}

interface ReasonPageProps {
  frame: StaffFrame;
  title: string;
  draft: {
    kind: "group" | "reason";
    code: string | null;
    names: Partial<Record<string, string>>;
    offer: boolean;
    group: string;
    chi: string | null;
    words: Partial<Record<string, string>>;
  };
  shipped: boolean;
  /** Those young people are offered. */
  languages: readonly Language[];
  groups: Option[];
  /** What it can be counted as. */
  framework: Option[];
  /** The languages in which its everyday words are edited. */
  words: readonly Language[];
  basedOn: number;
  wrong: ReadonlyMap<string, string>;
  late: Late | null;
  refused: string | null;
  zone: string;
}

const path = "/admin/reasons";

/** A reason for contact, or a group of them, with a preview for counsellors. */
export function ReasonPage(props: ReasonPageProps) {
  const { frame, title, draft, basedOn, wrong, late, zone } = props;
  const { t } = frame;
  return (
    <StaffSheet
      frame={frame}
      title={title}
      here="settings"
      script="settings"
      wrong={isRefused({ wrong: wrong.size, refused: props.refused, late })}
    >
      <SettingsIndex frame={frame} here="reasons" />
      <h1 dir="auto">{title}</h1>
      <TooLate t={t} zone={zone} late={late} look={path} />
      <Refused sentence={props.refused} />
      <Problems t={t} wrong={wrong} />
      <form class="edit" method="post" action={path} novalidate data-preview={`${path}/preview`}>
        <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <input type="hidden" name="kind" value={draft.kind} />
        <input type="hidden" name="code" value={draft.code ?? "new"} />
        <div class="fields">
          <Fields {...props} />
          <Words t={t} draft={draft} words={props.words} wrong={wrong} />
        </div>
        <aside class="shown" aria-labelledby="preview-title">
          <h2 id="preview-title">{t("admin.reasons.preview")}</h2>
          <div class="shown-choices">
            <button
              type="submit"
              class="second by-hand"
              id="preview-button"
              formaction={`${path}/preview`}
              formtarget="preview"
            >
              {t("admin.hours.preview_button")}
            </button>
          </div>
          <div class="shown-page">
            <iframe
              name="preview"
              src={`${path}/preview`}
              title={t("admin.reasons.preview")}
              sandbox="allow-same-origin"
            />
          </div>
        </aside>
        <SaveBar t={t} saved={null} unsaved={false}>
          <a href={path} class="second">
            {t("admin.assessment.form.cancel")}
          </a>
        </SaveBar>
      </form>
    </StaffSheet>
  );
}

function Fields({ frame: { t }, draft, shipped, languages, groups, framework, wrong }: ReasonPageProps) {
  return (
    <>
      <fieldset class="field" aria-describedby="names-hint">
        <legend>{t("admin.entry.name")}</legend>
        <p class="hint" id="names-hint">
          {t(shipped ? "admin.meanwhile.words_shipped" : "admin.reasons.names_own")}
        </p>
        {languages.map((language) => {
          const name = `name.${language}`;
          return (
            <div class="field">
              <label for={name} lang={language}>
                {languageNames[language]}
              </label>
              <input
                id={name}
                name={name}
                value={draft.names[language] ?? ""}
                autocomplete="off"
                dir="auto"
                aria-invalid={wrong.has(name) ? "true" : undefined}
                aria-describedby={`${name}-note`}
              />
              <p class={wrong.has(name) ? "wrong" : "note"} id={`${name}-note`}>
                {wrong.get(name)}
              </p>
            </div>
          );
        })}
        <OffLanguages t={t} written={Object.keys(draft.names)} on={languages} />
      </fieldset>
      <div class="field">
        <label class="check">
          <input
            type="checkbox"
            id="offer"
            name="offer"
            value="yes"
            checked={draft.offer}
            aria-describedby="offer-note"
          />
          {t("admin.reasons.offer")}
        </label>
        <p class={wrong.has("offer") ? "wrong" : "note"} id="offer-note">
          {wrong.get("offer")}
        </p>
      </div>
      {draft.kind === "reason" && (
        <>
          <div class="field">
            <label for="group">{t("admin.reasons.group")}</label>
            <select id="group" name="group">
              {groups.map(({ value, text }) => (
                <option value={value} selected={value === draft.group}>
                  {text}
                </option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="chi">{t("admin.reasons.chi")}</label>
            <select id="chi" name="chi">
              <option value="">{t("admin.value.none")}</option>
              {framework.map(({ value, text }) => (
                <option value={value} selected={value === draft.chi}>
                  {text}
                </option>
              ))}
            </select>
          </div>
        </>
      )}
    </>
  );
}

type WordsProps = { t: Translate } & Pick<ReasonPageProps, "draft" | "words" | "wrong">;

function Words({ t, draft, words, wrong }: WordsProps) {
  return (
    <fieldset class="field" aria-describedby="words-hint">
      <legend>{t("admin.setting.reasonWords")}</legend>
      <p class="hint" id="words-hint">
        {t("admin.reasons.words_hint")}
      </p>
      {words.map((language) => {
        const name = `words.${language}`;
        return (
          <div class="field">
            <label for={name} lang={language}>
              {languageNames[language]}
            </label>
            <textarea
              id={name}
              name={name}
              lang={language}
              rows={8}
              dir="auto"
              autocomplete="off"
              aria-invalid={wrong.has(name) ? "true" : undefined}
              aria-describedby={`${name}-note`}
            >
              {draft.words[language] ?? ""}
            </textarea>
            <p class={wrong.has(name) ? "wrong" : "note"} id={`${name}-note`}>
              {wrong.get(name)}
            </p>
          </div>
        );
      })}
    </fieldset>
  );
}
