import type { CutDraft, DayDraft, Draft, SeasonDraft } from "#src/hours/draft.ts";
import { longDates, moments } from "#views/parts/times/days.ts";
import { Choice, Field, type Fields, Group, HoursField, idOf, Note, Week } from "./hours-field.tsx";

export interface HoursFormProps {
  fields: Fields;
  draft: Draft;
  zones: string[];
  /** In the zone of the line: "2026-11-24". */
  today: string;
  /** "16:04" in the typed zone; null = no such zone. */
  zoneTime: string | null;
}

const draftPath = "/admin/hours/draft";

/** Returns the attributes of a button that only changes the form; without `place` the page stays at the cursor. */
export function draftButton(action: string, place?: string) {
  const formaction = place ? `${draftPath}#${place}` : draftPath;
  return { type: "submit", name: "do", value: action, formaction } as const;
}

/** Fields for whether the line has hours, its usual week, zone and last entry. */
export function UsualWeek({ fields, draft, zones, zoneTime }: HoursFormProps) {
  const { t } = fields;
  return (
    <div class="usual">
      <fieldset class="field modes" id="mode" aria-describedby="mode-note">
        <legend class="big">{t("admin.hours.mode")}</legend>
        {(["hours", "whenever"] as const).map((mode) => (
          <label class="check">
            <input
              type="radio"
              name="mode"
              value={mode}
              id={`mode-${mode}`}
              checked={draft.atHours === (mode === "hours")}
            />
            <span>{t(`admin.hours.mode.${mode}`)}</span>
          </label>
        ))}
        <Note fields={fields} name="mode" />
      </fieldset>
      <section class="at-hours" aria-labelledby="week-title" aria-describedby="week-note" id="week">
        <h2 id="week-title">{t("admin.hours.week")}</h2>
        <p class="hint">{t("admin.hours.week_hint")}</p>
        <ul class="samples hint">
          <li>
            <kbd>16-22</kbd>
          </li>
          <li>
            <kbd>9:00–12:30, 16–22</kbd>
          </li>
          <li>
            <kbd>22-2</kbd> {t("admin.hours.week_past_midnight")}
          </li>
        </ul>
        <Week fields={fields} name="week" texts={draft.week} draftPath={draftPath} />
        <Note fields={fields} name="week" />
      </section>
      <div class="pair">
        <Field
          fields={fields}
          name="zone"
          label={t("admin.hours.zone")}
          value={draft.zone}
          note={zoneTime === null ? "" : t("admin.hours.zone_now", { time: zoneTime })}
          list="zones"
        />
        <div class="at-hours">
          <Field
            fields={fields}
            name="last_entry"
            label={t("admin.hours.last_entry")}
            value={draft.lastEntry}
            hint={t("admin.hours.last_entry_hint")}
            numeric
          />
        </div>
      </div>
      <datalist id="zones">
        {zones.map((zone) => (
          <option value={zone} />
        ))}
      </datalist>
    </div>
  );
}

/** Fields for weeks that differ for a part of the year. */
export function Seasons({ fields, draft }: HoursFormProps) {
  const { t } = fields;
  return (
    <section class="at-hours" aria-labelledby="seasons-title" aria-describedby="seasons-note" id="seasons">
      <h2 id="seasons-title">{t("admin.hours.seasons")}</h2>
      <p class="hint">{t("admin.hours.seasons_hint")}</p>
      <Note fields={fields} name="seasons" />
      {draft.seasons.map((season, i) => (
        <Season fields={fields} season={season} name={`season.${i}`} />
      ))}
      <button class="second" {...draftButton("add season")}>
        {t("admin.hours.season_add")}
      </button>
    </section>
  );
}

function Season({ fields, season, name }: { fields: Fields; season: SeasonDraft; name: string }) {
  const { t } = fields;
  const title = season.label || t("admin.hours.season_new");
  const isClosed = season.week.every((_, day) => fields.spans.get(`${name}.week.${day}`)?.length === 0);
  const more = [longDates(t.language, season.from, season.to), isClosed && t("admin.hours.closed")].filter(Boolean);
  return (
    <Group id={idOf(name)} open={fields.told.has(name)} title={title} more={more.join(" · ")}>
      <Field fields={fields} name={`${name}.label`} label={t("admin.hours.label")} value={season.label} />
      <Dates fields={fields} name={name} from={season.from} to={season.to} />
      <Week fields={fields} name={`${name}.week`} texts={season.week} draftPath={draftPath} />
      <Remove fields={fields} name={name} what={title} place="seasons" />
    </Group>
  );
}

