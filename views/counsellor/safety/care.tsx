import type { Translate } from "#src/i18n/i18n.ts";
import type { PaneChat } from "#views/counsellor/chat/pane.ts";
import { Watched } from "#views/counsellor/chat/prompts.tsx";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { Icon } from "#views/parts/icons.tsx";

interface RiskProps {
  t: Translate;
  chat: Pick<PaneChat, "id" | "risk" | "watched" | "ended" | "lane" | "urgent" | "seats" | "kind">;
  /** The reader writes in it. */
  writes: boolean;
}

/** Danger has a menu of its own: the marks, a watched screen, and the way to an emergency. */
export function RiskMenu({ t, chat, writes }: RiskProps) {
  return (
    <details class="menu risk" id={`risk-menu-${chat.id}`}>
      <summary class="quiet" data-letter="m">
        <Icon name="urgent" />
        <span class="label">{t("staff.acts.risk")}</span>
        <Icon name="down" />
      </summary>
      <div class="float">
        <Risk t={t} chat={chat} />
        {chat.lane === "urgent" && !chat.ended && <Ticked t={t} chat={chat} />}
        {!chat.ended && (
          <div>
            <Watched t={t} id={chat.id} watched={chat.watched} place="risk" />
            <p class="hint">{t(chat.watched ? "staff.watched.on" : "staff.watched.hint")}</p>
          </div>
        )}
        <ToTab tab="emergency" id={chat.id} ended={!writes} class="second danger">
          <Icon name="urgent" />
          {/* In a rehearsal nothing is declared: the steps alone are there to be read. */}
          {t(
            chat.urgent === "emergency" || chat.kind === "rehearsal"
              ? "staff.emergency.title"
              : "staff.emergency.declare",
          )}
        </ToTab>
      </div>
    </details>
  );
}

/** A mark, not a judgement: the same button sets and removes it. */
function Risk({ t, chat }: Pick<RiskProps, "t" | "chat">) {
  const action = `/staff/conversation/${chat.id}/risk`;
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
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
      <p class="hint" id={`risk-hint-${chat.id}`}>
        {t("staff.risk.hint")}
      </p>
    </form>
  );
}

/** What they ticked stays until someone who writes here says otherwise; in an emergency until its record does. */
function Ticked({ t, chat }: Pick<RiskProps, "t" | "chat">) {
  if (chat.urgent === "emergency") return <p class="hint">{t("staff.urgent.by_record")}</p>;
  const action = `/staff/conversation/${chat.id}/risk`;
  const isMarked = chat.urgent === "danger";
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <button type="submit" class="second" id={`urgent-${chat.id}`} name="urgent" value={isMarked ? "over" : "again"}>
        {t(isMarked ? "staff.urgent.over" : "staff.urgent.again")}
      </button>
      {isMarked && <p class="hint">{t("staff.urgent.hint")}</p>}
    </form>
  );
}
