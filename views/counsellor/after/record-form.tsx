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
  // In the console it stands beside its chat, on its own page under the page title.
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
      <header>
        <Title id={`${id}-title`} class="minor" tabindex={-1}>
          {t("staff.record.title")}
        </Title>
        {unfinished && (
          <p
            class="hint kept"
            role="status"
            data-not-kept={t("staff.record.not_kept")}
            data-later={t("staff.record.kept_later")}
          >
            {t("staff.record.kept")}
          </p>
        )}
      </header>
      <div class="record-body">
        {props.children}
        <Reasons t={t} id={id} groups={choices.groups} chosen={coding.reasons} wrong={sentenceOf("reasons")} />
        <Done {...props} />
        <Young {...props} />
        <Note {...props} wrong={sentenceOf("note")} />
      </div>
      <footer>
        <button type="submit" class="main" name="do" value="finish">
          {t(unfinished ? "staff.record.finish" : "staff.record.save")} <kbd>Ctrl ↵</kbd>
        </button>
        {unfinished && (
          <button type="submit" class="second" name="do" value="later">
            {t("staff.record.later")}
          </button>
        )}
        {unfinished && <OneClick t={t} id={id} all={choices.noCounselling} />}
      </footer>
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

/** One line in the place of a form: X opens it, and a number picks and finishes. */
function OneClick({ t, id, all }: { t: Translate; id: string; all: readonly NoCounselling[] }) {
  return (
    <details class="one-click" id={`${id}-one-click`}>
      <summary class="quiet" data-letter="x">
        {t("staff.record.no_counselling")} <kbd>X</kbd>
      </summary>
      <div class="row-of">
        {all.map((one, at) => (
          <button type="submit" class="record-chip" name="no_counselling" value={one}>
            {t(`staff.record.no.${one}`)} {at < 9 && <kbd>{at + 1}</kbd>}
          </button>
        ))}
      </div>
    </details>
  );
}

function Done({ t, id, choices, coding }: RecordFormProps) {
  const isOther = choices.noCounselling.includes(coding.outcome as NoCounselling);
  const shown = isOther ? [...choices.outcomes, coding.outcome!] : choices.outcomes;
  const inWords = (one: Outcome) =>
    t((one === coding.outcome && isOther ? `staff.record.no.${one}` : `staff.record.outcome.${one}`) as Key);
  return (
    <>
      <Chips
        id={`${id}-action`}
        title={t("staff.record.actions")}
        options={choices.actions.map((one) => ({
          name: "action",
          value: one,
          text: t(`staff.record.action.${one}`),
          isOn: coding.actions.includes(one),
        }))}
      />
      <Chips
        id={`${id}-outcome`}
        title={t("staff.record.outcome")}
        none={{ name: "outcome", text: t("staff.record.left_open"), isOn: coding.outcome === null }}
        options={shown.map((one) => ({
          name: "outcome",
          value: one,
          text: inWords(one),
          isOn: one === coding.outcome,
          isAlone: true,
        }))}
      />
      {/* Unticked, a “no” that stands in an earlier record stays. */}
      {coding.riskAssessed === "no" && <input type="hidden" name="risk_assessed" value="no" />}
      {coding.riskPlan === "no" && <input type="hidden" name="risk_plan" value="no" />}
      <Chips
        id={`${id}-risk`}
        title={t("staff.record.risk")}
        none={{ name: "risk_present", text: t("staff.record.left_open"), isOn: coding.riskPresent === null }}
        options={[
          ...(["yes", "no"] as const).map((value) => ({
            name: "risk_present",
            value,
            text: t(value === "yes" ? "staff.record.risk_present" : "staff.record.risk_none"),
            isOn: coding.riskPresent === value,
            isAlone: true,
          })),
          {
            name: "risk_assessed",
            value: "yes",
            text: t("staff.record.risk_assessed"),
            isOn: coding.riskAssessed === "yes",
          },
          { name: "risk_plan", value: "yes", text: t("staff.record.risk_plan"), isOn: coding.riskPlan === "yes" },
        ]}
      />
    </>
  );
}

interface Chip {
  name: string;
  value: string;
  text: string;
  isOn: boolean;
  /** Of those with its name only one can be chosen. */
  isAlone?: boolean;
}

interface ChipsProps {
  id: string;
  title: string;
  options: Chip[];
  /** What takes a single choice back where no script does. */
  none?: Pick<Chip, "name" | "text" | "isOn">;
}

/** A question with its answers side by side; with a script a number answers, and a second click takes a choice back. */
function Chips({ id, title, options, none }: ChipsProps) {
  return (
    <fieldset class="record-chips" id={id}>
      <legend>{title}</legend>
      {options.map(({ name, value, text, isOn, isAlone = false }) => (
        <label class="record-chip">
          <input type={isAlone ? "radio" : "checkbox"} name={name} value={value} checked={isOn} />
          {text}
        </label>
      ))}
      {none && (
        <label class="record-chip by-hand">
          <input type="radio" name={none.name} value="" checked={none.isOn} />
          {none.text}
        </label>
      )}
    </fieldset>
  );
}

const yesNo = (t: Translate): [string, string][] => [
  ["yes", t("staff.record.yes")],
  ["no", t("staff.record.no")],
];

function Young({ t, id, choices, coding }: RecordFormProps) {
  const pick = (name: "gender" | "region" | "about" | "first", options: [string, string][]) => (
    <Pick id={`${id}-${name}`} name={name} label={t(`staff.record.${name}`)} options={options} chosen={coding[name]} />
  );
  return (
    <fieldset class="record-chips young">
      <legend>{t("staff.record.young")}</legend>
      <Ages t={t} id={id} choices={choices.ages} chosen={coding.age} />
      {pick(
        "about",
        (["self", "other"] as const).map((one) => [one, t(`staff.record.about.${one}`)]),
      )}
      {pick("first", yesNo(t))}
      {pick(
        "gender",
        choices.genders.map((one) => [one, t(`staff.record.gender.${one}`)]),
      )}
      {choices.regions.length > 0 &&
        pick(
          "region",
          choices.regions.map(({ code, name }) => [code, name]),
        )}
    </fieldset>
  );
}

interface PickProps {
  id: string;
  name: string;
  label: string;
  options: [string, string][];
  chosen: string | null;
}

/** A choice of one or none, under its own name until it is made. */
function Pick({ id, name, label, options, chosen }: PickProps) {
  return (
    <label for={id}>
      <span class="sr">{label}</span>
      <select id={id} name={name} class="record-chip">
        <option value="">{label}</option>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {`${label}: ${text}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function Note({ t, id, note, noteGone, noteDays, wrong }: Omit<RecordFormProps, "wrong"> & { wrong: string | null }) {
  if (note === null) return <p class="hint">{t(noteGone ? "staff.record.note_gone" : "staff.record.note_locked")}</p>;
  return (
    <div class="note-field">
      <p class="line-of">
        <label for={`${id}-note`}>{t("staff.record.note")}</label>{" "}
        <span class="hint" id={`${id}-note-hint`}>
          {t("staff.record.note_hint", { days: noteDays })}
        </span>
      </p>
      <textarea
        id={`${id}-note`}
        name="note"
        rows={2}
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
