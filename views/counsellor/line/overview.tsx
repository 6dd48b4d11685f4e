import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { OnCallNow } from "#src/on-call/sent.ts";
import type { Staffing } from "#src/queue/line/staffing.ts";
import type { PersonSeen, Talk, WaitingSeen } from "#src/queue/wait/shift-overview.ts";
import { opensPanes } from "#views/counsellor/console/chats.tsx";
import { RehearsalMark, RiskMark, UrgentMark } from "#views/counsellor/console/queue.tsx";
import { Act } from "#views/counsellor/team/acts.tsx";
import { Icon, type IconName } from "#views/parts/icons.tsx";
import { Ago, duration } from "../ago.tsx";
import { StateMark } from "../state.tsx";
import { DoorSays, type LineNow } from "./line-state.tsx";
import { After, type AfterProps, ContactsSent, type ContactsSentProps } from "./overview-after.tsx";

export interface OverviewProps {
  t: Translate;
  lines: LineNow[];
  waiting: WaitingSeen[];
  /** `closedAt`: when its line closed, ms UTC; null = open. */
  talks: (Talk & { closedAt: number | null; emergency: boolean })[];
  people: PersonSeen[];
  staffing: Staffing;
  /** Who is on call this evening, and whether the last message reached no one; null = not set up. */
  onCall: OnCallNow | null;
  contacts: ContactsSentProps["contacts"];
  zone: string;
  after: Omit<AfterProps, "t">;
  now: number;
}

/** The overview: who waits, who chats with whom, who is there. Never a word of a chat. */
export function Overview(props: OverviewProps) {
  const { t } = props;
  return (
    <section id="overview" class="overview" aria-labelledby="overview-title" lang={t.language}>
      <h2 id="overview-title">{t("staff.overview.title")}</h2>
      <Demand t={t} staffing={props.staffing} />
      <After t={t} {...props.after} />
      <ContactsSent {...props} />
      <OnCallLine t={t} onCall={props.onCall} />
      <Doors {...props} />
      <Talks {...props} />
      <Waiting {...props} />
      <People {...props} />
      <p>
        <a href="/staff/new-chats">{t("staff.new_chats.to")}</a>
      </p>
    </section>
  );
}

function Demand({ t, staffing }: { t: Translate; staffing: Staffing }) {
  const { waiting, free, seats, lastIn, arrivals, perHour, chatMinutes } = staffing;
  return (
    <div class={staffing.isShort ? "demand short" : "demand"} id="demand">
      <p>
        {staffing.isShort && <Icon name="urgent" />}
        <span>
          <b>{t("staff.bar.waiting", { n: waiting })}</b>. {t("staff.overview.seats", { free, seats })}{" "}
          {waiting > 0 && lastIn === 0 && t("staff.overview.last_now")}
          {waiting > 0 && lastIn === null && t("staff.overview.last_nobody")}
          {lastIn !== null &&
            lastIn > 0 &&
            t("staff.overview.last_in", { wait: inMinutes(t, lastIn), chat: inMinutes(t, chatMinutes) })}
        </span>
      </p>
      <p>
        {t("staff.overview.hour", { arrivals, manage: perHour })}{" "}
        {staffing.isShort && <b>{t("staff.overview.short")}</b>}
      </p>
    </div>
  );
}

/** Whom to call when it is too much, and a warning where no one would hear. */
function OnCallLine({ t, onCall }: { t: Translate; onCall: OnCallNow | null }) {
  if (!onCall) return null;
  const { alias, lost } = onCall;
  return (
    <p id="overview-on-call">
      <a href="/admin/on-call">
        {alias === null ? t("staff.overview.on_call_nobody") : t("staff.overview.on_call", { alias })}
      </a>
      {lost && <b> {t("staff.overview.on_call_lost")}</b>}
    </p>
  );
}

