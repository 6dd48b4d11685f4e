import type { Translate } from "#src/i18n/i18n.ts";
import { shortDate } from "#views/parts/days.ts";
import { draftButton } from "./hours-form.tsx";

export interface HolidaysProps {
  t: Translate;
  /** Those that could be closed, by date ("2026-12-25"). */
  holidays: { date: string; name: string }[];
}

/** Public holidays, offered: nothing closes by itself. */
export function Holidays({ t, holidays }: HolidaysProps) {
  if (holidays.length === 0) return null;
  return (
    <section class="at-hours" id="holidays" aria-labelledby="holidays-title">
      <h2 id="holidays-title">{t("admin.hours.holidays")}</h2>
      <p class="hint">{t("admin.hours.holidays_hint")}</p>
      <ul class="list offers">
        {holidays.map(({ date, name }) => (
          <li>
            <span>
              {name}
              <small>{`${shortDate(t.language, date)} ${date.slice(0, 4)}`}</small>
            </span>
            <button
              class="second"
              aria-label={t("admin.hours.holiday_close", { name })}
              {...draftButton(`accept ${date}`, "holidays")}
            >
              {t("admin.hours.holiday_accept")}
            </button>
          </li>
        ))}
      </ul>
      <button class="second" {...draftButton("accept all", "days")}>
        {t("admin.hours.holidays_all", { n: holidays.length })}
      </button>
    </section>
  );
}
