import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { KeptWords } from "#views/parts/kept.tsx";

interface RefusedProps {
  frame: YouthFrame;
  /** What happened, in words. */
  sentence: string;
  /** What was typed, so that it can be copied; null when nothing was. */
  words: string | null;
}

/** Every error page: the sentence, the words, a way back, and the emergency line as everywhere. */
export const Refused = ({ frame, sentence, words }: RefusedProps) => (
  <YouthPage frame={frame}>
    <div class="narrow">
      <h1>{frame.t("youth.refused.title")}</h1>
      <p role="alert">{sentence}</p>
      <KeptWords t={frame.t} words={words} />
      <WayBack frame={frame} />
    </div>
  </YouthPage>
);
