import type { SettingName } from "#src/settings/definitions.ts";
import { BackupState, type BackupStateProps } from "#views/admin/backup/backup-now.tsx";
import { type MailNowProps, MailWatched } from "#views/admin/mail/mail-now.tsx";
import { AuditState, type AuditStateProps } from "#views/admin/people/audit-state.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import type { SettingsPageName } from "./settings-index.tsx";

interface Setting {
  label: string;
  /** What is set now, in words. */
  value: string;
  href: string;
}

export interface SubjectShown {
  /** Sharing has its page with the directory, on call its own: they are only found here. */
  name: SettingsPageName | "sharing" | "on_call";
  href: string;
  settings: (Setting & { name: SettingName })[];
}

export interface SettingFound extends Setting {
  /** The subject it stands under; "" for a page as a whole. */
  where: string;
}

export interface SettingsListProps {
  frame: StaffFrame;
  subjects: SubjectShown[];
  /** What is looked for; "" = nothing. */
  words: string;
  /** null = everything is shown. */
  found: SettingFound[] | null;
  /** Whether those who come can be told apart by their networks; `stranger`: a proxy that nobody named stands before Porchlight. */
  networks: "seen" | "none" | "stranger";
  /** How the mails do. */
  mail: MailNowProps;
  backup: BackupStateProps;
  /** Whether somebody has changed the audit trail. */
  audit: AuditStateProps;
  /** Of Porchlight, and how it came here last: when in words, and from which other. */
  version: { now: string; since: { how: "upgraded" | "rolled_back"; when: string; from: string } | null };
}

/** Everything that can be set, with what is set now, and a search over all of it. */
export function SettingsList({
  frame,
  subjects,
  words,
  found,
  networks,
  mail,
  backup,
  audit,
  version,
}: SettingsListProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("admin.settings.title")} here="settings" script="htmx">
      <h1>{t("admin.settings.title")}</h1>
      <p class="lead">{t("admin.settings.lead")}</p>
      <form method="get" action="/admin/settings" role="search" class="field search">
        <label for="q">{t("admin.settings.search")}</label>
        <div class="row-of">
          <input id="q" name="q" type="search" value={words} autocomplete="off" />
          <button type="submit" class="second">
            {t("admin.settings.search_button")}
          </button>
        </div>
      </form>
      {networks !== "seen" && (
        <p class="notice" id="networks">
          {t(`admin.settings.networks.${networks}`)}
        </p>
      )}
      {found && <Found frame={frame} words={words} found={found} />}
      <section aria-labelledby="mail-title">
        <h2 id="mail-title">
          <a href="/admin/mail">{t("staff.nav.mail")}</a>
        </h2>
        <MailWatched {...mail} />
      </section>
      <section aria-labelledby="keys-title">
        <h2 id="keys-title">
          <a href="/admin/keys">{t("staff.nav.keys")}</a>
        </h2>
        <p>{t("admin.settings.about.keys")}</p>
      </section>
      <section aria-labelledby="backup-title">
        <h2 id="backup-title">
          <a href="/admin/backup">{t("staff.nav.backup")}</a>
        </h2>
        <BackupState {...backup} />
      </section>
      <section aria-labelledby="audit-title">
        <h2 id="audit-title">
          <a href="/admin/audit">{t("staff.nav.audit")}</a>
        </h2>
        <AuditState {...audit} below={2} />
      </section>
      {!found && <Subjects frame={frame} subjects={subjects} />}
      <section aria-labelledby="version-title">
        <h2 id="version-title">{t("admin.version")}</h2>
        <p>
          {t("admin.version.now", { version: version.now })}
          {version.since && <span class="soft">{` ${t(`admin.version.${version.since.how}`, version.since)}`}</span>}
        </p>
      </section>
    </StaffSheet>
  );
}

function Found({ frame: { t }, words, found }: { frame: StaffFrame; words: string; found: SettingFound[] }) {
  return (
    <section aria-labelledby="found">
      <h2 id="found">
        {found.length === 0
          ? t("admin.settings.search_none", { words })
          : t("admin.settings.search_found", { n: found.length })}
      </h2>
      <ul class="list">
        {found.map(({ label, value, href, where }) => (
          <li>
            <div>
              <a href={href}>{label}</a>
              {where !== "" && <span class="soft small">{` · ${where}`}</span>}
              <p class="soft small" dir="auto">
                {value}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <p class="ways">
        <a href={`/admin/texts?q=${encodeURIComponent(words)}`}>{t("admin.texts.search")}</a>
      </p>
      <p class="ways">
        <a href="/admin/settings">{t("admin.settings.search_clear")}</a>
      </p>
    </section>
  );
}

function Subjects({ frame: { t }, subjects }: { frame: StaffFrame; subjects: SubjectShown[] }) {
  return (
    <ul class="subjects">
      {subjects.map(({ name, href, settings }) => (
        <li>
          <h2>
            <a href={href}>{t(`admin.subject.${name}`)}</a>
          </h2>
          <p class="soft">{t(`admin.subject.${name}.lead`)}</p>
          {settings.length > 0 && (
            <dl class="about-line">
              {settings.map(({ label, value }) => (
                <>
                  <dt>{label}</dt>
                  <dd dir="auto">{value}</dd>
                </>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}
