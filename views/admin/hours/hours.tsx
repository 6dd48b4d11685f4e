import type { Draft, DraftProblem, DraftWarning } from "#src/hours/draft.ts";
import type { maxCalendar } from "#src/hours/rules/calendar.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { weekdayName } from "#views/parts/times/days.ts";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, sentenceAt } from "#views/parts/told/problems.tsx";
import { History, type HistoryProps } from "../history.tsx";
import { SaveBar } from "../save-bar.tsx";
import { type Fields, groupOf, idOf, visible } from "./hours-field.tsx";
import { type HoursFileProps, HoursFileSection } from "./hours-file.tsx";
import { Cuts, draftButton, Exceptions, type HoursFormProps, Seasons, UsualWeek } from "./hours-form.tsx";
import { Holidays, type HolidaysProps } from "./hours-holidays.tsx";
import { HoursPreview, type HoursPreviewProps } from "./hours-preview.tsx";

/** Problems of a form, besides those of hours. */
export type FormProblem =
  | DraftProblem
  | { field: string; problem: "missing" | "doubled" | "no_line" | "file_waits"; part: string };

export interface HoursProps {
  frame: StaffFrame;
  lines: { id: number; name: string }[];
  /** `id` is null if the form named no existing line. */
  line: { id: number | null; name: string };
  basedOn: number;
  most: typeof maxCalendar;
  form: Omit<HoursFormProps, "fields"> & { cursor: Fields["cursor"] };
  spans: Fields["spans"];
  problems: FormProblem[];
  summary: boolean;
  warnings: DraftWarning[];
  unsaved: boolean;
  preview: Omit<HoursPreviewProps, "t">;
  holidays: Pick<HolidaysProps, "country" | "holidays">;
  file: Pick<HoursFileProps, "file" | "refused">;
  history: Pick<HistoryProps, "zone" | "changes">;
  saved: number | null;
  late: Late | null;
}

/** The hours of a line: a week as people think of it, one form and one Save. */
export function Hours(props: HoursProps) {
  const { frame, lines, line, basedOn, saved, unsaved, history, preview, holidays } = props;
  const { t } = frame;
  const fields = fieldsOf(props);
  const form = { ...props.form, fields };
  const id = line.id ?? lines[0]!.id;
  const undo = { action: "/admin/hours/undo", fields: { line: String(id) } };
  return (
    <StaffSheet
      frame={frame}
      title={t("admin.hours.title")}
      here="hours"
      wrong={isRefused({ wrong: props.summary ? fields.wrong.size : 0, late: props.late })}
      script="hours"
    >
      <SettingsIndex frame={frame} here="hours" isFolded />
      <div class="title-row">
        <h1>
          {lines.length > 1 && line.id !== null
            ? t("admin.hours.title_of", { line: line.name })
            : t("admin.hours.title")}
        </h1>
        {lines.length > 1 && (
          <nav class="tabs" aria-label={t("staff.nav.lines")}>
            {lines.map((one) => (
              <a href={`/admin/hours?line=${one.id}`} aria-current={one.id === line.id ? "page" : undefined}>
                {one.name}
              </a>
            ))}
          </nav>
        )}
      </div>
      <Index t={t} />
      <Summary {...props} fields={fields} />
      <form class="hours" id="hours" method="post" action="/admin/hours" novalidate>
        {/* Enter in a field presses the first button of a form, which has to be this one. */}
        <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="save" />
        {line.id === null ? (
          <LineChoice {...props} fields={fields} />
        ) : (
          <input type="hidden" name="line" value={String(id)} />
        )}
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <UsualWeek {...form} />
        <HoursPreview t={t} {...preview} />
        <div class="rest at-hours">
          <Exceptions {...form} />
          <Holidays t={t} lineId={id} cursor={fields.cursor} {...holidays} />
          <HoursFileSection
            t={t}
            lineId={id}
            file={props.file.file}
            maxSpans={props.most.spans}
            refused={fields.wrong.get("upload") ?? props.file.refused}
          />
          <Seasons {...form} />
          <Cuts {...form} />
        </div>
        <SaveBar t={t} saved={saved} unsaved={unsaved}>
          <button class="second by-hand" {...draftButton("preview", "preview")}>
            {t("admin.hours.preview_button")}
          </button>
        </SaveBar>
      </form>
      <History t={t} undo={undo} none={t("admin.entry.history_none")} saved={saved} {...history} />
      <Elsewhere t={t} lineId={id} />
    </StaffSheet>
  );
}

