import type { TranslationDraft } from "#src/directory/entry/entry-draft.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Choice, Field, type Fields, Group } from "#views/admin/hours/hours-field.tsx";
import { languageName } from "#views/parts/language-name.ts";
import { Area, EntryWeek, Ticks, Zone } from "./entry-field.tsx";
import type { EntryFormProps } from "./entry-form.tsx";

type Part = EntryFormProps & { fields: Fields };

/** Fields for the opening hours of a usual week. */
export function Hours({ fields, draft, exceptions, draftPath, choices }: Part) {
  const { t } = fields;
  const isKnown = draft.hours.week.some((text) => text !== "") || draft.texts.hoursNote !== "";
  return (
    <Group
      id="hours"
      open={isKnown || told(fields, "week", "zone", "hoursNote")}
      title={t("admin.hours.title")}
      more={isKnown ? "" : t("admin.entry.unknown")}
    >
      <p class="hint">{t("admin.entry.hours_hint")}</p>
      <EntryWeek fields={fields} place="" hours={draft.hours} exceptions={exceptions.own} draftPath={draftPath} />
      <Zone fields={fields} hours={draft.hours} />
      <datalist id="zones">
        {choices.zones.map((zone) => (
          <option value={zone} />
        ))}
      </datalist>
      <Field
        fields={fields}
        name="hoursNote"
        label={t("admin.entry.hoursNote")}
        value={draft.texts.hoursNote}
        hint={t("admin.entry.hoursNote_hint")}
        dir="auto"
      />
    </Group>
  );
}

/** Fields for languages and regions: the ones in use can be ticked, others typed. */
export function Where({ fields, draft, choices }: Part) {
  const { t } = fields;
  const chosen = [
    ...draft.languages.map((tag) => languageName(t, tag)),
    ...choices.regions.flatMap(({ code, name }) => (draft.regions.includes(code) ? name : [])),
  ];
  return (
    <Group
      id="where"
      open={told(fields, "languages", "regions", "otherLanguages", "otherRegions")}
      title={t("admin.entry.where")}
      more={chosen.join(" · ")}
    >
      <Ticks
        fields={fields}
        name="languages"
        legend={t("admin.entry.languages")}
        hint={t("admin.entry.languages_hint")}
      >
        <div class="checks">
          {choices.languages.map((tag) => (
            <Tick name="languages" value={tag} list={draft.languages} label={languageName(t, tag)} />
          ))}
        </div>
      </Ticks>
      <Field
        fields={fields}
        name="otherLanguages"
        label={t("admin.entry.otherLanguages")}
        value={draft.texts.otherLanguages}
        hint={t("admin.entry.names_hint")}
      />
      <Ticks fields={fields} name="regions" legend={t("admin.entry.regions")} hint={t("admin.entry.regions_hint")}>
        <div class="checks">
          {choices.regions.map(({ code, name }) => (
            <Tick name="regions" value={code} list={draft.regions} label={name} />
          ))}
        </div>
      </Ticks>
      <Field
        fields={fields}
        name="otherRegions"
        label={t("admin.entry.otherRegions")}
        value={draft.texts.otherRegions}
        hint={t("admin.entry.names_hint")}
      />
    </Group>
  );
}

/** A checkbox for one of several values, ticked if `list` has it. */
export function Tick(props: { name: string; value: string; list: readonly string[]; label: string; words?: string }) {
  const { name, value, list, label, words } = props;
  return (
    <label class="check">
      <input type="checkbox" name={name} value={value} checked={list.includes(value)} />
      <span>
        {label}
        {words && <small>{words}</small>}
      </span>
    </label>
  );
}

/** Fields for details that do not stand on the card. */
export function Details({ fields, draft: { texts, facts } }: Part) {
  const { t } = fields;
  const areas = ["description", "eligibility", "application", "fees", "interpretation"] as const;
  return (
    <Group id="details" open={told(fields, "alternateName", ...areas)} title={t("admin.entry.details")}>
      <Field
        fields={fields}
        name="alternateName"
        label={t("admin.entry.alternateName")}
        value={texts.alternateName}
        dir="auto"
      />
      {areas.map((name) => (
        <Area
          fields={fields}
          name={name}
          label={t(`admin.entry.${name}`)}
          value={texts[name]}
          rows={name === "description" ? 6 : 2}
        />
      ))}
      <Choice
        fields={fields}
        name="needsReferral"
        label={t("admin.entry.needsReferral")}
        value={facts.needsReferral}
        of={yesNo(t)}
      />
    </Group>
  );
}

