import type { Translate } from "#src/i18n/i18n.ts";
import { Sent } from "#views/parts/told/sent.tsx";
import type { ChatState } from "./chat-state.ts";

interface SilenceProps {
  t: Translate;
  state: ChatState;
}

type Answer = "here" | "later" | "bye" | "quiet" | "go";

/** In a pause there is only the way back. */
const answersIn = (state: ChatState): Answer[] => {
  if (state.kind === "paused") return ["here"];
  if (state.kind !== "talking" || state.asked === null) return [];
  if (state.asked.danger) return ["here", "quiet", "go"];
  return state.asked.later ? ["here", "later", "bye"] : ["here", "bye"];
};

/** Nothing is asked of someone who waits in line, or has just written. */
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

/** After a long silence: are they still there, or the way back. Each answer has a form of its own, so typed words stay. */
export const Silence = ({ t, state }: SilenceProps) => (
  <div id="asked" role="alert">
    {isAsked(state) && (
      <>
        <p>
          {/* In a pause the state has said that already. */}
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

/** The question in the streamed frame, which then repaints; only the newest shows, even an empty one (youth-frame.css). */
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
