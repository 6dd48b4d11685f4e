import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { BackupState, type BackupStateProps } from "#views/admin/backup/backup-now.tsx";
import { type MailNowProps, MailWatched } from "#views/admin/mail/mail-now.tsx";
import { AuditState, type AuditStateProps } from "#views/admin/people/audit-state.tsx";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { addressOf, type GroupName, groupsOf, type SettingsPageName, titleOf } from "./settings-index.tsx";

export interface SettingFound {
  label: string;
  /** What is set now, or what the page is for, in words. */
  value: string;
  href: string;
  /** The page it stands on; "" for a page as a whole. */
  where: string;
}

export interface SettingsListProps {
  frame: StaffFrame;
  /** What each page is for, in a line. */
  about: Record<SettingsPageName, string>;
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

/** The index of everything an admin sets, with a search over all of it. */
export function SettingsList(props: SettingsListProps) {
  const { frame, words, found, networks, version } = props;
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.nav.settings")} here="settings" script="htmx">
      <h1>{t("staff.nav.settings")}</h1>
      <form method="get" action="/admin" role="search" class="field search">
        <label for="q">{t("admin.settings.search")}</label>
        <div class="row-of">
          <input id="q" name="q" type="search" value={words} autocomplete="off" />
          <button type="submit" class="second">
            {t("staff.find.search")}
          </button>
        </div>
      </form>
      {networks !== "seen" && (
        <p class="notice" id="networks">
          {t(`admin.settings.networks.${networks}`)}
        </p>
      )}
      {found ? <Found frame={frame} words={words} found={found} /> : <Groups {...props} />}
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
        <a href="/admin">{t("admin.settings.search_clear")}</a>
      </p>
    </section>
  );
}

function Groups(props: SettingsListProps) {
  const { frame, about } = props;
  const { t } = frame;
  return (
    <div class="subjects">
      {groupsOf(frame.unused).map(({ name, pages }) => (
        <Group t={t} name={name}>
          <ul>
            {pages.map((page) => (
              <li>
                <a href={addressOf(page)}>{titleOf(t, page)}</a>
                <p class="soft small">{about[page]}</p>
                <StateNow page={page} {...props} />
              </li>
            ))}
          </ul>
        </Group>
      ))}
    </div>
  );
}

/** A card; what a small helpline does not need is folded. */
function Group({ t, name, children }: { t: Translate; name: GroupName; children?: Child }) {
  if (name === "more") {
    return (
      <details class="subject">
        <summary>
          <h2>{t("admin.group.more")}</h2>
        </summary>
        {children}
      </details>
    );
  }
  return (
    <section class="subject">
      <h2>{t(`admin.group.${name}`)}</h2>
      {children}
    </section>
  );
}

/** Of what may need someone: how it does now. */
function StateNow({ page, mail, backup, audit }: SettingsListProps & { page: SettingsPageName }) {
  switch (page) {
    case "mail":
      return <MailWatched {...mail} />;
    case "backup":
      return <BackupState {...backup} />;
    case "audit":
      return <AuditState {...audit} below={2} />;
    default:
      return null;
  }
}
