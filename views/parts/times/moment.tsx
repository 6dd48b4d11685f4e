import type { Key, Translate, Values } from "#src/i18n/i18n.ts";
import { endTime, howSoon, wallTime, when, zoneName } from "#src/i18n/when.ts";
import { weekdayOf } from "./days.ts";

interface MomentProps {
  t: Translate;
  /** Its `<strong>` marks the words for the moment. */
  text: Key;
  values?: Values;
  at: number;
  zone: string;
}

/** A sentence with a moment in it; scripts say it by the reader's clock (`yours` in words.js), without them its clock is named. */
export const Moment = ({ t, text, values, at, zone, now, ends }: MomentProps & Told) => (
  <>
    {t.parts(text, { time: t.time(at, zone), ...values }).map(({ tag, text }) =>
      tag === "strong" ? (
        <>
          <time datetime={wallTime(at, zone)} {...yours({ t, text, at, zone, now, ends })}>
            {text}
          </time>
          <noscript> ({zoneName(t.language, zone, at)})</noscript>
        </>
      ) : (
        text
      ),
    )}
  </>
);

interface Told {
  /** If the words name a day as seen from today: now, ms UTC. */
  now?: number | undefined;
  /** A day's end is 24:00. */
  ends?: boolean | undefined;
}

/**
 * Returns the words by the reader's own clock: `data-` and their weekday at that moment (0 = Sunday), with that of now behind it if
 * the words may say "today"; or their time. On the same day they read their own time alone (`*`), on another one both.
 */
function yours({
  t,
  text,
  at,
  zone,
  now,
  ends = false,
}: Omit<MomentProps, "text" | "values"> & Told & { text: string }) {
  const [date = "", clock = ""] = wallTime(at, zone).slice(0, 16).split("T");
  const said = ends ? endTime(t, at, zone) : t.time(at, zone);
  const isMidnight = ends && clock === "00:00";
  const near = (time: string) => text.replace(said, time);
  const told: Record<string, string> = {};
  for (const away of [-1, 0, 1]) {
    const day = daysOn(date, away);
    const yours = t("when.yours", { zone: zoneName(t.language, zone, at), time: `${weekdayOf(t.language, day)} *` });
    const isSame = away === (isMidnight ? -1 : 0);
    const key = `data-${weekdayAt(day)}`;
    told[key] = isSame && text === said ? near("*") : `${text} ${yours}`;
    if (isSame && now !== undefined) told[`${key}${weekdayAt(wallTime(now, zone))}`] = near("*");
  }
  if (ends) told["data-00:00"] = near(said.replace(/^\d+/, "24").replace(/\d+$/, "00"));
  return { ...told, [`data-${clock}`]: text };
}

const daysOn = (date: string, days: number) => {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
};

const weekdayAt = (date: string) => new Date(date.slice(0, 10)).getUTCDay();

/** A sentence with the moment in it when something ends. */
export const Ends = (props: MomentProps) => {
  const { t, at, zone, values } = props;
  return <Moment {...props} values={{ time: endTime(t, at, zone), ...values }} ends />;
};

interface NextProps {
  t: Translate;
  at: number;
  now: number;
  zone: string;
}

/** When it goes on: day, clock time, and how far away that is if it is near. */
export const Next = ({ t, at, now, zone }: NextProps) => {
  const relative = howSoon(t, at, now);
  const values = { when: when(t, at, now, zone), relative: relative ?? "" };
  return (
    <Moment
      t={t}
      text={relative ? "youth.next.back_soon" : "youth.next.back"}
      values={values}
      at={at}
      zone={zone}
      now={now}
    />
  );
};
