import type { DayDraft } from "#src/hours/draft.ts";
import type { HoursFileProblem } from "#src/hours/files/imported.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { longDates, weekdayName } from "#views/parts/times/days.ts";
import { visible } from "./hours-field.tsx";
import { draftButton } from "./hours-form.tsx";

export interface ReadFile {
  name: string;
  days: DayDraft[];
  /** Seven texts that would replace the week; null = the file has none. */
  week: string[] | null;
  /** Number of days already among the exceptions. */
  known: number;
  problems: (HoursFileProblem & { warns: boolean })[];
  text: string;
}

export interface HoursFileProps {
  t: Translate;
  lineId: number;
  file: ReadFile | null;
  /** Per day. */
  maxSpans: number;
  refused: string | null;
}

/** Import of school holidays and whole weeks, looked at before they are taken; and the export. */
export function HoursFileSection({ t, lineId, file, maxSpans, refused }: HoursFileProps) {
  return (
    <section class="at-hours" id="file" aria-labelledby="file-title">
      <h2 id="file-title">{t("admin.hours.file")}</h2>
      <p class="hint" id="upload-hint">
        {t("admin.hours.file_hint")}
      </p>
      {file && <FileToTake t={t} file={file} maxSpans={maxSpans} />}
      <div class="field">
        <label for="upload">{t("admin.import.file")}</label>
        <input
          id="upload"
          name="upload"
          type="file"
          accept=".ics,.csv,text/calendar,text/csv"
          aria-describedby="upload-hint upload-note"
          aria-invalid={refused ? "true" : undefined}
        />
        <p class={refused ? "wrong" : "note"} id="upload-note">
          {refused}
        </p>
      </div>
      <button class="second" formenctype="multipart/form-data" {...draftButton("read file", "file")}>
        {t("admin.hours.preview_button")}
      </button>
      <p class="hint">
        <a href={`/admin/hours/file?line=${lineId}`} download>
          {t("admin.hours.export")}
        </a>
      </p>
    </section>
  );
}

function FileToTake({ t, file, maxSpans }: { t: Translate; file: ReadFile; maxSpans: number }) {
  const { days, week, known, problems } = file;
  const nothing = days.length === 0 && week === null;
  return (
    <div class="once" role="status" id="file-read" tabindex={-1}>
      <h3>{t("admin.hours.file_found", { name: file.name, n: days.length })}</h3>
      {known > 0 && <p>{t("admin.hours.file_known", { n: known })}</p>}
      {problems.length > 0 && (
        <>
          <p>{t("admin.import.part.issues", { n: problems.length })}</p>
          <ul class="dots">
            {problems.map((one) => (
              <li class={one.warns ? "warn" : "wrong"}>{problemInWords(t, one, maxSpans)}</li>
            ))}
          </ul>
        </>
      )}
      {week && (
        <>
          <p>{t("admin.hours.file_week")}</p>
          <ul class="dots">
            {week.map((hours, weekday) => (
              <li>{`${weekdayName(t.language, weekday)}: ${hours || t("admin.hours.closed")}`}</li>
            ))}
          </ul>
        </>
      )}
      {days.length > 0 && (
        <ul class="dots">
          {days.map(({ label, from, to, hours }) => (
            <li>
              {[label, longDates(t.language, from, to), hours || t("admin.hours.closed")].filter(Boolean).join(" · ")}
            </li>
          ))}
        </ul>
      )}
      {!nothing && (
        <>
          <input type="hidden" name="pending" value={file.text} />
          <input type="hidden" name="pending_name" value={file.name} />
        </>
      )}
      <p class="row-of">
        {!nothing && (
          <button class="main" {...draftButton("take file", "days")}>
            {t("admin.emergency.add_button")}
          </button>
        )}
        <button class="second" {...draftButton("drop file", "file")}>
          {t("admin.import.forget")}
        </button>
      </p>
    </div>
  );
}

function problemInWords(t: Translate, { line, column, problem, part }: HoursFileProblem, most: number): string {
  const sentence = t(`admin.hours.problem.${problem}`, { part: visible(part), most });
  if (line === 0) return sentence;
  if (column === null) return t("admin.hours.file_at_row", { row: line, sentence });
  return t("admin.hours.file_at", { row: line, column: t(`admin.hours.column.${column}`), sentence });
}
