import type { PropsWithChildren } from "hono/jsx";
import type { Topic } from "#src/directory/topics.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { AgeBand, Answers, QuestionName, RuleUrgency, WayLiked } from "#src/settings/assessment.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { ageInWords } from "#views/parts/fields/answers.ts";

interface Choices {
  urgent: readonly RuleUrgency[];
  topics: readonly Topic[];
  age: readonly AgeBand[];
  region: { code: string; name: string; depth: number }[];
  channel: readonly WayLiked[];
}

export interface WhichProps {
  frame: YouthFrame;
  questions: readonly QuestionName[];
  choices: Choices;
  chosen: Answers;
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

/** One or none, as an answer can be taken back without scripts too. */
const One = (props: { t: Translate; name: QuestionName; chosen: string | null; options: [string, string][] }) => (
  <div class="scale">
    {props.options.map(([value, words]) => (
      <Choice name={props.name} value={value} checked={props.chosen === value}>
        {words}
      </Choice>
    ))}
    <Choice name={props.name} value="" checked={props.chosen === null}>
      {props.t("youth.which.rather_not")}
    </Choice>
  </div>
);

const Question = ({ t, name, choices, chosen }: Omit<WhichProps, "frame" | "questions"> & QuestionProps) => {
  switch (name) {
    case "topics":
      return (
        <div class="scale">
          {choices.topics.map((topic) => (
            <Choice name="topics" type="checkbox" value={topic} checked={chosen.topics.includes(topic)}>
              {t(`topic.${topic}`)}
            </Choice>
          ))}
        </div>
      );
    case "urgent":
      return (
        <One
          t={t}
          name={name}
          chosen={chosen.urgent}
          options={choices.urgent.map((one) => [one, t(`youth.which.urgent.${one}`)])}
        />
      );
    case "age":
      return (
        <One t={t} name={name} chosen={chosen.age} options={choices.age.map((one) => [one, ageInWords(t, one)])} />
      );
    case "channel":
      return (
        <One
          t={t}
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

interface QuestionProps {
  t: Translate;
  name: QuestionName;
}

/** The first questions on one page: none must be answered, and the way to the chat comes before them. */
export const Which = ({ frame, questions, choices, chosen }: WhichProps) => {
  const { t, query } = frame;
  const asked = questions.filter((name) => name !== "region" || choices.region.length > 0);
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.which.title")}</h1>
        <p>{t("youth.which.lead")}</p>
        <p>
          <a href={`/${query}`}>{t("youth.which.skip")}</a>
        </p>
        <form class="narrow" method="post" action={`/which${query}`} autocomplete="off">
          {asked.map((name) => (
            <div class="card">
              <fieldset>
                <legend>{t(`youth.which.ask.${name}`)}</legend>
                <Question t={t} name={name} choices={choices} chosen={chosen} />
              </fieldset>
            </div>
          ))}
          <button class="big">{t("youth.which.go")}</button>
        </form>
      </div>
    </YouthPage>
  );
};
