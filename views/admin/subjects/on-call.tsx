import type { Translate } from "#src/i18n/i18n.ts";
import type { ToldOnCall } from "#src/on-call/sent.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { longDates, weekdayName, weekdayOf } from "#views/parts/times/days.ts";
import { type Late, type ShownChange, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Problems, sentenceAt } from "#views/parts/told/problems.tsx";
import { Done, Saved } from "#views/parts/told/saved.tsx";
import { History } from "../history.tsx";
import { ToldList } from "./on-call-told.tsx";

export interface OnCallProps {
  frame: StaffFrame;
  /** Who is on call this evening; null for nobody. */
  tonight: { alias: string; hasAddress: boolean } | null;
  /** Whether mails can be sent at all. */
  mailReady: boolean;
  minutes: { nobody: number; held: number; urgent: number };
  /** Everybody who can be on call. */
  people: { id: number; alias: string; hasAddress: boolean }[];
  /** Who is chosen for each day from Monday on, as the form has it: an id, "" for nobody. */
  week: string[];
  /** The aliases of those who stand in the week, by id: some may not be on call any more. */
  gone: Map<number, string>;
  /** The single evenings that come. */
  dates: { date: string; alias: string | null }[];
  draft: { date: string; person: string };
  /** The date of this evening. */
  today: string;
  /** The evenings that come, each with who is on call. */
  evenings: { evening: string; alias: string | null }[];
  /** The address of the web that is told, for admins; for others whether there is one. */
  hook: { address: string } | boolean;
  told: ToldOnCall[];
  errors: Partial<Record<string, string>>;
  late: Late | null;
  changes: ShownChange[];
  basedOn: number;
  /** The change that was just made, 0 when nothing was different; null when nothing was saved. */
  saved: number | null;
  /** What else was just done. */
  done: "hook" | "test" | null;
  zone: string;
}

/** Who is on call in which evening, what they are told of, and what became of that. */
export function OnCall(props: OnCallProps) {
  const { frame, minutes, errors, late, saved, done, zone, changes } = props;
  const { t } = frame;
  return (
    <StaffSheet
      frame={frame}
      title={t("staff.nav.on_call")}
      here="on_call"
      wrong={isRefused({ wrong: Object.keys(errors).length, late })}
    >
      <SettingsIndex frame={frame} here="on_call" />
      <h1>{t("staff.nav.on_call")}</h1>
      <p class="lead">{t("admin.subject.on_call.lead")}</p>
      <Saved t={t} saved={saved} />
      {done && <Done words={t(done === "hook" ? "admin.form.saved" : "admin.on_call.tested")} />}
      <TooLate t={t} zone={zone} late={late} look="/admin/on-call" />
      <Problems t={t} wrong={problemsOf(t, errors)} />
      <Tonight {...props} />
      <p class="hint">{t("admin.on_call.when", minutes)}</p>
      <Week {...props} />
      <Dates {...props} />
      <Evenings {...props} />
      <Hook {...props} />
      <Test {...props} />
      <ToldList t={t} zone={zone} told={props.told} />
      <History
        t={t}
        zone={zone}
        changes={changes}
        saved={saved}
        undo={{ action: "/admin/on-call/undo" }}
        none={t("admin.entry.history_none")}
      />
    </StaffSheet>
  );
}

/** A sentence of a day of the week says which. */
function problemsOf(t: Translate, errors: OnCallProps["errors"]): Map<string, string> {
  return new Map(
    Object.entries(errors).flatMap(([field, sentence]) => {
      const [, day] = /^week\.(\d)$/.exec(field) ?? [];
      if (!sentence) return [];
      if (day === undefined) return [[field, sentence] as const];
      return [[`week-${day}`, sentenceAt(t, weekdayName(t.language, Number(day)), sentence)] as const];
    }),
  );
}

function Tonight({ frame: { t }, tonight, mailReady }: OnCallProps) {
  return (
    <div id="tonight">
      <p>
        <b>{tonight ? t("admin.on_call.tonight", { alias: tonight.alias }) : t("staff.overview.on_call_nobody")}</b>
      </p>
      {tonight && !tonight.hasAddress && <p class="wrong">{t("admin.on_call.no_address", { alias: tonight.alias })}</p>}
      {!mailReady && <p class="wrong">{t("admin.mail.not_ready")}</p>}
    </div>
  );
}

function Week(props: OnCallProps) {
  const { frame, week, basedOn, errors } = props;
  const { t } = frame;
  return (
    <section id="onCallWeek" aria-labelledby="week-title">
      <h2 id="week-title">{t("admin.hours.week")}</h2>
      <form class="fields" method="post" action="/admin/on-call" novalidate>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        {week.map((chosen, day) => (
          <PersonChoice
            t={t}
            {...props}
            id={`week-${day}`}
            name={`week.${day}`}
            label={weekdayName(t.language, day)}
            chosen={chosen}
            error={errors[`week.${day}`]}
          />
        ))}
        <button type="submit" class="main" name="do" value="week">
          {t("admin.form.save")}
        </button>
      </form>
    </section>
  );
}