function Index({ t }: { t: Translate }) {
  const parts = ["week", "days", "holidays", "file", "seasons", "cuts", "history"] as const;
  return (
    <nav class="index at-hours" aria-label={t("admin.hours.index")}>
      {parts.map((part) => (
        <a href={`#${part}`}>{t(`admin.hours.${part}`)}</a>
      ))}
    </nav>
  );
}

function Elsewhere({ t, lineId }: { t: Translate; lineId: number }) {
  const links = [
    ["/", "door"],
    ["/how", "how"],
    ["/hours.ics", "ics"],
    ["/hours.json", "json"],
    [`/admin/lines/${lineId}`, "line"],
  ] as const;
  return (
    <section id="elsewhere" aria-labelledby="elsewhere-title">
      <h2 id="elsewhere-title">{t("admin.hours.elsewhere")}</h2>
      <ul class="ways">
        {links.map(([href, where]) => (
          <li>
            <a href={href}>{t(`admin.hours.elsewhere.${where}`)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function fieldsOf({ frame, problems, warnings, spans, form, most }: HoursProps): Fields {
  const { t } = frame;
  const wrong = new Map<string, string>();
  for (const { field, problem, part } of problems) {
    if (!wrong.has(field))
      wrong.set(field, t(`admin.hours.problem.${problem}`, { part: visible(part) || "–", most: limitOf(field, most) }));
  }
  const warned = new Map(warnings.map(({ field, warning }) => [field, t(`admin.hours.warning.${warning}`)]));
  const told = new Set([...wrong.keys(), ...warned.keys(), form.cursor ?? ""].map(groupOf));
  return { t, wrong, warned, spans, cursor: form.cursor, told };
}

function limitOf(field: string, { seasons, dayRules: days, cuts, text, spans }: HoursProps["most"]): number {
  const lists: Record<string, number> = { seasons, days, cuts };
  return lists[field] ?? (/label|note/.test(field) ? text : spans);
}

function Summary({
  frame,
  summary,
  form,
  warnings,
  saved,
  late,
  history,
  line,
  fields,
  file,
}: HoursProps & { fields: Fields }) {
  const { t } = frame;
  // A file that waits has its buttons in a box of its own.
  const placeOf = (field: string) => (field === "upload" && file.file ? "file-read" : idOf(field));
  const told = [...fields.wrong].map(
    ([field, sentence]) => [placeOf(field), placed(t, form.draft, field, sentence)] as const,
  );
  const wrong = new Map(told);
  return (
    <>
      <TooLate t={t} zone={history.zone} late={late} look={`/admin/hours?line=${line.id}`} />
      {summary && <Problems t={t} wrong={wrong} />}
      {saved && warnings.length > 0 && (
        <div class="once summary">
          <h2>{t("admin.hours.saved_but")}</h2>
          <ul class="dots">
            {[...fields.warned].slice(0, 20).map(([field, sentence]) => (
              <li>
                <a href={`#${idOf(field)}`}>{placed(t, form.draft, field, sentence)}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Far from its field, a sentence names it: "Saturday: …", "Summer, Monday: …". */
function placed(t: Fields["t"], draft: Draft, field: string, sentence: string): string {
  const [group = "", index = "", ...rest] = field.split(".");
  const day = (weekday: string | undefined) => weekdayName(t.language, Number(weekday));
  if (group === "week") return index ? sentenceAt(t, day(index), sentence) : sentence;
  const lists: Record<string, { label: string }[]> = { season: draft.seasons, day: draft.days, cut: draft.cuts };
  if (!lists[group]) return sentence;
  const label =
    lists[group][Number(index)]?.label.slice(0, 60) || t(`admin.hours.${group as "season" | "day" | "cut"}_new`);
  const place = rest[0] === "week" ? `${label}, ${day(rest[1])}` : label;
  return sentenceAt(t, place, sentence);
}

/** The form named no existing line: choosing is safer than guessing. */
function LineChoice({ lines, fields }: HoursProps & { fields: Fields }) {
  const { t, wrong } = fields;
  return (
    <div class="field">
      <label for="line">{t("staff.nav.lines")}</label>
      <select id="line" name="line" aria-invalid="true" aria-describedby="line-note">
        <option value="">–</option>
        {lines.map((one) => (
          <option value={String(one.id)}>{one.name}</option>
        ))}
      </select>
      <p class="wrong" id="line-note">
        {wrong.get("line")}
      </p>
    </div>
  );
}
