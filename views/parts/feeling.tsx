import type { Translate } from "#src/i18n/i18n.ts";

/** What the feeling question shows: asked, answered with 0–10, or not there. */
export type FeelingState = "ask" | { value: number } | "hidden";

interface FeelingProps {
  t: Translate;
  feeling: FeelingState;
  moment: "before" | "after";
}

const steps = Array.from({ length: 11 }, (_, n) => n);

const Scale = ({ t, moment }: Omit<FeelingProps, "feeling">) => (
  <form method="post" action="/feeling">
    <input type="hidden" name="moment" value={moment} />
    <fieldset>
      <legend>{t(`youth.feeling.${moment}`)}</legend>
      <p class="soft">{t("youth.feeling.why")}</p>
      <div class="scale">
        {steps.map((n) => (
          <button name="value" value={n}>
            {n}
          </button>
        ))}
      </div>
      <p class="ends soft">
        <span>{t("youth.feeling.least")}</span>
        <span>{t("youth.feeling.most")}</span>
      </p>
    </fieldset>
    <button class="plain" name="value" value="skip">
      {t("youth.feeling.skip")}
    </button>
  </form>
);

/** “How bad is it right now?” 0–10, one tap, never a gate. `value=skip` when the young person would rather not say. */
export const Feeling = ({ t, feeling, moment }: FeelingProps) => (
  <div id="feeling" class={feeling === "ask" ? "card" : "thanks"} hidden={feeling === "hidden"}>
    {feeling === "ask" && <Scale t={t} moment={moment} />}
    {typeof feeling === "object" && <p class="soft">{t("youth.feeling.thanks", { value: feeling.value })}</p>}
  </div>
);
