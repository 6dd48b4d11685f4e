import type { Message } from "#src/conversation/message.ts";
import { languageNames, type Translate } from "#src/i18n/i18n.ts";
import type { OwnChat } from "#src/queue/place.ts";
import { Ago, duration } from "#views/counsellor/ago.tsx";
import { opensPanes } from "#views/counsellor/chats.tsx";
import { BackNote, ComposerState } from "#views/counsellor/composer.tsx";
import { End } from "#views/counsellor/end.tsx";
import { StaffMessage, Typing } from "#views/counsellor/message.tsx";
import { RehearsalMark } from "#views/counsellor/queue.tsx";
import { StateMark } from "#views/counsellor/state.tsx";
import { Icon } from "#views/parts/icons.tsx";

/** Everything an open conversation shows. */
export type PaneChat = OwnChat & {
  messages: Message[];
  /** The young person has read up to this seq; 0 for nothing. */
  seen: number;
  /** Words written and not sent. */
  draft: string;
  typing: boolean;
  /** Set when the young person came back after being away. */
  back: { afterMinutes: number } | null;
  /** When the young person came, ms UTC. */
  startedAt: number;
  /** When its line closed, ms UTC; null while the line is open, and after the end. */
  closedAt: number | null;
  /** Since when the young person is lost or away, ms UTC; null while connected or when not known. */
  awaySince: number | null;
};

export interface PaneProps {
  t: Translate;
  chat: PaneChat;
  now: number;
  clientId: string;
  zone: string;
  /** The conversation shown beside this one. */
  other: number | null;
  /** The reader's public alias, to tell own words from a colleague's. */
  me: string;
}

/** One conversation: who, what was said, and the field to answer in. */
export function Pane(props: PaneProps) {
  const { t, chat, now, zone, other, me } = props;
  return (
    <section class="pane" id={`pane-${chat.id}`} data-id={chat.id} aria-labelledby={`name-${chat.id}`}>
      <PaneHead t={t} chat={chat} now={now} zone={zone} />
      {other !== null && (
        <a class="quiet shut-pane" id={`shut-${chat.id}`} {...opensPanes(`/staff/conversation/${other}`)}>
          <Icon name="close" />
          <span class="sr">{t("staff.pane.shut", { name: chat.name })}</span>
        </a>
      )}
      <div
        class="scroll"
        id={`scroll-${chat.id}`}
        role="log"
        tabindex={0}
        aria-label={t("staff.pane.log", { name: chat.name })}
      >
        <Typing t={t} id={chat.id} on={chat.typing} />
        <ol class="log" id={`log-${chat.id}`}>
          {chat.messages.map((message) => (
            <StaffMessage t={t} message={message} seen={chat.seen} zone={zone} me={me} />
          ))}
        </ol>
      </div>
      <button type="button" class="newer" id={`newer-${chat.id}`} hidden />
      <BackNote t={t} id={chat.id} back={chat.back} />
      <ComposerState t={t} chat={chat} clientId={props.clientId} now={now} other={other} />
      <aside class="side" aria-labelledby={`about-${chat.id}`}>
        <h3 id={`about-${chat.id}`}>{t("staff.about.title")}</h3>
        <About t={t} chat={chat} zone={zone} />
      </aside>
    </section>
  );
}

type HeadProps = { t: Translate; chat: Omit<PaneChat, "messages">; now: number; zone: string };

/** Who this is and whether they are there. */
export function PaneHead({ t, chat, now, zone }: HeadProps) {
  return (
    <header class="head" id={`head-${chat.id}`}>
      <h2 id={`name-${chat.id}`}>{chat.name}</h2>
      <p class="facts">
        {chat.rehearsal && <RehearsalMark t={t} />}
        <StateMark t={t} chat={chat} since={chat.ended ? null : chat.awaySince} now={now} />
        <span lang={chat.language}>{languageNames[chat.language]}</span>
        {chat.feeling !== null && <span>{t("staff.feels", { n: chat.feeling })}</span>}
        <span>
          {t("staff.pane.since", { time: t.time(chat.claimedAt, zone) })}
          {!chat.ended && ", "}
          {!chat.ended && <Ago t={t} at={chat.claimedAt} now={now} />}
        </span>
        {chat.closedAt !== null && (
          <span class="overtime">{t("staff.line.closed_at", { time: t.time(chat.closedAt, zone) })}</span>
        )}
        {chat.line !== null && <span dir="auto">{chat.line}</span>}
      </p>
      <details class="menu about" id={`facts-${chat.id}`}>
        <summary class="quiet">
          <Icon name="info" />
          <span class="label">{t("staff.about.title")}</span>
        </summary>
        <div class="float">
          <About t={t} chat={chat} zone={zone} />
        </div>
      </details>
      {!chat.ended && <End t={t} id={chat.id} name={chat.name} />}
    </header>
  );
}

/** What is known of the young person: only what they chose to say, and times. */
function About({ t, chat, zone }: Pick<HeadProps, "t" | "chat" | "zone">) {
  return (
    <dl class="about-list">
      <dt>{t("staff.about.feeling")}</dt>
      <dd>{chat.feeling === null ? t("staff.about.not_said") : t("staff.about.of_ten", { n: chat.feeling })}</dd>
      <dt>{t("staff.about.language")}</dt>
      <dd lang={chat.language}>{languageNames[chat.language]}</dd>
      <dt>{t("staff.about.came")}</dt>
      <dd>
        <time datetime={new Date(chat.startedAt).toISOString()} title={t.dateTime(chat.startedAt, zone)}>
          {t.time(chat.startedAt, zone)}
        </time>
      </dd>
      <dt>{t("staff.about.waited")}</dt>
      <dd>{duration(t.language, chat.claimedAt - chat.startedAt)}</dd>
    </dl>
  );
}
