import type { Message } from "#src/conversation/messages/message.ts";
import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { KeptWords } from "#views/parts/told/kept.tsx";
import { AskSecret } from "#views/youth/back/secret.tsx";
import { AfterDanger, type CallAfter } from "#views/youth/danger/danger.tsx";
import { Step, type StepProps } from "./step.tsx";

interface EndedProps extends StepProps {
  frame: YouthFrame;
  /** The sheet of this page, which can come in the place of a chat. */
  css: string;
  byYouth: boolean;
  /** After danger or a complaint: whom to call comes first. */
  call: CallAfter | null;
  /** They left in danger: how long their words can be read, at most. */
  readHours: number | null;
  /** The counsellor's last words, if perhaps unread. */
  lastWords: Message[];
  /** Such words or entries show again with the secret word. */
  asks: boolean;
  kept: string | null;
  rehearsal: boolean;
  /** When a new chat can follow one set aside as a joke, as a clock time. */
  aside: string | null;
}

/**
 * After the chat: one question at a time, then thanks, with the places of the chat; then the ways on; leaving no trace comes
 * last. On purpose no transcript. After danger or a complaint whom to call and places come first, and nothing is asked before
 * someone wants it.
 */
export const Ended = (props: EndedProps) => {
  const { frame, css, call, readHours, setAside, rehearsal, aside } = props;
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <style dangerouslySetInnerHTML={{ __html: css }} />
      <div id="chat" class="narrow end" data-ended>
        {call && <CallFirst t={t} query={frame.query} call={call} />}
        {(call || setAside) && <h1>{t("youth.danger.ended")}</h1>}
        {readHours !== null && <p>{t("youth.danger.read_after", { hours: readHours })}</p>}
        {(!call || rehearsal || aside !== null) && <p class={setAside ? undefined : "soft"}>{endedText(props)}</p>}
        <StillToRead {...props} />
        <Step {...props} />
      </div>
    </YouthPage>
  );
};

/** No face smiles, and nothing says that all is well (SG7). */
const CallFirst = ({ t, query, call }: Pick<EndedProps, "t" | "query"> & { call: CallAfter }) => (
  <section class="card red">
    <p>
      <strong>{t("youth.frame.danger")}</strong>
    </p>
    <AfterDanger t={t} query={query} danger={call} />
  </section>
);

function endedText({ t, byYouth, aside, rehearsal }: EndedProps): string {
  if (aside !== null) return t("youth.aside.text", { time: aside });
  if (rehearsal) return t("youth.rehearsal_over");
  return t(byYouth ? "youth.ended.by_youth" : "youth.ended.by_counsellor");
}

/** Asked for during the chat, and still to read. An answer leaves it alone, so that unsent words stay. */
const StillToRead = ({ t, lastWords, asks, kept, call, canStart }: EndedProps) => (
  <>
    {lastWords.length > 0 && (
      <section class="card" translate="no">
        <p>
          <strong>{t("youth.ended.last", { alias: lastWords[0]?.alias ?? "" })}</strong>
        </p>
        {lastWords.map(({ text }) => (
          <p dir="auto" class="last">
            {text ?? t("youth.ended.last_lost")}
          </p>
        ))}
      </section>
    )}
    {asks && (
      <details id="hidden-words" open={call === null}>
        <summary>{t("youth.secret.last")}</summary>
        <AskSecret t={t} secret={{ refused: null, words: null }} />
      </details>
    )}
    <KeptWords t={t} words={kept} hasWay={canStart} />
  </>
);
