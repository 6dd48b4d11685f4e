import type { Child } from "hono/jsx";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { ActionTaken, Coding, Gender, NoCounselling, Outcome } from "#src/record/coding.ts";
import { type AgeChoices, Ages } from "./record-age.tsx";
import { Reasons, type ReasonsOffered } from "./record-reasons.tsx";

export interface RecordChoices {
  groups: ReasonsOffered[];
  regions: { code: string; name: string }[];
  actions: readonly ActionTaken[];
  outcomes: readonly Outcome[];
  noCounselling: readonly NoCounselling[];
  ages: AgeChoices;
  genders: readonly Gender[];
}

export interface RecordFormProps {
  t: Translate;
  /** Prefix of its field ids: "record-12". */
  id: string;
  action: string;
  choices: RecordChoices;
  coding: Coding;
  /** null = it cannot be opened, or is gone (`noteGone`). */
  note: string | null;
  noteGone: boolean;
  noteDays: number;
  /** Kept while it is ticked, to be finished later. */
  unfinished: boolean;
  /** In the console, where the socket repaints it. */
  live: boolean;
  wrong: { field: string; sentence: string } | null;
  children?: Child;
}

/** The form of a contact record: ticks and a note; only the reasons are required. */
export function RecordForm(props: RecordFormProps) {
  const { t, id, action, choices, coding, unfinished, live, wrong } = props;
  // In the console it stands under the name of its chat, on its own page under the page title.
  const Title = live ? "h3" : "h2";
  const sentenceOf = (field: string) => (wrong?.field === field ? wrong.sentence : null);
  // The script keeps each tick; a repaint must not undo what is not kept yet.
  return (
    <form
      id={id}
      class="record"
      method="post"
      action={action}
      novalidate
      aria-labelledby={`${id}-title`}
      data-keeps={unfinished ? "" : undefined}
      hx-morph-skip=""
      {...(live ? sentByScript(id, action) : {})}
    >
      <button
        type="submit"
        class="sr"
        tabindex={-1}
        aria-hidden="true"
        name="do"
        value={unfinished ? "later" : "save"}
      />
      <Title id={`${id}-title`} class="minor" tabindex={-1}>
        {t("staff.record.title")}
      </Title>
      {props.children}
      <Reasons t={t} id={id} groups={choices.groups} chosen={coding.reasons} wrong={sentenceOf("reasons")} />
      {unfinished && <OneClick t={t} id={id} all={choices.noCounselling} />}
      <Done {...props} />
      <Young {...props} />
      <Note {...props} wrong={sentenceOf("note")} />
      <div class="row-of">
        <button type="submit" class="main" name="do" value="finish">
          {t(unfinished ? "staff.record.finish" : "staff.record.save")}
        </button>
        {unfinished && (
          <button type="submit" class="second" name="do" value="later">
            {t("staff.record.later")}
          </button>
        )}
        {unfinished && (
          <p
            class="hint kept"
            role="status"
            hidden
            data-not-kept={t("staff.record.not_kept")}
            data-later={t("staff.record.kept_later")}
          >
            {t("staff.record.kept")}
          </p>
        )}
      </div>
    </form>
  );
}

function sentByScript(id: string, action: string) {
  return {
    "hx-post": action,
    "hx-target": `#${id}`,
    "hx-swap": "none",
    "hx-status:422": "swap:outerHTML",
  };
}

