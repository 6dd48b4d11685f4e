import { type Language, preferredLanguage, translate } from "#src/i18n/i18n.ts";
import { themeOf } from "#src/settings/look.ts";
import { settings } from "#src/settings/settings.ts";
import { staffThemeCss } from "#src/settings/themes.ts";
import type { StaffFrame } from "#views/layout/staff.tsx";
import type { C, Helpline } from "./context.ts";
import { inlined } from "./headers.ts";

/** What stands around every page of the staff; in a language that somebody without an account has chosen, if they have. */
export function staffFrame(c: C, helpline: Helpline, chosen?: Language): StaffFrame {
  const { css, htmx, console, room, hours, welcome, settings: settingsScript } = helpline.assets;
  const member = c.get("member");
  const given = settings(helpline.db);
  const { name, language } = given;
  const t = translate(member?.language ?? chosen ?? preferredLanguage(c.req.header("accept-language"), language));
  const keys = helpline.db.keyring.state();
  return {
    t,
    assets: { css, htmx, console, room, hours, welcome, settings: settingsScript },
    theme: inlined(c, staffThemeCss(themeOf(given))),
    name,
    me: member ? { alias: member.alias, roles: member.roles } : null,
    notice: keys === "ready" ? null : t(`staff.keys_state.${keys}`),
  };
}
