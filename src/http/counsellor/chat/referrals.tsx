import type { Conversation } from "#src/conversation/conversation.ts";
import { shortName, zoneOf } from "#src/conversation/conversation.ts";
import {
  notedLevels,
  noteReferral,
  referralOutcomes,
  referralsOf,
  sendReferrals,
} from "#src/conversation/messages/referral.ts";
import { readClientId } from "#src/conversation/messages/writing.ts";
import { asStaff } from "#src/db/db.ts";
import { service } from "#src/directory/entry/services.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { act, type C, fields, fromScript, type Handle, type Helpline, lists, piece } from "#src/http/server/context.ts";
import { translate } from "#src/i18n/i18n.ts";
import { type Refused, Sent } from "#views/counsellor/chat/referral-outcome.tsx";
import { Find, type Finding, Found } from "#views/counsellor/chat/referrals.tsx";
import { conversationFor } from "../gate.ts";
import { askedFor, blankFinding, findingBeside, look, searchIn, sentence, tickedServices } from "./finding.ts";

/** GET /staff/conversation/:id/referrals: the chat, with other places that help beside it. */
export const referralsPage: Handle = (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.read");
  return showBeside(c, helpline, found, lookBeside(c, helpline, found));
};

function lookBeside(c: C, helpline: Helpline, found: Conversation): Finding {
  const left = findingBeside(c, helpline, found);
  return left.found === null ? look(c, helpline, found, left, []) : left;
}

/** POST /staff/conversation/:id/referrals: searches, and keeps what is ticked. */
export const findPlaces: Handle = async (c, helpline) => {
  // Read first: the end of a chat forgets its search, so nothing may end it between here and keeping the search.
  const form = await lists(c);
  const found = conversationFor(c, helpline, "conversation.read");
  if (!helpline.limiter.take("find", c.get("member").id)) throw new HelplineError("too_fast");
  if (found.endedAt === null) helpline.searches.keep(found.id, c.get("member").id, searchIn(form));
  const asked = { ...askedFor(helpline.db, found, c.get("member").language, form), ...sameCards(form) };
  const finding = look(c, helpline, found, asked, tickedServices(form));
  return fromScript(c)
    ? piece(c, String(<Found {...around(c, helpline, found)} finding={finding} />))
    : showBeside(c, helpline, found, finding);
};

/** POST …/send: sends what is ticked as one message; if refused, everything stays. */
export const sendCards: Handle = async (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  if (!helpline.limiter.take("send", asStaff(staffId))) throw new HelplineError("too_fast");
  const form = await lists(c);
  const serviceIds = tickedServices(form);
  const input = { conversationId: found.id, staffId, clientId: readClientId(form.client_id?.at(-1)), serviceIds };
  try {
    if (serviceIds.length === 0) throw new HelplineError("bad_input", "staff.find.none");
    await act(c, helpline.db, sendReferrals, input);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "bad_input") throw error;
    return showRefused(c, helpline, found, form, error);
  }
  helpline.searches.forget(found.id, staffId);
  if (!fromScript(c)) return c.redirect(`/staff/conversation/${found.id}`, 303);
  const sent = serviceIds.map((id) => service(helpline.db, id)?.entry.name ?? "");
  const finding = { ...blankFinding(helpline.db, found, c.get("member").language), sent };
  return piece(c, String(<Find {...around(c, helpline, found)} finding={finding} />));
};

function showRefused(
  c: C,
  helpline: Helpline,
  found: Conversation,
  form: Record<string, string[]>,
  error: HelplineError,
) {
  const refused = error.key === "error.bad_input" ? sentence(c, "staff.find.too_many") : sentence(c, error.key);
  const asked = { ...askedFor(helpline.db, found, c.get("member").language, form), ...sameCards(form), refused };
  const finding = look(c, helpline, found, asked, tickedServices(form));
  if (!fromScript(c)) return showBeside(c, helpline, found, finding, null, 422);
  return c.html(String(<Find {...around(c, helpline, found)} finding={finding} />), 422);
}

/** A form that comes back keeps its id, so that sending it twice sends it once. */
function sameCards({ client_id = [] }: Record<string, string[]>): Pick<Finding, "clientId"> {
  return { clientId: readClientId(client_id.at(-1)) };
}

/** POST …/note: notes how far it went with a place that was sent. */
export const noteHowFar: Handle = async (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  const given = await fields(c);
  const level = notedLevels.find((one) => one === given.level);
  const outcome = referralOutcomes.find((one) => one === given.outcome) ?? null;
  const consent = given.consent === "yes";
  if (!level || !/^\d{1,15}$/.test(given.referral ?? "")) throw new HelplineError("bad_input");
  const referralId = Number(given.referral);
  const input = { conversationId: found.id, staffId, referralId, level, consent, outcome };
  try {
    await act(c, helpline.db, noteReferral, input);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "bad_input") throw error;
    const refused = { id: referralId, level, consent, outcome, sentence: sentence(c, error.key) };
    return showNoteRefused(c, helpline, found, refused);
  }
  if (fromScript(c)) return c.body(null, 204);
  return c.redirect(`/staff/conversation/${found.id}/referrals#went-${referralId}`, 303);
};

function showNoteRefused(c: C, helpline: Helpline, found: Conversation, refused: Refused) {
  if (!fromScript(c)) {
    return showBeside(c, helpline, found, lookBeside(c, helpline, found), refused, 422);
  }
  const { t, id } = around(c, helpline, found);
  const list = <Sent t={t} id={id} referrals={referralsOf(helpline.db, id)} refused={refused} />;
  return c.html(String(list), 422);
}

function showBeside(
  c: C,
  helpline: Helpline,
  found: Conversation,
  finding: Finding,
  refused: Refused | null = null,
  status: 200 | 422 = 200,
): Response {
  return showConsole(c, helpline, [found], { tab: "referrals", finding, refused }, status);
}

function around(c: C, { db, clock }: Helpline, { id, nameIndex }: Conversation) {
  const { language } = c.get("member");
  const name = shortName(language, nameIndex);
  return { t: translate(language), id, name, zone: zoneOf(db, id), now: clock.now() };
}
