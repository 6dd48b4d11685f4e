import type { Translate } from "#src/i18n/i18n.ts";
import type { AgeBand, OldAgeBand, SaidAge } from "#src/settings/assessment.ts";
import { ageInWords } from "#views/parts/fields/answers.ts";

/** Ages to choose from: a band alone, or several folded under the one that they make together. */
export interface AgeFold {
  folded: OldAgeBand | null;
  bands: readonly AgeBand[];
}

interface AgesProps {
  t: Translate;
  /** Begins the ids of its fields. */
  id: string;
  choices: AgeChoices;
  chosen: SaidAge | null;
}

/** Ages to choose from, and an old band that was said and can stay. */
export interface AgeChoices {
  old: OldAgeBand | null;
  folds: readonly AgeFold[];
}

/** Few at first, finer ones where one is opened, with a script and without. */
export function Ages({ t, id, choices, chosen }: AgesProps) {
  const pick = (value: SaidAge | "", words: string) => (
    <label class="check">
      <input type="radio" name="age" value={value} checked={value === (chosen ?? "")} />
      <span>{words}</span>
    </label>
  );
  return (
    <fieldset class="ages" id={`${id}-age`}>
      <legend>{t("staff.record.age")}</legend>
      {pick("", t("staff.record.not_said"))}
      {choices.old && pick(choices.old, t("staff.record.age_old", { band: ageInWords(t, choices.old) }))}
      {choices.folds.map(({ folded, bands }) =>
        folded === null ? (
          bands.map((band) => pick(band, ageInWords(t, band)))
        ) : (
          <details open={chosen === folded || bands.some((band) => band === chosen)}>
            <summary>{ageInWords(t, folded)}</summary>
            <div class="checks">{bands.map((band) => pick(band, ageInWords(t, band)))}</div>
          </details>
        ),
      )}
    </fieldset>
  );
}
