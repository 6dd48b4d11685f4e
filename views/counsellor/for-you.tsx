import type { Translate } from "#src/i18n/i18n.ts";
import type { Thanks } from "#src/record/thanks.ts";

export interface ForYouProps {
  t: Translate;
  /** What of one's own a supervisor has seen. */
  seen: { id: number; chat: string; takenBy: string }[];
  /** Thanks that were passed on. */
  thanks: Pick<Thanks, "conversationId" | "chat" | "text">[];
  /** What a lead has told them of a chat of theirs, and what they have said nothing to. */
  told: { id: number; chat: string; by: string }[];
}

/** What came for whoever looks, good words above all, until they put them away; nothing at all when there are none. */
export function ForYou({ t, seen, thanks, told }: ForYouProps) {
  return (
    <section id="for-you" aria-labelledby="for-you-title" hidden={seen.length + thanks.length + told.length === 0}>
      <h2 id="for-you-title">{t("staff.for_you.title")}</h2>
      <ul>
        {told.map((one) => (
          <li id={`heard-${one.id}`}>
            <p>{t("staff.for_you.told", { alias: one.by, chat: one.chat })}</p>
            <a href={`/staff/heard#heard-of-${one.id}`}>{t("staff.for_you.told_read")}</a>
          </li>
        ))}
        {seen.map((one) => (
          <li id={`seen-${one.id}`}>
            <p>{t("staff.for_you.seen", { alias: one.takenBy, chat: one.chat })}</p>
            <PutAway t={t} kind="debrief" id={one.id} what={one.chat} />
          </li>
        ))}
        {thanks.map((one) => (
          <li id={`thanks-${one.conversationId}`}>
            <p>{t("staff.for_you.thanks", { chat: one.chat })}</p>
            <blockquote dir="auto" translate="no">
              {one.text ?? t("staff.message.shut")}
            </blockquote>
            <PutAway t={t} kind="thanks" id={one.conversationId} what={one.chat} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PutAway({ t, kind, id, what }: { t: Translate; kind: "debrief" | "thanks"; id: number; what: string }) {
  return (
    <form method="post" action="/staff/told" hx-post="/staff/told" hx-swap="none" hx-push-url="false">
      <input type="hidden" name="kind" value={kind} />
      <button type="submit" class="link" id={`told-${kind}-${id}`} name="id" value={String(id)}>
        {t("staff.for_you.put_away")}
        <span class="sr"> {what}</span>
      </button>
    </form>
  );
}
