import type { Stage } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";

export interface StandingShown {
  stage: Stage;
  /** When the next sign-off is due, and whether that has passed; null unless they answer alone. */
  due: { when: string; isPast: boolean } | null;
  /** Whom they follow, or who sits beside them. */
  buddy: string | null;
}

const stages: Stage[] = ["training", "shadow", "buddy", "alone"];

/** The four stages, and where somebody stands. */
export function Stages({ t, shown: { stage, due, buddy } }: { t: Translate; shown: StandingShown }) {
  return (
    <>
      <ol class="phases" aria-label={t("staff.learning.stages")}>
        {stages.map((one) => (
          <li aria-current={one === stage ? "step" : undefined}>{t(`staff.learning.stage.${one}`)}</li>
        ))}
      </ol>
      <p>{t(`staff.learning.now.${stage}`, { alias: buddy ?? "" })}</p>
      {due !== null && (
        <p class={due.isPast ? "note" : undefined}>
          {t(due.isPast ? "staff.learning.overdue" : "staff.learning.due", { when: due.when })}
        </p>
      )}
    </>
  );
}

/** A paper of somebody, and when it was seen by whom; null for not yet. */
export interface PaperShown {
  what: "undertaking" | "references" | "certificate";
  seen: { day: string; onDay: string; alias: string } | null;
}

/** What was seen of somebody. */
export function PapersSeen({ t, papers }: { t: Translate; papers: PaperShown[] }) {
  return (
    <dl class="about-line">
      {papers.map(({ what, seen }) => (
        <>
          <dt>{t(`staff.learning.paper.${what}`)}</dt>
          <dd>
            {seen === null
              ? t("staff.learning.unseen")
              : t("staff.learning.seen", { day: seen.day, alias: seen.alias })}
          </dd>
        </>
      ))}
    </dl>
  );
}
