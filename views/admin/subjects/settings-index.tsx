import type { Translate } from "#src/i18n/i18n.ts";
import type { Subject } from "#src/settings/subjects.ts";

/** Where each subject is set. */
export const pageOf = {
  opening: "/admin/open",
  helpline: "/admin/settings/helpline",
  look: "/admin/look",
  languages: "/admin/settings/languages",
  emergency: "/admin/settings/emergency",
  rules: "/admin/rules",
  texts: "/admin/texts",
  chats: "/admin/settings/chats",
  silence: "/admin/settings/silence",
  keeping: "/admin/settings/keeping",
  directory: "/admin/settings/directory",
  checklist: "/admin/open",
  assessment: "/admin/assessment",
  sharing: "/admin/directory/sharing",
  reasons: "/admin/reasons",
  meanwhile: "/admin/meanwhile",
  on_call: "/admin/on-call",
  callback: "/admin/settings/callback",
  accounts: "/admin/settings/accounts",
  address: "/admin/settings/address",
} as const satisfies Record<Subject, string>;

const inOrder = [
  "opening",
  "helpline",
  "look",
  "languages",
  "emergency",
  "address",
  "rules",
  "texts",
  "chats",
  "silence",
  "keeping",
  "directory",
  "callback",
  "accounts",
  "assessment",
  "meanwhile",
  "reasons",
] as const satisfies Subject[];

export type SettingsPageName = (typeof inOrder)[number];

/** Every page of what an admin sets, in the order of the way to an open helpline. */
export const settingsPages = inOrder.map((name) => [name, pageOf[name]] as const);

/** The way from one page of the settings to the others. */
export function SettingsIndex({ t, here }: { t: Translate; here: SettingsPageName }) {
  return (
    <nav class="tabs side-index" aria-label={t("admin.settings.title")}>
      <a href="/admin/settings">{t("admin.settings.title")}</a>
      {settingsPages.map(([name, href]) => (
        <a href={href} aria-current={name === here ? "page" : undefined}>
          {t(`admin.subject.${name}`)}
        </a>
      ))}
      <a href="/admin/mail">{t("staff.nav.mail")}</a>
      <a href="/admin/keys">{t("staff.nav.keys")}</a>
      <a href="/admin/backup">{t("staff.nav.backup")}</a>
      <a href="/admin/audit">{t("staff.nav.audit")}</a>
    </nav>
  );
}
