import type { Message } from "#src/conversation/messages/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";

/** A message of an ended chat, on the side it stood on and with its author. */
export function PastMessage({ t, message: { author, alias, text } }: { t: Translate; message: Message }) {
  return (
    <div class={`m ${author === "counsellor" ? "other" : author}`}>
      {author === "counsellor" && <span class="who">{alias}</span>}
      {author === "youth" && <span class="sr">{t("staff.message.youth")} </span>}
      <p dir="auto" translate={author === "notice" ? undefined : "no"} class={text === null ? "shut" : undefined}>
        {text ?? t("staff.message.shut")}
      </p>
    </div>
  );
}
