import type { Translate } from "#src/i18n/i18n.ts";

/** Words that were typed and did not go out: shown so that nothing a young person wrote is ever lost. */
export const KeptWords = ({ t, words }: { t: Translate; words: string | null }) => (
  <div id="kept" class="card" hidden={!words}>
    <label for="kept-words">{t("youth.kept.label")}</label>
    <textarea id="kept-words" readonly autocomplete="off" rows={3} dir="auto">
      {words ?? ""}
    </textarea>
  </div>
);
