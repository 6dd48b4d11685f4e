import type { Translate } from "#src/i18n/i18n.ts";

/** Words that did not go out, to be copied; hidden while there are none. console.js puts in what it knows. */
export function Unsent({ t, id, words = "" }: { t: Translate; id: number; words?: string }) {
  return (
    <div class="unsent" hidden={words === ""}>
      <label for={`unsent-${id}`}>{t("staff.over.unsent")}</label>
      <textarea id={`unsent-${id}`} rows={2} dir="auto" readonly>
        {words}
      </textarea>
    </div>
  );
}
