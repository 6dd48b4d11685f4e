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

export interface HistoryProps {
  t: Translate;
  /** IANA name, for the times of the changes. */
  zone: string;
  /** The newest first. */
  changes: ShownChange[];
  /** Where an undo is sent, and what it says beside the change. */
  undo: { action: string; fields?: Record<string, string> };
  /** What is said while nothing has been changed. */
  none: string;
}

/** The most that a line of words can hold. */
const most = 3;

/** Who changed what when, each with its way back. */
export function History({ t, zone, changes, undo, none }: HistoryProps) {
  const undoable = changes.filter((change) => !change.first);
  return (
    <section class="history" id="history" aria-labelledby="history-title">
      <h2 id="history-title">{t("admin.history.title")}</h2>
      {changes.length === 0 && <p class="hint">{none}</p>}
      {undoable.length > 1 && <p class="hint">{t("admin.history.hint")}</p>}
      <ol class="list">
        {changes.map((change, i) => (
          <li>
            <div>
              <p dir="auto">{changeInWords(t, change)}</p>
              <p class="soft small">
                <time datetime={new Date(change.at).toISOString()}>{t.dateTime(change.at, zone)}</time> ·{" "}
                {change.who ?? t("admin.history.by_porchlight")}
              </p>
            </div>
            {!change.first && (
              <form method="post" action={undo.action}>
                <UndoFields fields={undo.fields} changeId={change.id} basedOn={changes[0]!.id} />
                <button type="submit" class="second">
                  {t(i === 0 ? "admin.history.undo" : "admin.history.undo_to")}
                  <span class="sr">{`: ${changeInWords(t, change)}`}</span>
                </button>
              </form>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What an undo needs to know: which change, and what was the newest when the page was drawn. */
export function UndoFields(props: { fields?: Record<string, string> | undefined; changeId: number; basedOn: number }) {
  const all = { ...props.fields, change: String(props.changeId), based_on: String(props.basedOn) };
  return (
    <>
      {Object.entries(all).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** What colleagues changed since a form was drawn: who, when and what. `look` leads to what is set now. */
export function Meanwhile({ t, zone, changes, look }: Pick<HistoryProps, "t" | "zone" | "changes"> & { look: string }) {
  return (
    <div class="error summary" role="alert" tabindex={-1} autofocus>
      <h2>{t("admin.history.meanwhile")}</h2>
      <ul class="dots">
        {changes.map((change) => (
          <li dir="auto">{`${change.who ?? t("admin.history.by_porchlight")}, ${t.dateTime(change.at, zone)}: ${changeInWords(t, change)}`}</li>
        ))}
      </ul>
      <p>
        <a href={look} target="_blank" rel="noopener">
          {t("admin.history.meanwhile_look")}
        </a>
      </p>
      <p>{t("admin.history.meanwhile_save")}</p>
    </div>
  );
}

/** What a change did, in one line. */
function changeInWords(t: Translate, { words }: ShownChange): string {
  const more = words.length - most;
  return [...words.slice(0, most), ...(more > 0 ? [t("admin.history.more", { n: more })] : [])].join("; ");
}
