import type { ConcernKind } from "#src/conversation/concern-file.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";

/** That something was wrong with the chat of this browser: being said, or said already. */
export interface Wrong {
  said: boolean;
  words: string;
  /** What can have been wrong, and what is ticked. */
  kinds: readonly ConcernKind[];
  kind: ConcernKind | null;
  /** Why it was refused, in words. */
  error: string | null;
  /** Everyone who looks into such things had a part in the chat. */
  forNobody: boolean;
  /** How long the chat is kept once somebody has looked, days. */
  days: number;
  /** They can have a code for an answer. */
  mayHaveCode: boolean;
}

interface Props {
  t: Translate;
  wrong: Wrong;
}

/** One tap, with what it was and words or without. */
export const SomethingWrong = ({ t, wrong }: Props) => (
  <section class="card" id="wrong">
    <h2>{t("youth.help.wrong")}</h2>
    {wrong.said ? <Thanks t={t} wrong={wrong} /> : <SayWrong t={t} wrong={wrong} />}
  </section>
);

const Thanks = ({ t, wrong: { forNobody, days, mayHaveCode, error } }: Props) => (
  <>
    <p role="status">
      {forNobody
        ? t("youth.help.wrong_said_nobody")
        : `${t("youth.help.wrong_said")} ${t("youth.help.wrong_text", { days })}`}
    </p>
    {error !== null && <p role="alert">{error}</p>}
    {mayHaveCode && (
      <form class="narrow" method="post" action="/help">
        <p>{t("youth.help.answer_ask")}</p>
        <input type="hidden" name="want" value="code" />
        <button class="big line">{t("youth.code.get")}</button>
      </form>
    )}
  </>
);

const SayWrong = ({ t, wrong }: Props) => (
  <form class="narrow" method="post" action="/help#wrong" autocomplete="off">
    <p class="soft">{t(wrong.forNobody ? "youth.help.wrong_nobody" : "youth.help.wrong_text", { days: wrong.days })}</p>
    {wrong.error !== null && (
      <p id="wrong-error" role="alert">
        {wrong.error}
      </p>
    )}
    <fieldset class="listed">
      <legend>{t("youth.help.kind")}</legend>
      {wrong.kinds.map((kind) => (
        <label class="choice">
          <input type="radio" name="kind" value={kind} checked={kind === wrong.kind} autocomplete="off" />
          <span>{t(`youth.help.kind.${kind}`)}</span>
        </label>
      ))}
    </fieldset>
    <label for="text">{t("youth.help.wrong_label")}</label>
    <textarea
      id="text"
      name="text"
      rows={3}
      dir="auto"
      autocomplete="off"
      aria-describedby={wrong.error === null ? undefined : "wrong-error"}
    >
      {wrong.words}
    </textarea>
    <button class="big line">{t("youth.help.wrong_send")}</button>
  </form>
);

/** The one time that the code for an answer is shown. */
export const AnswerCode = ({ frame, code, days }: { frame: YouthFrame; code: string; days: number }) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.code.yours")}</h1>
        <p class="card" translate="no">
          <strong id="words">{code}</strong>
        </p>
        <p>{t("youth.code.once")}</p>
        <p>{t("youth.help.code_warning")}</p>
        <p class="soft">{t("youth.help.code_use", { days })}</p>
        <WayBack frame={frame} />
      </div>
    </YouthPage>
  );
};

interface AnswerProps {
  frame: YouthFrame;
  /** null = there is none yet. */
  text: string | null;
  /** Until when it can be read, as a date; null while nobody has looked into it to the end. */
  until: string | null;
}

/** What a code for an answer opens: the answer, and nothing of the chat. */
export const AnswerPage = ({ frame, text, until }: AnswerProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.help.answer_title")}</h1>
        {text === null ? (
          <p>{t("youth.help.answer_none")}</p>
        ) : (
          <div class="card" id="answer" translate="no">
            {text.split("\n").map((line) => (
              <p dir="auto">{line}</p>
            ))}
          </div>
        )}
        {until !== null && <p class="soft">{t("youth.help.answer_until", { date: until })}</p>}
        <WayBack frame={frame} secondary />
      </div>
    </YouthPage>
  );
};
