import type { Translate } from "#src/i18n/i18n.ts";

/** Every page of what an admin sets, in the order of the way to an open helpline. */
export const settingsPages = [
  ["opening", "/admin/open"],
  ["helpline", "/admin/settings/helpline"],
  ["look", "/admin/look"],
  ["languages", "/admin/settings/languages"],
  ["emergency", "/admin/settings/emergency"],
  ["rules", "/admin/rules"],
  ["texts", "/admin/texts"],
  ["chats", "/admin/settings/chats"],
  ["keeping", "/admin/settings/keeping"],
] as const;

export type SettingsPageName = (typeof settingsPages)[number][0];

/** The way from one page of the settings to the others. */
export function SettingsIndex({ t, here }: { t: Translate; here: SettingsPageName }) {
  return (
    <nav class="tabs side-index" aria-label={t("admin.settings.title")}>
      <a href="/admin/settings">{t("admin.settings.all")}</a>
      {settingsPages.map(([name, href]) => (
        <a href={href} aria-current={name === here ? "page" : undefined}>
          {t(`admin.subject.${name}`)}
        </a>
      ))}
    </nav>
  );
}
