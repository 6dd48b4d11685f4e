import type { Message } from "#src/conversation/messages/message.ts";
import type { Referral } from "#src/conversation/messages/referral.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { linesBefore } from "#views/counsellor/console/side-tabs.ts";
import { LeadsOn } from "#views/counsellor/console/tab-link.tsx";
import { Card } from "#views/parts/card.tsx";
import { Icon } from "#views/parts/icons.tsx";
import { WentLine } from "./referral-outcome.tsx";

interface StaffMessageProps {
  t: Translate;
  message: Message;
  /** The young person has read up to this seq. */
  seen: number;
  zone: string;
  /** The reader's alias. */
  me: string;
  ended?: boolean;
  referrals?: Referral[] | undefined;
}

/** A message in the log. */
export function StaffMessage(props: StaffMessageProps) {
  const { t, message, zone } = props;
  const side = sideOf(message, props.me);
  const read = message.author === "counsellor" && message.seq <= props.seen;
  return (
    <li
      id={`m${message.conversationId}-${message.seq}`}
      data-seq={message.seq}
      class={`m ${side}${read ? " read" : ""}`}
    >
      {side === "other" && <span class="who">{message.alias}</span>}
      {side !== "other" && side !== "notice" && <span class="sr">{t(`staff.message.${side}`)} </span>}
      {message.cards ? (
        <SentCards {...props} cards={message.cards} />
      ) : (
        <p
          dir="auto"
          translate={side === "notice" ? undefined : "no"}
          class={message.text === null ? "shut" : undefined}
        >
          {message.text ?? t("staff.message.shut")}
        </p>
      )}
      <span class="when">
        <time datetime={new Date(message.at).toISOString()} title={t.dateTime(message.at, zone)}>
          {t.time(message.at, zone)}
        </time>
        {read && (
          <span class="read-mark">
            <Icon name="read" />
            {t("staff.message.read")}
          </span>
        )}
      </span>
    </li>
  );
}

function SentCards({
  t,
  message,
  cards,
  ended = false,
  referrals = [],
}: StaffMessageProps & { cards: NonNullable<Message["cards"]> }) {
  return (
    <div class="sent-cards">
      {cards.map((card) => {
        const referral = referrals.find(({ serviceId }) => serviceId === card.id);
        return (
          <>
            <Card t={t} card={card} leaving="nothing" />
            {referral && <WentLine t={t} id={message.conversationId} ended={ended} referral={referral} />}
          </>
        );
      })}
    </div>
  );
}

function sideOf(message: Message, me: string): "youth" | "mine" | "other" | "notice" {
  if (message.author !== "counsellor") return message.author;
  return message.alias === me ? "mine" : "other";
}

interface EarlierProps {
  t: Translate;
  id: number;
  before: number;
  ended: boolean;
}

/** The way to the lines before a seq (console-log.js). Its own seq keeps it above those that are here. */
export function Earlier({ t, id, before, ended }: EarlierProps) {
  return (
    <li id={`earlier-${id}`} data-seq={0} data-before={before} class="earlier">
      <LeadsOn id={id} ended={ended} to={`before-${before}`} href={linesBefore(id, before)} class="quiet">
        {t("youth.chat.earlier")}
      </LeadsOn>
    </li>
  );
}

/** "… is writing": always in its place, so that nothing jumps. */
export function Typing({ t, id, on }: { t: Translate; id: number; on: boolean }) {
  return (
    <p id={`typing-${id}`} class="typing" aria-live="off">
      {on && (
        <span>
          <i />
          <i />
          <i />
          {t("staff.typing")}
        </span>
      )}
    </p>
  );
}
