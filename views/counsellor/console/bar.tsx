import type { Stage } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Deserted, LineStatus, type LineStatusProps } from "#views/counsellor/line/line-menu.tsx";
import { ToShift } from "#views/counsellor/line/shift.tsx";
import { EmergencyLines, type ToAnswer } from "#views/counsellor/safety/emergency-lines.tsx";
import { type HelpRow, HelpWanted } from "#views/counsellor/team/help-wanted.tsx";
import { Availability, Busy, type PresenceProps } from "#views/counsellor/team/presence.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { SignOut } from "#views/parts/staff-nav.tsx";
import { Ago } from "../ago.tsx";
import { opensPanes } from "./chats.tsx";
import { Sound } from "./sound.tsx";

export interface BarProps extends PresenceProps, LineStatusProps {
  /** On the lines the reader serves. */
  waitingCount: number;
  /** Since when the first in line has been waiting, ms UTC. */
  waitingSince: number | null;
  alias: string;
  admin: boolean;
  mayKeep: boolean;
  mayTake: boolean;
  /** How far they are in learning; null for whoever answers nobody. */
  learns: Stage | null;
  /** What waits for a supervisor after chats: who needs to talk, and the rest; null = no supervisor. */
  inbox: { talk: number; others: number } | null;
  /** Complaints that wait for this member or, for an admin, for someone who may read them. */
  concerns: number;
  maySeeAll: boolean;
  unseen: number;
  /** null = this member is never asked. */
  help: readonly HelpRow[] | null;
  /** Emergencies to answer for, and what calls a lead; null for anyone else. */
  toAnswer: ToAnswer | null;
  /** Their unfinished contact records. */
  toFinish: number;
}

