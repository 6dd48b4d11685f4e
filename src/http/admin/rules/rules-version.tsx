import { consentsTo } from "#src/conversation/counts.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { publishedRules, rulesVersion } from "#src/settings/rules/published.ts";
import { RulesVersionPage } from "#views/admin/rules/rules-version.tsx";
import { whyInWords } from "./rules-words.ts";

/** GET /admin/rules/:version: a version as it was read, in the language of `?l=`. Throws `not_found`. */
export const rulesVersionPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const number = c.req.param("version") ?? "";
  const found = /^[1-9]\d{0,8}$/.test(number) ? rulesVersion(db, Number(number)) : undefined;
  if (!found) throw new HelplineError("not_found");
  const frame = staffFrame(c, helpline);
  // An old version was written before some of the languages existed.
  const written = languages.filter((one) => found.rules[one].length > 0);
  const wished = [c.req.query("l"), frame.t.language].find((one) => written.some((known) => known === one));
  const language = (wished ?? written[0]) as Language;
  const props = {
    frame,
    version: found.version,
    publishedAt: found.publishedAt,
    consents: consentsTo(db, found.version),
    why: whyInWords(frame.t, found),
    inForce: publishedRules(db).version === found.version,
    zone: homeZone(db),
    language,
    languages: written,
    parts: found.rules[language],
  };
  return page(c, <RulesVersionPage {...props} />);
};
