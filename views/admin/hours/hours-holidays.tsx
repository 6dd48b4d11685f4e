import type { Translate } from "#src/i18n/i18n.ts";
import { countryName } from "#views/parts/fields/countries.ts";
import { shortDate } from "#views/parts/times/days.ts";
import { Group } from "./hours-field.tsx";
import { draftButton } from "./hours-form.tsx";

export interface HolidaysProps {
  t: Translate;
  lineId: number;
  /** ISO 3166; null = its holidays are unknown. */
  country: string | null;
  holidays: { date: string; name: string }[];
  /** Button that gets the cursor: "accept.2026-12-25". */
  cursor: string | null;
}

/** A longer list would push the rest of the page away. */
const soon = 5;

/** Suggests public holidays; nothing closes by itself. */
export function Holidays({ t, lineId, country, holidays, cursor }: HolidaysProps) {
  const later = holidays.slice(soon);
  const isLater = later.some(({ date }) => cursor === `accept.${date}`);
  // After the last holiday no button is left for the cursor.
  const place = holidays.length === 1 ? "holidays" : undefined;
  return (
    <section class="at-hours" id="holidays" aria-labelledby="holidays-title">
      <h2 id="holidays-title">{t("admin.hours.holidays")}</h2>
      <p class="hint">
        {holidaysInWords(t, country, holidays.length)}{" "}
        <a href={`/admin/lines/${lineId}#country`}>{t("admin.hours.country_change")}</a>
      </p>
      <Offers t={t} holidays={holidays.slice(0, soon)} cursor={cursor} place={place} />
      {later.length > 0 && (
        <Group id="later" open={isLater} title={t("admin.history.more", { n: later.length })}>
          <Offers t={t} holidays={later} cursor={cursor} place={place} />
        </Group>
      )}
      {holidays.length > 1 && (
        <button class="second" {...draftButton("accept all", "days")}>
          {t("admin.hours.holidays_all", { n: holidays.length })}
        </button>
      )}
    </section>
  );
}

function Offers(props: Pick<HolidaysProps, "t" | "holidays" | "cursor"> & { place: string | undefined }) {
  const { t, holidays, cursor, place } = props;
  if (holidays.length === 0) return null;
  return (
    <ul class="list offers">
      {holidays.map(({ date, name }) => (
        <li>
          <span>
            <b>{name}</b> <span class="soft">{`${shortDate(t.language, date)} ${date.slice(0, 4)}`}</span>
          </span>
          <button class="second" {...draftButton(`accept ${date}`, place)} autofocus={cursor === `accept.${date}`}>
            {t("admin.hours.holiday_accept")}
            <span class="sr">{`: ${name}`}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function holidaysInWords(t: Translate, country: string | null, n: number): string {
  if (country === null) return t("admin.hours.holidays_unknown");
  return t(n === 0 ? "admin.hours.holidays_none" : "admin.hours.holidays_hint", { country: countryName(t, country) });
}
