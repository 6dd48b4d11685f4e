import type { Translate } from "#src/i18n/i18n.ts";
import type { AgeBand, OldAgeBand, SaidAge } from "#src/settings/assessment.ts";
import { ageInWords } from "#views/parts/fields/answers.ts";

/** A band alone, or several folded under the one they make together. */
export interface AgeFold {
  folded: OldAgeBand | null;
  bands: readonly AgeBand[];
}

interface AgesProps {
  t: Translate;
  /** Prefix of its field ids. */
  id: string;
  choices: AgeChoices;
  chosen: SaidAge | null;
}

export interface AgeChoices {
  old: OldAgeBand | null;
  folds: readonly AgeFold[];
}

/** A choice of ages; those that make up an earlier, coarser band stand under it. */
export function Ages({ t, id, choices, chosen }: AgesProps) {
  const label = t("staff.record.age");
  const option = (value: SaidAge, words: string) => (
    <option value={value} selected={value === chosen}>
      {`${label}: ${words}`}
    </option>
  );
  const bands = (all: readonly AgeBand[]) => all.map((band) => option(band, ageInWords(t, band)));
  return (
    <label for={`${id}-age`}>
      <span class="sr">{label}</span>
      <select id={`${id}-age`} name="age" class="record-chip">
        <option value="">{label}</option>
        {choices.old && option(choices.old, t("staff.record.age_old", { band: ageInWords(t, choices.old) }))}
        {choices.folds.map(({ folded, bands: some }) =>
          folded === null ? bands(some) : <optgroup label={ageInWords(t, folded)}>{bands(some)}</optgroup>,
        )}
      </select>
    </label>
  );
}
