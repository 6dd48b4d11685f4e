import type { Urgency } from "#src/conversation/safety/urgent.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { Left, SeatsNow } from "#src/queue/handover/seats.ts";
import { Icon } from "#views/parts/icons.tsx";
import { Ago } from "../ago.tsx";
import { Act, TakeOver } from "./acts.tsx";

interface SeatsProps {
  t: Translate;
  chat: { id: number; name: string; ended: unknown; seats: SeatsNow; urgent: Urgency | null };
  now: number;
}

/** Who else is at a conversation, and whom it is offered to; nothing if its counsellor is alone. */
export function Seats({ t, chat, now }: SeatsProps) {
  const { as, counsellor, beside, offer, declined, left } = chat.seats;
  const isOpen = !chat.ended;
  return (
    <div class="seats" id={`seats-${chat.id}`}>
      {as !== "own" && (
        <span class="seat mine">
          <Icon name="person" />
          {t(as === "joined" ? "staff.beside.you_joined" : "staff.beside.you_read", { alias: counsellor })}
        </span>
      )}
      {isOpen &&
        beside.map(({ alias, kind }) => (
          <span class="seat">
            <Icon name={kind === "joined" ? "plus" : "read"} />
            {t(`staff.beside.${kind}`, { alias })}
          </span>
        ))}
      {isOpen && as === "joined" && <Act t={t} id={chat.id} act="leave" />}
      {isOpen && offer && (
        <span class="seat">
          <Icon name="waiting" />
          {t("staff.handover.offered", { alias: offer.to })} <Ago t={t} at={offer.at} now={now} />
        </span>
      )}
      {isOpen && declined !== null && (
        <span class="seat warn" role="status">
          <Icon name="info" />
          {t("staff.handover.declined", { alias: declined })}
        </span>
      )}
      {left && (
        <details class="menu left" id={`left-${chat.id}`}>
          <summary class="quiet">
            <Icon name="info" />
            {t("staff.handover.from", { alias: left.by })}
          </summary>
          <div class="float">
            <LeftWords t={t} left={left} />
          </div>
        </details>
      )}
    </div>
  );
}

/** What the colleague before wrote, and whether the young person was asked. */
export function LeftWords({ t, left }: { t: Translate; left: Left }) {
  return (
    <>
      <p class="left-words" dir="auto" translate="no">
        {left.summary ?? t("staff.message.shut")}
      </p>
      {left.notAsked === null ? (
        <p class="soft">{t("staff.handover.was_asked")}</p>
      ) : (
        <p class="soft">
          {t("staff.handover.not_asked")} <span dir="auto">{left.notAsked}</span>
        </p>
      )}
    </>
  );
}

/** Takes the place of the field for someone who only reads: what they can do from here. */
export function ReadingFoot({ t, chat }: Omit<SeatsProps, "now">) {
  const { counsellor } = chat.seats;
  return (
    <div class="reads">
      <p>{t("staff.act.reading_note", { alias: counsellor })}</p>
      <div class="row-of">
        <Act t={t} id={chat.id} act="join" />
        <TakeOver t={t} id={chat.id} name={chat.name} counsellor={counsellor} urgent={chat.urgent} />
        <Act t={t} id={chat.id} act="stop_reading" />
      </div>
    </div>
  );
}
