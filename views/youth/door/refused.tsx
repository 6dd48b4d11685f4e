import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { WayBack, type YouthFrame, YouthPage } from "#views/layout/youth.tsx";
import { KeptWords, StartNew } from "#views/parts/told/kept.tsx";

/** A form that can be sent once more as it was. */
export interface Again {
  address: string;
  fields: [name: string, value: string][];
}

interface RefusedProps {
  frame: YouthFrame;
  sentence: string;
  words: string | null;
  isOver: boolean;
  /** If trying once more may help: the form, or the page's address. */
  again: Again | string | null;
}

/** Words that did not go out, and a button that sends their form once more; `children` are its fields. */
export const SendAgain = (props: { t: Translate; address: string; words: string; children: Child }) => {
  const { t, address, words, children } = props;
  return (
    <form class="narrow" method="post" action={address}>
      <div class="card">
        <label for="kept-words">{t("youth.kept.label")}</label>
        <textarea id="kept-words" readonly autocomplete="off" rows={3} dir="auto">
          {words}
        </textarea>
      </div>
      {children}
      <button class="big">{t("youth.moment.again")}</button>
    </form>
  );
};

const Kept = ({ frame, words, isOver }: Omit<RefusedProps, "sentence" | "again">) => (
  <>
    <KeptWords t={frame.t} words={words} />
    {isOver && words ? <StartNew t={frame.t} query={frame.query} /> : <WayBack frame={frame} />}
  </>
);

/** Every error page: the sentence, the words, what to do next, and the emergency line. */
export const Refused = ({ sentence, again, ...props }: RefusedProps) => {
  const { frame, words } = props;
  const { t } = frame;
  return (
    <YouthPage frame={frame}>
      <div class="narrow">
        <h1>{t("youth.refused.title")}</h1>
        <p role="alert">{sentence}</p>
        {again === null && <Kept {...props} />}
        {typeof again === "string" && (
          <a class="big" href={again}>
            {t("youth.moment.again")}
          </a>
        )}
        {again !== null && typeof again === "object" && (
          <SendAgain t={t} address={again.address} words={words ?? ""}>
            {again.fields.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
          </SendAgain>
        )}
        {again !== null && <WayBack frame={frame} secondary />}
      </div>
    </YouthPage>
  );
};
