import type { ConcernKind } from "#src/conversation/complaint/complaint-file.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";

/** A complaint about this browser's chat: being written, or sent already. */
export interface Wrong {
  said: boolean;
  words: string;
  kinds: readonly ConcernKind[];
  kind: ConcernKind | null;
  /** Typed before and not sent: in the form again, or hidden until asked for. */
  kept: "shown" | "hidden" | null;
  error: string | null;
  isRefused: boolean;
  /** Everyone who looks into complaints had a part in the chat. */
  forNobody: boolean;
  days: number;
  /** Mark of their code for an answer; "" = no code yet, null = they can have none. */
  code: string | null;
}

interface Props {
  t: Translate;
  wrong: Wrong;
}

/** Complaint form: kinds with or without words; and once it is sent, what comes of it. */
export const SomethingWrong = ({ t, wrong }: Props) => (
  <section class="card" id="wrong">
    <h2>{t("youth.help.wrong")}</h2>
    {wrong.said ? <WasSaid t={t} wrong={wrong} /> : <ToSay t={t} wrong={wrong} />}
  </section>
);

function readers(t: Translate, { forNobody, days }: Wrong, nobody: string): string {
  return forNobody ? nobody : `${t("youth.help.wrong_text", { days })} ${t("youth.help.wrong_next")}`;
}

const WasSaid = ({ t, wrong }: Props) => (
  <div class="narrow">
    <p role="status">
      <strong>{t("youth.help.wrong_said")}</strong> {readers(t, wrong, t("youth.help.wrong_said_nobody"))}
    </p>
    {wrong.error !== null && !wrong.isRefused && <p role="alert">{wrong.error}</p>}
    {wrong.code === "" && <GetCode t={t} mark="" />}
    {wrong.code !== null && wrong.code !== "" && (
      <>
        <p>{t("youth.help.answer_made")}</p>
        <details>
          <summary>{t("youth.help.answer_lost")}</summary>
          <GetCode t={t} mark={wrong.code} />
        </details>
      </>
    )}
    <details open={wrong.isRefused || wrong.kept !== null}>
      <summary>{t("youth.help.wrong_more")}</summary>
      <SayWrong t={t} wrong={wrong} />
    </details>
  </div>
);

/** Another code stops the one they have, so its button stands folded, below a word of that. */
const GetCode = ({ t, mark }: { t: Translate; mark: string }) => (
  <form class="narrow" method="post" action="/help#wrong">
    <p>{t(mark === "" ? "youth.help.answer_ask" : "youth.help.answer_stops")}</p>
    <input type="hidden" name="want" value="code" />
    <input type="hidden" name="mark" value={mark} />
    <button class="big line">{t(mark === "" ? "youth.code.get" : "youth.help.answer_new")}</button>
  </form>
);

const ToSay = ({ t, wrong }: Props) => (
  <div class="narrow">
    <p>
      <strong>{t("youth.help.wrong_right")}</strong> {readers(t, wrong, t("youth.help.wrong_nobody"))}
    </p>
    <SayWrong t={t} wrong={wrong} />
  </div>
);

/**
 * A script saves the form as typed, with `keep` (words.js); the button that sends it comes after it, as the last one counts.
 * Without scripts another button saves it.
 */
const SayWrong = ({ t, wrong }: Props) =>
  wrong.kept === "hidden" ? (
    <form method="post" action="/help#wrong">
      <p>{t("youth.help.wrong_kept")}</p>
      <button class="big line" name="want" value="show">
        {t("youth.help.wrong_show")}
      </button>
    </form>
  ) : (
    <form class="narrow" method="post" action="/help#wrong" autocomplete="off">
      <input type="hidden" name="keep" value="1" />
      {wrong.error !== null && wrong.isRefused && (
        <p id="wrong-error" role="alert">
          {wrong.error}
        </p>
      )}
      {wrong.kept === "shown" && <p role="status">{t("youth.help.wrong_kept")}</p>}
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
        aria-describedby={wrong.error !== null && wrong.isRefused ? "wrong-error wrong-unsent" : "wrong-unsent"}
      >
        {wrong.words}
      </textarea>
      <p id="wrong-unsent" class="soft">
        {t("youth.help.wrong_unsent")}
      </p>
      <button class="big line" name="keep" value="">
        {t("youth.help.wrong_send")}
      </button>
      <noscript>
        <button class="plain" name="keep" value="later">
          {t("youth.help.wrong_later")}
        </button>
      </noscript>
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
  text: string | null;
  /** Last day it can be read; null = no one has looked into it to the end. */
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
