import type { Translate } from "#src/i18n/i18n.ts";
import type { OwnChat, Waiting } from "#src/queue/place.ts";
import { Bar, type BarProps } from "#views/counsellor/bar.tsx";
import { Chats } from "#views/counsellor/chats.tsx";
import { Pane, type PaneChat } from "#views/counsellor/conversation.tsx";
import { Keys } from "#views/counsellor/keys.tsx";
import { Queue } from "#views/counsellor/queue.tsx";
import { type StaffFrame, StaffNotice, StaffPage } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";

export interface ConsoleProps {
  frame: StaffFrame;
  bar: Omit<BarProps, "t">;
  waiting: Waiting[];
  chats: OwnChat[];
  /** The conversations on the screen, one or two, each with a new client id for its next message. */
  panes: { chat: PaneChat; clientId: string }[];
  canClaim: boolean;
  /** ms UTC */
  now: number;
  /** Time zone of the helpline (IANA name). */
  zone: string;
}

/** The counsellor's room: who waits, whom I am with, and the conversation. */
export function Console(props: ConsoleProps) {
  const { t, notices } = props.frame;
  const open = props.panes.map((pane) => pane.chat.id);
  const title = props.panes[0]?.chat.name ?? t("staff.console.title");
  return (
    <StaffPage frame={props.frame} title={title} live>
      <a class="skip" href="#panes">
        {t("staff.skip.panes")}
      </a>
      <div
        id="console"
        hx-ws:connect={`/staff/live?open=${open.join(".")}`}
        data-offline={t("staff.offline")}
        data-not-done={t("staff.not_done")}
        data-signed-out={t("staff.signed_out")}
        data-not-sent={t("staff.composer.not_sent")}
        data-left={t("staff.composer.left")}
        data-newer={t("staff.pane.newer")}
        data-arrived={t("staff.queue.arrived")}
      >
        <Bar t={t} {...props.bar} />
        <div class="banners">
          {notices.map((text) => (
            <StaffNotice text={text} />
          ))}
          <p id="offline" role="status" class="banner" />
          <p id="refused" role="alert" class="banner" />
          <p id="arrived" role="status" class="sr" />
        </div>
        <main class="parts">
          <div class="lists">
            <Queue t={t} waiting={props.waiting} now={props.now} canClaim={props.canClaim} />
            <Chats t={t} chats={props.chats} now={props.now} open={open} />
          </div>
          <Panes t={t} panes={props.panes} now={props.now} zone={props.zone} me={props.bar.alias} />
        </main>
        <Views t={t} waiting={props.waiting.length} unread={props.chats.reduce((sum, chat) => sum + chat.unread, 0)} />
      </div>
      <Keys t={t} />
    </StaffPage>
  );
}

/** The open conversations, or the quiet room when there is none. */
function Panes(props: { t: Translate; me: string } & Pick<ConsoleProps, "panes" | "now" | "zone">) {
  const { t, panes } = props;
  const shape = ["none", "one", "two"][panes.length] ?? "two";
  return (
    <div id="panes" class={`panes ${shape}`} tabindex={-1} hx-history-elt="">
      {panes.length === 0 && (
        <div class="room">
          <Icon name="lamp" />
          <h2>{t("staff.room.title")}</h2>
          <p>{t("staff.room.text")}</p>
        </div>
      )}
      {panes.map(({ chat, clientId }, index) => (
        <Pane
          t={t}
          chat={chat}
          clientId={clientId}
          now={props.now}
          zone={props.zone}
          me={props.me}
          other={panes[1 - index]?.chat.id ?? null}
        />
      ))}
    </div>
  );
}

/** On a narrow screen the three columns are three views, and this is the way between them. */
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
        <span>{t("staff.views.chats")}</span>
        <b id="tally-chats">{unread > 0 && t.number(unread)}</b>
      </a>
      <a href="#panes">
        <Icon name="person" />
        <span>{t("staff.views.conversation")}</span>
      </a>
    </nav>
  );
}