function Doors({ t, lines, waiting, now }: OverviewProps) {
  return (
    <table class="table" id="overview-lines">
      <caption>{t("staff.nav.lines")}</caption>
      <Head
        t={t}
        columns={["staff.record.line", "staff.overview.says", "staff.queue.title", "staff.overview.longest"]}
      />
      <tbody>
        {lines.map((line) => {
          const here = waiting.filter((one) => one.lineId === line.id && one.counts);
          const urgent = here.filter(({ lane }) => lane === "urgent").length;
          return (
            <tr id={`above-line-${line.id}`}>
              <th scope="row">
                <a href={`/staff/line/${line.id}`} dir="auto">
                  {line.name}
                </a>
              </th>
              <td data-label={t("staff.overview.says")}>
                <span class="says">
                  <span class={`dot ${line.door.state}`} />
                  <span>
                    <DoorSays t={t} line={line} now={now} />
                  </span>
                </span>
              </td>
              <td data-label={t("staff.queue.title")}>
                <span>
                  {t.number(here.length)}{" "}
                  {urgent > 0 && <span class="soft">{t("staff.overview.of_urgent", { n: urgent })}</span>}
                </span>
              </td>
              <td data-label={t("staff.overview.longest")}>
                {here.length > 0 && <Ago t={t} at={Math.min(...here.map((one) => one.waitsSince))} now={now} />}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Waiting({ t, lines, waiting, now }: OverviewProps) {
  if (waiting.length === 0) return <p class="soft">{t("staff.queue.empty")}</p>;
  return (
    <table class="table" id="overview-waiting">
      <caption>{t("staff.queue.title")}</caption>
      <Head
        t={t}
        columns={["staff.overview.chat", "staff.record.line", "staff.about.language", "staff.about.waited"]}
      />
      <tbody>
        {waiting.map((one) => (
          <tr id={`above-waits-${one.id}`}>
            <th scope="row">
              <Marks t={t} of={one} now={now} />
            </th>
            <td data-label={t("staff.record.line")} dir="auto">
              {nameOf(lines, one.lineId)}
            </td>
            <td data-label={t("staff.about.language")} lang={one.language}>
              {languageNames[one.language]}
            </td>
            <td data-label={t("staff.about.waited")}>
              <Ago t={t} at={one.waitsSince} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Talks({ t, talks, now, lines }: OverviewProps) {
  if (talks.length === 0) return <p class="soft">{t("staff.overview.nobody_talks")}</p>;
  return (
    <table class="table" id="overview-talks">
      <caption>{t("staff.overview.talks")}</caption>
      <Head
        t={t}
        columns={["staff.overview.chat", "staff.overview.with", "staff.overview.for", "staff.overview.silent"]}
        acts
      />
      <tbody>
        {talks.map((one) => (
          <tr id={`above-talk-${one.id}`} class={one.emergency ? "emergency" : undefined}>
            <th scope="row">
              {one.emergency && (
                <span class="urgent-mark">
                  <Icon name="urgent" />
                  <span>{t("staff.emergency.title")}</span>
                </span>
              )}
              <Marks t={t} of={one} now={now} href={`/staff/conversation/${one.id}`} />
              {one.helpAskedAt !== null && (
                <span class="urgent-mark">
                  <Icon name="urgent" />
                  <span>
                    {t("staff.overview.help")} <Ago t={t} at={one.helpAskedAt} now={now} />
                  </span>
                </span>
              )}
            </th>
            <td data-label={t("staff.overview.with")}>
              {[one.alias, ...one.beside.map(({ alias }) => alias)].join(", ")}
            </td>
            <td data-label={t("staff.overview.for")}>
              <Ago t={t} at={one.claimedAt} now={now} />
              {one.closedAt !== null && (
                <span class="overtime">
                  {" "}
                  {t("staff.line.closed_at", { time: t.time(one.closedAt, zoneOf(lines, one.lineId)) })}
                </span>
              )}
            </td>
            <td data-label={t("staff.overview.silent")}>
              <Silence t={t} talk={one} now={now} />
            </td>
            <td class="row-acts">
              <Act t={t} id={one.id} act="read_along" name={one.name} />
              <Act t={t} id={one.id} act="join" name={one.name} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Silence({ t, talk, now }: { t: Translate; talk: Talk; now: number }) {
  if (talk.pausedAt !== null) {
    return (
      <span>
        {t("staff.line.paused")} <Ago t={t} at={talk.pausedAt} now={now} />
      </span>
    );
  }
  if (!talk.silent) return null;
  return (
    <span>
      {talk.silent.of === "youth" ? t("staff.overview.silent_youth") : talk.alias}{" "}
      <Ago t={t} at={talk.silent.since} now={now} />
    </span>
  );
}

const looks: Record<PersonSeen["is"], { tone: "ok" | "warn" | "soft"; icon: IconName }> = {
  available: { tone: "ok", icon: "connected" },
  wrapping: { tone: "soft", icon: "waiting" },
  away: { tone: "soft", icon: "away" },
  gone: { tone: "warn", icon: "lost" },
};

function People({ t, people, now }: OverviewProps) {
  return (
    <table class="table" id="overview-people">
      <caption>{t("staff.overview.shift")}</caption>
      <Head t={t} columns={["session.field.alias", "admin.lines.now", "staff.nav.console", "staff.nav.lines"]} />
      <tbody>
        {people.map((one) => (
          <tr id={`above-person-${one.id}`}>
            <th scope="row">{one.alias}</th>
            <td data-label={t("admin.lines.now")}>
              <span class={`state ${looks[one.is].tone}`}>
                <Icon name={looks[one.is].icon} />
                <span>
                  {t(`staff.overview.is.${one.is}`)}{" "}
                  {one.since !== null && one.is !== "wrapping" && <Ago t={t} at={one.since} now={now} />}
                </span>
              </span>
            </td>
            <td data-label={t("staff.nav.console")}>{t.number(one.chats)}</td>
            <td data-label={t("staff.nav.lines")} dir="auto">
              {one.lines.length === 0 ? t("staff.overview.every_line") : one.lines.join(", ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Marks({ t, of, now, href }: { t: Translate; of: WaitingSeen | Talk; now: number; href?: string }) {
  return (
    <span class="marks">
      {of.lane === "urgent" && <UrgentMark t={t} />}
      {of.risk && <RiskMark t={t} />}
      {of.kind === "rehearsal" && <RehearsalMark t={t} />}
      {href === undefined ? (
        <b>{of.name}</b>
      ) : (
        <a id={`above-open-${of.id}`} {...opensPanes(href)}>
          {of.name}
        </a>
      )}
      {of.connection !== "connected" && (
        <StateMark t={t} chat={{ connection: of.connection, ended: null }} since={null} now={now} />
      )}
    </span>
  );
}

type Column = Parameters<Translate>[0];

function Head({ t, columns, acts = false }: { t: Translate; columns: Column[]; acts?: boolean }) {
  return (
    <thead>
      <tr>
        {columns.map((key) => (
          <th scope="col">{t(key)}</th>
        ))}
        {acts && <td />}
      </tr>
    </thead>
  );
}

const inMinutes = (t: Translate, n: number) => duration(t.language, n * 60_000);
const lineOf = (lines: LineNow[], id: number) => lines.find((one) => one.id === id);
const nameOf = (lines: LineNow[], id: number) => lineOf(lines, id)?.name ?? "";
const zoneOf = (lines: LineNow[], id: number) => lineOf(lines, id)?.zone ?? "UTC";
