import type { Message } from "#src/conversation/messages/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { wallTime } from "#src/i18n/when.ts";
import { Card } from "#views/parts/card.tsx";

interface MessageProps {
  t: Translate;
  message: Message;
  /** Written here, not stored yet. */
  sending?: boolean;
}

/** Texts of the links to each place. */
const goes = { later: "youth.later.offer_go", where: "youth.where.go", back: "youth.approach.look" } as const;

const sides = { youth: "me", counsellor: "them", notice: "notice" } as const;

const attributes = ({ message, sending }: MessageProps, clientId?: string) => ({
  id: `m${message.seq}`,
  "data-seq": message.seq,
  "data-id": clientId,
  class: `m ${sides[message.author]}${sending ? " sending" : ""}${message.cards ? " wide" : ""}`,
});

/** When it was said, as the reader's own clock has it (static/words.js); lines of the helpline itself have no time. */
const Said = ({ t, message: { author, at, zone } }: MessageProps) =>
  author === "notice" || zone === undefined ? null : (
    <small>
      <time datetime={wallTime(at, zone)}>{t.time(at, zone)}</time>
    </small>
  );

const Words = ({ t, message, sending }: MessageProps) => (
  <>
    {message.author !== "notice" && <b>{message.author === "youth" ? t("youth.message.you") : message.alias}</b>}
    {message.cards ? (
      message.cards.map((card) => <Card t={t} card={card} leaving="question" alone />)
    ) : (
      <p dir="auto">{message.text ?? t("youth.message.unreadable")}</p>
    )}
    {message.leadsTo && (
      <a href={`/${message.leadsTo}`} target="_top">
        {t(goes[message.leadsTo])}
      </a>
    )}
    {sending ? <small>{t("youth.message.sending")}</small> : <Said t={t} message={message} />}
  </>
);

/** A message as a row of the log, on the page and from the socket. A notice arrives in words. */
export const MessageItem = (props: MessageProps) =>
  props.message.unseen ? (
    <li id={`m${props.message.seq}`} data-seq={props.message.seq} hidden />
  ) : (
    <li {...attributes(props, props.message.clientId)}>
      <Words {...props} />
    </li>
  );

/** A message in the streamed frame, where a list cannot be, as its end is never written; no script looks for it. */
export const MessageBlock = (props: MessageProps) =>
  props.message.unseen ? (
    <i hidden />
  ) : (
    <div {...attributes(props)}>
      <Words {...props} />
    </div>
  );