interface PersonProps {
  t: Translate;
  /** Everybody who can be on call. */
  people: { id: number; alias: string; hasAddress: boolean }[];
  /** The aliases of those who stand in the week, by id: some may not be on call any more. */
  gone: Map<number, string>;
  id: string;
  name: string;
  label: string;
  chosen: string;
  error: string | undefined;
}

/** Who is on call: somebody who can be, or nobody. Whoever stands there and cannot be any more is named too. */
function PersonChoice({ t, people, gone, id, name, label, chosen, error }: PersonProps) {
  const isGone = chosen !== "" && !people.some((one) => String(one.id) === chosen) && gone.has(Number(chosen));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${id}-wrong` : undefined}
      >
        <option value="">{t("admin.on_call.nobody")}</option>
        {people.map((one) => (
          <option value={String(one.id)} selected={String(one.id) === chosen}>
            {one.hasAddress ? one.alias : t("admin.on_call.without_address", { alias: one.alias })}
          </option>
        ))}
        {isGone && (
          <option value={chosen} selected>
            {`${gone.get(Number(chosen))}: ${t("admin.on_call.gone")}`}
          </option>
        )}
      </select>
      {error && (
        <p class="wrong" id={`${id}-wrong`}>
          {error}
        </p>
      )}
    </div>
  );
}

function Dates(props: OnCallProps) {
  const { frame, dates, draft, today, basedOn, errors } = props;
  const { t } = frame;
  return (
    <section id="onCallDates" aria-labelledby="dates-title">
      <h2 id="dates-title">{t("admin.hours.cuts")}</h2>
      <p class="hint">{t("admin.on_call.dates_hint")}</p>
      {dates.length > 0 && (
        <ul class="list">
          {dates.map(({ date, alias }) => (
            <li>
              <p>
                {longDate(t, date)}: <b>{alias ?? t("admin.on_call.nobody")}</b>
              </p>
              <form method="post" action="/admin/on-call">
                <input type="hidden" name="based_on" value={String(basedOn)} />
                <input type="hidden" name="date" value={date} />
                <button type="submit" class="second" name="do" value="remove">
                  {t("admin.on_call.remove", { evening: longDates(t.language, date, date) })}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form class="fields" method="post" action="/admin/on-call" novalidate>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <div class="field">
          <label for="date">{t("admin.on_call.evening")}</label>
          <input
            type="date"
            id="date"
            name="date"
            min={today}
            value={draft.date}
            aria-invalid={errors.date ? "true" : undefined}
            aria-describedby={errors.date ? "date-wrong" : undefined}
          />
          {errors.date && (
            <p class="wrong" id="date-wrong">
              {errors.date}
            </p>
          )}
        </div>
        <PersonChoice
          t={t}
          {...props}
          id="person"
          name="person"
          label={t("staff.nav.on_call")}
          chosen={draft.person}
          error={errors.person}
        />
        <div>
          <button type="submit" class="second" name="do" value="add">
            {t("admin.emergency.add_button")}
          </button>
        </div>
      </form>
    </section>
  );
}

function longDate(t: Translate, date: string): string {
  return `${weekdayOf(t.language, date)}, ${longDates(t.language, date, date)}`;
}

function Evenings({ frame: { t }, evenings }: OnCallProps) {
  return (
    <details class="group" id="evenings">
      <summary>
        <b>{t("admin.hours.preview")}</b>
      </summary>
      <table class="table group-fields">
        <thead>
          <tr>
            <th scope="col">{t("admin.on_call.evening")}</th>
            <th scope="col">{t("staff.nav.on_call")}</th>
          </tr>
        </thead>
        <tbody>
          {evenings.map(({ evening, alias }) => (
            <tr>
              <th scope="row">{longDate(t, evening)}</th>
              <td data-label={t("staff.nav.on_call")}>{alias ?? t("admin.on_call.nobody")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Whoever sets the address sees it; others that there is one. */
function Hook({ frame: { t }, hook, errors }: OnCallProps) {
  if (hook === false) return null;
  return (
    <section aria-labelledby="hook-title">
      <h2 id="hook-title">{t("admin.on_call.hook")}</h2>
      {hook === true ? (
        <p>{t("admin.on_call.hook_set")}</p>
      ) : (
        <form class="fields" method="post" action="/admin/on-call/hook" novalidate>
          <TextField
            name="hook"
            label={t("admin.sharing.address")}
            hint={t("admin.on_call.hook_hint")}
            error={errors.hook}
            value={hook.address}
            autocomplete="off"
            optional
            exact
            inputmode="url"
          />
          <div>
            <button type="submit" class="second">
              {t("admin.form.save")}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

function Test({ frame: { t } }: OnCallProps) {
  return (
    <section aria-labelledby="test-title">
      <h2 id="test-title">{t("admin.on_call.cause.test")}</h2>
      <p class="hint">{t("admin.on_call.test_hint")}</p>
      <form method="post" action="/admin/on-call/test">
        <button type="submit" class="second">
          {t("admin.mail.test_send")}
        </button>
      </form>
    </section>
  );
}
