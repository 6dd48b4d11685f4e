import type { Translate } from "#src/i18n/i18n.ts";
import type { WhoLeft } from "#src/queue/door/who-left.ts";
import type { Offered, Outside } from "#src/queue/handover/seats.ts";
import type { TakenBack } from "#src/queue/overview.ts";
import type { OwnChat, Waiting } from "#src/queue/rows.ts";
import type { LeftAlone } from "#src/queue/wait/unattended.ts";
import type { Signals } from "#src/staff/accounts/signals.ts";
import type { ShiftNote } from "#src/staff/shift/shift-room.ts";
import { type ErasedChat, ErasedPane } from "#views/counsellor/after/erased.tsx";
import { Pane } from "#views/counsellor/chat/conversation.tsx";
import type { Beside, PaneChat } from "#views/counsellor/chat/pane.ts";
import { Overview, type OverviewProps } from "#views/counsellor/line/overview.tsx";
import { ShiftRoom, type ShiftRoomProps, ToAll } from "#views/counsellor/line/shift.tsx";
import { type Ask, type Opening, Openings } from "#views/counsellor/safety/address-requests.tsx";
import { Offers } from "#views/counsellor/team/offers.tsx";
import { OutsidePane } from "#views/counsellor/team/outside.tsx";
import { Nagging, type StaffFrame, StaffNotice, StaffPage } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { Done } from "#views/parts/told/saved.tsx";
import { Bar, type BarProps } from "./bar.tsx";
import { Chats, opening } from "./chats.tsx";
import { Keys } from "./keys.tsx";
import { ForYou, type ForYouProps, ToAnswer, type ToAnswerProps } from "./news.tsx";
import { Queue } from "./queue.tsx";
import { SessionEnds } from "./session-ends.tsx";
import { AskNotices } from "./sound.tsx";
import { StillHere } from "./still-here.tsx";

interface ConsoleProps {
  frame: StaffFrame;
  done: string | null;
  bar: Omit<BarProps, "t">;
  signals: Signals;
  waiting: Waiting[];
  /** Chats whose counsellor is out of reach, and own ones that were given to others for that. */
  leftAlone: LeftAlone[];
  whoLeft: WhoLeft[];
  takenBack: TakenBack[];
  /** How many more chats the reader has room for. */
  room: number;
  chats: OwnChat[];
  /** One or two, each with a new client id for its next message. */
  panes: (
    | { chat: PaneChat; clientId: string; beside: Beside }
    | { outside: Outside }
    | { erased: ErasedChat; asks: boolean }
  )[];
  above: Omit<OverviewProps, "t"> | null;
  offered: Offered[];
  /** Addresses that cannot be opened without the reader. */
  openings: Opening[];
  asks: Ask[];
  toAnswer: Omit<ToAnswerProps, "t">;
  forYou: Omit<ForYouProps, "t">;
  shift: Omit<ShiftRoomProps, "t">;
  toAll: ShiftNote[];
  canClaim: boolean;
  now: number;
  zone: string;
}

