import type { MappedKind } from "#src/directory/files/meaning/mapping.ts";
import type { ImportRun } from "#src/directory/importing/runs.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Problems, wrongOf } from "#views/parts/told/problems.tsx";
import { FilesNav } from "./import.tsx";
import type { Line } from "./import-parts.tsx";

export interface MappingRow {
  name: string;
  kind: MappedKind;
  /** As it stands in the files, how often, and what it was taken for; "" = nothing. */
  text: string;
  n: number;
  means: string;
  /** Of a column: a cell. */
  example: string;
  typed: string;
}

interface Choice {
  value: string;
  label: string;
}

export interface MappingProps {
  frame: StaffFrame;
  run: Pick<ImportRun, "id" | "fileName">;
  source: string;
  rows: MappingRow[];
  wrong: Record<string, string>;
  columns: Choice[];
  topics: Choice[];
  /** The first places as they would be read; null = not tried. */
  tried: Line[] | null;
}

/** What the columns, words, ages and hours of a list mean, said once for its source. */
export function MappingPage({ frame, run, source, rows, wrong, columns, topics, tried }: MappingProps) {
  const { t } = frame;
  const path = `/admin/directory/import/${run.id}`;
  const labels = Object.fromEntries(rows.map(({ name, text }) => [name, text]));
  const of = (kind: MappedKind) => rows.filter((row) => row.kind === kind);
  return (
    <StaffSheet frame={frame} title={t("admin.mapping.title")} here="directory" wrong={Object.keys(wrong).length > 0}>
      <FilesNav t={t} here={null} />
      <h1>{t("admin.mapping.title")}</h1>
      <p class="lead" dir="auto">
        {rows.length > 0 ? t("admin.mapping.lead", { source }) : t("admin.mapping.nothing")}
      </p>
      <p>
        <a href={path} dir="auto">
          {run.fileName}
        </a>
      </p>
      <Problems t={t} wrong={wrongOf(t, wrong, labels)} />
      {tried && <Tried t={t} places={tried} />}
      {rows.length > 0 && (
        <form class="fields" method="post" action={`${path}/mapping`} novalidate>
          <Chosen t={t} kind="columns" rows={of("columns")} choices={columns} wrong={wrong} />
          <Chosen t={t} kind="topics" rows={of("topics")} choices={topics} wrong={wrong} />
          <Typed t={t} kind="ages" rows={of("ages")} wrong={wrong} />
          <Typed t={t} kind="hours" rows={of("hours")} wrong={wrong} />
          <div class="row-of">
            <button type="submit" class="main" name="do" value="save">
              {t("admin.mapping.save")}
            </button>
            <button type="submit" class="second" name="do" value="try">
              {t("admin.mapping.try")}
            </button>
          </div>
        </form>
      )}
    </StaffSheet>
  );
}

function Tried({ t, places }: { t: Translate; places: Line[] }) {
  return (
    <section id="tried" aria-labelledby="tried-title">
      <h2 id="tried-title" tabindex={-1} autofocus>
        {t("admin.mapping.tried", { n: places.length })}
      </h2>
      <ul class="dots">
        {places.map(({ head, words }) => (
          <li dir="auto">
            <b>{head}</b>
            {words.length > 0 && ": "}
            {words.join("; ")}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface KindProps {
  t: Translate;
  kind: MappedKind;
  rows: MappingRow[];
  wrong: Record<string, string>;
}

function Chosen({ t, kind, rows, choices, wrong }: KindProps & { choices: Choice[] }) {
  if (rows.length === 0) return null;
  const labels = new Map(choices.map(({ value, label }) => [value, label]));
  return (
    <fieldset id={kind}>
      <legend>{t(`admin.mapping.${kind}`)}</legend>
      {rows.map((row) => (
        <div class="field">
          <label for={row.name} dir="auto">
            {row.text}
          </label>
          <Hint t={t} row={row} />
          <select
            id={row.name}
            name={row.name}
            aria-describedby={describedBy(row, wrong)}
            aria-invalid={wrong[row.name] ? "true" : undefined}
          >
            <option value="" selected={row.typed === ""}>
              {row.means === "" || row.means === "-"
                ? t("admin.mapping.not_read")
                : t("admin.mapping.as_read", { means: labels.get(row.means) ?? row.means })}
            </option>
            <option value="-" selected={row.typed === "-"}>
              {t("admin.mapping.leave_out")}
            </option>
            {choices.map(({ value, label }) => (
              <option value={value} selected={row.typed === value}>
                {label}
              </option>
            ))}
          </select>
          <Wrong row={row} wrong={wrong} />
        </div>
      ))}
    </fieldset>
  );
}

function Typed({ t, kind, rows, wrong }: KindProps & { kind: "ages" | "hours" }) {
  if (rows.length === 0) return null;
  return (
    <fieldset id={kind}>
      <legend>{t(`admin.mapping.${kind}`)}</legend>
      <p class="hint">{t(`admin.mapping.${kind}_hint`)}</p>
      {rows.map((row) => (
        <div class="field">
          <label for={row.name} dir="auto">
            {row.text}
          </label>
          <Hint t={t} row={row} />
          <input
            id={row.name}
            name={row.name}
            value={row.typed}
            maxlength={200}
            autocomplete="off"
            aria-describedby={describedBy(row, wrong)}
            aria-invalid={wrong[row.name] ? "true" : undefined}
          />
          <Wrong row={row} wrong={wrong} />
        </div>
      ))}
    </fieldset>
  );
}

function Hint({ t, row: { name, n, example, kind } }: { t: Translate; row: MappingRow }) {
  return (
    <p class="hint" id={`${name}-hint`} dir="auto">
      {kind === "columns" ? example || "–" : t("admin.mapping.times", { n })}
    </p>
  );
}

function describedBy({ name }: MappingRow, wrong: Record<string, string>): string {
  return wrong[name] ? `${name}-hint ${name}-wrong` : `${name}-hint`;
}

function Wrong({ row: { name }, wrong }: { row: MappingRow; wrong: Record<string, string> }) {
  const sentence = wrong[name];
  if (sentence === undefined) return null;
  return (
    <p class="wrong" id={`${name}-wrong`}>
      {sentence}
    </p>
  );
}
