import type { Translate } from "#src/i18n/i18n.ts";
import type { AgeBand, Answers, ChatPlace } from "#src/settings/assessment.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { ageInWords } from "#views/parts/fields/answers.ts";
import { clockTime, weekdayName } from "#views/parts/times/days.ts";
import { urgentOptions, wayOptions } from "./assessment-options.ts";
import { SettingsIndex } from "./settings-index.tsx";

interface Option {
  value: string;
  text: string;
}

/** What answers led to. */
export interface TriedProps {
  /** The rules that count, by their place from 0, in words. */
  rules: { index: number; when: string[]; what: string[] }[];
  places: { id: string; name: string; rule: number; state: "open" | "closed" | "unknown"; why: string }[];
  chat: ChatPlace;
  lane: "none" | "offered" | "urgent";
}

interface AssessmentTryProps {
  frame: StaffFrame;
  answers: Answers;
  /** Weekday (0 = Monday) and hour by the clock of the zone, and that as an instant, ms UTC. */
  when: { day: number; hour: number; at: number };
  /** IANA name */
  zone: string;
  choices: { topics: Option[]; ages: readonly AgeBand[]; regions: Option[] };
  /** So many places are shown at once. */
  most: number;
  /** null = nothing was tried yet. */
  tried: TriedProps | null;
  /** Places that nobody can reach; null = not looked for. */
  unreached: { id: string; name: string }[] | null;
}

/** Tries the rules: which count for some answers at some hour, and which entries nothing leads to. */
export function AssessmentTry(props: AssessmentTryProps) {
  const { frame, tried } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.assessment.try")} here="settings">
      <SettingsIndex frame={frame} here="assessment" />
      <h1>{t("admin.assessment.try")}</h1>
      <p class="lead">{t("admin.assessment.try.lead")}</p>
      <Form {...props} />
      {tried && <Tried {...props} tried={tried} />}
      <Reach {...props} />
      <p>
        <a href="/admin/assessment">{t("admin.subject.assessment")}</a>
      </p>
    </StaffSheet>
  );
}

function Form({ frame: { t }, answers, when, choices }: AssessmentTryProps) {
  const bands = choices.ages.map((value) => ({ value, text: ageInWords(t, value) }));
  const days = Array.from({ length: 7 }, (_, day) => ({ value: String(day), text: weekdayName(t.language, day) }));
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), text: clockTime(hour * 60) }));
  return (
    <form class="fields" method="get" action="/admin/assessment/try#shown">
      <Select
        t={t}
        name="urgent"
        label={t("youth.which.ask.urgent")}
        options={urgentOptions(t)}
        chosen={answers.urgent}
      />
      <fieldset class="field">
        <legend>{t("youth.which.ask.topics")}</legend>
        <div class="checks">
          {choices.topics.map(({ value, text }) => (
            <label class="check">
              <input type="checkbox" name="topics" value={value} checked={answers.topics.includes(value)} />
              {text}
            </label>
          ))}
        </div>
      </fieldset>
      <Select t={t} name="age" label={t("youth.which.ask.age")} options={bands} chosen={answers.age} />
      {choices.regions.length > 0 && (
        <Select
          t={t}
          name="region"
          label={t("youth.which.ask.region")}
          options={choices.regions}
          chosen={answers.region}
        />
      )}
      <Select
        t={t}
        name="channel"
        label={t("youth.which.ask.channel")}
        options={wayOptions(t)}
        chosen={answers.channel}
      />
      <div class="pair">
        <Select name="day" label={t("admin.assessment.try.day")} options={days} chosen={String(when.day)} />
        <Select name="hour" label={t("admin.assessment.try.hour")} options={hours} chosen={String(when.hour)} />
      </div>
      <button type="submit" class="main">
        {t("admin.assessment.try")}
      </button>
    </form>
  );
}

/** With `t` nothing need be chosen. */
function Select(props: { t?: Translate; name: string; label: string; options: Option[]; chosen: string | null }) {
  const { t, name, label, options, chosen } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {t && <option value="">{t("admin.assessment.try.not_said")}</option>}
        {options.map(({ value, text }) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function Tried({ frame: { t }, when, zone, tried }: AssessmentTryProps & { tried: TriedProps }) {
  const { rules, places, chat, lane } = tried;
  return (
    <>
      <section aria-labelledby="fired">
        <h2 id="fired">{t("admin.assessment.try.fired")}</h2>
        {rules.length === 0 && <p>{t("admin.assessment.try.fired_none")}</p>}
        <ul class="list">
          {rules.map(({ index, when, what }) => (
            <li>
              <div>
                <a href={`/admin/assessment?rule=${index}`}>{t("admin.assessment.rule_n", { n: index + 1 })}</a>
                <p class="soft small" dir="auto">
                  {`${t("admin.assessment.if")}: ${when.join("; ")}`}
                </p>
                <p class="soft small" dir="auto">
                  {`${t("admin.assessment.then")}: ${what.join("; ")}`}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="shown">
        <h2 id="shown">{t("admin.assessment.try.shown", { moment: t.dateTime(when.at, zone) })}</h2>
        {places.length === 0 && <p>{t("admin.assessment.try.shown_none")}</p>}
        <ol class="list">
          {places.map(({ id, name, rule, state, why }) => (
            <li>
              <div>
                <a href={`/admin/directory/${id}`} dir="auto">
                  {name}
                </a>
                <p class="soft small">
                  {[t(`admin.assessment.try.state.${state}`), t("admin.assessment.rule_n", { n: rule + 1 }), why]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
            </li>
          ))}
        </ol>
        <dl class="about-line">
          <dt>{t("admin.assessment.form.chat")}</dt>
          <dd>{t(`admin.assessment.chat.${chat}`)}</dd>
          <dt>{t("admin.assessment.form.lane")}</dt>
          <dd>{t(`admin.assessment.lane.${lane}`)}</dd>
        </dl>
      </section>
    </>
  );
}

function Reach({ frame: { t }, most, unreached }: AssessmentTryProps) {
  return (
    <section aria-labelledby="reach">
      <h2 id="reach">{t("admin.assessment.try.reach")}</h2>
      <p class="hint">{t("admin.assessment.try.reach_lead", { most })}</p>
      {unreached === null && (
        <p>
          <a class="second" href="/admin/assessment/try?reach=1#reach">
            {t("admin.assessment.try.reach_go")}
          </a>
        </p>
      )}
      {unreached !== null && unreached.length === 0 && <p>{t("admin.directory.week_none")}</p>}
      {unreached !== null && unreached.length > 0 && (
        <>
          <p>
            <b>{t("admin.assessment.try.reach_some", { n: unreached.length })}</b>
          </p>
          <p>{t("admin.assessment.try.reach_why")}</p>
          <ul class="dots">
            {unreached.map(({ id, name }) => (
              <li>
                <a href={`/admin/directory/${id}`} dir="auto">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
