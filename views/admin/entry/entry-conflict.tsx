import type { Entry } from "#src/directory/entry/entry.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { DifferenceWords } from "#views/admin/importing/source-told.tsx";

export interface ShownConflict {
  /** Version both began from. */
  from: number;
  taken: string[];
  /** Changed by both: ours and theirs. */
  both: { field: keyof Entry; words: DifferenceWords; theirs: boolean }[];
}

/** Shows an edit conflict: theirs stays where only they changed a field; where both did, the reader chooses. */
export function Conflict({ t, conflict }: { t: Translate; conflict: ShownConflict | null }) {
  if (!conflict) return null;
  const { from, taken, both } = conflict;
  return (
    <section class="once summary" id="conflict" aria-labelledby="conflict-title">
      <h2 id="conflict-title">{t("admin.entry.conflict")}</h2>
      <input type="hidden" name="merge_from" value={String(from)} />
      {taken.length > 0 && (
        <>
          <p>{t("admin.entry.conflict_taken")}</p>
          <ul class="dots">
            {taken.map((words) => (
              <li dir="auto">{words}</li>
            ))}
          </ul>
        </>
      )}
      {both.length > 0 && <p>{t("admin.entry.conflict_both")}</p>}
      <div class="differences">
        {both.map(({ field, words: { line, both: texts }, theirs }) => (
          <div dir="auto">
            <p>{line}</p>
            {texts && (
              <dl class="about-line">
                <dt>{t("admin.entry.conflict_mine")}</dt>
                <dd class="lines-of">{texts.ours || "–"}</dd>
                <dt>{t("admin.entry.conflict_theirs")}</dt>
                <dd class="lines-of">{texts.theirs || "–"}</dd>
              </dl>
            )}
            <label class="check">
              <input type="checkbox" name="theirs" value={field} checked={theirs} />
              {t("admin.entry.conflict_take")}
              <span class="sr">{`: ${line}`}</span>
            </label>
          </div>
        ))}
      </div>
    </section>
  );
}
