import type { Message } from "#src/conversation/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/** One line of the log. `seen` is the seq up to which the young person has read; `me` is the reader's alias. */
export function StaffMessage(props: { t: Translate; message: Message; seen: number; zone: string; me: string }) {
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
      <p dir="auto" translate={side === "notice" ? undefined : "no"} class={message.text === null ? "shut" : undefined}>
        {message.text ?? t("staff.message.shut")}
      </p>
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

function sideOf(message: Message, me: string): "youth" | "mine" | "other" | "notice" {
  if (message.author !== "counsellor") return message.author;
  return message.alias === me ? "mine" : "other";
}

/** "… is writing": always in its place, so that nothing jumps when it comes and goes. */
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
