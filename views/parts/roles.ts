import type { Key, Translate } from "#src/i18n/i18n.ts";

const names: Record<string, Key> = {
  counsellor: "staff.role.counsellor",
  supervisor: "staff.role.supervisor",
  admin: "staff.role.admin",
};

/** The roles in words, as one list in the reader's language: "counsellor and admin". */
export function roleNames(t: Translate, roles: string[]): string {
  const words = roles.map((role) => (names[role] ? t(names[role]) : role));
  return new Intl.ListFormat(t.language, { type: "conjunction" }).format(words);
}
