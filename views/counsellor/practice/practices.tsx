import type { Translate } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

/** A scenario on a list. */
export interface ScenarioRow {
  id: string;
  name: string;
  ages: string;
  minutes: number;
  level: 1 | 2 | 3;
  /** Two practitioners have put their names to it. */
  reviewed: boolean;
}

export interface PracticeRow {
  id: number;
  name: string;
  /** In words. */
  day: string;
  way: "guided" | "hints" | "alone" | "colleague";
  /** Only in the list of what was handed in. */
  alias: string | null;
}

export interface PracticesProps {
  frame: StaffFrame;
  themes: { theme: "peers" | "home" | "moods" | "body" | "school" | "craft"; scenarios: ScenarioRow[] }[];
  open: PracticeRow[];
  past: PracticeRow[];
  /** Null for whoever may not read it. */
  handedIn: PracticeRow[] | null;
  days: number;
}

/** Where someone practises: what they have begun, what there is, and what was handed in. */
export function Practices({ frame, themes, open, past, handedIn, days }: PracticesProps) {
  const { t } = frame;
  const offered = themes.filter(({ scenarios }) => scenarios.length > 0);
  return (
    <StaffSheet frame={frame} title={t("staff.practice.title")} here="practice">
      <h1>{t("staff.practice.title")}</h1>
      <p class="lead">{t("staff.practice.lead")}</p>
      <p>
        <a href="/staff/learning">{t("staff.learning.title")}</a>
      </p>
      {open.length > 0 && <Begun t={t} title={t("staff.practice.open")} rows={open} />}
      {handedIn !== null && handedIn.length > 0 && (
        <Begun t={t} title={t("staff.practice.handed_in")} rows={handedIn} />
      )}
      <section aria-labelledby="scenarios">
        <h2 id="scenarios">{t("staff.practice.scenarios")}</h2>
        <p class="hint">{t("staff.practice.unread")}</p>
        {offered.length === 0 && <p>{t("staff.practice.none")}</p>}
        {offered.map(({ theme, scenarios }) => (
          <section class="theme" aria-labelledby={`theme-${theme}`}>
            <h3 id={`theme-${theme}`}>{t(`staff.practice.theme.${theme}`)}</h3>
            <ul class="list">
              {scenarios.map((one) => (
                <li>
                  <a href={`/staff/practice/scenario/${one.id}`}>{one.name}</a>{" "}
                  <span class="soft">
                    {t("staff.practice.facts", { level: one.level, ages: one.ages, minutes: one.minutes })}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
      {past.length > 0 && <Begun t={t} title={t("staff.practice.past", { days })} rows={past} />}
    </StaffSheet>
  );
}

function Begun({ t, title, rows }: { t: Translate; title: string; rows: PracticeRow[] }) {
  return (
    <section class="theme">
      <h2>{title}</h2>
      <ul class="list">
        {rows.map(({ id, name, day, way, alias }) => (
          <li>
            <a href={`/staff/practice/${id}`}>{name}</a>{" "}
            <span class="soft">{[alias, t(`staff.practice.way.${way}`), day].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The way back to everything there is to practise. */
export function BackToPractices({ t }: { t: Translate }) {
  return (
    <p>
      <a href="/staff/practice">{t("staff.practice.back")}</a>
    </p>
  );
}
