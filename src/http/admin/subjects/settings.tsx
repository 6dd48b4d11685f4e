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
import {
  type SettingFound,
  SettingsList,
  type SettingsListProps,
  type SubjectShown,
} from "#views/admin/subjects/settings.tsx";
import { pageOf, settingsPages } from "#views/admin/subjects/settings-index.tsx";

/** GET /admin/settings: everything that can be set, by subject; with `?q=` what has those words in it. */
export const settingsPage: Handle = (c, helpline) => {
  const frame = staffFrame(c, helpline);
  const words = (c.req.query("q") ?? "").trim().slice(0, 100);
  const set = settings(helpline.db);
  const subjects = settingsPages.map(([name, href]) => shownSubject(frame.t, set, name, href));
  const elsewhereToo = (["sharing", "on_call"] as const).map((name) => shownSubject(frame.t, set, name, pageOf[name]));
  const found = words === "" ? null : search(frame.t, [...subjects, ...elsewhereToo], words);
  return page(
    c,
    <SettingsList
      frame={frame}
      subjects={subjects}
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

/** A record of another version is of a program that was replaced by hand since. */
function versionShown(t: Translate, { config, db }: Helpline): SettingsListProps["version"] {
  const now = ownVersion();
  const record = readUpgrade(config.dataDir);
  if (record?.openedAt == null || record.to.version !== now) return { now, since: null };
  const how = record.kind === "upgrade" ? "upgraded" : "rolled_back";
  return { now, since: { how, when: dayOf(t, record.openedAt, homeZone(db)), from: record.from.version } };
}

/** By the way that the request of whoever looks came: those of young people come the same way. */
function networksSeen(c: C, { config }: Helpline): SettingsListProps["networks"] {
  const way = addressWay(c, config);
  return way === "none" || way === "stranger" ? way : "seen";
}

function shownSubject(t: Translate, set: Settings, name: SubjectShown["name"], href: string): SubjectShown {
  // The steps that were looked at stand on the page they lead to.
  const names = name === "opening" ? [...namesOf("opening"), ...namesOf("checklist")] : namesOf(name);
  return {
    name,
    href,
    settings: names.map((one) => ({
      name: one,
      label: t(`admin.setting.${one}` as Key),
      value: valueInWords(t, one, set[one]),
      href: `${href}#${placeOf(one, set)}`,
    })),
  };
}

/** The id of a setting on its page; where it does not show now, of what makes it show. */
function placeOf(name: SettingName, { theme, opening }: Settings): string {
  if (name === "emergency") return "emergency-0";
  if (name === "colours" && theme !== "own") return "theme";
  if (name === "closedNote" && opening === "not_yet") return "opening";
  return name;
}

/** What an admin may look for under other pages, by the words they would use. */
const elsewhere = [
  ["hours", "/admin/hours"],
  ["lines", "/admin/lines"],
  ["staff", "/admin/staff"],
  ["mail", "/admin/mail"],
  ["keys", "/admin/keys"],
  ["backup", "/admin/backup"],
  ["audit", "/admin/audit"],
] as const;

function search(t: Translate, subjects: SubjectShown[], words: string): SettingFound[] {
  const wanted = fold(words).split(" ");
  const has = (...texts: string[]) => wanted.every((word) => fold(texts.join(" ")).includes(word));
  const settings = subjects.flatMap(({ name, settings }) => {
    const where = t(`admin.subject.${name}`);
    return settings
      .filter((one) => has(one.label, one.value, where, hintOf(t, one.name)))
      .map((one) => ({ ...one, where }));
  });
  const pages = subjects
    .filter(({ name }) => {
      const said = (["", ".lead", ".words"] as const).map((part) => t(`admin.subject.${name}${part}`));
      return has(...said);
    })
    .map(({ name, href }) => ({
      label: t(`admin.subject.${name}`),
      value: t(`admin.subject.${name}.lead`),
      href,
      where: "",
    }));
  const others = elsewhere
    .map(([name, href]) => ({
      label: t(`staff.nav.${name}`),
      value: t(`admin.settings.about.${name}`),
      href,
      where: "",
    }))
    .filter(({ label, value }) => has(label, value));
  return [...settings, ...pages, ...others];
}

/** What stands beside a setting on its page; "" for nothing. */
function hintOf({ language }: Translate, name: SettingName): string {
  const key: string = `admin.setting.${name}.hint`;
  return standardText(language, key) ?? "";
}
