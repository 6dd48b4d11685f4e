import { readApproach, suggest } from "#src/conversation/approach.ts";
import { fields, type Handle } from "../context.ts";
import { conversationFor } from "./gate.ts";

/** POST /staff/conversation/:id/approach: three lines for another time, which the young person sees and agrees with or not. */
export const suggestApproach: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  const text = readApproach((await fields(c)).approach ?? "");
  await helpline.db.change(`staff:${staffId}`, (tx, emit) => suggest(tx, emit, { conversationId, staffId, text }));
  return c.redirect(`/staff/conversation/${conversationId}`, 303);
};
