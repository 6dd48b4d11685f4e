import type { Role } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";

/** Returns roles as a list in the reader's language: "counsellor and admin". */
export function roleNames(t: Translate, roles: Role[]): string {
  const words = roles.map((role) => t(`staff.role.${role}`));
  return new Intl.ListFormat(t.language, { type: "conjunction" }).format(words);
}
