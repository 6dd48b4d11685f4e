import type { Translate } from "#src/i18n/i18n.ts";
import { Sent } from "./sent.tsx";

const Place = ({ t, words }: { t: Translate; words: string }) => (
  <>
    <label for="kept-words">{t("youth.kept.label")}</label>
    <textarea id="kept-words" form="again" name="text" readonly autocomplete="off" rows={3} dir="auto">
      {words}
    </textarea>
  </>
);

/**
 * Words that were typed and did not go out: shown so that nothing a young person wrote is ever lost, and part of the form
 * for a new chat, if the page has one. Without words only an empty element, where chat.js makes room for what it kept:
 * browsers of text show what is hidden too.
 */
export const KeptWords = ({ t, words }: { t: Translate; words: string | null }) =>
  words ? (
    <div id="kept" class="card">
      <Place t={t} words={words} />
    </div>
  ) : (
    <div id="kept" class="card" hidden data-place={String(<Place t={t} words="" />)} />
  );

const Hidden = ({ t, words }: { t: Translate; words: string }) => (
  <>
    <p class="soft">{t("youth.secret.kept")}</p>
    <input type="hidden" id="kept-words" form="again" name="text" value={words} />
  </>
);

/** The same where somebody else may look: they go along with the form, and are not seen. */
export const HiddenWords = ({ t, words }: { t: Translate; words: string }) => (
  <div id="kept" hidden={words === ""} data-place={String(<Hidden t={t} words="" />)}>
    {words !== "" && <Hidden t={t} words={words} />}
  </div>
);

interface StartNewProps {
  t: Translate;
  /** Keeps the language: `?l=fr`, or "". */
  query: string;
  /** Another button of the page comes first. */
  secondary?: boolean;
  /** Out of a frame. */
  target?: "_top";
}

/** The way from a chat that is over to a new one. Words that stand in `KeptWords` come along. */
export const StartNew = ({ t, query, secondary, target }: StartNewProps) => (
  <form id="again" method="post" action={`/start-new${query}`} target={target}>
    <Sent />
    <button class={secondary ? "big line" : "big"}>{t("youth.ended.again")}</button>
  </form>
);
