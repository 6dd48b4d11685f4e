import type { Translate } from "#src/i18n/i18n.ts";
import { DoorsSay, missed, nobodyThere } from "#views/counsellor/line/line-menu.tsx";
import { doorClass } from "#views/counsellor/line/line-state.tsx";
import { EmergencyLines, type ToAnswer } from "#views/counsellor/safety/emergency-lines.tsx";
import { type HelpRow, helpIds } from "#views/counsellor/team/help-wanted.tsx";
import { Presence } from "#views/counsellor/team/presence.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import type { BarProps } from "./bar.tsx";
import { UrgentMark } from "./queue.tsx";
import { Sound } from "./sound.tsx";

/** Who waits on the reader's lines (by `waitId`), and since when (ms UTC) the first of them has. */
export interface Waits {
  ids: string[];
  urgent: string[];
  since: number | null;
}

export type LiveBarProps = Pick<BarProps, "t" | "lines" | "deserted" | "helps" | "now"> & {
  takes: {
    availability: BarProps["availability"];
    newChats: BarProps["newChats"];
    /** Available, and not wrapping up after a chat. */
    isReady: boolean;
    hasRoom: boolean;
    waits: Waits;
    help: readonly HelpRow[];
    unread: OwnUnreadProps["unread"];
  } | null;
  toAnswer: ToAnswer | null;
};

/** Live parts of every staff page but the console; each has its place, so repaints (static/staff-live.js) move nothing else. */
export function LiveBar(props: LiveBarProps) {
  const { t, takes, now } = props;
  return (
    <section
      id="live"
      class="live no-print"
      lang={t.language}
      aria-label={t("staff.live.label")}
      data-ready={takes?.isReady ? "" : undefined}
      data-full={takes && !takes.hasRoom ? "" : undefined}
      data-offline={t("staff.live.offline")}
      data-signed-out={t("staff.live.signed_out")}
      data-sign-in={t("staff.live.sign_in")}
      data-arrived={t("staff.queue.arrived")}
      data-urgent={t("staff.live.urgent")}
      data-notice={t("staff.live.notice")}
      data-not-done={t("staff.not_done")}
    >
      <div class="live-first">
        <LiveLine {...props} />
        <p id="live-off" class="live-says" role="status" />
        {takes && (
          <form id="availability" method="post" action="/staff/available" data-now={takes.availability}>
            <Presence t={t} availability={takes.availability} newChats={takes.newChats} />
          </form>
        )}
        {takes && <OwnUnread unread={takes.unread} />}
        <Sound t={t} />
      </div>
      {(takes || props.toAnswer) && (
        <div class="live-now">
          {takes && <LiveWaits t={t} waits={takes.waits} now={now} />}
          <div class="live-slot">
            {props.toAnswer && <EmergencyLines t={t} toAnswer={props.toAnswer} now={now} />}
            {takes && <LiveHelp t={t} help={takes.help} now={now} />}
          </div>
        </div>
      )}
      <p id="arrived" role="status" class="sr" />
    </section>
  );
}

/** Shows what the doors say, or that no one is available. */
export function LiveLine(props: Pick<LiveBarProps, "t" | "lines" | "deserted" | "helps" | "now">) {
  const { t, lines, deserted, now } = props;
  return (
    <p id="live-line" class="live-says" data-deserted={missed(props)}>
      <span class={`dot ${doorClass(lines)}`} />
      <span class={deserted.length > 0 ? "deserted" : undefined}>
        {deserted.length > 0 ? nobodyThere(t, props) : <DoorsSay t={t} lines={lines} now={now} />}
      </span>
    </p>
  );
}

/** Shows how many wait, since when, and whether it is urgent for any of them. */
export function LiveWaits({ t, waits, now }: { t: Translate; waits: Waits; now: number }) {
  const { ids, urgent, since } = waits;
  return (
    <p
      id="wait"
      class="live-wait"
      data-ids={ids.join(" ")}
      data-urgent={urgent.join(" ")}
      data-since={since ?? undefined}
    >
      <a id="to-waiting" href="/staff" title={t("staff.bar.waiting", { n: ids.length })}>
        <b>{t("staff.bar.waiting", { n: ids.length })}</b>
        <span class="n" aria-hidden="true">
          <Icon name={urgent.length > 0 ? "urgent" : "waiting"} />
          {t.number(ids.length)}
        </span>
        {urgent.length > 0 && <UrgentMark t={t} />}
        {since !== null && (
          <span class="soft">
            {t("staff.bar.longest")} <Ago t={t} at={since} now={now} />
          </span>
        )}
      </a>
    </p>
  );
}

interface OwnUnreadProps {
  /** Own chats (ids) with messages that are unread, and how many. */
  unread: { id: number; n: number }[];
}

/** Tells scripts of messages in the reader's own chats (static/staff-notices.js). */
export function OwnUnread({ unread }: OwnUnreadProps) {
  return <i id="own-unread" hidden data-unread={unread.map(({ id, n }) => `${id}:${n}`).join(" ")} />;
}

/** Leads to the chat of the first one who asked, to join it. */
function LiveHelp({ t, help, now }: { t: Translate; help: readonly HelpRow[]; now: number }) {
  const others = help.filter(({ isOwn }) => !isOwn);
  const [first] = others;
  return (
    <p id="help-wanted" class="live-help" data-ids={helpIds(help)} data-said={t("staff.help.said")}>
      {first && (
        <a
          id="to-help"
          class="called"
          href={first.left ? `/staff/danger/${first.id}` : `/staff/conversation/${first.id}`}
          title={`${t("staff.help.wanted", { n: others.length })} · ${first.of}`}
        >
          <Icon name="hand" />
          <b>{t("staff.help.wanted", { n: others.length })}</b>
          <span class="n" aria-hidden="true">
            {t.number(others.length)}
          </span>
          <span class="more">
            {first.of} · <Ago t={t} at={first.at} now={now} />
          </span>
        </a>
      )}
    </p>
  );
}