/** Fields for other hours on certain dates; past ones are folded away. */
export function Exceptions({ fields, draft, today }: HoursFormProps) {
  const { t } = fields;
  const all = draft.days.map((day, i) => ({ day, name: `day.${i}` }));
  const byDate = all.toSorted((a, b) => order(a.day).localeCompare(order(b.day)));
  const isPast = ({ day, name }: (typeof all)[number]) => order(day) < today && !fields.told.has(name);
  const past = byDate.filter(isPast);
  return (
    <section class="at-hours" aria-labelledby="days-title" aria-describedby="days-note" id="days">
      <h2 id="days-title">{t("admin.hours.days")}</h2>
      <p class="hint">{t("admin.hours.days_hint")}</p>
      <Note fields={fields} name="days" />
      {byDate.map((one) => !isPast(one) && <Exception fields={fields} {...one} />)}
      {past.length > 0 && (
        <Group id="past" open={false} title={t("admin.hours.days_past", { n: past.length })}>
          {past.map((one) => (
            <Exception fields={fields} {...one} />
          ))}
        </Group>
      )}
      <button class="second" {...draftButton("add day")}>
        {t("admin.hours.day_add")}
      </button>
    </section>
  );
}

function Exception({ fields, day, name }: { fields: Fields; day: DayDraft; name: string }) {
  const { t } = fields;
  const title = day.label || t("admin.hours.day_new");
  const more = [longDates(t.language, day.from, day.to), day.hours || t("admin.hours.closed")].filter(Boolean);
  const kinds = (["public_holiday", "school_holiday", "one_off"] as const).map(
    (kind) => [kind, t(`admin.hours.kind.${kind}`)] as [string, string],
  );
  return (
    <Group id={idOf(name)} open={fields.told.has(name)} title={title} more={more.join(" · ")}>
      <Field fields={fields} name={`${name}.label`} label={t("admin.hours.label")} value={day.label} />
      <Dates fields={fields} name={name} from={day.from} to={day.to} />
      <HoursField fields={fields} name={`${name}.hours`} label={t("admin.hours.day_hours")} value={day.hours} />
      <Choice fields={fields} name={`${name}.kind`} label={t("admin.hours.kind")} value={day.kind} of={kinds} />
      <Field fields={fields} name={`${name}.note`} label={t("admin.hours.note")} value={day.note} />
      <Remove fields={fields} name={name} what={title} place="days" />
    </Group>
  );
}

/** Fields for periods that are open or closed whatever the week says. */
export function Cuts({ fields, draft }: HoursFormProps) {
  const { t } = fields;
  return (
    <section class="at-hours" aria-labelledby="cuts-title" aria-describedby="cuts-note" id="cuts">
      <h2 id="cuts-title">{t("admin.hours.cuts")}</h2>
      <p class="hint">{t("admin.hours.cuts_hint")}</p>
      <Note fields={fields} name="cuts" />
      {draft.cuts.map((cut, i) => (
        <CutGroup fields={fields} cut={cut} name={`cut.${i}`} />
      ))}
      <button class="second" {...draftButton("add cut")}>
        {t("admin.hours.cut_add")}
      </button>
    </section>
  );
}

function CutGroup({ fields, cut, name }: { fields: Fields; cut: CutDraft; name: string }) {
  const { t } = fields;
  const kinds = (["closed", "open"] as const).map((kind) => [kind, t(`admin.hours.cut.${kind}`)] as [string, string]);
  const kind = kinds.find(([one]) => one === cut.kind)?.[1] ?? cut.kind;
  const title = cut.label || (cut.from || cut.to ? kind : t("admin.hours.cut_new"));
  const more = moments(t.language, cut.from, cut.to);
  return (
    <Group id={idOf(name)} open={fields.told.has(name)} title={title} more={more}>
      <Choice fields={fields} name={`${name}.kind`} label={t("admin.hours.cut_kind")} value={cut.kind} of={kinds} />
      <div class="pair">
        <Field
          fields={fields}
          name={`${name}.from`}
          label={t("admin.hours.from")}
          value={cut.from}
          type="datetime-local"
        />
        <Field fields={fields} name={`${name}.to`} label={t("admin.hours.to")} value={cut.to} type="datetime-local" />
      </div>
      <Field fields={fields} name={`${name}.label`} label={t("admin.hours.label")} value={cut.label} />
      <Remove fields={fields} name={name} what={title} place="cuts" />
    </Group>
  );
}

function Dates({ fields, name, from, to }: { fields: Fields; name: string; from: string; to: string }) {
  const { t } = fields;
  return (
    <div class="pair">
      <Field fields={fields} name={`${name}.from`} label={t("admin.hours.first_day")} value={from} type="date" />
      <Field fields={fields} name={`${name}.to`} label={t("admin.hours.last_day")} value={to} type="date" />
    </div>
  );
}

function Remove({ fields, name, what, place }: { fields: Fields; name: string; what: string; place: string }) {
  return (
    <button class="second" {...draftButton(`remove ${name}`, place)}>
      {fields.t("admin.hours.remove", { what })}
    </button>
  );
}

/** By last day; one without dates comes last. */
function order({ from, to }: DayDraft): string {
  return to || from || "9999";
}
