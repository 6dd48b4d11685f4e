import type { Approach } from "#src/conversation/messages/agreed-plan.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";

/** Lines that were refused, and why, in words. */
export interface RefusedApproach {
  typed: string;
  wrong: string;
}

/** At most `lines` lines of `most` characters. */
export interface ApproachShown {
  now: Approach | null;
  lines: number;
  most: number;
}

interface ApproachProps {
  t: Translate;
  id: number;
  approach: ApproachShown;
  writes: boolean;
  refused: RefusedApproach | null;
}

/** The agreed plan, and where it is written; the young person sees it too. */
export function ApproachTab({ t, id, approach: { now, lines, most }, writes, refused }: ApproachProps) {
  const action = tabAddress(id, "approach");
  const place = `approach-${id}`;
  return (
    <section class="approach" id={place} aria-label={t("staff.approach.title")}>
      <ApproachNow t={t} id={id} now={now} />
      {writes && (
        <form
          method="post"
          action={action}
          hx-post={action}
          hx-target={`#${place}`}
          hx-swap="outerMorph"
          {...{ "hx-status:422": "swap:outerMorph" }}
        >
          <div>
            <label for={`${place}-text`}>{t("staff.approach.label")}</label>
            <textarea
              id={`${place}-text`}
              name="approach"
              rows={lines}
              dir="auto"
              autocomplete="off"
              aria-describedby={`${place}-wrong ${place}-hint`}
              aria-invalid={refused === null ? undefined : "true"}
            >
              {refused ? refused.typed : now?.text}
            </textarea>
            <p class="wrong" id={`${place}-wrong`} role="alert">
              {refused?.wrong}
            </p>
          </div>
          <p class="soft" id={`${place}-hint`}>
            {t("staff.approach.hint", { lines, most })}
          </p>
          <button type="submit" class="second">
            {t("staff.approach.suggest")}
          </button>
        </form>
      )}
    </section>
  );
}

/** The agreed plan as it stands. */
export function ApproachNow({ t, id, now }: { t: Translate; id: number; now: Approach | null }) {
  return (
    <div class="agreed" id={`approach-now-${id}`}>
      {now === null ? <p class="soft">{t("staff.approach.none")}</p> : <ApproachLines t={t} now={now} />}
    </div>
  );
}

/** The lines of a plan, and whether both agree. */
export function ApproachLines({ t, now }: { t: Translate; now: Approach }) {
  return (
    <>
      {now.text.split("\n").map((one) => (
        <p dir="auto">{one}</p>
      ))}
      <p class="soft">{t(`staff.approach.${stateOf(now)}`)}</p>
    </>
  );
}

const stateOf = ({ agreed, brought }: Approach) => {
  if (brought) return "brought" as const;
  return agreed ? ("agreed" as const) : ("waits" as const);
};
