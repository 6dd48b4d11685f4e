import type { RiskEnd } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { PaneChat } from "#views/counsellor/chat/pane.ts";
import { Watched } from "#views/counsellor/chat/prompts.tsx";
import { ToTab } from "#views/counsellor/console/tab-link.tsx";
import { Icon } from "#views/parts/icons.tsx";

const riskEndings = [
  { why: "talked", words: "staff.record.risk_assessed" },
  { why: "plan", words: "staff.record.risk_plan" },
  { why: "mistake", words: "staff.risk.mistake" },
] as const;

/** Returns the text that says why a mark of risk was ended. */
export const riskEndKey = (why: RiskEnd) => riskEndings.find((one) => one.why === why)!.words;

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
        <ToTab tab="approach" id={chat.id} ended={!writes} class="second">
          {t("staff.risk.plan")}
        </ToTab>
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

/** A mark, not a judgement. It ends for a reason, which the record keeps. */
function Risk({ t, chat }: Pick<RiskProps, "t" | "chat">) {
  const { id } = chat;
  const action = `/staff/conversation/${id}/risk`;
  if (chat.risk) {
    return (
      <details class="end-risk" id={`end-risk-${id}`}>
        <summary class="second">{t("staff.risk.take_away")}</summary>
        <form method="post" action={action} hx-post={action} hx-swap="none">
          <input type="hidden" name="risk" value="not" />
          <fieldset>
            <legend>{t("staff.risk.why")}</legend>
            {riskEndings.map(({ why, words }) => (
              <label class="check">
                <input type="radio" name="why" value={why} required />
                <span>{t(words)}</span>
              </label>
            ))}
          </fieldset>
          <p class="hint">{t("staff.risk.end_hint")}</p>
          <button type="submit" class="main" id={`risk-over-${id}`}>
            {t("staff.risk.end")}
          </button>
        </form>
      </details>
    );
  }
  return (
    <form method="post" action={action} hx-post={action} hx-swap="none">
      <button
        type="submit"
        class="second"
        id={`risk-${id}`}
        name="risk"
        value="present"
        aria-describedby={`risk-hint-${id}`}
      >
        {t("staff.risk.set")}
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
