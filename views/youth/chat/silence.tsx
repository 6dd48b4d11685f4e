import type { Translate } from "#src/i18n/i18n.ts";
import { Sent } from "#views/parts/told/sent.tsx";
import type { ChatState } from "./chat-state.ts";

interface SilenceProps {
  t: Translate;
  state: ChatState;
}

type Answer = "here" | "later" | "bye" | "quiet" | "go";

/** Which answers there are: in a pause only the way back. */
const answersIn = (state: ChatState): Answer[] => {
  if (state.kind === "paused") return ["here"];
  if (state.kind !== "talking" || state.asked === null) return [];
  if (state.asked.danger) return ["here", "quiet", "go"];
  return state.asked.later ? ["here", "later", "bye"] : ["here", "bye"];
};

/** Nothing is asked of whoever waits in line, or has written a moment ago. */
const isAsked = (state: ChatState) => state.kind === "paused" || (state.kind === "talking" && state.asked !== null);

const Title = ({ t, state }: SilenceProps) => (
  <>{t(state.kind === "paused" ? "youth.paused.title" : "youth.silence.title")}</>
);

const Text = ({ t, state }: SilenceProps) => {
  if (state.kind === "paused") return <>{t("youth.paused.text", { minutes: state.minutes })}</>;
  const minutes = state.kind === "talking" ? state.asked?.minutes : null;
  return <>{minutes ? t("youth.silence.pauses", { minutes }) : t("youth.silence.stays")}</>;
};

const Words = ({ t, state, answer }: SilenceProps & { answer: Answer }) => {
  if (state.kind === "paused") return <>{t("youth.paused.back")}</>;
  return <>{t(answer === "quiet" ? "youth.danger.silent" : `youth.silence.${answer}`)}</>;
};

/**
 * After a long silence, beside the field so that it is in sight wherever somebody reads: are they still there, or the way back
 * from a pause. Whoever types has answered too. Each answer is a form of its own: what is typed stays (chat.js).
 */
export const Silence = ({ t, state }: SilenceProps) => (
  <div id="asked" role="alert">
    {isAsked(state) && (
      <>
        <p>
          {/* Of a pause the state has said that already. */}
          <strong aria-hidden={state.kind === "paused" ? "true" : undefined}>
            <Title t={t} state={state} />
          </strong>{" "}
          <span class="soft">
            <Text t={t} state={state} />
          </span>
        </p>
        <div class="menu">
          {answersIn(state).map((answer) => (
            <form method="post" action={`/here?say=${answer}`}>
              <Sent />
              <button class={answer === "here" ? undefined : "plain"}>
                <Words t={t} state={state} answer={answer} />
              </button>
            </form>
          ))}
        </div>
      </>
    )}
  </div>
);

/** The same among the messages of the streamed frame, which then shows itself anew. Only the newest shows (youth-frame.css), also where nothing is asked any more. */
export const FramedSilence = ({ t, state }: SilenceProps) =>
  isAsked(state) ? (
    <div class="m notice asks">
      <p>
        <strong>
          <Title t={t} state={state} />
        </strong>{" "}
        <Text t={t} state={state} />
      </p>
      <form method="post" action="/here">
        <input type="hidden" name="frame" value="1" />
        {answersIn(state).map((answer) => (
          <button name="say" value={answer}>
            <Words t={t} state={state} answer={answer} />
          </button>
        ))}
      </form>
    </div>
  ) : (
    <i class="asks" hidden />
  );
