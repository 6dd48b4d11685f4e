import type { Key, Translate } from "#src/i18n/i18n.ts";
import { plainSubjects } from "#src/settings/draft.ts";
import { namesOf, settings } from "#src/settings/settings.ts";
import { type SettingFound, SettingsList, type SubjectShown } from "#views/admin/settings.tsx";
import { settingsPages } from "#views/admin/settings-index.tsx";
import type { Handle, Helpline } from "../context.ts";
import { page } from "../page.ts";
import { valueInWords } from "../settings-words.ts";
import { staffFrame } from "../staff-frame.ts";

/** GET /admin/settings: everything that can be set, by subject; with `?q=` what has those words in it. */
export const settingsPage: Handle = (c, helpline) => {
  const frame = staffFrame(c, helpline);
  const words = (c.req.query("q") ?? "").trim().slice(0, 100);
  const subjects = settingsPages.map(([name, href]) => shownSubject(frame.t, helpline, name, href));
  const found = words === "" ? null : search(frame.t, subjects, words);
  return page(c, <SettingsList frame={frame} subjects={subjects} words={words} found={found} />);
};

function shownSubject(
  t: Translate,
  helpline: Helpline,
  name: (typeof settingsPages)[number][0],
  href: string,
): SubjectShown {
  const plain = plainSubjects.find((one) => one === name);
  const set = settings(helpline.db);
  const values = plain ? namesOf(plain) : [];
  return {
    name,
    href,
    settings: values.map((one) => ({
      label: t(`admin.setting.${one}` as Key),
      value: valueInWords(t, one, set[one]),
      href: `${href}#${one}`,
    })),
  };
}

/** What an admin may look for under other pages, by the words they would use. */
const elsewhere = [
  ["hours", "/admin/hours"],
  ["lines", "/admin/lines"],
  ["staff", "/admin/staff"],
] as const;

function search(t: Translate, subjects: SubjectShown[], words: string): SettingFound[] {
  const wanted = plainWords(words).split(" ");
  const has = (...texts: string[]) => wanted.every((word) => plainWords(texts.join(" ")).includes(word));
  const settings = subjects.flatMap(({ name, settings }) => {
    const where = t(`admin.subject.${name}`);
    return settings.map((one) => ({ ...one, where })).filter(({ label, value }) => has(label, value, where));
  });
  const pages = subjects
    .filter(({ name }) => has(t(`admin.subject.${name}`), t(`admin.subject.${name}.lead`)))
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

/** Without accents and capitals: whoever searches types as it comes. */
function plainWords(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
