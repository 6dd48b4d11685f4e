import type { PropsWithChildren } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import type { AfterQuestion, HowFar } from "#src/record/feeling.ts";

export type Said = { question: "helped" | "next"; value: HowFar } | { question: "feeling"; value: number };

/** What is asked after a chat: nothing before someone wants it, one question, or nothing more. `said`: the last answer. */
export type AfterState =
  | { kind: "closed" }
  | { kind: "asks"; question: AfterQuestion; said: Said | null }
  | { kind: "over"; said: Said | null };

const order: readonly AfterQuestion[] = ["helped", "feeling", "next"];
const answers = ["yes", "bit", "no"] as const;
const doorOf = { helped: "/helped", next: "/next" } as const;
const steps = Array.from({ length: 11 }, (_, n) => n);

interface AskedProps {
  t: Translate;
  question: AfterQuestion;
  /** The question is the title of its page. */
  isTitle: boolean;
}

/** One question, its answers and the way past it. chat.js knows the buttons by name; each leads to the next step. */
export const Asked = ({ t, question, isTitle }: AskedProps) => (
  <>
    <Progress t={t} step={order.indexOf(question) + 1} />
    {question === "feeling" ? (
      <Felt t={t} isTitle={isTitle} />
    ) : (
      <HowFarAsked t={t} question={question} isTitle={isTitle} />
    )}
  </>
);

const Progress = ({ t, step }: { t: Translate; step: number }) => (
  <div class="step">
    <p class="soft">{t("youth.ended.step", { step, steps: order.length })}</p>
    <p class="bar" aria-hidden="true">
      {order.map((_, n) => (
        <i class={n < step ? "on" : undefined} />
      ))}
    </p>
  </div>
);

const Title = ({ isTitle, children }: PropsWithChildren<{ isTitle: boolean }>) => (
  <legend>{isTitle ? <h1 id="asked">{children}</h1> : <h2 id="asked">{children}</h2>}</legend>
);

const HowFarAsked = ({ t, question, isTitle }: AskedProps & { question: "helped" | "next" }) => (
  <form class="asked" method="post" action={doorOf[question]}>
    <fieldset>
      <Title isTitle={isTitle}>{t(question === "helped" ? "youth.helped.title" : "youth.next_step.title")}</Title>
      {answers.map((answer) => (
        <button name="value" value={answer}>
          {t(question === "helped" ? `youth.helped.${answer}` : `youth.next_step.${answer}`)}
        </button>
      ))}
    </fieldset>
    <Skip t={t} />
  </form>
);

const Skip = ({ t }: { t: Translate }) => (
  <button class="plain" name="value" value="skip">
    {t("youth.feeling.skip")}
  </button>
);

/**
 * The same 0 to 10 as before the chat. A finger needs one tap, on a button of a form of its own; keys and screen readers have
 * one group of radios instead of eleven buttons, and Enter chooses.
 */
const Felt = ({ t, isTitle }: Omit<AskedProps, "question">) => (
  <>
    <form class="asked" method="post" action="/feeling">
      <input type="hidden" name="moment" value="after" />
      <fieldset aria-describedby="felt-why felt-ends">
        <Title isTitle={isTitle}>{t("youth.feeling.after")}</Title>
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
      <Skip t={t} />
    </form>
    <form id="tapped" method="post" action="/feeling">
      <input type="hidden" name="moment" value="after" />
    </form>
  </>
);

/** Thanks for an answer, without judging it. */
export const SaidThanks = ({ t, said }: { t: Translate; said: Said | null }) => said && <p>{thanksFor(t, said)}</p>;

function thanksFor(t: Translate, said: Said): string {
  if (said.question === "feeling") return t("youth.feeling.thanks", { value: said.value });
  if (said.question === "helped") return t(`youth.helped.thanks_${said.value}`);
  return t(`youth.next_step.thanks_${said.value}`);
}