/** The top line of the console: is the line open, am I available, who waits. */
export function Bar(props: BarProps) {
  const { t } = props;
  return (
    <header id="bar" lang={t.language}>
      <h1 class="sr">{t("staff.nav.console")}</h1>
      <LineStatus {...props} />
      {props.mayTake && <Availability t={t} availability={props.availability} newChats={props.newChats} />}
      {!props.mayTake && props.learns !== null && (
        <a class="quiet" href="/staff/learning">
          {t(`staff.learning.stage.${props.learns}`)}
        </a>
      )}
      <Deserted {...props} />
      <Waits t={t} waitingCount={props.waitingCount} waitingSince={props.waitingSince} now={props.now} />
      {/* What comes and goes stands behind what stays, and before the tools: nothing moves to make place for it. */}
      {props.help && <HelpWanted t={t} wanted={props.help} now={props.now} />}
      {props.toAnswer && <EmergencyLines t={t} toAnswer={props.toAnswer} now={props.now} />}
      {props.concerns > 0 && (
        <a
          id="to-concerns"
          class="quiet"
          href="/staff/concerns"
          aria-label={t("staff.concern.waiting", { n: props.concerns })}
          title={t("staff.concern.title")}
        >
          <Icon name="urgent" />
          <span class="more">{t("staff.concern.title")}</span>
          <b class="tally">{t.number(props.concerns)}</b>
        </a>
      )}
      <Busy t={t} wrapUp={props.wrapUp} />
      <div class="tools">
        {props.toFinish > 0 && (
          <a
            class="quiet to-finish"
            href="/staff/records"
            aria-label={t("staff.records.bar", { n: props.toFinish })}
            title={t("staff.records.bar", { n: props.toFinish })}
          >
            <Icon name="note" />
            <span>{t("staff.records.bar", { n: props.toFinish })}</span>
            <b class="tally">{t.number(props.toFinish)}</b>
          </a>
        )}
        {props.maySeeAll && (
          <a
            id="to-overview"
            class="quiet"
            {...opensPanes("/staff/overview")}
            aria-label={t("staff.overview.title")}
            title={t("staff.overview.title")}
          >
            <Icon name="above" />
            <span class="more">{t("staff.overview.title")}</span>
          </a>
        )}
        {props.inbox && <Inbox t={t} {...props.inbox} />}
        <ToShift t={t} unseen={props.unseen} />
        <Sound t={t} named />
        <button
          type="button"
          class="quiet"
          id="show-keys"
          aria-label={t("staff.keys.title")}
          title={t("staff.keys.title")}
          hidden
        >
          <Icon name="keyboard" />
          <span class="more">{t("staff.keys.title")}</span> <kbd>?</kbd>
        </button>
        <noscript>
          {/* The empty address is this page, with its open conversations. */}
          <a class="quiet" href="">
            {t("staff.refresh")}
          </a>
        </noscript>
        <details class="menu" id="me">
          <summary class="quiet">
            <Icon name="person" />
            <span>{props.alias}</span>
            <Icon name="down" />
          </summary>
          <div class="float">
            <p>{t("staff.me.alias", { alias: props.alias })}</p>
            <a class="quiet" href="/staff/me">
              <Icon name="person" />
              {t("session.me.title")}
            </a>
            <a class="quiet" href="/staff/practice">
              <Icon name="keyboard" />
              {t("staff.nav.practice")}
            </a>
            <a class="quiet" href={props.mayKeep ? "/admin/replies" : "/staff/replies"}>
              <Icon name="ready" />
              {t("staff.nav.replies")}
            </a>
            {props.mayTake && (
              <a class="quiet" href="/staff/records">
                <Icon name="note" />
                {t("staff.records.title")}
              </a>
            )}
            {props.mayTake && (
              <a class="quiet" href="/staff/emergencies">
                <Icon name="urgent" />
                {t("staff.emergencies.title")}
              </a>
            )}
            {props.mayKeep && (
              <a class="quiet" href="/staff/concerns">
                <Icon name="urgent" />
                {t("staff.concern.title")}
              </a>
            )}
            {props.mayKeep && (
              <a class="quiet" href="/admin/directory">
                <Icon name="info" />
                {t("staff.nav.directory")}
              </a>
            )}
            {props.mayKeep && (
              <a class="quiet" href="/admin/on-call">
                <Icon name="people" />
                {t("staff.nav.on_call")}
              </a>
            )}
            {props.admin &&
              pages.map(({ name, icon }) => (
                <a class="quiet" href={`/admin/${name}`}>
                  <Icon name={icon} />
                  {t(`staff.nav.${name}`)}
                </a>
              ))}
            <SignOut t={t} />
          </div>
        </details>
      </div>
    </header>
  );
}

/** How many wait, and for how long. */
export function Waits({
  t,
  waitingCount,
  waitingSince,
  now,
}: Pick<BarProps, "t" | "waitingCount" | "waitingSince" | "now">) {
  return (
    <p class="wait" id="wait">
      <b>{t("staff.bar.waiting", { n: waitingCount })}</b>
      {waitingSince !== null && (
        <span class="more">
          {t("staff.bar.longest")} <Ago t={t} at={waitingSince} now={now} />
        </span>
      )}
    </p>
  );
}

const pages = [
  { name: "hours", icon: "waiting" },
  { name: "lines", icon: "beside" },
  { name: "staff", icon: "key" },
  { name: "settings", icon: "lamp" },
] as const;

/** Someone who needs to talk comes before all else. */
function Inbox({ t, talk, others }: { t: Translate; talk: number; others: number }) {
  const says = talk > 0 ? t("staff.inbox.talk", { n: talk }) : t("staff.inbox.title");
  const n = talk > 0 ? talk : others;
  return (
    <a
      id="inbox"
      class={talk > 0 ? "quiet talk" : "quiet"}
      href="/staff/debriefs"
      data-talk={talk}
      title={says}
      aria-label={talk === 0 && n > 0 ? `${says} ${t.number(n)}` : says}
    >
      <Icon name={talk > 0 ? "urgent" : "chats"} />
      <span class="more">{says}</span>
      <b class={talk > 0 ? "few" : "tally"}>{n > 0 && t.number(n)}</b>
    </a>
  );
}
