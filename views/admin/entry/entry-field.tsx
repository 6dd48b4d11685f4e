import type { Child } from "hono/jsx";
import type { HoursDraft } from "#src/directory/entry/entry-draft.ts";
import { Field, type Fields, idOf, Note, Week } from "#views/admin/hours/hours-field.tsx";

interface AreaProps {
  fields: Fields;
  name: string;
  label: string;
  value: string;
  hint?: string;
  rows?: number;
}

/** Several lines to type into. */
export function Area({ fields, name, label, value, hint, rows = 3 }: AreaProps) {
  const id = idOf(name);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <textarea
        id={id}
        name={name}
        rows={rows}
        dir="auto"
        autofocus={fields.cursor === name}
        aria-invalid={fields.wrong.has(name) ? "true" : undefined}
        aria-describedby={hint ? `${id}-hint ${id}-note` : `${id}-note`}
      >
        {value}
      </textarea>
      <Note fields={fields} name={name} />
    </div>
  );
}

/** Any number of things to tick, or one of a few. */
export function Ticks(props: { fields: Fields; name: string; legend: string; hint?: string; children?: Child }) {
  const { fields, name, legend, hint } = props;
  const id = idOf(name);
  return (
    <fieldset class="field" id={id} aria-describedby={hint ? `${id}-hint ${id}-note` : `${id}-note`}>
      <legend>{legend}</legend>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {props.children}
      <Note fields={fields} name={name} />
    </fieldset>
  );
}

interface WeekProps {
  fields: Fields;
  /** What stands before the names of its fields: "" or "channel.2.". */
  place: string;
  hours: HoursDraft;
  /** How many seasons, exceptions and other hours came with it beside the week. */
  exceptions: number;
  /** Where a button that only changes the form is sent. */
  draftPath: string;
}

/** A usual week, as the hours of a line are typed. */
export function EntryWeek({ fields, place, hours, exceptions, draftPath }: WeekProps) {
  const { t } = fields;
  const week = `${place}week`;
  return (
    <>
      <Week fields={fields} name={week} id={idOf(week)} texts={hours.week} draftPath={draftPath} />
      <Note fields={fields} name={week} />
      {exceptions > 0 && (
        <label class="check">
          <input type="checkbox" name={`${place}plain`} value="yes" checked={hours.plain} />
          {t("admin.entry.exceptions", { n: exceptions })}
        </label>
      )}
    </>
  );
}

/** The zone of the hours. */
export function Zone({ fields, hours }: { fields: Fields; hours: HoursDraft }) {
  const { t } = fields;
  return (
    <Field
      fields={fields}
      name="zone"
      label={t("admin.hours.zone")}
      value={hours.zone}
      hint={t("admin.hours.zone_hint")}
      list="zones"
    />
  );
}
