import type { Translate } from "#src/i18n/i18n.ts";
import type { Phase } from "#src/practice/scenario/scenario.ts";
import type { Rating, SafetyItem } from "#src/training/sign-off.ts";

const phases: Phase[] = ["welcome", "clarify", "goal", "work", "close"];
const safetyItems: SafetyItem[] = ["risk_asked", "no_secrecy", "no_contact", "emergency", "limits"];

export interface RatedShown {
  /** Whose words they are, and when. */
  title: string;
  rating: Rating;
}

/** How somebody was seen, by themselves and by others, side by side. */
export function Ratings({ t, all }: { t: Translate; all: RatedShown[] }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <td />
          {all.map(({ title }) => (
            <th scope="col">{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {phases.map((one) => (
          <tr>
            <th scope="row">{t(`staff.practice.phase.${one}`)}</th>
            {all.map(({ title, rating }) => (
              <td data-label={title}>{t(`staff.learning.level.${rating.phases[one]}`)}</td>
            ))}
          </tr>
        ))}
        {safetyItems.map((one) => (
          <tr>
            <th scope="row">{t(`staff.learning.safety.${one}`)}</th>
            {all.map(({ title, rating }) => (
              <td data-label={title}>
                {t(rating.safety.includes(one) ? "staff.learning.yes" : "staff.learning.level.0")}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FormProps {
  t: Translate;
  action: string;
  /** What was chosen before; null for nothing. */
  chosen: Partial<Rating> | null;
  button: string;
  error: string | null;
}

const levels = [0, 1, 2] as const;

/** The phases of a chat and the safety items, to be ticked. */
export function RatingForm({ t, action, chosen, button, error }: FormProps) {
  return (
    <form class="fields" method="post" action={action}>
      {error !== null && (
        <p class="wrong" role="alert" id="rating-wrong">
          {error}
        </p>
      )}
      {phases.map((one) => (
        <fieldset class="levels" aria-describedby={error !== null ? "rating-wrong" : undefined}>
          <legend>{t(`staff.practice.phase.${one}`)}</legend>
          {levels.map((level) => (
            <label class="check">
              <input type="radio" name={one} value={level} required checked={chosen?.phases?.[one] === level} />
              {t(`staff.learning.level.${level}`)}
            </label>
          ))}
        </fieldset>
      ))}
      <fieldset>
        <legend>{t("staff.learning.safety")}</legend>
        {safetyItems.map((one) => (
          <label class="check">
            <input type="checkbox" name="safety" value={one} checked={chosen?.safety?.includes(one)} />
            {t(`staff.learning.safety.${one}`)}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="main" name="act" value="rate">
        {button}
      </button>
    </form>
  );
}