/** Returns the options yes, no and unknown. */
export function yesNo(t: Translate): [string, string][] {
  return [
    ["", t("admin.entry.unknown")],
    ["yes", t("admin.entry.yes")],
    ["no", t("admin.entry.no")],
  ];
}

/** Fields for texts in other languages. */
export function Translations({ fields, draft, draftPath }: Part) {
  const { t } = fields;
  const { translations } = draft;
  return (
    <Group
      id="texts"
      open={told(fields, "text") || translations.some(({ language }) => language === "")}
      title={t("admin.entry.texts")}
      more={translations.map(({ language }) => language).join(" · ")}
    >
      <p class="hint">{t("admin.entry.texts_hint")}</p>
      {translations.map((one, i) => (
        <TranslationFields fields={fields} one={one} name={`text.${i}`} draftPath={draftPath} />
      ))}
      <button type="submit" class="second" name="do" value="add text" formaction={draftPath}>
        {t("admin.entry.add_text")}
      </button>
    </Group>
  );
}

function TranslationFields(props: { fields: Fields; one: TranslationDraft; name: string; draftPath: string }) {
  const { fields, one, name, draftPath } = props;
  const { t } = fields;
  const field = { fields, dir: "auto" } as const;
  return (
    <fieldset class="channel">
      <legend class="sr">{one.language || t("admin.entry.add_text")}</legend>
      <Field {...field} name={`${name}.language`} label={t("admin.entry.text_language")} value={one.language} />
      <Field {...field} name={`${name}.name`} label={t("admin.entry.name")} value={one.name} />
      <Field {...field} name={`${name}.summary`} label={t("admin.entry.summary")} value={one.summary} />
      <Area fields={fields} name={`${name}.description`} label={t("admin.entry.description")} value={one.description} />
      <Area
        fields={fields}
        name={`${name}.eligibility`}
        label={t("admin.entry.eligibility")}
        value={one.eligibility}
        rows={2}
      />
      <div class="row-of">
        <button type="submit" class="quiet" name="do" value={`remove ${name}`} formaction={`${draftPath}#texts`}>
          {t("admin.hours.remove", { what: one.language || t("admin.entry.add_text") })}
        </button>
      </div>
    </fieldset>
  );
}

/** Fields for the state of an entry in the directory. */
export function Upkeep({ fields, draft, choices }: Part) {
  const { t } = fields;
  const { texts, emergency } = draft;
  return (
    <>
      <Group
        id="notice"
        open={texts.alert !== "" || told(fields, "alert", "alertUntil")}
        title={t("admin.entry.notice")}
      >
        <Field fields={fields} name="alert" label={t("admin.entry.alert")} value={texts.alert} dir="auto" />
        <Field
          fields={fields}
          name="alertUntil"
          label={t("admin.entry.alertUntil")}
          value={texts.alertUntil}
          hint={t("admin.entry.alertUntil_hint")}
          type="date"
        />
      </Group>
      <Group
        id="upkeep"
        open={told(fields, "status", "weight", "verifyEveryDays") || emergency || texts.status !== "active"}
        title={t("admin.entry.upkeep")}
        more={emergency ? t("admin.entry.emergency") : ""}
      >
        <Choice
          fields={fields}
          name="status"
          label={t("admin.entry.status")}
          value={texts.status}
          of={choices.statuses.map((one) => [one, t(statusKey(one))])}
        />
        <label class="check">
          <input type="checkbox" name="emergency" value="yes" checked={emergency} />
          <span>
            {t("admin.entry.emergency")}
            <small>{t("admin.entry.emergency_hint")}</small>
          </span>
        </label>
        <div class="pair">
          <Field
            fields={fields}
            name="verifyEveryDays"
            label={t("admin.entry.verifyEveryDays")}
            value={texts.verifyEveryDays}
            hint={t("admin.entry.verifyEveryDays_hint", choices.days)}
            numeric
          />
          <Field
            fields={fields}
            name="weight"
            label={t("admin.entry.weight")}
            value={texts.weight}
            hint={t("admin.entry.weight_hint")}
          />
        </div>
      </Group>
    </>
  );
}

/** Returns the text key of a status. */
export function statusKey(status: EntryFormProps["choices"]["statuses"][number]) {
  return status === "temporarily closed" ? "admin.entry.status.paused" : (`admin.entry.status.${status}` as const);
}

function told(fields: Fields, ...names: string[]): boolean {
  return names.some((name) => fields.told.has(name));
}
