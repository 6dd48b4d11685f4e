import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { KeptWords, StartNew } from "#views/parts/told/kept.tsx";

interface RefusedProps {
  frame: YouthFrame;
  sentence: string;
  words: string | null;
  isOver: boolean;
}

/** Every error page: the sentence, the words, a way back, and the emergency line. */
export const Refused = ({ frame, sentence, words, isOver }: RefusedProps) => (
  <YouthPage frame={frame}>
    <div class="narrow">
      <h1>{frame.t("youth.refused.title")}</h1>
      <p role="alert">{sentence}</p>
      <KeptWords t={frame.t} words={words} />
      {isOver && words ? <StartNew t={frame.t} query={frame.query} /> : <WayBack frame={frame} />}
    </div>
  </YouthPage>
);
