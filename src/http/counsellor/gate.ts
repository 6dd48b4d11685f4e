import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { type Action, may } from "#src/staff/permissions.ts";

/**
 * The conversation of the address, if this member may do this to it. One that does not exist and one that is none of
 * theirs are refused alike.
 */
export function conversationFor(c: C, helpline: Helpline, action: Action, id = c.req.param("id") ?? ""): Conversation {
  const found = /^\d{1,15}$/.test(id) ? conversation(helpline.db, Number(id)) : undefined;
  if (!found || !may(c.get("member"), action, subjectOf(helpline.db, found, helpline.clock.now())))
    throw new HelplineError("not_allowed");
  return found;
}

/** The same for a page: one that this member may read, or may do something to from outside. */
export function conversationOnPage(c: C, helpline: Helpline, id = c.req.param("id") ?? ""): Conversation {
  const { db, clock } = helpline;
  const found = /^\d{1,15}$/.test(id) ? conversation(db, Number(id)) : undefined;
  const subject = found && subjectOf(db, found, clock.now());
  const isShown = pageActions.some((action) => may(c.get("member"), action, subject));
  // Without scripts this is how a counsellor learns that a colleague has it now.
  if (!found || !isShown) throw new HelplineError("not_allowed", "error.not_yours");
  return found;
}

const pageActions: Action[] = [
  "conversation.read",
  "conversation.read_along",
  "conversation.join",
  "conversation.take_over",
];
