import type { Translate } from "#src/i18n/i18n.ts";

/** Sends a form with a passkey's answer to its `data-key`; static/passkey.js shows the button if the browser can. */
export function KeyButton(props: {
  t: Translate;
  words: string;
  /** It makes a new key, which is sent under another name. */
  makes?: boolean;
}) {
  const { t, words, makes = false } = props;
  return (
    <div class="field" data-by-key={makes ? "create" : "get"} hidden>
      <input type="hidden" name={makes ? "new_key" : "key"} />
      <div>
        <button type="submit" class="second" name="by" value="key">
          {words}
        </button>
      </div>
      <p class="wrong" role="alert" data-failed={t("session.key.failed")} />
    </div>
  );
}
