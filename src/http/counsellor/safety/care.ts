import { offerCallback } from "#src/callback/offering.ts";
import { readText, writeAsCounsellor } from "#src/conversation/messages/writing.ts";
import { lastYouthSeq } from "#src/conversation/reading.ts";
import { markRisk, markUrgent, riskEnds } from "#src/conversation/safety/risk.ts";
import { watchScreen } from "#src/conversation/safety/watched.ts";
import { holdClock, stay } from "#src/conversation/silence/steps.ts";
import { createHash } from "#src/crypto/hash.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { act, type C, fields, fromScript, type Handle } from "#src/http/server/context.ts";
import { readyLine } from "#src/live/chat/prompts-data.ts";
import { asides, setAside, undoAside } from "#src/queue/end/dismiss.ts";
import { conversationFor } from "../gate.ts";

/** POST /staff/conversation/:id/risk: `risk=present`, or `not` with `why`; or `urgent=over` or `again`, about what was ticked. */
export const sayRisk: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.read");
  const { id: staffId } = c.get("member");
  const { risk, urgent, why } = await fields(c);
  if (urgent === "over" || urgent === "again") {
    const ticked = { conversationId, staffId, present: urgent === "again" };
    await act(c, helpline.db, markUrgent, ticked);
    return back(c, conversationId);
  }
  if (risk !== "present" && risk !== "not") throw new HelplineError("bad_input");
  const mark = { present: risk === "present", why: riskEnds.find((one) => one === why) };
  await act(c, helpline.db, markRisk, { conversationId, staffId, ...mark });
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/hold: `held=yes` stops the young person's clock; `watched=yes`: their screen is watched. */
export const hold: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  const { held, watched } = await fields(c);
  if (watched === "yes" || watched === "no") {
    const screen = { conversationId, staffId, watched: watched === "yes" };
    await act(c, helpline.db, watchScreen, screen);
    return back(c, conversationId);
  }
  if (held !== "yes" && held !== "no") throw new HelplineError("bad_input");
  const input = { conversationId, staffId, held: held === "yes" };
  await act(c, helpline.db, holdClock, input);
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/ask-kindly: sends a ready line, in their language, to someone who seems to joke. */
export const askKindly: Handle = async (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  if (!helpline.limiter.take("send", asStaff(staffId))) throw new HelplineError("too_fast");
  const text = readText(readyLine(helpline, found, "joke"));
  // Once per last message of theirs, however often the button is pressed.
  const last = lastYouthSeq(helpline.db, found.id);
  const clientId = createHash(JSON.stringify({ joke: found.id, last })).slice(0, 32);
  const words = { conversationId: found.id, staffId, clientId, text };
  await act(c, helpline.db, writeAsCounsellor, words);
  return back(c, found.id);
};

/** POST /staff/conversation/:id/later: offers a callback in the chat. */
export const offerLater: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  const input = { conversationId, staffId };
  await act(c, helpline.db, offerCallback, input);
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/aside: ends the chat as a joke, a test or abuse (`why=joke`, `test` or `abusive`). */
export const aside: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.end");
  const { id: staffId } = c.get("member");
  const given = (await fields(c)).why;
  const why = asides.find((one) => one === given);
  if (!why) throw new HelplineError("bad_input");
  await act(c, helpline.db, setAside, { conversationId, staffId, why });
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/aside-undo */
export const asideUndo: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.end");
  const { id: staffId } = c.get("member");
  await act(c, helpline.db, undoAside, { conversationId, staffId });
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/stay: the chat goes on although the line has closed. */
export const staysOn: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.end");
  const { id: staffId } = c.get("member");
  await act(c, helpline.db, stay, { conversationId, staffId });
  return back(c, conversationId);
};

function back(c: C, conversationId: number): Response {
  return fromScript(c) ? c.body(null, 204) : c.redirect(`/staff/conversation/${conversationId}`, 303);
}
