import { type YouthFrame, YouthPage } from "#views/layout/youth.tsx";

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
        <form method="post" action={typed.address}>
          <div class="card">
            <label for="kept-words">{frame.t("youth.kept.label")}</label>
            <textarea id="kept-words" readonly autocomplete="off" rows={3} dir="auto">
              {typed.words}
            </textarea>
          </div>
          {typed.fields}
          <button class="big">{frame.t("youth.moment.again")}</button>
        </form>
      )}
      {!typed && (
        <a class="big" href="/">
          {frame.t("youth.moment.again")}
        </a>
      )}
    </div>
  </YouthPage>
);
