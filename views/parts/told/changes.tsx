import type { Translate } from "#src/i18n/i18n.ts";
import { dayAndTime } from "#views/parts/times/day-and-time.ts";

export interface ShownChange {
  id: number;
  /** ms UTC; `around` = the beginning of its quarter of an hour. */
  at: number;
  around?: boolean;
  who: string | null;
  /** One sentence for each thing it did, the most telling first. */
  words: string[];
  /** Nothing before it to go back to. */
  first?: boolean;
}

/** Why nothing was saved, undone or deleted: a colleague was faster. */
export interface Late {
  /** What colleagues changed since; null = the form does not say what its author had seen. */
  changes: ShownChange[] | null;
  wanted: "saved" | "undone" | "deleted";
}

interface TooLateProps {
  t: Translate;
  zone: string;
  late: Late | null;
  /** Where what is set now can be seen. */
  look: string;
  /** The next save merges both, as is said beside it. */
  merges?: boolean;
}

const wordsOf = {
  saved: ["admin.history.meanwhile", "admin.history.meanwhile_save"],
  undone: ["admin.history.not_undone", "admin.history.not_undone_next"],
  deleted: ["admin.history.not_undone", "admin.history.not_undone_next"],
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

const most = 3;

/** Returns what a change did, in one line. */
export function changeInWords(t: Translate, { words }: ShownChange): string {
  const more = words.length - most;
  return [...words.slice(0, most), ...(more > 0 ? [t("admin.history.more", { n: more })] : [])].join("; ");
}