function OneClick({ t, id, all }: { t: Translate; id: string; all: readonly NoCounselling[] }) {
  return (
    <fieldset class="one-click" aria-describedby={`${id}-one-click`}>
      <legend>{t("staff.record.no_counselling")}</legend>
      <p class="hint" id={`${id}-one-click`}>
        {t("staff.record.no_counselling_hint")}
      </p>
      <div class="row-of">
        {all.map((one) => (
          <button type="submit" class="quiet" name="no_counselling" value={one}>
            {t(`staff.record.no.${one}`)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Done({ t, id, choices, coding }: RecordFormProps) {
  const inWords = (one: Outcome) =>
    t(
      (choices.noCounselling.includes(one as NoCounselling)
        ? `staff.record.no.${one}`
        : `staff.record.outcome.${one}`) as Key,
    );
  return (
    <>
      <Checks
        name="action"
        title={t("staff.record.actions")}
        options={choices.actions.map((one) => [one, t(`staff.record.action.${one}`)])}
        chosen={coding.actions}
      />
      <div class="picks">
        <Pick
          id={`${id}-outcome`}
          name="outcome"
          label={t("staff.record.outcome")}
          none={t("staff.record.left_open")}
          options={[...choices.outcomes, ...choices.noCounselling].map((one) => [one, inWords(one)])}
          chosen={coding.outcome}
        />
      </div>
      <fieldset class="picks">
        <legend>{t("staff.record.risk")}</legend>
        {(["riskPresent", "riskAssessed", "riskPlan"] as const).map((name) => (
          <Pick
            id={`${id}-${risks[name]}`}
            name={risks[name]}
            label={t(`staff.record.${risks[name]}`)}
            none={t("staff.record.left_open")}
            options={yesNo(t)}
            chosen={coding[name]}
          />
        ))}
      </fieldset>
    </>
  );
}

const risks = { riskPresent: "risk_present", riskAssessed: "risk_assessed", riskPlan: "risk_plan" } as const;

const yesNo = (t: Translate): [string, string][] => [
  ["yes", t("staff.record.yes")],
  ["no", t("staff.record.no")],
];

function Young({ t, id, choices, coding }: RecordFormProps) {
  const none = t("staff.about.not_said");
  const pick = (name: "gender" | "region" | "about" | "first", options: [string, string][]) => (
    <Pick
      id={`${id}-${name}`}
      name={name}
      label={t(`staff.record.${name}`)}
      none={none}
      options={options}
      chosen={coding[name]}
    />
  );
  return (
    <fieldset class="picks">
      <legend>{t("staff.record.young")}</legend>
      <Ages t={t} id={id} choices={choices.ages} chosen={coding.age} />
      {pick(
        "gender",
        choices.genders.map((one) => [one, t(`staff.record.gender.${one}`)]),
      )}
      {choices.regions.length > 0 &&
        pick(
          "region",
          choices.regions.map(({ code, name }) => [code, name]),
        )}
      {pick(
        "about",
        (["self", "other"] as const).map((one) => [one, t(`staff.record.about.${one}`)]),
      )}
      {pick("first", yesNo(t))}
    </fieldset>
  );
}

interface PickProps {
  id: string;
  name: string;
  label: string;
  none: string;
  options: [string, string][];
  chosen: string | null;
}

/** A choice of one or none. */
export function Pick({ id, name, label, none, options, chosen }: PickProps) {
  return (
    <label for={id}>
      <span>{label}</span>
      <select id={id} name={name}>
        <option value="">{none}</option>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ChecksProps {
  name: string;
  title: string;
  options: [string, string][];
  chosen: readonly string[];
}

/** Checkboxes for any number of options. */
export function Checks({ name, title, options, chosen }: ChecksProps) {
  return (
    <fieldset>
      <legend>{title}</legend>
      <div class="checks">
        {options.map(([value, text]) => (
          <label class="check">
            <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Note({ t, id, note, noteGone, noteDays, wrong }: Omit<RecordFormProps, "wrong"> & { wrong: string | null }) {
  if (note === null) return <p class="hint">{t(noteGone ? "staff.record.note_gone" : "staff.record.note_locked")}</p>;
  return (
    <div class="note-field">
      <label for={`${id}-note`}>{t("staff.record.note")}</label>
      <p class="hint" id={`${id}-note-hint`}>
        {t("staff.record.note_hint", { days: noteDays })}
      </p>
      <textarea
        id={`${id}-note`}
        name="note"
        rows={3}
        dir="auto"
        autocomplete="off"
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={`${id}-note-hint ${id}-wrong-note`}
      >
        {note}
      </textarea>
      <p class="wrong" id={`${id}-wrong-note`} role={wrong ? "alert" : undefined}>
        {wrong}
      </p>
    </div>
  );
}
