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

/** A text field of several lines. */
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

/** A group of checkboxes or radio buttons. */
export function Ticks(props: {
  fields: Fields;
  name: string;
  legend: string;
  hint?: string | undefined;
  children?: Child;
}) {
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
  /** Prefix of its field names: "" or "channel.2.". */
  place: string;
  hours: HoursDraft;
  /** Number of seasons, exceptions and other hours that came with the week. */
  exceptions: number;
  draftPath: string;
}

/** Fields for a usual week, typed like the hours of a line. */
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

/** Field for the time zone of the hours. */
export function Zone({ fields, hours }: { fields: Fields; hours: HoursDraft }) {
  const { t } = fields;
  return <Field fields={fields} name="zone" label={t("admin.hours.zone")} value={hours.zone} list="zones" />;
}
