import { answerHelp, askForHelp, takeBackHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { act, type C, fields, fromScript, type Handle } from "#src/http/server/context.ts";
import { conversationFor } from "../gate.ts";

/** POST /staff/conversation/:id/help: asks everyone on shift for help; `words` says what about. */
export const askHelp: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.ask_help");
  const { id: staffId } = c.get("member");
  const { words = "" } = await fields(c);
  await act(c, helpline.db, askForHelp, { conversationId, staffId, words });
  return back(c, conversationId);
};

/** POST …/help/back: takes the request back. */
export const takeHelpBack: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.ask_help");
  const { id: staffId } = c.get("member");
  await act(c, helpline.db, takeBackHelp, { conversationId, staffId });
  return back(c, conversationId);
};

/** POST …/help/answer: comes to help if nobody was quicker; if the young person left in danger, leads to what can be done. */
export const comeToHelp: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const id = c.req.param("id") ?? "";
  if (!/^\d{1,15}$/.test(id)) throw new HelplineError("not_allowed");
  const input = { conversationId: Number(id), staffId };
  const isLeft = await act(c, helpline.db, (tx, emit) => {
    answerHelp(tx, emit, input);
    return conversation(tx, input.conversationId)!.endedAt !== null;
  });
  return c.redirect(`/staff/${isLeft ? "danger" : "conversation"}/${id}`, 303);
};

function back(c: C, conversationId: number): Response {
  return fromScript(c) ? c.body(null, 204) : c.redirect(`/staff/conversation/${conversationId}`, 303);
}
