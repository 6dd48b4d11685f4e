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

/** A choice of ages: few at first, finer ones where one is opened, with and without scripts. */
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
      {pick("", t("staff.about.not_said"))}
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
