import { preferredLanguage, translate } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import type { StaffFrame } from "#views/layout/staff.tsx";
import type { C, Helpline } from "./context.ts";

/** What stands around every page of the staff. */
export function staffFrame(c: C, helpline: Helpline): StaffFrame {
  const { css, htmx, console, room, hours } = helpline.assets;
  const member = c.get("member");
  const { name, language } = settings(helpline.db);
  const t = translate(member?.language ?? preferredLanguage(c.req.header("accept-language"), language));
  const keys = helpline.db.keyring.state();
  return {
    t,
    assets: { css, htmx, console, room, hours },
    name,
    me: member ? { alias: member.alias, roles: member.roles } : null,
    notice: keys === "ready" ? null : t(`staff.keys_state.${keys}`),
  };
}
