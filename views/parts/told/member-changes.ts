import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { MemberValues } from "#src/staff/accounts/member.ts";
import { roleNames } from "#views/parts/fields/roles.ts";
import { languageName } from "../language-name.ts";

function languageList(t: Translate, languages: Language[], own: string): string {
  if (languages.length === 0) return own;
  const names = languages.map((language) => languageName(t, language));
  return new Intl.ListFormat(t.language, { type: "conjunction" }).format(names);
}

/** Returns what a change of a member of staff did, one sentence each, the most telling first. */
export function memberChangeWords(t: Translate, before: MemberValues, after: MemberValues): string[] {
  const own = t("admin.member.languages_own");
  const said = [
    before.closed !== after.closed && t(after.closed ? "admin.member.did.closed" : "admin.member.did.reopened"),
    differs(before.roles, after.roles) &&
      t("admin.settings.did", {
        name: t("admin.staff.roles"),
        before: roleNames(t, before.roles),
        after: roleNames(t, after.roles),
      }),
    differs(before.languages, after.languages) &&
      t("admin.settings.did", {
        name: t("admin.member.languages"),
        before: languageList(t, before.languages, own),
        after: languageList(t, after.languages, own),
      }),
    (before.maxChats ?? null) !== (after.maxChats ?? null) &&
      t("admin.settings.did", {
        name: t("admin.member.chats_most"),
        before: chatsMostName(t, before.maxChats),
        after: chatsMostName(t, after.maxChats),
      }),
    before.alias !== after.alias && t("admin.member.did.alias", { before: before.alias, after: after.alias }),
    before.language !== after.language &&
      t("admin.member.did.language", {
        before: languageName(t, before.language),
        after: languageName(t, after.language),
      }),
  ];
  return said.filter((words) => words !== false);
}

/** A change from before this setting existed does not name it. */
function chatsMostName(t: Translate, most: number | null | undefined): string {
  return most ? t.number(most) : t("admin.member.chats_most.none");
}

function differs(before: readonly string[], after: readonly string[]): boolean {
  return before.join() !== after.join();
}
