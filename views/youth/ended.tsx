import type { Message } from "#src/conversation/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { Face } from "#views/parts/face.tsx";
import { Feeling, type FeelingState } from "#views/parts/feeling.tsx";
import { KeptWords, StartNew } from "#views/parts/kept.tsx";
import { Sent } from "#views/parts/sent.tsx";

/** The answer to “Did this chat help?”, or asked. */
export type HelpedState = "ask" | "yes" | "bit" | "no";

export interface EndedProps {
  frame: YouthFrame;
  by: "youth" | "counsellor" | "other";
  feeling: FeelingState;
  helped: HelpedState;
  /** What the counsellor wrote last, when it may not have been read yet. */
  lastWords: Message[];
  /** Words that were being typed when the chat ended. */
  kept: string | null;
  /** It was a rehearsal. */
  rehearsal: boolean;
}

const answers = ["yes", "bit", "no"] as const;

/** One tap, three words, and a thank-you that does not judge the answer. */
export const Helped = ({ t, helped }: { t: Translate; helped: HelpedState }) => (
  <div id="helped" class={helped === "ask" ? "card" : "thanks"}>
    {helped === "ask" && (
      <form method="post" action="/helped">
        <fieldset>
          <legend>{t("youth.helped.title")}</legend>
          <div class="scale">
            {answers.map((answer) => (
              <button name="value" value={answer}>
                {t(`youth.helped.${answer}`)}
              </button>
            ))}
          </div>
        </fieldset>
      </form>
    )}
    {helped !== "ask" && <p class="soft">{t(`youth.helped.thanks_${helped}`)}</p>}
  </div>
);

/** After the chat: thanks, two taps if wanted, and a way to leave no trace. No transcript, on purpose: only the last words of a counsellor who ended it. */
export const Ended = ({ frame, by, feeling, helped, lastWords, kept, rehearsal }: EndedProps) => {
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div id="chat" class="narrow" data-ended>
        <div class="hero">
          <Face face={frame.face} />
          <div>
            <h1>{t("youth.ended.title")}</h1>
          </div>
        </div>
        <p>{t(rehearsal ? "youth.rehearsal_over" : `youth.ended.by_${by}`)}</p>
        {lastWords.length > 0 && (
          <section class="card" translate="no">
            <h2>{t("youth.ended.last", { alias: lastWords[0]?.alias ?? "" })}</h2>
            {lastWords.map(({ text }) => (
              <p dir="auto" class="last">
                {text ?? t("youth.message.unreadable")}
              </p>
            ))}
          </section>
        )}
        <KeptWords t={t} words={kept} />
        <Feeling t={t} feeling={feeling} moment="after" />
        <Helped t={t} helped={helped} />
        <form method="post" action="/wipe">
          <Sent />
          <button class="big">{t("youth.ended.wipe")}</button>
        </form>
        <p class="soft">{t("youth.ended.wipe_hint")}</p>
        <StartNew t={t} query={frame.query} secondary />
      </div>
    </YouthPage>
  );
};
