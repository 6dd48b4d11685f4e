import type { Translate } from "#src/i18n/i18n.ts";
import type { Emergency, EmergencyOutcome, Informed, Passed, ToldCode } from "#src/record/emergency-reading.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { Pages } from "#views/parts/pages.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { Address, type AddressNow } from "./address.tsx";
import { Answered, type AnsweredNow, WhoCalls } from "./emergency.tsx";
import { Acknowledge, Dial } from "./emergency-lines.tsx";

interface EmergenciesProps {
  frame: StaffFrame;
  rows: Emergency[];
  /** Ids of those whose counsellor the reader is asked to phone. */
  toPhone: number[];
  place: { page: number; pages: number };
  days: number;
  zone: string;
}

/** Emergencies, newest first. */
export function Emergencies({ frame, rows, toPhone, place, days, zone }: EmergenciesProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.emergencies.title")} here="emergencies">
      <h1>{t("staff.emergencies.title")}</h1>
      <p class="lead">{t("staff.emergencies.lead")}</p>
      {rows.length === 0 && <p>{t("staff.emergencies.none")}</p>}
      <ul class="record-rows">
        {rows.map((one) => (
          <li>
            <a href={`/staff/emergencies/${one.id}`}>
              <b>{one.chat}</b> {t.dateTime(one.at, zone)}
            </a>
            <span>{inShort(t, one)}</span>
            {toPhone.includes(one.id) && <span class="warn">{t("staff.emergency.to_phone_short")}</span>}
            <span class="small soft">{one.alias}</span>
          </li>
        ))}
      </ul>
      <Pages t={t} {...place} to={(page) => `/staff/emergencies?page=${page}`} />
      <p class="soft small">{t("staff.emergencies.kept", { days })}</p>
    </StaffSheet>
  );
}

function inShort(t: Translate, { informed, outcome }: Emergency): string {
  const whom = informed.map((one) => t(`staff.emergency.informed.${one}`));
  const end = outcome === null ? t("staff.emergencies.open") : t(`staff.emergency.outcome.${outcome}`);
  return [...whom, end].join(" · ");
}

/** Who has answered for an emergency, and what the reader can do: nothing, unless they answer for them. */
export interface AnsweringNow extends AnsweredNow {
  mayAcknowledge: boolean;
  toPhone: boolean;
  /** While they are to phone its counsellor: the number given for that. */
  phone: string | null;
}

/** What writing down the outcome does for its counsellor. Times are ms UTC. */
export type ClosingNow = { kind: "going" | "at_once" } | { kind: "until"; at: number; insteadOf: number };

interface RecordProps {
  frame: StaffFrame;
  one: Emergency;
  mayChange: boolean;
  choices: {
    informed: readonly Informed[];
    passed: readonly Passed[];
    told: readonly ToldCode[];
    outcomes: readonly EmergencyOutcome[];
  };
  people: { id: number; alias: string }[];
  /** null = it is gone, or cannot be opened. */
  note: string | null;
  most: number;
  wrong: string | null;
  /** Link to its chat, for those who may read or join it. */
  toChat: string | null;
  /** Where supervisors can hold its words once the chat is over. */
  toHold: string | null;
  answering: AnsweringNow;
  saved: boolean;
  /** That the danger is closed too, and when the words go; null = no one left in danger. */
  danger: string | null;
  /** For its counsellor, while they may still read it. */
  closing: ClosingNow | null;
  /** Its chat was deleted; those on shift read it until then at most (ms UTC), or no more (null). */
  deleted: { readUntil: number | null } | null;
  address: AddressNow | null;
  days: number;
  zone: string;
}

/** The record of an emergency: who decided, whom they told what, whether the young person knew, what came of it. */
export function EmergencyRecord(props: RecordProps) {
  const { frame, one, mayChange, note, wrong, toChat, toHold, days, zone } = props;
  const { t } = frame;
  const title = t("staff.emergency.of", { chat: one.chat });
  return (
    <StaffSheet
      frame={frame}
      title={title}
      here="emergencies"
      wrong={wrong !== null || props.address?.wrongPassword === true}
    >
      <div class="narrow">
        <h1>{title}</h1>
        {props.saved && <Done words={savedInWords(props)} />}
        <p>{t("staff.emergency.by", { alias: one.alias, when: t.dateTime(one.at, zone) })}</p>
        {toChat !== null && (
          <p>
            <a href={toChat}>{t("staff.emergency.to_chat")}</a>
          </p>
        )}
        {toHold !== null && (
          <p>
            <a href={toHold}>{t("staff.emergency.to_hold")}</a>
          </p>
        )}
        <Answering t={t} id={one.id} now={props.answering} zone={zone} />
        {one.outcome === null && one.conversationId !== null && <p class="hint">{keptInWords(props)}</p>}
        {props.address && <Address t={t} id={one.id} now={props.address} />}
        <form class="record of-emergency" method="post" action={`/staff/emergencies/${one.id}`} novalidate>
          {wrong !== null && (
            <p class="wrong" id="note-wrong" role="alert">
              {wrong}
            </p>
          )}
          <fieldset disabled={!mayChange}>
            <Fields {...props} />
            {note === null ? <p class="hint">{t("staff.emergency.note_gone")}</p> : <Note {...props} note={note} />}
          </fieldset>
          {mayChange && (
            <div class="row-of">
              <button type="submit" class="main">
                {t("staff.save")}
              </button>
            </div>
          )}
        </form>
        <p class="soft small">{t("staff.emergencies.kept", { days })}</p>
      </div>
    </StaffSheet>
  );
}

