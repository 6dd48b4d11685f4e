import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { type Action, may } from "#src/staff/permissions.ts";
import type { C, Helpline } from "../context.ts";

/**
 * The conversation of the address, if this member may do this to it. One that does not exist and one that is none of
 * theirs are refused alike.
 */
export function conversationFor(c: C, helpline: Helpline, action: Action, id = c.req.param("id") ?? ""): Conversation {
  const found = /^\d{1,15}$/.test(id) ? conversation(helpline.db, Number(id)) : undefined;
  const subject = found && { counsellorId: found.counsellorId, ended: found.endedAt !== null };
  if (!found || !may(c.get("member"), action, subject)) throw new HelplineError("not_allowed");
  return found;
}