/** The console: who waits, who I am with, and the conversation. */
export function Console(props: ConsoleProps) {
  const { t, notices, assets } = props.frame;
  const isEnded = props.panes.some((pane) => "erased" in pane || ("chat" in pane && pane.chat.ended !== null));
  const open = props.panes.map((pane) => shownIn(pane).id);
  const [first] = props.panes;
  const title = first ? shownIn(first).name : t(props.above ? "staff.overview.title" : "staff.nav.console");
  return (
    <StaffPage frame={props.frame} title={title} live script={isEnded ? "record" : undefined}>
      <a class="skip" href="#panes">
        {t("staff.skip.panes")}
      </a>
      <div
        id="console"
        data-me={props.shift.me}
        hx-ws:connect={`/staff/live?open=${open.join(".")}`}
        data-offline={t("staff.offline")}
        data-not-done={t("staff.not_done")}
        data-signed-out={t("staff.signed_out")}
        data-not-sent={t("staff.composer.not_sent")}
        data-left={t("staff.composer.left")}
        data-newer={t("staff.pane.newer")}
        data-arrived={t("staff.queue.arrived")}
        data-notice={t("staff.live.notice")}
        data-moved={t("staff.queue.moved")}
        data-urgent={t("staff.queue.urgent")}
      >
        <Bar t={t} {...props.bar} />
        <AskNotices t={t} signals={props.signals} scripts={[assets.notices, ...(isEnded ? [] : [assets.record])]} />
        <div class="banners">
          {notices.map((text) => (
            <StaffNotice text={text} />
          ))}
          <ToAnswer t={t} {...props.toAnswer} />
          <Nagging nag={props.frame.readAlone} />
          {props.done !== null && (
            <div class="banner done">
              <Done words={props.done} />
            </div>
          )}
          <p id="offline" role="status" class="banner" />
          <p id="refused" role="alert" class="banner" />
          <p id="arrived" role="status" class="sr" />
          <SessionEnds t={t} time={null} />
          <ToAll t={t} notes={props.toAll} />
          <Openings t={t} openings={props.openings} asks={props.asks} />
          <Offers t={t} offered={props.offered} now={props.now} />
        </div>
        <main class="parts">
          <div class="lists" {...opening}>
            <Queue
              t={t}
              waiting={props.waiting}
              leftAlone={props.leftAlone}
              whoLeft={props.whoLeft}
              me={props.shift.me}
              now={props.now}
              canClaim={props.canClaim}
              off={props.bar.newChats === "off"}
              full={props.room === 0}
            />
            <Chats
              t={t}
              chats={props.chats}
              takenBack={props.takenBack}
              room={props.room}
              now={props.now}
              open={open}
            />
            <ForYou t={t} {...props.forYou} />
          </div>
          <Panes t={t} panes={props.panes} above={props.above} now={props.now} zone={props.zone} me={props.bar.alias} />
        </main>
        <Views t={t} waiting={props.waiting.length} unread={props.chats.reduce((sum, chat) => sum + chat.unread, 0)} />
        <ShiftRoom t={t} {...props.shift} />
      </div>
      <Keys t={t} />
      <StillHere t={t} />
    </StaffPage>
  );
}

const shownIn = (pane: ConsoleProps["panes"][number]) =>
  "outside" in pane ? pane.outside : "erased" in pane ? pane.erased : pane.chat;

function Panes(props: { t: Translate; me: string } & Pick<ConsoleProps, "panes" | "above" | "now" | "zone">) {
  const { t, panes, above } = props;
  // "none" gives its place on a phone to the queue, which must not happen to the overview.
  const searched = panes.findIndex((pane) => "chat" in pane && "beside" in pane && pane.beside.tab !== "about");
  const front = Math.max(0, searched);
  const shape = above ? "all" : (["none", "one", "two"][panes.length] ?? "two");
  return (
    <div id="panes" class={`panes ${shape}`} tabindex={-1} hx-history-elt="">
      {above && <Overview t={t} {...above} />}
      {panes.length === 0 && !above && (
        <div class="room">
          <Icon name="lamp" />
          <h2>{t("staff.room.title")}</h2>
          <p>{t("staff.room.text")}</p>
        </div>
      )}
      {panes.map((pane, index) => {
        const beside = panes[1 - index];
        const around = { t, zone: props.zone, other: beside ? shownIn(beside).id : null, front: index === front };
        if ("erased" in pane) return <ErasedPane {...around} chat={pane.erased} asks={pane.asks} />;
        return "outside" in pane ? (
          <OutsidePane {...around} chat={pane.outside} />
        ) : (
          <Pane {...around} {...pane} now={props.now} me={props.me} />
        );
      })}
    </div>
  );
}

/** On a narrow screen the three columns are three views, and these are the links between them. */
function Views({ t, waiting, unread }: { t: Translate; waiting: number; unread: number }) {
  return (
    <nav class="views" aria-label={t("staff.views.label")}>
      <a href="#queue">
        <Icon name="waiting" />
        <span>{t("staff.queue.title")}</span>
        <b id="tally-queue">{waiting > 0 && t.number(waiting)}</b>
      </a>
      <a href="#chats">
        <Icon name="chats" />
        <span>{t("staff.nav.console")}</span>
        <b id="tally-chats">{unread > 0 && t.number(unread)}</b>
      </a>
      <a href="#panes">
        <Icon name="person" />
        <span>{t("staff.overview.chat")}</span>
      </a>
    </nav>
  );
}
