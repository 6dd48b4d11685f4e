import type { PreviewBar, PreviewDay, PreviewOpening } from "#src/hours/preview.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { clockTime, shortDate, weekdayOf } from "#views/parts/days.ts";

export interface HoursPreviewProps {
  t: Translate;
  /** null: the line has no hours, or they cannot be drawn. */
  days: PreviewDay[] | null;
  /** Something typed could not be read, and counts as closed in the picture. */
  partly: boolean;
  /** The line is open whenever somebody is there. */
  whenever: boolean;
}

/** The next days as bars, each with its words beside it. */
export function HoursPreview({ t, days, partly, whenever }: HoursPreviewProps) {
  return (
    <section class="preview" id="preview" aria-labelledby="preview-title" data-live="">
      <h2 id="preview-title">{t("admin.hours.preview")}</h2>
      {partly && <p class="hint">{t("admin.hours.preview_partly")}</p>}
      {whenever && <p class="hint">{t("admin.hours.preview_whenever")}</p>}
      {days && (
        <>
          <p class="scale" aria-hidden="true">
            {["0", "6", "12", "18", "24"].map((hour) => (
              <span>{hour}</span>
            ))}
          </p>
          <ol class="days">
            {days.map((day) => (
              <Day t={t} day={day} />
            ))}
          </ol>
          <p class="legend hint">
            <Bars bars={[{ from: 0, to: 1440, last: 960 }]} />
            {t("admin.hours.legend")}
          </p>
        </>
      )}
    </section>
  );
}

function Day({ t, day }: { t: Translate; day: PreviewDay }) {
  const { date, bars, labels, clock } = day;
  return (
    <li>
      <time datetime={date}>{shortDate(t.language, date)}</time>
      <Bars bars={bars} ticks />
      <span class={bars.length > 0 ? "times" : "times soft"}>{timesInWords(t, day)}</span>
      {labels.length > 0 && <span class="why">{labels.join(", ")}</span>}
      {clock && (
        <span class="why">
          {t(clock.to < clock.from ? "admin.hours.clock_back" : "admin.hours.clock_forward", {
            from: clockTime(clock.from),
            to: clockTime(clock.to),
          })}
        </span>
      )}
    </li>
  );
}

/** Full: open; striped: nobody new any more; empty: closed. It must be readable without any colour. */
function Bars({ bars, ticks }: { bars: PreviewBar[]; ticks?: boolean }) {
  return (
    <svg class="bars" viewBox="0 0 1440 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path class="ground" d="M0 10H1440" />
      {bars.map(({ from, to, last }) => (
        <>
          {(last ?? to) > from && <rect class="bar" x={from} y="2" width={(last ?? to) - from} height="16" />}
          {last !== null && to > last && (
            <>
              <rect class="last" x={last} y="2" width={to - last} height="16" />
              <path class="stripes" d={stripes(last, to)} />
            </>
          )}
        </>
      ))}
      {ticks && <path class="ticks" d="M360 0V20M720 0V20M1080 0V20" />}
    </svg>
  );
}

function stripes(from: number, to: number): string {
  const at = Array.from({ length: Math.floor((to - from) / 12) }, (_, i) => from + 6 + i * 12);
  return at.map((x) => `M${x} 3V17`).join("");
}

function timesInWords(t: Translate, { openings, tail, allDay }: PreviewDay): string {
  if (allDay) return t("admin.hours.all_day");
  if (openings.length > 0) return openings.map((one) => openingInWords(t, one)).join(", ");
  return tail === null ? t("admin.hours.closed") : t("admin.hours.until", { to: clockTime(tail) });
}

function openingInWords(t: Translate, { from, to, until, last }: PreviewOpening): string {
  const begins = clockTime(from);
  if (to === null) return t("admin.hours.no_end", { from: begins });
  const ends = clockTime(to);
  const day = until && weekdayOf(t.language, until);
  const times = day ? t("admin.hours.until_day", { from: begins, to: ends, day }) : `${begins}–${ends}`;
  return last === null ? times : t("admin.hours.times_last", { times, last: clockTime(last) });
}
