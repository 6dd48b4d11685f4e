import type { Language } from "#src/i18n/i18n.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { languageName } from "#views/parts/language-name.ts";
import { BackToPractices, type ScenarioRow } from "./practices.tsx";
import { PracticeBand, PracticeLine, type PracticeWords } from "./room.tsx";

interface ScenarioProps {
  frame: StaffFrame;
  scenario: ScenarioRow;
  warns: string[];
  goals: string[];
  /** Those it can be practised in. */
  languages: Language[];
  startId: string;
  hasReading: boolean;
}

/** What a scenario is about, and the ways to practise it. */
export function ScenarioPage({ frame, scenario, warns, goals, languages, startId, hasReading }: ScenarioProps) {
  const { t } = frame;
  const { id, name, reviewed } = scenario;
  return (
    <StaffSheet frame={frame} title={name} here="practice">
      <BackToPractices t={t} />
      <h1>{name}</h1>
      <p class="soft">
        {t("staff.practice.facts", { level: scenario.level, ages: scenario.ages, minutes: scenario.minutes })}
      </p>
      {!reviewed && <p class="note">{t("staff.practice.to_be_read")}</p>}
      <p>{t("staff.practice.about", { things: warns.join(", ") })}</p>
      <h2>{t("staff.practice.goals")}</h2>
      <ul class="bullets">
        {goals.map((goal) => (
          <li>{goal}</li>
        ))}
      </ul>
      <form class="fields" method="post" action="/staff/practice">
        <input type="hidden" name="start_id" value={startId} />
        <input type="hidden" name="scenario" value={id} />
        <fieldset class="field">
          <legend>{t("staff.practice.how")}</legend>
          {(["guided", "hints", "alone", "colleague"] as const).map((way, index) => (
            <label class="check">
              <input type="radio" name="way" value={way} checked={index === 0} />
              <span>
                {t(`staff.practice.way.${way}`)}
                <small class="hint">{t(`staff.practice.way_means.${way}`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {languages.length > 1 && (
          <div class="field">
            <label for="language">{t("staff.practice.language")}</label>
            <select id="language" name="language">
              {languages.map((one) => (
                <option value={one} selected={one === t.language}>
                  {languageName(t, one)}
                </option>
              ))}
            </select>
          </div>
        )}
        {languages.length === 1 && <input type="hidden" name="language" value={languages[0]} />}
        {languages.length === 1 && languages[0] !== t.language && (
          <p class="hint">{t("staff.practice.only_in", { language: languageName(t, languages[0]!) })}</p>
        )}
        <button type="submit" class="main">
          {t("staff.practice.begin")}
        </button>
      </form>
      {hasReading && (
        <p>
          <a href={`/staff/practice/scenario/${id}?stop=0`}>{t("staff.practice.read")}</a>
        </p>
      )}
    </StaffSheet>
  );
}

interface ReadingProps {
  frame: StaffFrame;
  id: string;
  name: string;
  language: Language;
  lines: PracticeWords[];
  stop: number;
  /** There is something after it. */
  goesOn: boolean;
  debrief: string | null;
}

/** One practice chat to read, which stops before each answer. */
export function PracticeReading({ frame, id, name, language, lines, stop, goesOn, debrief }: ReadingProps) {
  const { t } = frame;
  const to = (next: number) => `/staff/practice/scenario/${id}?stop=${next}#stop`;
  return (
    <StaffSheet frame={frame} title={name} here="practice">
      <p>
        <a href={`/staff/practice/scenario/${id}`}>{t("staff.practice.back_to", { name })}</a>
      </p>
      <h1>{name}</h1>
      <PracticeBand t={t} />
      <ol class="log practice-log" lang={language}>
        {lines.map((line) => (
          <PracticeLine t={t} line={line} />
        ))}
      </ol>
      <section id="stop" class="theme" aria-labelledby="stop-title">
        <h2 id="stop-title">{t(goesOn ? "staff.practice.stop" : "staff.practice.read_over")}</h2>
        {goesOn && (
          <div class="field">
            <label for="own" class="sr">
              {t("staff.practice.stop")}
            </label>
            <textarea id="own" rows={3} autocomplete="off" aria-describedby="own-hint" />
            <p class="hint" id="own-hint">
              {t("staff.practice.stop_hint")}
            </p>
          </div>
        )}
        {!goesOn && debrief !== null && <p>{debrief}</p>}
        <p class="row-of">
          {goesOn && (
            <a class="main" href={to(stop + 1)}>
              {t("staff.practice.go_on")}
            </a>
          )}
          {stop > 0 && (
            <a class="second" href={to(stop - 1)}>
              {t("staff.practice.go_back")}
            </a>
          )}
        </p>
      </section>
    </StaffSheet>
  );
}
