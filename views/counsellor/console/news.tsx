import type { Translate } from "#src/i18n/i18n.ts";
import type { Thanks } from "#src/record/thanks.ts";

export interface ForYouProps {
  t: Translate;
  seen: { id: number; chat: string; takenBy: string }[];
  thanks: Pick<Thanks, "conversationId" | "chat" | "text">[];
}

export interface ToAnswerProps {
  t: Translate;
  told: { id: number; chat: string; by: string }[];
  closed: { id: number; chat: string }[];
}

/** Asks the reader for their side, above everything on their console, until they have said it or it is closed. */
export function ToAnswer({ t, told, closed }: ToAnswerProps) {
  return (
    <div id="to-answer">
      {told.map((one) => (
        <p class="banner nag" id={`heard-${one.id}`}>
          {t("staff.for_you.told", { alias: one.by, chat: one.chat })}{" "}
          <a href={`/staff/heard#heard-of-${one.id}`}>{t("staff.for_you.told_read")}</a>
        </p>
      ))}
      {closed.map((one) => (
        <div class="banner nag" id={`closed-${one.id}`}>
          <a href={`/staff/heard#heard-of-${one.id}`}>{t("staff.for_you.closed", { chat: one.chat })}</a>{" "}
          <PutAway t={t} kind="closed" id={one.id} what={one.chat} />
        </div>
      ))}
    </div>
  );
}

/** What came for the reader, good words first, until they put it away. */
export function ForYou({ t, seen, thanks }: ForYouProps) {
  return (
    <section id="for-you" aria-labelledby="for-you-title" hidden={seen.length + thanks.length === 0}>
      <h2 id="for-you-title">{t("staff.for_you.title")}</h2>
      <ul>
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

interface PutAwayProps {
  t: Translate;
  kind: "debrief" | "thanks" | "closed";
  id: number;
  what: string;
}

function PutAway({ t, kind, id, what }: PutAwayProps) {
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
