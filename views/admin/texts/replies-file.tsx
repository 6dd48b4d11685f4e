import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { RepliesFileProblem } from "#src/replies/csv.ts";
import type { Placeholder } from "#src/replies/placeholders.ts";
import type { RowToTake } from "#src/replies/take-file.ts";
import { visible } from "#views/admin/hours/hours-field.tsx";
import { inBraces, replyProblemKey } from "./reply.tsx";

/** A file of replies that was read and awaits a yes. */
export interface RepliesToTake {
  name: string;
  rows: RowToTake[];
  problems: RepliesFileProblem[];
  text: string;
  placeholders: readonly Placeholder[];
  /** Newest change of the list it was compared with; 0 = none. */
  basedOn: number;
}

/** Enough rows to recognize a file; the rest are counted. */
const maxShown = 50;

/** Imports ready replies, looked at before they are taken, and exports them. */
export function RepliesFileSection({ t, file }: { t: Translate; file: RepliesToTake | null }) {
  return (
    <section id="file" aria-labelledby="file-title">
      <h2 id="file-title">{t("admin.import.title")}</h2>
      <p class="hint" id="upload-hint">
        {t("admin.replies.file_hint")}
      </p>
      {file && <ToTake t={t} file={file} />}
      <form class="fields" method="post" action="/admin/replies/file#file" enctype="multipart/form-data">
        <div class="field">
          <label for="upload">{t("admin.import.file")}</label>
          <input id="upload" name="upload" type="file" accept=".csv,text/csv" aria-describedby="upload-hint" />
        </div>
        <button type="submit" class="second" name="do" value="read">
          {t("admin.hours.preview_button")}
        </button>
      </form>
      <p class="hint">
        <a href="/admin/replies/file" download>
          {t("admin.hours.export")}
        </a>
      </p>
    </section>
  );
}

function ToTake({ t, file }: { t: Translate; file: RepliesToTake }) {
  const { name, rows, problems, text, placeholders, basedOn } = file;
  const changing = rows.filter(({ does }) => does !== "nothing");
  const count = (does: RowToTake["does"]) => rows.filter((row) => row.does === does).length;
  return (
    <div class="once" role="status" id="file-read" tabindex={-1}>
      <h3 dir="auto">{name}</h3>
      <p>{t("admin.replies.file_found", { add: count("add"), change: count("change"), same: count("nothing") })}</p>
      {problems.length > 0 && (
        <>
          <p>{t("admin.import.part.issues", { n: problems.length })}</p>
          <ul class="dots">
            {problems.map((one) => (
              <li class="wrong">{problemInWords(t, one, inBraces(placeholders))}</li>
            ))}
          </ul>
        </>
      )}
      {changing.length > 0 && (
        <ul class="dots">
          {changing.slice(0, maxShown).map(({ does, values }) => (
            <li dir="auto">
              {`${t(does === "add" ? "admin.import.count.create" : "admin.import.count.update")} · ${languageNames[values.language]} · `}
              <b>{values.name}</b>
              {`: ${values.text}`}
            </li>
          ))}
          {changing.length > maxShown && <li>{t("admin.history.more", { n: changing.length - maxShown })}</li>}
        </ul>
      )}
      <form method="post" action="/admin/replies/file" enctype="multipart/form-data" class="row-of">
        {changing.length > 0 && (
          <>
            <input type="hidden" name="pending" value={text} />
            <input type="hidden" name="file_name" value={name} />
            <input type="hidden" name="based_on" value={basedOn} />
          </>
        )}
        {changing.length > 0 && (
          <button type="submit" class="main" name="do" value="take">
            {t("admin.replies.file_take", { n: changing.length })}
          </button>
        )}
        <a class="second" href="/admin/replies">
          {t("admin.import.forget")}
        </a>
      </form>
    </div>
  );
}

const columnNames = {
  language: "admin.entry.text_language",
  topic: "admin.replies.topic",
  name: "admin.entry.name",
  text: "admin.replies.text",
} as const;

function problemInWords(t: Translate, { row, field, problem, part }: RepliesFileProblem, known: string): string {
  const sentence = t(replyProblemKey(problem), { part: visible(part), most: part, known });
  if (row === 0) return sentence;
  if (field === null) return t("admin.hours.file_at_row", { row, sentence });
  return t("admin.hours.file_at", { row, column: t(columnNames[field]), sentence });
}
