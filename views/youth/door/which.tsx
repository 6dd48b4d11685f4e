import type { PropsWithChildren } from "hono/jsx";
import type { Topic } from "#src/directory/topics.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { AgeBand, Answers, QuestionName, RuleUrgency, WayLiked } from "#src/settings/assessment.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { ageInWords } from "#views/parts/fields/answers.ts";
import { ChosenFields } from "#views/parts/fields/chosen.tsx";

interface Choices {
  urgent: readonly RuleUrgency[];
  topics: readonly Topic[];
  age: readonly AgeBand[];
  region: { code: string; name: string; depth: number }[];
  channel: readonly WayLiked[];
}

export interface WhichProps {
  frame: YouthFrame;
  /** Style sheet of these pages alone. */
  css: string;
  /** Those that are asked, in order, and the one on this page. */
  questions: readonly QuestionName[];
  at: QuestionName;
  choices: Choices;
  chosen: Answers;
  /** The same without this question's, which go along with the form. */
  others: Answers;
}

interface ChoiceProps {
  name: QuestionName;
  type?: "radio" | "checkbox";
  value: string;
  checked: boolean;
}

const Choice = ({ name, type = "radio", value, checked, children }: PropsWithChildren<ChoiceProps>) => (
  <label class="choice">
    <input type={type} name={name} value={value} checked={checked} autocomplete="off" />
    <span>{children}</span>
  </label>
);

const One = (props: { name: QuestionName; chosen: string | null; options: [string, string][] }) => (
  <div class="tiles">
    {props.options.map(([value, words]) => (
      <Choice name={props.name} value={value} checked={props.chosen === value}>
        {words}
      </Choice>
    ))}
  </div>
);

type Asked = { t: Translate } & Pick<WhichProps, "choices" | "chosen"> & { name: QuestionName };

const Options = ({ t, name, choices, chosen }: Asked) => {
  switch (name) {
    case "topics":
      return (
        <>
          <p class="soft">{t("youth.which.many")}</p>
          <div class="tiles">
            {choices.topics.map((topic) => (
              <Choice name="topics" type="checkbox" value={topic} checked={chosen.topics.includes(topic)}>
                {t(`topic.${topic}`)}
              </Choice>
            ))}
          </div>
        </>
      );
    case "urgent":
      return (
        <One
          name={name}
          chosen={chosen.urgent}
          options={choices.urgent.map((one) => [one, t(`youth.which.urgent.${one}`)])}
        />
      );
    case "age":
      return <One name={name} chosen={chosen.age} options={choices.age.map((one) => [one, ageInWords(t, one)])} />;
    case "channel":
      return (
        <One
          name={name}
          chosen={chosen.channel}
          options={choices.channel.map((one) => [one, t(`youth.which.channel.${one}`)])}
        />
      );
    case "region":
      return (
        <select name="region" aria-label={t("youth.which.ask.region")} autocomplete="off">
          <option value="">{t("youth.which.rather_not")}</option>
          {choices.region.map(({ code, name: called, depth }) => (
            <option value={code} selected={code === chosen.region}>
              {"– ".repeat(depth) + called}
            </option>
          ))}
        </select>
      );
  }
};

/** How far they are: in words, and drawn. */
const Step = ({ n, most }: { n: number; most: number }) => (
  <div>
    <p class="soft">
      {n}/{most}
    </p>
    <div class="bar" aria-hidden="true">
      {Array.from({ length: most }, (_, i) => (
        <i class={i < n ? "on" : undefined} />
      ))}
    </div>
  </div>
);

/** Without scripts no tick of one among several can be taken away, so skipping a question does. */
const Ways = ({ t, query, isFirst, isLast }: { t: Translate; query: string; isFirst: boolean; isLast: boolean }) => (
  <div class="dock">
    <button class="big" name="do" value="next">
      {t(isLast ? "youth.which.go" : "youth.continue.yes")}
    </button>
    <p class="ends">
      {!isFirst && (
        <button id="before" class="plain" name="do" value="back">
          {t("youth.out.back")}
        </button>
      )}
      <button class="plain" name="do" value="skip">
        {t("youth.feeling.skip")}
      </button>
      <a class="plain" href={`/${query}`}>
        {t("youth.which.skip")}
      </a>
    </p>
  </div>
);

/** One of the first questions: none must be answered, and each page has the way to the chat. */
export const Which = ({ frame, css, questions, at, choices, chosen, others }: WhichProps) => {
  const { t, query } = frame;
  const n = questions.indexOf(at) + 1;
  return (
    <YouthPage frame={frame}>
      <style dangerouslySetInnerHTML={{ __html: css }} />
      <form class="narrow" method="post" action={`/which${query}`} autocomplete="off">
        <input type="hidden" name="at" value={at} />
        <ChosenFields chosen={others} first={false} />
        <Step n={n} most={questions.length} />
        <fieldset>
          <legend>
            <h1>{t(`youth.which.ask.${at}`)}</h1>
          </legend>
          <Options t={t} name={at} choices={choices} chosen={chosen} />
        </fieldset>
        {n === 1 && <p class="soft">{t("youth.which.lead")}</p>}
        <Ways t={t} query={query} isFirst={n === 1} isLast={n === questions.length} />
      </form>
    </YouthPage>
  );
};
