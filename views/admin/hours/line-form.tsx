import type { LineDraft, LineProblem } from "#src/hours/line-draft.ts";
import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";
import { countryName } from "#views/parts/fields/countries.ts";
import { Problems } from "#views/parts/told/problems.tsx";

export interface LineFormProps {
  t: Translate;
  action: string;
  button: string;
  /** null = a new line. */
  basedOn: number | null;
  firstLine: string;
  draft: LineDraft;
  problems: LineProblem[];
  choices: {
    /** ISO 3166 */
    countries: string[];
    languages: Language[];
    staff: { id: number; alias: string; realName: string }[];
  };
}

/** What an admin sets of a line, apart from its hours. */
export function LineForm({ t, action, button, basedOn, firstLine, draft, problems, choices }: LineFormProps) {
  const values = { line: firstLine };
  const wrong = new Map<string, string>(
    problems.map(({ field, problem }) => [field, t(`admin.line.problem.${problem}`, values)] as const),
  );
  const countries = choices.countries.map((code) => [code, countryName(t, code)] as const);
  const text = { t, wrong, draft };
  return (
    <form class="fields" method="post" action={action} novalidate>
      {basedOn !== null && <input type="hidden" name="based_on" value={String(basedOn)} />}
      <Problems t={t} wrong={wrong} />
      <Text {...text} field="name" name="name" label={t("admin.entry.name")} hint={t("admin.line.name_hint")} />
      {draft.firstName !== undefined && (
        <Text
          {...text}
          field="firstName"
          name="first_name"
          label={t("admin.line.first_name")}
          hint={t("admin.line.first_name_hint", values)}
        />
      )}
      <Checks
        t={t}
        field="languages"
        legend={t("admin.entry.languages")}
        hint={t("admin.line.languages_hint")}
        wrong={wrong.get("languages")}
      >
        {choices.languages.map((language) => (
          <label class="check" lang={language}>
            <input type="checkbox" name="languages" value={language} checked={draft.languages.includes(language)} />
            {languageNames[language]}
          </label>
        ))}
      </Checks>
      <Checks
        t={t}
        field="staffIds"
        legend={t("admin.line.staff")}
        hint={t("admin.line.staff_hint")}
        wrong={wrong.get("staffIds")}
      >
        {choices.staff.map(({ id, alias, realName }) => (
          <label class="check">
            <input type="checkbox" name="staff" value={String(id)} checked={draft.staffIds.includes(String(id))} />
            <span>
              {alias} <span class="soft">{realName}</span>
            </span>
          </label>
        ))}
      </Checks>
      <div class="field">
        <label for="country">{t("admin.entry.country")}</label>
        <p class="hint" id="country-hint">
          {t("admin.line.country_hint")}
        </p>
        <select
          id="country"
          name="country"
          aria-invalid={wrong.has("country") ? "true" : undefined}
          aria-describedby="country-hint country-note"
        >
          {!choices.countries.includes(draft.country) && draft.country !== "" && (
            <option value={draft.country} selected>
              {draft.country}
            </option>
          )}
          {countries
            .toSorted(([, a], [, b]) => a.localeCompare(b, t.language))
            .map(([code, name]) => (
              <option value={code} selected={code === draft.country}>
                {name}
              </option>
            ))}
          <option value="" selected={draft.country === ""}>
            {t("admin.line.country_other")}
          </option>
        </select>
        <p class={wrong.has("country") ? "wrong" : "note"} id="country-note">
          {wrong.get("country")}
        </p>
      </div>
      <fieldset class="field">
        <legend>{t("admin.entry.ages")}</legend>
        <p class="hint">{t("admin.line.ages_hint")}</p>
        <div class="pair short">
          <Text {...text} field="ageFrom" name="age_from" label={t("admin.entry.ageFrom")} numeric />
          <Text {...text} field="ageTo" name="age_to" label={t("admin.entry.ageTo")} numeric />
        </div>
      </fieldset>
      <div class="pair">
        <Text
          {...text}
          field="intakeCap"
          name="intake_cap"
          label={t("admin.line.cap")}
          hint={t("admin.line.cap_hint")}
          numeric
        />
        <Text
          {...text}
          field="pauseAfter"
          name="pause_after"
          label={t("admin.line.pause")}
          hint={t("admin.line.pause_hint")}
          numeric
        />
      </div>
      <button type="submit" class="main">
        {button}
      </button>
    </form>
  );
}

type TextFields = "name" | "firstName" | "ageFrom" | "ageTo" | "intakeCap" | "pauseAfter";

function Text(props: {
  wrong: Map<string, string>;
  draft: LineDraft;
  field: TextFields;
  name: string;
  label: string;
  hint?: string;
  numeric?: boolean;
}) {
  const { wrong, draft, field, name, label, hint, numeric } = props;
  return (
    <div class="field">
      <label for={field}>{label}</label>
      {hint && (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={field}
        name={name}
        value={draft[field] ?? ""}
        inputmode={numeric ? "numeric" : undefined}
        autocomplete="off"
        aria-invalid={wrong.has(field) ? "true" : undefined}
        aria-describedby={hint ? `${field}-hint ${field}-note` : `${field}-note`}
      />
      <p class={wrong.has(field) ? "wrong" : "note"} id={`${field}-note`}>
        {wrong.get(field)}
      </p>
    </div>
  );
}

function Checks(props: {
  t: Translate;
  field: string;
  legend: string;
  hint: string;
  wrong: string | undefined;
  children?: unknown;
}) {
  const { field, legend, hint, wrong } = props;
  return (
    <fieldset class="field" id={field} aria-describedby={`${field}-hint ${field}-note`}>
      <legend>{legend}</legend>
      <p class="hint" id={`${field}-hint`}>
        {hint}
      </p>
      <div class="checks">{props.children}</div>
      <p class={wrong ? "wrong" : "note"} id={`${field}-note`}>
        {wrong}
      </p>
    </fieldset>
  );
}
