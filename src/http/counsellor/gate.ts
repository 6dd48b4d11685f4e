import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { type Action, type Member, may } from "#src/staff/permissions.ts";

/** Returns the conversation of the address; throws `not_allowed` alike for one that does not exist and one out of reach. */
export function conversationFor(c: C, helpline: Helpline, action: Action, id = c.req.param("id") ?? ""): Conversation {
  const found = /^\d{1,15}$/.test(id) ? conversation(helpline.db, Number(id)) : undefined;
  if (!found || !may(c.get("member"), action, subjectOf(helpline.db, found, helpline.clock.now())))
    throw new HelplineError("not_allowed");
  return found;
}

/** Returns the conversation of a page that this member may read, or act on from outside. Throws `not_allowed`. */
export function conversationOnPage(c: C, helpline: Helpline, id = c.req.param("id") ?? ""): Conversation {
  const { db, clock } = helpline;
  const found = /^\d{1,15}$/.test(id) ? conversation(db, Number(id)) : undefined;
  // Without scripts this is how a counsellor learns that a colleague has it now.
  if (!found || !mayOpenPage(db, c.get("member"), found, clock.now()))
    throw new HelplineError("not_allowed", "error.not_yours");
  return found;
}

/** Returns whether the page of a conversation opens for a member at an instant (ms UTC). */
export function mayOpenPage(db: DataReader, member: Member, found: Conversation, at: number): boolean {
  const subject = subjectOf(db, found, at);
  return may(member, "console.see") && pageActions.some((action) => may(member, action, subject));
}

const pageActions: Action[] = [
  "conversation.read",
  "conversation.read_along",
  "conversation.join",
  "conversation.take_over",
];
