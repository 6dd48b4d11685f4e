import type { Translate } from "#src/i18n/i18n.ts";
import { dayAndTime } from "#views/parts/times/day-and-time.ts";
import { changeInWords, type ShownChange } from "#views/parts/told/changes.tsx";

export interface HistoryProps {
  t: Translate;
  /** IANA name, for the times of the changes. */
  zone: string;
  /** The newest first. */
  changes: ShownChange[];
  /** The change that was just made; 0 when nothing was different, null when nothing was saved. */
  saved: number | null;
  /** Where an undo is sent, and what it says beside the change. */
  undo: { action: string; fields?: Record<string, string> };
  /** What is said while nothing has been changed. */
  none: string;
  /** Each change is of something of its own: to undo one leaves what came after it. */
  apart?: boolean;
}

/** Who changed what when, each with its way back; and the form behind the undo button of what was just saved. */
export function History({ t, zone, changes, saved, undo, none, apart = false }: HistoryProps) {
  const undoable = changes.filter((change) => !change.first);
  const newest = changes[0]?.id ?? 0;
  return (
    <section class="history" id="history" aria-labelledby="history-title">
      <h2 id="history-title">{t("admin.history.title")}</h2>
      {changes.length === 0 && <p class="hint">{none}</p>}
      {undoable.length > 1 && !apart && <p class="hint">{t("admin.history.hint")}</p>}
      {saved !== null && saved > 0 && (
        <form id="undo" method="post" action={undo.action}>
          <UndoFields fields={undo.fields} changeId={saved} basedOn={newest} />
        </form>
      )}
      <ol class="list">
        {changes.map((change, i) => (
          <li>
            <div>
              <p dir="auto">{changeInWords(t, change)}</p>
              <p class="soft small">
                <time datetime={new Date(change.at).toISOString()}>{dayAndTime(t, change, zone)}</time> ·{" "}
                {change.who ?? t("admin.history.by_porchlight")}
              </p>
            </div>
            {!change.first && (
              <form method="post" action={undo.action}>
                <UndoFields fields={undo.fields} changeId={change.id} basedOn={newest} />
                <button type="submit" class="second">
                  {t(i === 0 || apart ? "admin.history.undo" : "admin.history.undo_to")}
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
function UndoFields(props: { fields: Record<string, string> | undefined; changeId: number; basedOn: number }) {
  const all = { ...props.fields, change: String(props.changeId), based_on: String(props.basedOn) };
  return (
    <>
      {Object.entries(all).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
