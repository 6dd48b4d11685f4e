import type { PropsWithChildren } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import type { AfterQuestion, HowFar } from "#src/record/feeling.ts";
import { Felt } from "#views/parts/fields/feeling.tsx";

export type Said = { question: "helped" | "next"; value: HowFar } | { question: "feeling"; value: number };

/** What is asked after a chat: nothing before someone wants it, one question, or nothing more. `said`: the last answer. */
export type AfterState =
  | { kind: "closed" }
  | { kind: "asks"; question: AfterQuestion; said: Said | null }
  | { kind: "over"; said: Said | null };

const order: readonly AfterQuestion[] = ["helped", "feeling", "next"];
const answers = ["yes", "bit", "no"] as const;
const doorOf = { helped: "/helped", next: "/next" } as const;

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
      <Felt t={t} moment="after" title={<TitleText isTitle={isTitle}>{t("youth.feeling.after")}</TitleText>} />
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

const TitleText = ({ isTitle, children }: PropsWithChildren<{ isTitle: boolean }>) =>
  isTitle ? <h1 id="asked">{children}</h1> : <h2 id="asked">{children}</h2>;

const Title = (props: PropsWithChildren<{ isTitle: boolean }>) => (
  <legend>
    <TitleText {...props} />
  </legend>
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

/** Thanks for an answer, without judging it. */
export const SaidThanks = ({ t, said }: { t: Translate; said: Said | null }) => said && <p>{thanksFor(t, said)}</p>;

function thanksFor(t: Translate, said: Said): string {
  if (said.question === "feeling") return t("youth.feeling.thanks", { value: said.value });
  if (said.question === "helped") return t(`youth.helped.thanks_${said.value}`);
  return t(`youth.next_step.thanks_${said.value}`);
}
