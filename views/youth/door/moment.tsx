import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { SendAgain } from "./refused.tsx";

interface OneMomentProps {
  frame: YouthFrame;
  /** Where a form went that could not be taken, its hidden fields and its words, or what stands for them; null = nothing was sent. */
  typed: { address: string; fields: string; words: string } | null;
}

/** While Porchlight itself is replaced: back in a minute, and nothing that was typed is lost. */
export const OneMoment = ({ frame, typed }: OneMomentProps) => (
  <YouthPage frame={frame}>
    <div class="narrow">
      <h1>{frame.t("youth.moment.title")}</h1>
      <p role="status">{frame.t(typed ? "youth.moment.typed" : "youth.moment.text")}</p>
      {typed && (
        <SendAgain t={frame.t} address={typed.address} words={typed.words}>
          {typed.fields}
        </SendAgain>
      )}
      {!typed && (
        <a class="big" href="/">
          {frame.t("youth.moment.again")}
        </a>
      )}
    </div>
  </YouthPage>
);
