import type { Translate } from "#src/i18n/i18n.ts";
import type { TakenBack } from "#src/queue/overview.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { StateMark } from "../state.tsx";
import { EmergencyMark, RehearsalMark, RiskMark, SilentMark, UrgentMark, WatchedMark } from "./queue.tsx";

/** Returns the attributes of a link that changes only the open conversations; the socket and the lists stay. */
export function opensPanes(href: string) {
  return {
    href,
    "hx-get": href,
    "hx-target": "#panes",
    "hx-select": "#panes",
    "hx-swap": "outerMorph",
    "hx-select-oob": "#chats:outerMorph",
    "hx-push-url": "true",
  };
}

/** Shared by all links of both lists, and set once around them since there are many rows. */
export const opening = {
  "hx-target:inherited": "#panes",
  "hx-select:inherited": "#panes",
  "hx-swap:inherited": "outerMorph",
  "hx-push-url:inherited": "true",
  "hx-select-oob:inherited": "#chats:outerMorph",
};

function opensFromList(href: string) {
  return { href, "hx-get": href };
}

/** The counsellor's own conversations; `open` are those on the screen, first one first. */
export function Chats(props: {
  t: Translate;
  chats: OwnChat[];
  /** If only changed rows are here: all ids in order. The page has the other rows. */
  order?: number[] | undefined;
  takenBack?: TakenBack[];
  /** How many more the reader has room for. */
  room: number;
  now: number;
  open: number[];
}) {
  const { t, chats, order, takenBack = [], now, open } = props;
  const count = order?.length ?? chats.length;
  return (
    <section id="chats" aria-labelledby="chats-title" data-full={props.room === 0 ? "" : undefined}>
      <h2 id="chats-title">
        {t("staff.chats.title")} <span class="tally">{count > 0 && t.number(count)}</span>
        {count > 0 && props.room > 0 && <span class="room-for">{t("staff.chats.room", { n: props.room })}</span>}
      </h2>
      {count === 0 && <p class="hint">{t("staff.chats.empty")}</p>}
      {takenBack.length > 0 && (
        <div class="taken-back">
          <p>{t("staff.chats.taken_back")}</p>
          <ul>
            {takenBack.map((one) => (
              <li id={`taken-back-${one.id}`}>{whatBecame(t, one)}</li>
            ))}
          </ul>
        </div>
      )}
      <ol class="rows" data-order={order?.join(" ")}>
        {chats.map((chat) => (
          <ChatRow t={t} chat={chat} now={now} open={open} />
        ))}
      </ol>
    </section>
  );
}

/** Returns a sentence on what became of a chat that was given to others. */
export function whatBecame(t: Translate, { name, at, zone, now }: TakenBack): string {
  const time = t.time(at, zone);
  if (now.state === "taken") return t("staff.chats.taken_back.taken", { name, time, alias: now.alias });
  return t(`staff.chats.taken_back.${now.state}`, { name, time });
}

function ChatRow(props: { t: Translate; chat: OwnChat; now: number; open: number[] }) {
  const { t, chat, now, open } = props;
  const first = open[0];
  const isOpen = open.includes(chat.id);
  const looks = ["row", chat.urgent && "in-danger", chat.unread > 0 && "unread", chat.ended && "ended"];
  return (
    <li id={`chat-${chat.id}`} data-id={chat.id} class={looks.filter(Boolean).join(" ")}>
      <a
        id={`open-${chat.id}`}
        class="open"
        aria-current={isOpen ? "true" : undefined}
        {...opensFromList(`/staff/conversation/${chat.id}`)}
      >
        <span class="name">
          {chat.urgent !== null && <Icon name="urgent" />}
          <b>{chat.name}</b>
          {chat.unread > 0 && (
            <span class="unread-mark">
              {t.number(chat.unread)}
              <span class="sr"> {t("staff.chats.unread", { n: chat.unread })}</span>
            </span>
          )}
          {chat.unreadNotes > 0 && (
            <span class="notes-mark">
              <Icon name="lock" />
              {t.number(chat.unreadNotes)}
              <span class="sr"> {t("staff.notes.unread", { n: chat.unreadNotes })}</span>
            </span>
          )}
          <ChatClock t={t} chat={chat} now={now} />
        </span>
        <span class="words">
          <ChatMeta t={t} chat={chat} now={now} />
          {chat.lastAuthor === "counsellor" && <bdi class="by">{lastBy(t, chat)} </bdi>}
          <bdi>{chat.lastWords}</bdi>
        </span>
      </a>
      {/* Always there, so that the list is the same on every page; the style sheet hides it where it cannot help. */}
      <a
        id={`beside-${chat.id}`}
        class="beside"
        hidden={first === undefined || isOpen}
        {...opensFromList(`/staff/conversation/${first ?? chat.id}?beside=${chat.id}`)}
      >
        <Icon name="beside" />
        <span class="sr">{t("staff.chats.beside", { name: chat.name })}</span>
      </a>
    </li>
  );
}

const lastBy = (t: Translate, { lastAlias }: OwnChat) =>
  lastAlias === null ? t("staff.message.mine") : t("staff.chats.by", { alias: lastAlias });

/** Since when they have been without an answer: the clock of someone who waits, in the colour of what is the reader's. */
function ChatClock({ t, chat, now }: { t: Translate; chat: OwnChat; now: number }) {
  if (chat.waitingSince === null) return null;
  return (
    <span class="clock mine">
      <span class="sr">{t("staff.chats.waiting_for_you")} </span>
      <Ago t={t} at={chat.waitingSince} now={now} />
    </span>
  );
}

function ChatMeta({ t, chat, now }: { t: Translate; chat: OwnChat; now: number }) {
  if (chat.ended) {
    return (
      <span class="meta">
        <StateMark t={t} chat={chat} since={null} now={now} />
        {chat.recordOpen && (
          <span>
            <Icon name="note" /> {t("staff.chats.record_open")}
          </span>
        )}
      </span>
    );
  }
  return (
    <span class="meta">
      {chat.urgent === "emergency" && <EmergencyMark t={t} />}
      {chat.urgent === "danger" && <UrgentMark t={t} />}
      {chat.risk && chat.urgent !== "emergency" && <RiskMark t={t} />}
      {chat.watched && <WatchedMark t={t} />}
      {chat.silent && <SilentMark t={t} />}
      {(chat.connection !== "connected" || chat.pausedAt !== null) && (
        <StateMark t={t} chat={chat} since={null} now={now} />
      )}
      {chat.kind === "rehearsal" && <RehearsalMark t={t} />}
      {chat.with !== null && <span>{t("staff.beside.with", { alias: chat.with })}</span>}
      {chat.line !== null && <bdi>{chat.line}</bdi>}
    </span>
  );
}
