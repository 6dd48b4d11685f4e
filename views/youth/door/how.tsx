import type { Translate } from "#src/i18n/i18n.ts";
import type { SaidPart } from "#src/settings/rules/said.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Said } from "#views/parts/emergency.tsx";
import { Marked } from "#views/parts/marked.tsx";
import { OwnWords } from "#views/parts/own-words.tsx";
import { shortDate, weekdayName } from "#views/parts/times/days.ts";
import { type Note, NoteShown } from "./note.tsx";

/** Days in a row (0 = Monday) with the same hours: "16:00–22:00"; none = closed. */
export interface WeekRow {
  from: number;
  to: number;
  hours: string[];
}

export interface LineHours {
  name: string | null;
  /** "Central European Time". */
  zone: string;
  /** If its clock differs from the helpline's: what each shows now, "12:00". */
  elsewhere?: { there: string; here: string } | null;
  /** null = no fixed hours. */
  week: WeekRow[] | null;
  /** Different hours soon: first and last date, hours, and a note. */
  exceptions: { from: string; to: string; hours: string[]; note: string }[];
  /** Address of the hours for the calendar of a phone; null = no one keeps to them. */
  calendar: string | null;
}

/** A part of the rules; null in the first versions, which had no parts. */
type HowPart = Omit<SaidPart, "part"> & { part: SaidPart["part"] | null };

export interface HowProps {
  frame: YouthFrame;
  hours: LineHours[];
  /** The hours for programs: JSON without any "<". */
  data: string | null;
  /** Not open yet, or on a break, so no hours hold; null = open. */
  shut: { kind: "not_yet" | "away"; note: Note | null } | null;
  rules: HowPart[];
  /** Where today's rules are, if these are older ones someone agreed to. */
  today: string | null;
  version: number;
  date: string;
}

/** Many languages write weekdays small, but not at the head of a row. */
const capital = ({ language }: Translate, words: string) =>
  words.slice(0, 1).toLocaleUpperCase(language) + words.slice(1);

const Row = ({
  t,
  days,
  hours,
  note = "",
}: {
  t: Translate;
  days: [string, string];
  hours: string[];
  note?: string;
}) => (
  <tr>
    <th scope="row">{capital(t, [...new Set(days)].join(" – "))}</th>
    <td>
      {hours.length === 0 && t("youth.how.hours_closed")}
      {hours.map((times) => (
        <div>{times}</div>
      ))}
      {note !== "" && (
        <p class="soft" dir="auto">
          {note}
        </p>
      )}
    </td>
  </tr>
);

interface HoursProps {
  t: Translate;
  title: string;
  hours: LineHours;
}

/** When someone is there: the usual week, and what is different soon. */
export const Hours = ({ t, title, hours }: HoursProps) => {
  if (hours.week === null) return <p>{t("youth.how.hours_none")}</p>;
  return (
    <>
      <table class="hours">
        {hours.week.map(({ from, to, hours: times }) => (
          <Row t={t} days={[weekdayName(t.language, from), weekdayName(t.language, to)]} hours={times} />
        ))}
      </table>
      <p class="soft">
        {hours.elsewhere
          ? t("youth.other.hours_there", { zone: hours.zone, ...hours.elsewhere })
          : t("youth.how.hours_zone", { zone: hours.zone })}
      </p>
      {hours.exceptions.length > 0 && (
        <>
          <p>{t("youth.how.hours_soon")}</p>
          <table class="hours">
            {hours.exceptions.map(({ from, to, hours: times, note }) => (
              <Row t={t} days={[shortDate(t.language, from), shortDate(t.language, to)]} hours={times} note={note} />
            ))}
          </table>
        </>
      )}
      {hours.calendar && (
        <p class="soft">
          <Marked t={t} text="youth.how.hours_calendar" values={{ title }} href={hours.calendar} />
        </p>
      )}
    </>
  );
};

const Lines = ({ lines }: { lines: HowPart["lines"] }) => (
  <ul>
    {lines.map((line) => (
      <li>
        <Said line={line} />
      </li>
    ))}
  </ul>
);

const Register = ({ t, register }: { t: Translate; register: HowPart["register"] }) => (
  <>
    <p id="ai">{t("rules.people.ai")}</p>
    <table class="hours" aria-labelledby="ai">
      {register.map(({ use, state }) => (
        <tr>
          <th scope="row">{use}</th>
          <td>{state}</td>
        </tr>
      ))}
    </table>
  </>
);

/** What is computed comes first, what needs no reading before a chat folded; then the helpline's own words, told apart. */
const Part = ({ t, part: { part, title, lines, register, own } }: { t: Translate; part: HowPart }) => (
  <section class="card" id={part ?? undefined}>
    <h2>{title}</h2>
    <div class="narrow">
      <Lines lines={lines.filter(({ isFirst }) => isFirst)} />
      {lines.some(({ isFirst }) => !isFirst) && (
        <details>
          <summary aria-label={`${t("youth.how.more")}: ${title}`}>{t("youth.how.more")}</summary>
          <Lines lines={lines.filter(({ isFirst }) => !isFirst)} />
          {register.length > 0 && <Register t={t} register={register} />}
        </details>
      )}
      {own !== "" && (
        <>
          <p class="soft">{t("youth.how.own")}</p>
          <OwnWords text={own} />
        </>
      )}
    </div>
  </section>
);

const NotNow = ({ t, shut: { kind, note } }: { t: Translate; shut: NonNullable<HowProps["shut"]> }) => (
  <>
    <p class="next">{t(`youth.shut.${kind}.title`)}</p>
    <NoteShown t={t} note={note} />
    <p>{t("youth.how.hours_usual")}</p>
  </>
);

/** The hours and the rules: every line is computed, so the page cannot say what is not true. */
export const How = ({ frame, hours, data, shut, rules, today, version, date }: HowProps) => (
  <YouthPage frame={frame}>
    <article class="narrow">
      <h1>{frame.t("youth.how.title")}</h1>
      <section class="card" id="hours">
        <h2>{frame.t("youth.how.hours")}</h2>
        {shut && <NotNow t={frame.t} shut={shut} />}
        {hours.map((one) => (
          <>
            {one.name !== null && <h3 dir="auto">{one.name}</h3>}
            <Hours t={frame.t} title={frame.title} hours={one} />
          </>
        ))}
      </section>
      {today && (
        <p class="closing">
          <Marked t={frame.t} text="youth.how.agreed" href={today} />
        </p>
      )}
      {rules.map((part) => (
        <Part t={frame.t} part={part} />
      ))}
      <WayBack frame={frame} />
      <p class="soft">{frame.t("youth.how.version", { version, date })}</p>
      {data && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: data }} />}
    </article>
  </YouthPage>
);
