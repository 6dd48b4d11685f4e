import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import type { AfterQuestion, HowFar } from "#src/record/feeling.ts";
import { Scale } from "#views/parts/fields/feeling.tsx";

export type Said = { question: "helped" | "next"; value: HowFar } | { question: "feeling"; value: number };

/** What is asked after a chat: nothing before someone wants it, one question, or nothing more. `said`: the last answer. */
export type AfterState =
  | { kind: "closed" }
  | { kind: "asks"; question: AfterQuestion; said: Said | null }
  | { kind: "over"; said: Said | null };

const answers = ["yes", "bit", "no"] as const;
const doorOf = { helped: "/helped", next: "/next" } as const;

const HowFarAsked = ({ t, question }: { t: Translate; question: "helped" | "next" }) => (
  <form method="post" action={doorOf[question]}>
    <fieldset>
      <legend>{t(question === "helped" ? "youth.helped.title" : "youth.next_step.title")}</legend>
      <div class="scale">
        {answers.map((answer) => (
          <button name="value" value={answer}>
            {t(question === "helped" ? `youth.helped.${answer}` : `youth.next_step.${answer}`)}
          </button>
        ))}
      </div>
    </fieldset>
    <button class="plain" name="value" value="skip">
      {t("youth.feeling.skip")}
    </button>
  </form>
);

/** A thank-you that does not judge the answer. */
function thanksFor(t: Translate, said: Said): string {
  if (said.question === "feeling") return t("youth.feeling.thanks", { value: said.value });
  if (said.question === "helped") return t(`youth.helped.thanks_${said.value}`);
  return t(`youth.next_step.thanks_${said.value}`);
}

/** One question at a time after a chat; each answer replaces its question. chat.js knows the buttons by name. */
export const After = ({ t, after }: { t: Translate; after: AfterState }) => {
  if (after.kind === "closed") {
    return (
      <form id="after" method="post" action="/helped">
        <button class="plain" name="value" value="ask">
          {t("youth.ended.ask")}
        </button>
        <p class="soft">{t("youth.ended.ask_hint")}</p>
      </form>
    );
  }
  const { said } = after;
  const thanks: Child = said && <p class="soft">{thanksFor(t, said)}</p>;
  if (after.kind === "over") {
    return (
      <div id="after" class="thanks" hidden={said === null}>
        {thanks}
      </div>
    );
  }
  const { question } = after;
  return (
    <div id="after" class="card">
      {thanks}
      {question === "feeling" ? <Scale t={t} moment="after" /> : <HowFarAsked t={t} question={question} />}
    </div>
  );
};
