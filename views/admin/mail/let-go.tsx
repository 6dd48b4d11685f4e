import type { Translate } from "#src/i18n/i18n.ts";
import { SettingsIndex } from "#views/admin/subjects/settings-index.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";

interface LetGoProps {
  frame: StaffFrame;
  /** Of how many hours one can choose; what was chosen, null for nothing yet. */
  offered: readonly number[];
  hours: number | null;
  /** Since when (ms UTC), and how many wait who asked since then; null while nothing is chosen. */
  found: { since: number; n: number } | null;
  /** IANA name. */
  zone: string;
}

/** Letting go of everybody who asked to be written to since a time: first how many that are, then by a press. */
export function LetGo({ frame, offered, hours, found, zone }: LetGoProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.callback.let_go")} here="settings">
      <SettingsIndex frame={frame} here="callback" />
      <h1>{t("admin.callback.let_go")}</h1>
      <p class="lead">{t("admin.callback.let_go.lead")}</p>
      <form class="fields" method="get" action="/admin/settings/callback/let-go">
        <div class="field">
          <label for="hours">{t("admin.callback.let_go.within")}</label>
          <select id="hours" name="hours">
            {offered.map((one) => (
              <option value={String(one)} selected={one === hours}>
                {timeInWords(t, one)}
              </option>
            ))}
          </select>
        </div>
        <div>
          <button type="submit" class="second">
            {t("admin.hours.preview_button")}
          </button>
        </div>
      </form>
      {found && (
        <section aria-labelledby="found">
          <h2 id="found">{t("admin.callback.let_go.found", { n: found.n, time: t.dateTime(found.since, zone) })}</h2>
          {found.n > 0 && (
            <form method="post" action="/admin/settings/callback/let-go">
              <input type="hidden" name="since" value={String(found.since)} />
              <button type="submit" class="main">
                {t("admin.callback.let_go.do", { n: found.n })}
              </button>
            </form>
          )}
        </section>
      )}
      <p>
        <a href="/admin/settings/callback">{t("admin.subject.callback")}</a>
      </p>
    </StaffSheet>
  );
}

/** "24 hours", "7 days": nobody counts in hours beyond one day. */
function timeInWords(t: Translate, hours: number): string {
  return hours > 24 ? t("admin.value.days", { n: hours / 24 }) : t("admin.callback.let_go.hours", { hours });
}
