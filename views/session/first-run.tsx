import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { countryName } from "#views/parts/fields/countries.ts";
import { LanguageChoice } from "#views/parts/fields/language-fields.tsx";
import { TextField } from "#views/parts/fields/text-field.tsx";
import { Problems, wrongOf } from "#views/parts/told/problems.tsx";

interface FirstRunProps {
  frame: StaffFrame;
  /** One-time part of the link. */
  token: string;
  errors: Partial<Record<"language" | "helpline", string>>;
  helpline: string | undefined;
  place: FirstPlace;
}

/** Where the helpline is: the emergency numbers and the clock follow. */
export interface FirstPlace {
  /** Those whose emergency numbers are known. */
  countries: readonly string[];
  country: string;
  /** IANA names. */
  zones: readonly string[];
  zone: string;
  /** Nobody has chosen the zone yet: that of the browser is better. */
  isGuess: boolean;
}

/** The first page of a new helpline: its language, its name, and where it is. */
export function FirstRun({ frame, token, errors, helpline, place }: FirstRunProps) {
  const { t } = frame;
  const wrong = wrongOf(t, errors, { helpline: t("session.field.helpline") });
  const action = `/staff/welcome/${encodeURIComponent(token)}`;
  return (
    <StaffSheet frame={frame} title={t("session.set_up.title")} wrong={wrong.size > 0} script="welcome">
      <div class="narrow">
        <p class="soft">{t("session.first.step", { step: 1, of: 2 })}</p>
        <h1>{t("session.set_up.title")}</h1>
        <p class="lead">{t("session.first.lead")}</p>
        <Problems t={t} wrong={wrong} />
        <form class="fields" method="post" action={action} data-draft={`${action}/draft`} novalidate>
          {/* Enter in a field presses the first button of a form, which has to be this one. */}
          <button type="submit" class="sr" tabindex={-1} aria-hidden="true" name="do" value="next" />
          <div class="field">
            <LanguageChoice legend={t("session.field.language")} chosen={[t.language]} error={errors.language} />
            <button type="submit" class="second" name="do" value="language">
              {t("session.set_up.show")}
            </button>
          </div>
          <TextField
            name="helpline"
            label={t("session.field.helpline")}
            hint={t("session.hint.helpline")}
            error={errors.helpline}
            value={helpline}
            autocomplete="off"
          />
          <div class="field">
            <label for="country">{t("admin.entry.country")}</label>
            <select id="country" name="country">
              {place.countries.map((one) => (
                <option value={one} selected={one === place.country}>
                  {countryName(t, one)}
                </option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="zone">{t("admin.hours.zone")}</label>
            <select id="zone" name="zone" data-guess={place.isGuess ? "" : undefined}>
              {place.zones.map((one) => (
                <option value={one} selected={one === place.zone}>
                  {one.replaceAll("_", " ")}
                </option>
              ))}
            </select>
          </div>
          <button type="submit" class="main" name="do" value="next">
            {t("session.first.next")}
          </button>
        </form>
        <p class="hint">{t("session.set_up.kept")}</p>
      </div>
    </StaffSheet>
  );
}
