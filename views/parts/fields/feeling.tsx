import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";

/** What the feeling question shows: asked, answered with 0–10, or not there. */
export type FeelingState = "ask" | { value: number } | "hidden";

const steps = Array.from({ length: 11 }, (_, n) => n);

interface FeltProps {
  t: Translate;
  moment: "before" | "after";
  title: Child;
}

/**
 * “How bad is it?” 0 to 10, in the same words before and after a chat. A finger needs one tap, on a button of a form of its own; keys
 * and screen readers have one group of radios instead of eleven buttons, and Enter chooses. `value=skip`: they would rather not say.
 */
export const Felt = ({ t, moment, title }: FeltProps) => (
  <>
    <form class="asked" method="post" action="/feeling">
      <input type="hidden" name="moment" value={moment} />
      <fieldset aria-describedby="felt-why felt-ends">
        <legend>{title}</legend>
        <p id="felt-why" class="soft">
          {t("youth.feeling.why")}
        </p>
        <div class="scale">
          {steps.map((n) => (
            <span>
              <input type="radio" name="felt" value={n} aria-label={`${n}`} autocomplete="off" />
              <button form="tapped" name="value" value={n} tabindex={-1} aria-hidden="true">
                {n}
              </button>
            </span>
          ))}
        </div>
        <p id="felt-ends" class="ends soft">
          <span>{t("youth.feeling.least")}</span>
          <span>{t("youth.feeling.most")}</span>
        </p>
      </fieldset>
      <button class="big go" name="value" value="felt">
        {t("youth.continue.yes")}
      </button>
      <button class="plain" name="value" value="skip">
        {t("youth.feeling.skip")}
      </button>
    </form>
    <form id="tapped" method="post" action="/feeling">
      <input type="hidden" name="moment" value={moment} />
    </form>
  </>
);

/** Returns what `POST /feeling` was given: a tap, or what was chosen among the radios; nothing chosen is `skip`. */
export const feltIn = (form: Record<string, string>): string | undefined =>
  form.value === "felt" ? (form.felt ?? "skip") : form.value;

/** The question while someone waits, never a gate. */
export const Feeling = ({ t, feeling }: { t: Translate; feeling: FeelingState }) => (
  <div id="feeling" class={feeling === "ask" ? "card" : "thanks"} hidden={feeling === "hidden"}>
    {feeling === "ask" && <Felt t={t} moment="before" title={t("youth.feeling.before")} />}
    {typeof feeling === "object" && <p class="soft">{t("youth.feeling.thanks", { value: feeling.value })}</p>}
  </div>
);
