import type { Translate } from "#src/i18n/i18n.ts";
import type { PaneChat } from "#views/counsellor/chat/pane.ts";
import { Hold, Watched } from "#views/counsellor/chat/prompts.tsx";
import { Icon } from "#views/parts/icons.tsx";

interface CareProps {
  t: Translate;
  chat: Pick<PaneChat, "id" | "risk" | "watched" | "ended" | "pausedAt" | "chosen" | "lane" | "urgent" | "later">;
}

/** What can be done about a chat besides writing in it. */
export function Care({ t, chat }: CareProps) {
  return (
    <details class="menu care" id={`care-${chat.id}`}>
      <summary class="quiet" title={t("staff.care.title")}>
        <Icon name="lamp" />
        <span class="label">{t("staff.care.title")}</span>
      </summary>
      <div class="float">
        <Risk t={t} chat={chat} />
        {chat.lane === "urgent" && !chat.ended && <Ticked t={t} chat={chat} />}
        {!chat.ended && chat.pausedAt === null && (
          <div>
            <p class="hint">{t("staff.silence.hold_hint")}</p>
            <Hold t={t} id={chat.id} held={false} />
          </div>
        )}
        {!chat.ended && (
          <div>
            <p class="hint">{t(chat.watched ? "staff.watched.on" : "staff.watched.hint")}</p>
            <Watched t={t} id={chat.id} watched={chat.watched} place="care" />
          </div>
        )}
        {!chat.ended && <Later t={t} id={chat.id} later={chat.later} />}
        {!chat.ended && !chat.risk && chat.chosen?.urgent !== "danger" && <Aside t={t} chat={chat} />}
      </div>
    </details>
  );
}

/** Offers a callback: it goes at once, as a line with the way to leave an address; or says that it was offered. */
export function Later({ t, id, later }: { t: Translate; id: number; later: CareProps["chat"]["later"] }) {
  const action = `/staff/conversation/${id}/later`;
  return (
    <div id={`later-of-${id}`} role="status">
      {later === "offered" && <p class="hint">{t("staff.later.offered")}</p>}
      {later === "open" && (
        <form method="post" action={action} hx-post={action} hx-swap="none">
          <p class="hint">{t("staff.later.hint")}</p>
          <button type="submit" class="second" id={`later-${id}`}>
            {t("staff.later.offer")}
          </button>
        </form>
      )}
    </div>
  );
}

/** Asks kindly, or ends as no counselling, for that browser only and to be taken back. Never where there is danger. */
function Aside({ t, chat }: CareProps) {
  const path = `/staff/conversation/${chat.id}`;
  return (
    <>
      <form method="post" action={`${path}/ask-kindly`} hx-post={`${path}/ask-kindly`} hx-swap="none">
        <p class="hint">{t("staff.aside.hint")}</p>
        <button type="submit" class="second" id={`ask-kindly-${chat.id}`}>
          {t("staff.aside.ask")}
        </button>
      </form>
      <form method="post" action={`${path}/aside`} hx-post={`${path}/aside`} hx-swap="none">
        <p class="hint">{t("staff.aside.means")}</p>
        <div class="acts">
          {asides.map((why) => (
            <button type="submit" class="second" id={`aside-${why}-${chat.id}`} name="why" value={why}>
              {t(`staff.aside.${why}`)}
            </button>
          ))}
        </div>
      </form>
    </>
  );
}

const asides = ["joke", "test", "abusive"] as const;

/** A mark, not a judgement: the same button sets and removes it. */
function Risk({ t, chat }: CareProps) {
  const action = `/staff/conversation/${chat.id}/risk`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <p class="hint" id={`risk-hint-${chat.id}`}>
        {t("staff.risk.hint")}
      </p>
      <button
        type="submit"
        class="second"
        id={`risk-${chat.id}`}
        name="risk"
        value={chat.risk ? "not" : "present"}
        aria-describedby={`risk-hint-${chat.id}`}
      >
        {t(chat.risk ? "staff.risk.take_away" : "staff.risk.set")}
      </button>
    </form>
  );
}

/** What they ticked stays until someone who writes here says otherwise; in an emergency until its record does. */
function Ticked({ t, chat }: CareProps) {
  if (chat.urgent === "emergency") return <p class="hint">{t("staff.urgent.by_record")}</p>;
  const action = `/staff/conversation/${chat.id}/risk`;
  const isMarked = chat.urgent === "danger";
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      {isMarked && <p class="hint">{t("staff.urgent.hint")}</p>}
      <button type="submit" class="second" id={`urgent-${chat.id}`} name="urgent" value={isMarked ? "over" : "again"}>
        {t(isMarked ? "staff.urgent.over" : "staff.urgent.again")}
      </button>
    </form>
  );
}
