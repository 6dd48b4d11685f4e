import type { Child } from "hono/jsx";
import type { Span } from "#src/hours/rules/calendar.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { clockTime, weekdayName } from "#views/parts/times/days.ts";

/** What the form knows of its fields, by field name. */
export interface Fields {
  t: Translate;
  wrong: Map<string, string>;
  warned: Map<string, string>;
  spans: Map<string, Span[]>;
  /** Field or button that gets the cursor. */
  cursor: string | null;
  /** Groups that must stay open: they hold a message or the cursor. */
  told: Set<string>;
}

interface FieldProps {
  fields: Fields;
  name: string;
  label: string;
  value: string;
  hint?: string;
  note?: string;
  type?: "text" | "date" | "datetime-local";
  list?: string;
  numeric?: boolean;
  dir?: "auto" | "ltr";
}

/** Returns the group of a field: "season.1" for "season.1.week.6". */
export function groupOf(name: string): string {
  return name.split(".", 2).join(".");
}

/** Returns the id of a field; the dots of its name would not work in a style sheet. */
export function idOf(name: string): string {
  return name.replaceAll(".", "-");
}

/** Returns typed text for use in a sentence: invisible marks, which could turn the words around it, become visible. */
export function visible(part: string): string {
  return part.replace(/\p{Cf}/gu, "\ufffd");
}

/** A one-line field with its messages. */
export function Field({ fields, name, label, value, hint, note, type = "text", list, numeric, dir }: FieldProps) {
  const id = idOf(name);
  // A browser empties a date field that holds no date, and what was typed would be lost.
  const shape = type === "date" ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
  const shown = type !== "text" && value !== "" && !isReal(value, shape) ? "text" : type;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        id={id}
        name={name}
        type={shown}
        value={value}
        list={list}
        dir={dir}
        inputmode={numeric ? "numeric" : undefined}
        autocomplete="off"
        autofocus={fields.cursor === name}
        aria-invalid={fields.wrong.has(name) ? "true" : undefined}
        aria-describedby={hint ? `${id}-hint ${id}-note` : `${id}-note`}
      />
      <Note fields={fields} name={name} note={note} />
    </div>
  );
}

/** A choice of a few values; an unknown value that was sent stays visible. */
export function Choice(props: { fields: Fields; name: string; label: string; value: string; of: [string, string][] }) {
  const { fields, name, label, value, of } = props;
  const id = idOf(name);
  const unknown = !of.some(([known]) => known === value);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        autofocus={fields.cursor === name}
        aria-invalid={fields.wrong.has(name) ? "true" : undefined}
        aria-describedby={`${id}-note`}
      >
        {unknown && (
          <option value={value} selected>
            {value || "—"}
          </option>
        )}
        {of.map(([key, words]) => (
          <option value={key} selected={key === value}>
            {words}
          </option>
        ))}
      </select>
      <Note fields={fields} name={name} />
    </div>
  );
}

/** The message beside a field, repainted while someone types. */
export function Note({ fields, name, note }: { fields: Fields; name: string; note?: string | undefined }) {
  const wrong = fields.wrong.get(name);
  const warned = fields.warned.get(name);
  return (
    <p id={`${idOf(name)}-note`} class={wrong ? "wrong" : warned ? "note warn" : "note"} data-live="">
      {wrong ?? [note, warned].filter(Boolean).join(" ")}
    </p>
  );
}

/** Field for the hours of a day, and how they are understood where that differs: "until 02:00 on Saturday". */
export function HoursField(props: { fields: Fields; name: string; label: string; value: string; weekday?: number }) {
  const { fields, name, value, weekday } = props;
  const understood = spansInWords(fields.t, fields.spans.get(name), weekday);
  return <Field {...props} note={understood === value ? "" : understood} />;
}

function spansInWords(t: Translate, spans: Span[] | undefined, weekday: number | undefined): string {
  if (!spans) return "";
  if (spans.length === 0) return t("admin.hours.closed");
  return spans
    .map(({ opens, closes }) => {
      const [from, to] = [clockTime(opens), clockTime(closes)];
      if (closes <= 1440) return `${from}–${to}`;
      if (weekday === undefined) return t("admin.hours.next_day", { from, to });
      return t("admin.hours.until_day", { from, to, day: weekdayName(t.language, weekday + 1) });
    })
    .join(", ");
}

interface WeekProps {
  fields: Fields;
  name: string;
  id?: string;
  /** By day, from Monday. */
  texts: string[];
  draftPath: string;
}

/** Fields for a week, with a button that copies Monday to the other days. */
export function Week({ fields, name, id, texts, draftPath }: WeekProps) {
  const { t } = fields;
  return (
    <div class="week" id={id}>
      {texts.map((text, weekday) => (
        <HoursField
          fields={fields}
          name={`${name}.${weekday}`}
          label={weekdayName(t.language, weekday)}
          value={text}
          weekday={weekday}
        />
      ))}
      <fieldset class="copy">
        <legend>{t("admin.hours.copy", { day: weekdayName(t.language, 0) })}</legend>
        {[1, 2, 3, 4, 5, 6].map((weekday) => (
          <label class="check">
            <input type="checkbox" name={`${name}.copy`} value={String(weekday)} checked={weekday < 5} />
            {weekdayName(t.language, weekday, "short")}
          </label>
        ))}
        <button
          type="submit"
          class="second"
          name="do"
          value={`copy ${name}`}
          formaction={draftPath}
          autofocus={fields.cursor === `${name}.copy`}
        >
          {t("staff.copy")}
        </button>
      </fieldset>
    </div>
  );
}

/** A group of fields that opens, with a one-line summary. */
export function Group(props: { open: boolean; title: string; more?: string; id: string; children?: Child }) {
  return (
    <details class="group" id={props.id} open={props.open}>
      <summary>
        <b id={`${props.id}-title`} data-live="">
          {props.title}
        </b>{" "}
        <span class="soft" id={`${props.id}-more`} data-live="">
          {props.more}
        </span>
      </summary>
      <div class="group-fields">{props.children}</div>
    </details>
  );
}

function isReal(value: string, shape: RegExp): boolean {
  const date = value.slice(0, 10);
  const at = Date.parse(date);
  return shape.test(value) && Number.isFinite(at) && new Date(at).toISOString().startsWith(date);
}
