import type { Approach } from "#src/conversation/approach.ts";
import type { Translate } from "#src/i18n/i18n.ts";

interface ApproachProps {
  t: Translate;
  id: number;
  /** What stands there now, and how many lines of how many characters it has at most. */
  approach: { now: Approach | null; lines: number; most: number };
  /** Whoever looks may write in the chat, which goes on. */
  writes: boolean;
}

/** What both think will help another time: the young person sees it too. */
export function ApproachNow({ t, id, approach: { now, lines, most }, writes }: ApproachProps) {
  if (!now && !writes) return null;
  return (
    <section class="approach" aria-label={t("staff.approach.title")}>
      <h3>{t("staff.approach.title")}</h3>
      {now && (
        <>
          {now.text.split("\n").map((one) => (
            <p dir="auto">{one}</p>
          ))}
          <p class="soft">{t(`staff.approach.${stateOf(now)}`)}</p>
        </>
      )}
      {writes && (
        <form method="post" action={`/staff/conversation/${id}/approach`}>
          <label>
            {t("staff.approach.label")}
            <textarea name="approach" rows={lines} maxlength={lines * (most + 2)} dir="auto">
              {now?.text}
            </textarea>
          </label>
          <p class="soft">{t("staff.approach.hint", { lines, most })}</p>
          <button type="submit" class="second">
            {t("staff.approach.suggest")}
          </button>
        </form>
      )}
    </section>
  );
}

const stateOf = ({ agreed, brought }: Approach) => {
  if (brought) return "brought" as const;
  return agreed ? ("agreed" as const) : ("waits" as const);
};
