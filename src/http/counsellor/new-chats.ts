import { concernFor } from "#src/conversation/concern-reading.ts";
import { HelplineError } from "#src/errors.ts";
import { setNewChats } from "#src/staff/new-chats.ts";
import { may } from "#src/staff/permissions.ts";
import { fields, type Handle } from "../context.ts";
import { idOf } from "../history.ts";

/**
 * POST /staff/new-chats, `staff=7&takes=no` or `yes`: somebody in charge of people takes a colleague off new chats, or lifts that. From the
 * page of something that was wrong (`concern=3`) a lead does the same, and that it was because of that is kept where it is.
 */
export const newChats: Handle = async (c, { db }) => {
  const member = c.get("member");
  const { staff, takes, concern } = await fields(c);
  if (takes !== "yes" && takes !== "no") throw new HelplineError("bad_input");
  const change = { staffId: idOf(staff), by: member.id, takes: takes === "yes" };
  const id = may(member, "concern.lead") && concern !== undefined ? idOf(concern) : null;
  await db.change(`staff:${member.id}`, (tx, emit) => {
    const found = id === null ? null : concernFor(tx, { id, staffId: member.id, at: tx.at });
    if (!setNewChats(tx, emit, change) || found === null) return;
    const { conversationId } = found;
    emit({ type: change.takes ? "concern.let_back" : "concern.taken_off", conversationId, staffId: change.staffId });
  });
  if (id !== null) return c.redirect(`/staff/concerns/${id}`, 303);
  if (!may(member, "staff.change")) return c.redirect("/staff/concerns#new-chats", 303);
  return c.redirect(`/admin/staff/${change.staffId}?saved=new_chats`, 303);
};
