import type { DataReader } from "#src/db/db.ts";
import type { Actor } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import { type Language, preferredLanguage, type Translate, translate } from "#src/i18n/i18n.ts";
import { themeOf } from "#src/settings/look.ts";
import { settings } from "#src/settings/settings.ts";
import { staffThemeCss } from "#src/settings/themes.ts";
import { passwordLinks } from "#src/staff/password.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import type { StaffFrame } from "#views/layout/staff.tsx";
import type { C, Helpline } from "./context.ts";
import { inlined } from "./headers.ts";

/** What stands around every page of the staff; in a language that somebody without an account has chosen, if they have. */
export function staffFrame(c: C, helpline: Helpline, chosen?: Language): StaffFrame {
  const { css, htmx, console, room, hours, welcome, settings: settingsScript, record } = helpline.assets;
  const member = c.get("member");
  const given = settings(helpline.db);
  const { name, language } = given;
  const t = translate(member?.language ?? chosen ?? preferredLanguage(c.req.header("accept-language"), language));
  const keys = helpline.db.keyring.state();
  return {
    t,
    assets: { css, htmx, console, room, hours, welcome, settings: settingsScript, record },
    theme: inlined(c, staffThemeCss(themeOf(given))),
    name,
    me: member ? { alias: member.alias, roles: member.roles } : null,
    notices: [
      ...(keys === "ready" ? [] : [t(`staff.keys_state.${keys}`)]),
      ...(member ? newestPasswordLink(helpline, t, member.id) : []),
    ],
  };
}

/** How long everybody is told that a password of theirs was set with a link that somebody else made, ms. */
const toldMs = 7 * 24 * 3_600_000;

function newestPasswordLink({ db, clock }: Helpline, t: Translate, staffId: number): string[] {
  const [newest] = passwordLinks(db, staffId, clock.now() - toldMs);
  if (!newest) return [];
  const when = t.dateTime(newest.at, lines(db)[0]!.timeZone);
  return [t("staff.password_by_link", { when, alias: makerOf(db, t, newest.madeBy) })];
}

/** Who made a link, for people. */
export function makerOf(db: DataReader, t: Translate, madeBy: Actor): string {
  return aliasOfActor(db, madeBy) ?? t("admin.history.by_porchlight");
}
