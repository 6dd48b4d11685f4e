import type { Translate } from "#src/i18n/i18n.ts";
import { UrgentMark, waitId } from "#views/counsellor/console/queue.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { dial } from "./emergency.tsx";

/** An emergency in the bar of those who answer for them. */
interface EmergencyRow {
  id: number;
  name: string;
  at: number;
  seenBy: string | null;
  /** Who says they are calling the emergency services (alias). */
  caller: string | null;
  mayAcknowledge: boolean;
}

/** Someone urgent whom no one took in time, or no one can take. `id`: of the conversation; `since`: ms UTC. */
interface UnansweredRow {
  id: number;
  name: string;
  since: number;
}

/** Someone to phone after an emergency of theirs. `id`: of its record; `name`: of its chat. */
export interface ToPhoneRow {
  id: number;
  name: string;
  counsellor: string;
  phone: string | null;
}

interface CallingRow {
  id: number;
  name: string;
  at: number;
}

/** What those who answer for emergencies are told on every page, and what calls a lead. */
export interface ToAnswer {
  emergencies: EmergencyRow[];
  /** Of emergencies that stand there no more. */
  toPhone: ToPhoneRow[];
  unanswered: UnansweredRow[];
  /** Who left in danger (`id` of the conversation), and which colleague has opened their words. */
  left: (UnansweredRow & { seenBy: string | null })[];
  concerns: CallingRow[];
}

/** One line in the bar, with a link to the others; what no one has seen comes first. */
export function EmergencyLines({ t, toAnswer, now }: { t: Translate; toAnswer: ToAnswer; now: number }) {
  const { emergencies, unanswered, toPhone, left, concerns } = toAnswer;
  const open = emergencies.filter((one) => one.seenBy === null);
  const seen = emergencies.filter((one) => one.seenBy !== null);
  const gone = left.filter((one) => one.seenBy === null);
  const lines = [
    ...open.map((row) => <EmergencyLine t={t} row={row} now={now} />),
    ...unanswered.map((row) => <Unanswered t={t} row={row} now={now} />),
    ...gone.map((row) => <Left t={t} row={row} now={now} />),
    ...concerns.map((row) => <Wrong t={t} row={row} now={now} />),
    ...seen.map((row) => <EmergencyLine t={t} row={row} now={now} />),
    ...left.filter((one) => one.seenBy !== null).map((row) => <Left t={t} row={row} now={now} />),
    ...toPhone.map((row) => <ToPhone t={t} row={row} />),
  ];
  const [first, ...rest] = lines;
  const called = unanswered.map(({ id, since }) => `unanswered-${waitId({ id, waitsSince: since })}`);
  const ids = [
    ...open.map(({ id }) => `emergency-${id}`),
    ...called,
    ...gone.map(({ id }) => `left-${id}`),
    ...concerns.map(({ id }) => `concern-${id}`),
  ];
  const isEmergency = open.length + unanswered.length > 0 || concerns.length + gone.length === 0;
  const said = isEmergency ? "staff.emergency.said" : gone.length > 0 ? "staff.left.said" : "staff.concern.said";
  return (
    <div id="emergencies" data-ids={ids.join(" ")} data-said={t(said)}>
      {first}
      {rest.length > 0 && (
        <details class="menu" id="more-emergencies">
          <summary class="quiet" title={t("staff.emergency.more", { n: rest.length })}>
            <span class="long">{t("staff.emergency.more", { n: rest.length })}</span>
            <span class="short" aria-hidden="true">
              +{t.number(rest.length)}
            </span>
          </summary>
          <ul class="float">
            {rest.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function EmergencyLine({ t, row, now }: { t: Translate; row: EmergencyRow; now: number }) {
  const { id, name, at, seenBy } = row;
  const calls = row.caller && t("staff.calling.bar", { alias: row.caller });
  return (
    <div class={seenBy === null ? "emergency-line" : "emergency-line seen"}>
      <a
        id={`to-emergency-${id}`}
        href={`/staff/emergencies/${id}`}
        title={[t("staff.emergency.title"), name, seenBy, calls].filter(Boolean).join(" · ")}
      >
        <Icon name="urgent" />
        <b>{t("staff.emergency.title")}</b>
        <span class="sep"> · </span>
        <span class="what">
          {name} · <Ago t={t} at={at} now={now} />
          {calls ? ` · ${calls}` : seenBy !== null && ` · ${seenBy}`}
        </span>
      </a>
      {seenBy === null && row.mayAcknowledge && <Acknowledge t={t} id={id} />}
    </div>
  );
}

function ToPhone({ t, row }: { t: Translate; row: ToPhoneRow }) {
  const { id, name, counsellor, phone } = row;
  const words = t("staff.emergency.to_phone_bar", { counsellor });
  return (
    <div class="emergency-line seen">
      <a id={`to-phone-${id}`} href={`/staff/emergencies/${id}#answering`} title={`${words} · ${name}`}>
        <Icon name="urgent" />
        <span class="what">{words}</span>
      </a>
      {phone !== null && <Dial number={phone} />}
    </div>
  );
}

/** A colleague's number, to phone with one press. */
export const Dial = ({ number }: { number: string }) => (
  <a class="number" href={dial(number)}>
    {number}
  </a>
);

/** Button by which a supervisor says they have seen it, in the bar or on its own page (`on`). */
export function Acknowledge({ t, id, on = "bar" }: { t: Translate; id: number; on?: "bar" | "page" }) {
  const action = `/staff/emergencies/${id}/acknowledge`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <button type="submit" class="second" id={on === "bar" ? `acknowledge-${id}` : `acknowledge-here-${id}`}>
        <span class="long">{t("staff.emergency.acknowledge")}</span>
        {on === "bar" && (
          <span class="short" aria-hidden="true">
            {t("staff.emergency.acknowledge_short")}
          </span>
        )}
      </button>
    </form>
  );
}

/** Links to where it is read: no word of it stands here, nor what kind of wrong it was. */
function Wrong({ t, row, now }: { t: Translate; row: CallingRow; now: number }) {
  return (
    <div class="emergency-line">
      <a id={`to-concern-${row.id}`} href={`/staff/concerns/${row.id}`}>
        <Icon name="urgent" />
        <b>{t("staff.concern.title")}</b>
        <span class="sep"> · </span>
        <span class="what">
          {row.name} · <Ago t={t} at={row.at} now={now} />
        </span>
      </a>
    </div>
  );
}

function Left({ t, row, now }: { t: Translate; row: ToAnswer["left"][number]; now: number }) {
  const { id, name, since, seenBy } = row;
  return (
    <div class={seenBy === null ? "emergency-line" : "emergency-line seen"}>
      <a
        id={`to-left-${id}`}
        href={`/staff/danger/${id}`}
        title={[t("staff.left.mark"), name, seenBy].filter(Boolean).join(" · ")}
      >
        <Icon name="urgent" />
        <b>{t("staff.left.mark")}</b>
        <span class="sep"> · </span>
        <span class="what">
          {name} · <Ago t={t} at={since} now={now} />
          {seenBy !== null && ` · ${seenBy}`}
        </span>
      </a>
    </div>
  );
}

/** The console is where someone can take them. */
function Unanswered({ t, row, now }: { t: Translate; row: UnansweredRow; now: number }) {
  return (
    <div class="emergency-line">
      <a id={`to-unanswered-${row.id}`} href="/staff">
        <UrgentMark t={t} />
        <span class="sep"> · </span>
        <span class="what">
          {row.name} · <Ago t={t} at={row.since} now={now} /> · {t("staff.emergency.unanswered")}
        </span>
      </a>
    </div>
  );
}