/** That a supervisor has seen it, and phones its counsellor before they go home. Repainted while the page is open. */
export function Answering({ t, id, now, zone }: { t: Translate; id: number; now: AnsweringNow; zone: string }) {
  const { counsellor, acknowledged } = now;
  return (
    <div class="answering" id="answering" data-of={id} role="status">
      <Answered t={t} answered={now} time={(at) => t.dateTime(at, zone)} />
      {now.calling && <WhoCalls t={t} calling={now.calling} place="record" />}
      {acknowledged === null && now.mayAcknowledge && <Acknowledge t={t} id={id} on="page" />}
      {now.toPhone && (
        <form method="post" action={`/staff/emergencies/${id}/phoned`}>
          <p>
            <b>{t("staff.emergency.to_phone", { counsellor })}</b> {now.phone !== null && <Dial number={now.phone} />}
          </p>
          <button type="submit" class="second" id={`phoned-${id}`}>
            {t("staff.emergency.phoned", { counsellor })}
          </button>
        </form>
      )}
    </div>
  );
}

/** Saving can close it too: says how long its chat can still be read, and that the danger is closed. */
function savedInWords({ frame: { t }, one, closing, danger, zone }: RecordProps): string {
  if (one.outcome === null) return t("staff.emergency.saved");
  return [closedInWords(t, closing, zone), ...(danger === null ? [] : [danger])].join(" ");
}

function closedInWords(t: Translate, closing: ClosingNow | null, zone: string): string {
  if (closing === null) return t("staff.emergency.saved_closed");
  if (closing.kind === "until") return t("staff.emergency.saved_until", { time: t.time(closing.at, zone) });
  return t(`staff.emergency.saved_${closing.kind}`);
}

/** Until when its chat is kept, and who reads it meanwhile if the young person deleted it. */
function keptInWords({ frame: { t }, deleted, zone }: RecordProps): string {
  if (deleted === null) return t("staff.emergency.keeps");
  const { readUntil } = deleted;
  if (readUntil === null) return t("staff.emergency.keeps_locked");
  return t("staff.emergency.keeps_read", { time: t.dateTime(readUntil, zone) });
}

/** The same, before it is saved. */
function closesInWords({ frame: { t }, closing, zone }: RecordProps): string | null {
  if (closing === null) return null;
  if (closing.kind !== "until") return t(`staff.emergency.closes_${closing.kind}`);
  const { at, insteadOf } = closing;
  return t("staff.emergency.closes_until", { time: t.time(at, zone), later: t.time(insteadOf, zone) });
}

function Fields(props: RecordProps) {
  const { frame, one, choices, people, zone } = props;
  const { t } = frame;
  const closes = one.outcome === null && props.mayChange ? closesInWords(props) : null;
  return (
    <>
      <div class="picks">
        <Pick
          id="decided"
          name="decided"
          label={t("staff.emergency.decided")}
          none={t("staff.record.left_open")}
          options={people.map(({ id, alias }) => [String(id), alias])}
          chosen={one.decidedBy === null ? null : String(one.decidedBy)}
        />
      </div>
      {one.decidedAt !== null && (
        <p class="hint">{t("staff.emergency.decided_at", { when: t.dateTime(one.decidedAt, zone) })}</p>
      )}
      <Checks
        name="informed"
        title={t("staff.emergency.informed")}
        options={choices.informed.map((code) => [code, t(`staff.emergency.informed.${code}`)])}
        chosen={one.informed}
      />
      <Checks
        name="passed"
        title={t("staff.emergency.passed")}
        options={choices.passed.map((code) => [code, t(`staff.emergency.passed.${code}`)])}
        chosen={one.passed}
      />
      <div class="picks">
        <Pick
          id="told"
          name="told"
          label={t("staff.emergency.told")}
          none={t("staff.record.left_open")}
          options={choices.told.map((code) => [code, t(`staff.emergency.told.${code}`)])}
          chosen={one.told}
        />
        <Pick
          id="outcome"
          name="outcome"
          label={t("staff.emergency.outcome")}
          none={t("staff.record.left_open")}
          options={choices.outcomes.map((code) => [code, t(`staff.emergency.outcome.${code}`)])}
          chosen={one.outcome}
        />
      </div>
      {closes !== null && (
        <p class="hint" id="closes">
          {closes}
        </p>
      )}
    </>
  );
}

function Note({ frame: { t }, note, most, wrong }: RecordProps & { note: string }) {
  return (
    <div class="note-field">
      <label for="note">{t("staff.emergency.note")}</label>
      <p class="hint" id="note-hint">
        {t("staff.emergency.note_hint")}
      </p>
      <textarea
        id="note"
        name="note"
        rows={5}
        dir="auto"
        autocomplete="off"
        maxlength={most}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={wrong ? "note-hint note-wrong" : "note-hint"}
      >
        {note}
      </textarea>
    </div>
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
function Pick({ id, name, label, none, options, chosen }: PickProps) {
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
function Checks({ name, title, options, chosen }: ChecksProps) {
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
