import type { Translate } from "#src/i18n/i18n.ts";

const Place = ({ t, words }: { t: Translate; words: string }) => (
  <>
    <label for="kept-words">{t("youth.kept.label")}</label>
    <textarea id="kept-words" readonly autocomplete="off" rows={3} dir="auto">
      {words}
    </textarea>
  </>
);

/**
 * Words that were typed and did not go out: shown so that nothing a young person wrote is ever lost. Without words only
 * an empty element, where chat.js makes room for what it kept: browsers of text show what is hidden too.
 */
export const KeptWords = ({ t, words }: { t: Translate; words: string | null }) =>
  words ? (
    <div id="kept" class="card">
      <Place t={t} words={words} />
    </div>
  ) : (
    <div id="kept" class="card" hidden data-place={String(<Place t={t} words="" />)} />
  );
