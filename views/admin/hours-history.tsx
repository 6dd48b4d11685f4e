import type { Difference } from "#src/hours/difference.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { longDates, moments, weekdayName } from "#views/parts/days.ts";

/** One change of the hours, for people. */
export interface ShownChange {
  id: number;
  /** ms UTC */
  at: number;
  /** The alias of a colleague; null for Porchlight itself and its command line. */
  who: string | null;
  differences: Difference[];
}

export interface HoursHistoryProps {
  t: Translate;
  lineId: number;
  /** IANA name, for the times of the changes. */
  zone: string;
  /** The newest first. */
  changes: ShownChange[];
}

/** The most that a line of words can hold. */
const most = 3;

/** Who changed what when, each with its way back. */
export function HoursHistory({ t, lineId, zone, changes }: HoursHistoryProps) {
  return (
    <section class="history" id="history" aria-labelledby="history-title">
      <h2 id="history-title">{t("admin.hours.history")}</h2>
      {changes.length === 0 && <p class="hint">{t("admin.hours.history_none")}</p>}
      {changes.length > 1 && <p class="hint">{t("admin.hours.history_hint")}</p>}
      <ol class="list">
        {changes.map((change, i) => (
          <li>
            <div>
              <p>{changeInWords(t, change.differences)}</p>
              <p class="soft small">
                <time datetime={new Date(change.at).toISOString()}>{t.dateTime(change.at, zone)}</time> ·{" "}
                {change.who ?? t("admin.hours.by_porchlight")}
              </p>
            </div>
            <form method="post" action="/admin/hours/undo">
              <UndoFields lineId={lineId} changeId={change.id} basedOn={changes[0]!.id} />
              <button type="submit" class="second">
                {t(i === 0 ? "admin.hours.undo" : "admin.hours.undo_to")}
                <span class="sr">{`: ${changeInWords(t, change.differences)}`}</span>
              </button>
            </form>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What an undo needs to know: of which line, which change, and what was the newest when the page was drawn. */
export function UndoFields({ lineId, changeId, basedOn }: { lineId: number; changeId: number; basedOn: number }) {
  return (
    <>
      <input type="hidden" name="line" value={String(lineId)} />
      <input type="hidden" name="change" value={String(changeId)} />
      <input type="hidden" name="based_on" value={String(basedOn)} />
    </>
  );
}

/** What a change did, in one line. */
export function changeInWords(t: Translate, differences: Difference[]): string {
  if (differences.length === 0) return t("admin.hours.did.order");
  const said = differences.slice(0, most).map((one) => differenceInWords(t, one));
  const more = differences.length - said.length;
  return [...said, ...(more > 0 ? [t("admin.hours.did.more", { n: more })] : [])].join("; ");
}

function differenceInWords(t: Translate, one: Difference): string {
  const closed = t("admin.hours.closed");
  switch (one.what) {
    case "begun":
    case "ended":
      return t(`admin.hours.did.${one.what}`);
    case "zone":
      return t("admin.hours.did.zone", { before: one.before, after: one.after });
    case "last_entry":
      return t("admin.hours.did.last_entry", { before: one.before, after: one.after });
    case "weekday":
      return t("admin.hours.did.weekday", {
        day: weekdayName(t.language, one.weekday),
        before: one.before || closed,
        after: one.after || closed,
      });
    default: {
      const dates =
        one.what === "cut" ? moments(t.language, one.from, one.to) : longDates(t.language, one.from, one.to);
      const what = one.label ? `${one.label} (${dates})` : dates;
      return t(`admin.hours.did.${one.how}`, { what });
    }
  }
}
