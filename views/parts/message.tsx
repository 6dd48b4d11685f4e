import type { Message } from "#src/conversation/messages/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
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

/** When it was said, by the reader's own clock, which only a script knows: without one nothing stands there (static/words.js). */
const Said = ({ at }: { at: number }) => (
  <small>
    <time datetime={`${new Date(at).toISOString().slice(0, 16)}Z`} />
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
    {sending && <small>{t("youth.message.sending")}</small>}
  </>
);

/** A message as a row of the log, on the page and from the socket. A notice arrives in words. */
export const MessageItem = (props: MessageProps) =>
  props.message.unseen ? (
    <li id={`m${props.message.seq}`} data-seq={props.message.seq} hidden />
  ) : (
    <li {...attributes(props, props.message.clientId)}>
      <Words {...props} />
      {props.message.author !== "notice" && !props.sending && <Said at={props.message.at} />}
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
