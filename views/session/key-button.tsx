import type { Translate } from "#src/i18n/i18n.ts";

/**
 * Sends a form with what the browser makes of a key. The form has what it is asked with in `data-key`; its script
 * (static/passkey.js) shows the button where there is a browser that can, and says beneath it when nothing came of it.
 */
export function KeyButton(props: {
  t: Translate;
  words: string;
  /** It is to make a new one, which is sent under another name. */
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
