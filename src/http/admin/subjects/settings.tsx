import { homeZone } from "#src/hours/lines.ts";
import { backupState } from "#src/http/admin/backup/backup.tsx";
import { nowProps } from "#src/http/admin/mail/mail.tsx";
import { valueInWords } from "#src/http/admin/texts/value-words.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { addressWay } from "#src/http/limits/networks.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { fold } from "#src/i18n/fold.ts";
import { type Key, standardText, type Translate } from "#src/i18n/i18n.ts";
import { dayOf } from "#src/i18n/when.ts";
import type { SettingName, Settings } from "#src/settings/definitions.ts";
import { namesOf, settings } from "#src/settings/settings.ts";
import { ownVersion, readUpgrade } from "#src/upgrade/record.ts";
import { type SettingFound, SettingsList, type SettingsListProps } from "#views/admin/subjects/settings.tsx";
import {
  addressOf,
  isSubject,
  type SettingsPageName,
  type SubjectListed,
  settingsPages,
  titleOf,
} from "#views/admin/subjects/settings-index.tsx";

/** GET /admin: the index of everything that can be set; with `?q=` what has those words in it. */
export const settingsPage: Handle = (c, helpline) => {
  const frame = staffFrame(c, helpline);
  const words = (c.req.query("q") ?? "").trim().slice(0, 100);
  const found = words === "" ? null : search(frame.t, settings(helpline.db), words);
  return page(
    c,
    <SettingsList
      frame={frame}
      about={aboutPages(frame.t)}
      words={words}
      found={found}
      networks={networksSeen(c, helpline)}
      mail={nowProps(c, helpline)}
      backup={backupState(frame.t, helpline)}
      version={versionShown(frame.t, helpline)}
      audit={{ t: frame.t, zone: homeZone(helpline.db), check: helpline.trailCheck.found }}
    />,
  );
};

/** GET /admin/settings: the index, where it was before. */
export const movedSettings: Handle = (c) => {
  const words = c.req.query("q") ?? "";
  return c.redirect(words === "" ? "/admin" : `/admin?q=${encodeURIComponent(words)}`, 303);
};

function aboutPages(t: Translate): SettingsListProps["about"] {
  return Object.fromEntries(settingsPages.map((name) => [name, aboutPage(t, name)])) as SettingsListProps["about"];
}

function aboutPage(t: Translate, name: SettingsPageName): string {
  return t(isSubject(name) ? `admin.subject.${name}.lead` : `admin.settings.about.${name}`);
}

/** A record of another version is of a program that was replaced by hand since. */
function versionShown(t: Translate, { config, db }: Helpline): SettingsListProps["version"] {
  const now = ownVersion();
  const record = readUpgrade(config.dataDir);
  if (record?.openedAt == null || record.to.version !== now) return { now, since: null };
  const how = record.kind === "upgrade" ? "upgraded" : "rolled_back";
  return { now, since: { how, when: dayOf(t, record.openedAt, homeZone(db)), from: record.from.version } };
}

/** By the way that the request of whoever looks came: those of young people come the same way. Nobody comes to a demo from afar. */
function networksSeen(c: C, { config, demo }: Helpline): SettingsListProps["networks"] {
  if (demo) return "seen";
  const way = addressWay(c, config);
  return way === "none" || way === "stranger" ? way : "seen";
}

/** The id of a setting on its page; where it does not show now, of what makes it show. */
function placeOf(name: SettingName, { theme, opening }: Settings): string {
  if (name === "emergency") return "emergency-0";
  if (name === "colours" && theme !== "own") return "theme";
  if (name === "closedNote" && opening === "not_yet") return "opening";
  return name;
}

/** Searches what stands on the pages and what people call it; a setting comes before the page it stands on. */
function search(t: Translate, set: Settings, words: string): SettingFound[] {
  const wanted = fold(words).split(" ");
  const has = (...texts: string[]) => wanted.every((word) => says(fold(texts.join(" ")), word));
  const fields = settingsPages.filter(isSubject).flatMap((subject) => {
    const where = t(`admin.subject.${subject}`);
    return settingsOn(subject)
      .filter((name) => has(where, t(labelOf(name)), valueInWords(t, name, set[name]), besides(t, name)))
      .map((name) => ({
        label: t(labelOf(name)),
        value: valueInWords(t, name, set[name]),
        href: `${addressOf(subject)}#${placeOf(name, set)}`,
        where,
      }));
  });
  const pages = settingsPages
    .filter((name) => has(titleOf(t, name), aboutPage(t, name), wordsOf(t, name)))
    .map((name) => ({ label: titleOf(t, name), value: aboutPage(t, name), href: addressOf(name), where: "" }));
  const own = has(t("admin.settings.words.own"))
    ? [
        {
          label: t("session.password.title"),
          value: "",
          href: "/staff/me#password-title",
          where: t("session.me.title"),
        },
      ]
    : [];
  return [...fields, ...pages, ...own];
}

/** Whether a text has a word, or all but the end of a longer one: "holidays" finds a holiday. */
function says(text: string, word: string): boolean {
  return text.includes(word) || (word.length > 5 && text.includes(word.slice(0, -1)));
}

/** The steps that were looked at stand on the page they lead to. */
function settingsOn(subject: SubjectListed): SettingName[] {
  return subject === "opening" ? [...namesOf("opening"), ...namesOf("checklist")] : namesOf(subject);
}

const labelOf = (name: SettingName) => `admin.setting.${name}` as Key;

/** What else a setting is found by: its hint, and what people call it. */
function besides({ language }: Translate, name: SettingName): string {
  const [hint, words]: string[] = [`admin.setting.${name}.hint`, `admin.setting.${name}.words`];
  return `${standardText(language, hint!) ?? ""} ${standardText(language, words!) ?? ""}`;
}

function wordsOf(t: Translate, name: SettingsPageName): string {
  return t(isSubject(name) ? `admin.subject.${name}.words` : `admin.settings.words.${name}`);
}
