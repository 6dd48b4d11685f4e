import type { Translate } from "#src/i18n/i18n.ts";

/** What the feeling question shows: asked, answered with 0–10, or not there. */
export type FeelingState = "ask" | { value: number } | "hidden";

const steps = Array.from({ length: 11 }, (_, n) => n);

/** “How bad is it?” 0–10, one tap; `value=skip` to rather not say. */
export const Scale = ({ t, moment }: { t: Translate; moment: "before" | "after" }) => (
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

/** The question while someone waits, never a gate. */
export const Feeling = ({ t, feeling }: { t: Translate; feeling: FeelingState }) => (
  <div id="feeling" class={feeling === "ask" ? "card" : "thanks"} hidden={feeling === "hidden"}>
    {feeling === "ask" && <Scale t={t} moment="before" />}
    {typeof feeling === "object" && <p class="soft">{t("youth.feeling.thanks", { value: feeling.value })}</p>}
  </div>
);
