import type { Translate } from "#src/i18n/i18n.ts";
import { StartNew } from "#views/parts/told/kept.tsx";
import type { AfterState } from "./after.tsx";

/** A thank-you form with a refused input; said; or not asked. */
export type ThanksState = { most: number; typed: string; wrong: string } | "said" | "hidden";

/** Whether a thank-you stands in its field again, with what is wrong. */
export const isRefused = (thanks: ThanksState) => typeof thanks === "object" && thanks.wrong !== "";

export interface WaysProps {
  t: Translate;
  query: string;
  after: AfterState;
  thanks: ThanksState;
  /** It was set aside, however long ago, so nothing is asked, and no one smiles. */
  setAside: boolean;
  canStart: boolean;
}

/** Ways on that few need: a list once nothing is asked, else folded. */
export const Ways = ({ t, query, after, thanks, setAside, canStart }: WaysProps) => (
  <div class="rows">
    {after.kind === "closed" && (
      <form method="post" action="/helped">
        <button name="value" value="ask">
          <Icon name="pen" />
          {t("youth.ended.ask")}
        </button>
      </form>
    )}
    {!setAside && (
      <a href="/back">
        <Icon name="key" />
        {t("youth.code.link")}
      </a>
    )}
    {after.kind === "over" && <SayThanks t={t} thanks={thanks} />}
    {canStart && <StartNew t={t} query={query} icon={<Icon name="plus" />} />}
    <a href="/help#wrong">
      <Icon name="flag" />
      {t("youth.help.wrong_link")}
    </a>
  </div>
);

/** Offers a thank-you once no answer can take away what is typed; chat.js knows the button as a tap, and its answer replaces this. */
export const SayThanks = ({ t, thanks }: { t: Translate; thanks: ThanksState }) => {
  if (thanks === "hidden") return <p id="thanks" hidden />;
  if (thanks === "said") {
    return (
      <p id="thanks" class="thanks">
        <Icon name="heart" />
        {t("youth.thanks.said")}
      </p>
    );
  }
  const { most, typed, wrong } = thanks;
  return (
    <details id="thanks" open={wrong !== ""}>
      <summary>
        <Icon name="heart" />
        {t("youth.thanks.title")}
      </summary>
      <form method="post" action="/thanks">
        <p class="soft" id="thank-hint" role={wrong ? "alert" : undefined}>
          {wrong || t("youth.thanks.hint", { most })}
        </p>
        <textarea
          id="thank"
          name="text"
          rows={2}
          maxlength={most}
          dir="auto"
          autocomplete="off"
          aria-label={t("youth.thanks.title")}
          aria-describedby="thank-hint"
        >
          {typed}
        </textarea>
        <button name="value" value="1">
          {t("youth.chat.send")}
        </button>
      </form>
    </details>
  );
};

const drawings = {
  flag: "M6 21V4h12l-3 4.5 3 4.5H6",
  heart: "M12 20s-8-5-8-10.5A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.5C20 15 12 20 12 20Z",
  key: "M8 18.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM11 12l8.5-8.5M16 7l3 3",
  pen: "M4 20l1-4.5L16.5 4 20 7.5 8.5 19Z",
  pin: "M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  plus: "M12 5v14M5 12h14",
};

/** Drawn before the words of a row. */
export const Icon = ({ name }: { name: keyof typeof drawings }) => (
  <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path class="lines" d={drawings[name]} />
  </svg>
);
