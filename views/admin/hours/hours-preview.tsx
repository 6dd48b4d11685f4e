import type { PreviewBar, PreviewDay, PreviewOpening } from "#src/hours/rules/preview.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { clockTime, shortDate, weekdayName } from "#views/parts/times/days.ts";

export interface HoursPreviewProps {
  t: Translate;
  /** null = the line has no hours, or they cannot be drawn. */
  days: PreviewDay[] | null;
  /** Minutes before closing; 0 = none. */
  lastEntry: number;
  /** Some input could not be read and is drawn as closed. */
  partly: boolean;
  whenever: boolean;
}

/** Bars for the next days, each also in words. */
export function HoursPreview({ t, days, lastEntry, partly, whenever }: HoursPreviewProps) {
  return (
    <section class="preview" id="preview" aria-labelledby="preview-title" data-live="">
      <h2 id="preview-title">{t("admin.hours.preview")}</h2>
      {whenever && <p class="hint">{t("admin.hours.mode.whenever")}</p>}
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
          {partly && <p class="note warn">{t("admin.hours.preview_partly")}</p>}
          <p class="legend hint">
            <span>
              <i class="swatch" /> {t("admin.hours.legend_open")}
            </span>
            {lastEntry > 0 && (
              <span>
                <i class="swatch hollow" /> {t("admin.hours.legend_last", { n: lastEntry })}
              </span>
            )}
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
      <Bars bars={bars} />
      <Times t={t} day={day} />
      {labels.length > 0 && <span class="why">{labels.join(", ")}</span>}
      {clock && (
        <span class="why">
          {t(clock.to < clock.from ? "admin.hours.clock_back" : "admin.hours.clock_back", {
            from: clockTime(clock.from),
            to: clockTime(clock.to),
          })}
        </span>
      )}
    </li>
  );
}

/** Full = open, hollow = no one new, dotted = closed: readable without any colour. */
function Bars({ bars }: { bars: PreviewBar[] }) {
  return (
    <svg class="bars" viewBox="0 0 1440 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path class="ticks" d="M360 0V20M720 0V20M1080 0V20" />
      <path class="ground" d="M0 10H1440" />
      {bars.map(({ from, to, last }) => (
        <>
          {last !== null && to > last && <rect class="last" x={last} y="3" width={to - last} height="14" />}
          {(last ?? to) > from && <rect class="bar" x={from} y="2" width={(last ?? to) - from} height="16" />}
        </>
      ))}
    </svg>
  );
}

function Times({ t, day: { openings, tail, allDay } }: { t: Translate; day: PreviewDay }) {
  if (allDay) return <span class="times">{t("admin.hours.all_day")}</span>;
  if (openings.length > 0) {
    return (
      <span class="times">
        {openings.map((one, i) => (
          <>
            {i > 0 && ", "}
            <Opening t={t} {...one} />
          </>
        ))}
      </span>
    );
  }
  if (tail !== null) return <span class="times">{t("admin.hours.until", { to: clockTime(tail) })}</span>;
  return <span class="times soft">{t("admin.hours.closed")}</span>;
}

/** People who cannot see the end of the bar read the last entry. */
function Opening({ t, from, to, until, last }: PreviewOpening & { t: Translate }) {
  if (to === null) return <span>{t("admin.hours.no_end", { from: clockTime(from) })}</span>;
  const day = until && weekdayName(t.language, (new Date(until).getUTCDay() + 6) % 7, "short");
  return (
    <span>
      <span class="span">{`${clockTime(from)}–${clockTime(to)}`}</span>
      {day && ` (${day})`}
      {last !== null && <span class="sr">{t("admin.hours.last_at", { last: clockTime(last) })}</span>}
    </span>
  );
}
