import type { maxGoal } from "#src/conversation/colleagues/goal.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/** Must equal the rule's own number, or it does not compile. */
const most: typeof maxGoal = 120;

/** A line that was refused, and why, in words. */
export interface RefusedGoal {
  typed: string;
  wrong: string;
}

interface GoalProps {
  t: Translate;
  /** Tells it from that of another chat on the page. */
  id: number;
  text: string | null;
  /** Where it is set; null = the reader does not write here. */
  action: string | null;
  refused?: RefusedGoal | undefined;
}

/** What the chat is to reach, in one line above it; a press shows all of it, and where it is changed. Nothing without words. */
export function Goal({ t, id, text, action, refused }: GoalProps) {
  if (text === null) return null;
  return (
    <details class="menu goal" id={`goal-${id}`} open={refused !== undefined}>
      <summary title={text}>
        <Icon name="flag" />
        <span class="sr">{t("staff.goal.title")} </span>
        <span class="reach" dir="auto" translate="no">
          {text}
        </span>
      </summary>
      {action !== null && (
        <div class="float">
          <GoalForm t={t} id={id} text={text} action={action} refused={refused} />
        </div>
      )}
    </details>
  );
}

/** Returns where what a conversation is to reach is set. */
export function goalAddress(id: number): string {
  return `/staff/conversation/${id}/goal`;
}

/** Where it is said, changed and taken away; it also stands alone, while there is none. */
export function GoalForm({ t, id, text, action, refused }: Omit<GoalProps, "action"> & { action: string }) {
  return (
    <form class="goal-form" method="post" action={action} hx-post={action} hx-swap="none">
      <label for={`goal-words-${id}`}>{t("staff.goal.title")}</label>
      <input
        id={`goal-words-${id}`}
        name="goal"
        value={refused?.typed ?? text ?? ""}
        maxlength={most}
        dir="auto"
        autocomplete="off"
        aria-describedby={`goal-wrong-${id} goal-hint-${id}`}
        aria-invalid={refused ? "true" : undefined}
      />
      <p class="wrong" id={`goal-wrong-${id}`} role="alert">
        {refused?.wrong}
      </p>
      <p class="hint" id={`goal-hint-${id}`}>
        {t("staff.goal.hint")}
      </p>
      <div class="acts">
        <button type="submit" class="second">
          {t("staff.save")}
        </button>
        {text !== null && (
          <button type="submit" class="second" name="remove" value="yes">
            {t("staff.goal.remove")}
          </button>
        )}
      </div>
    </form>
  );
}
