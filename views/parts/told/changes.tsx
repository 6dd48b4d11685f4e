import type { Translate } from "#src/i18n/i18n.ts";
import { dayAndTime } from "#views/parts/times/day-and-time.ts";

/** One change, for people. */
export interface ShownChange {
  id: number;
  /** ms UTC; `around` = by the beginning of its quarter of the hour. */
  at: number;
  around?: boolean;
  /** The alias of a colleague; null for Porchlight itself and its command line. */
  who: string | null;
  /** What it did, one thing each, the most telling first. */
  words: string[];
  /** Whether there is nothing before it to go back to. */
  first?: boolean;
}

/** Why nothing was saved, undone or deleted: a colleague was faster. */
export interface Late {
  /** What colleagues changed since; null when the form does not say what its author had seen. */
  changes: ShownChange[] | null;
  /** What was to be done. */
  wanted: "saved" | "undone" | "deleted";
}

interface TooLateProps {
  t: Translate;
  /** IANA name, for the times of the changes. */
  zone: string;
  late: Late | null;
  /** Where it stands what is set now. */
  look: string;
  /** Both are put together by the next save, as is told beside it. */
  merges?: boolean;
}

const wordsOf = {
  saved: ["admin.history.meanwhile", "admin.history.meanwhile_save"],
  undone: ["admin.history.not_undone", "admin.history.not_undone_next"],
  deleted: ["admin.history.not_deleted", "admin.history.not_deleted_next"],
} as const;

/** Who was faster, when and with what, and what to do now. */
export function TooLate({ t, zone, late, look, merges = false }: TooLateProps) {
  if (!late) return null;
  const { changes, wanted } = late;
  const [what, next] = wordsOf[wanted];
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus>
      <h2>{t(changes === null ? "admin.history.unknown" : what)}</h2>
      {changes && (
        <ul class="dots">
          {changes.map((change) => (
            <li dir="auto">{`${change.who ?? t("admin.history.by_porchlight")}, ${dayAndTime(t, change, zone)}: ${changeInWords(t, change)}`}</li>
          ))}
        </ul>
      )}
      {wanted === "saved" && (
        <p>
          <a href={look} target="_blank" rel="noopener">
            {t("admin.history.meanwhile_look")}
          </a>
        </p>
      )}
      {changes && !merges && <p>{t(next)}</p>}
    </div>
  );
}

/** The most that a line of words can hold. */
const most = 3;

/** What a change did, in one line. */
export function changeInWords(t: Translate, { words }: ShownChange): string {
  const more = words.length - most;
  return [...words.slice(0, most), ...(more > 0 ? [t("admin.history.more", { n: more })] : [])].join("; ");
}
