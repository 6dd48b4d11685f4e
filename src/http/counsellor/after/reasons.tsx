import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { fields, type Handle } from "#src/http/server/context.ts";
import { matchingReasons } from "#src/live/chat/reason-data.ts";
import { settings } from "#src/settings/settings.ts";
import { ReasonMatches } from "#views/counsellor/after/reasons.tsx";

/** POST /staff/reasons: the reasons that fit some words, for the script of a contact record. What was typed stays out of addresses. */
export const findReasons: Handle = async (c, helpline) => {
  const { id, language } = c.get("member");
  if (!helpline.limiter.take("find", id)) throw new HelplineError("too_fast");
  const { words = "" } = await fields(c);
  const { reasons, reasonWords } = settings(helpline.db);
  const matches = matchingReasons(reasons, reasonWords, language, words);
  return c.html(String(<ReasonMatches t={staffFrame(c, helpline).t} matches={matches} />));
};
