import type { Translate } from "#src/i18n/i18n.ts";

/** One change, for people. */
export interface ShownChange {
  id: number;
  /** ms UTC */
  at: number;
  /** The alias of a colleague; null for Porchlight itself and its command line. */
  who: string | null;
  /** What it did, one thing each, the most telling first. */
  words: string[];
  /** Whether there is nothing before it to go back to. */
  first?: boolean;
}

/** Why nothing was saved, or undone: a colleague was faster. */
export interface Late {
  /** What colleagues changed since; null when the form does not say what its author had seen. */
  changes: ShownChange[] | null;
  /** It was an undo. */
  undo: boolean;
}

interface TooLateProps {
  t: Translate;
  /** IANA name, for the times of the changes. */
  zone: string;
  late: Late | null;
  /** Where it stands what is set now. */
  look: string;
}

/** Who was faster, when and with what, and what to do now. */
export function TooLate({ t, zone, late, look }: TooLateProps) {
  if (!late) return null;
  const { changes, undo } = late;
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus>
      <h2>
        {t(changes === null ? "admin.history.unknown" : undo ? "admin.history.not_undone" : "admin.history.meanwhile")}
      </h2>
      {changes && (
        <ul class="dots">
          {changes.map((change) => (
            <li dir="auto">{`${change.who ?? t("admin.history.by_porchlight")}, ${t.dateTime(change.at, zone)}: ${changeInWords(t, change)}`}</li>
          ))}
        </ul>
      )}
      {!undo && (
        <p>
          <a href={look} target="_blank" rel="noopener">
            {t("admin.history.meanwhile_look")}
          </a>
        </p>
      )}
      {changes && <p>{t(undo ? "admin.history.not_undone_next" : "admin.history.meanwhile_save")}</p>}
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
