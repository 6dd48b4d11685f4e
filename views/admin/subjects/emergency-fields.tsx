import type { Translate } from "#src/i18n/i18n.ts";
import type { EmergencyCountry } from "#src/settings/emergency.ts";
import { countryName } from "#views/parts/fields/countries.ts";
import { Note, type Wrong } from "./subject-fields.tsx";

interface EmergencyFieldsProps {
  t: Translate;
  countries: EmergencyCountry[];
  wrong: Wrong;
  choices: { countries: readonly string[]; shipped: readonly EmergencyCountry[]; maxCountries: number };
}

/** Whom to call in danger, country by country; the first stands on every page. */
export function EmergencyFields({ t, countries, wrong, choices }: EmergencyFieldsProps) {
  const nameOf = (country: string) => countryName(t, country);
  const chosen = new Set(countries.map(({ country }) => country));
  const shipped = choices.shipped.map(({ country }) => country).filter((one) => !chosen.has(one));
  const others = choices.countries.filter((one) => !chosen.has(one) && !shipped.includes(one));
  const sorted = others.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), t.language));
  return (
    <>
      {countries.map((one, i) => (
        <fieldset class="group country" id={`emergency-${i}`}>
          <legend>
            {one.country === "" ? t("admin.emergency.add") : nameOf(one.country)}
            {i === 0 && <span class="soft">{` · ${t("admin.emergency.first")}`}</span>}
          </legend>
          <input type="hidden" name={`emergency.${i}.country`} value={one.country} />
          <div class="group-fields">
            <div class="pair">
              <CountryField t={t} i={i} one={one} field="call" wrong={wrong} type="tel" />
              <CountryField t={t} i={i} one={one} field="police" wrong={wrong} type="tel" />
            </div>
            <p class="hint">{t("admin.emergency.quiet")}</p>
            <div class="pair">
              <CountryField t={t} i={i} one={one} field="sms" wrong={wrong} type="tel" />
              <CountryField t={t} i={i} one={one} field="app" wrong={wrong} />
              <CountryField t={t} i={i} one={one} field="press" wrong={wrong} type="tel" />
            </div>
            <Note id={`emergency-${i}-country`} wrong={wrong.get(`emergency.${i}.country`)} />
            {countries.length > 1 && (
              <button type="submit" class="second" name="do" value={`remove country ${i}`}>
                {t("session.key.remove")}
                <span class="sr">{` ${nameOf(one.country)}`}</span>
              </button>
            )}
          </div>
        </fieldset>
      ))}
      <Note id="emergency" wrong={wrong.get("emergency")} />
      {countries.length < choices.maxCountries && (
        <div class="field">
          <label for="add-country">{t("admin.emergency.add")}</label>
          <p class="hint" id="add-country-hint">
            {t("admin.emergency.add_hint")}
          </p>
          <div class="row-of">
            <select id="add-country" name="add_country" aria-describedby="add-country-hint">
              {[...shipped, ...sorted].map((country) => (
                <option value={country}>{nameOf(country)}</option>
              ))}
            </select>
            <button type="submit" class="second" name="do" value="add country">
              {t("admin.emergency.add_button")}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

function CountryField(props: {
  t: Translate;
  i: number;
  one: EmergencyCountry;
  field: "call" | "police" | "sms" | "app" | "press";
  wrong: Wrong;
  type?: "tel";
}) {
  const { t, i, one, field, wrong, type } = props;
  const name = `emergency.${i}.${field}`;
  const id = `emergency-${i}-${field}`;
  return (
    <div class="field">
      <label for={id}>{t(`admin.emergency.${field}`)}</label>
      <p class="hint" id={`${id}-hint`}>
        {t(`admin.emergency.${field}_hint`)}
      </p>
      <input
        id={id}
        name={name}
        inputmode={type}
        value={one[field] ?? ""}
        autocomplete="off"
        aria-invalid={wrong.has(name) ? "true" : undefined}
        aria-describedby={`${id}-hint ${id}-note`}
      />
      <Note id={`${id}-note`} wrong={wrong.get(name)} />
    </div>
  );
}
