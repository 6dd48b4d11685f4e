import { readGoal, setGoal } from "#src/conversation/colleagues/goal.ts";
import { printable } from "#src/conversation/messages/writing.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { fields, fromScript, type Handle } from "#src/http/server/context.ts";
import { translate } from "#src/i18n/i18n.ts";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";
import { conversationFor } from "../gate.ts";

/** POST /staff/conversation/:id/goal: says in one line what the chat is to reach; an empty one, or `remove`, takes it away. */
export const keepGoal: Handle = async (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.write");
  const { id: staffId, language } = c.get("member");
  const { goal = "", remove } = await fields(c);
  try {
    const text = remove === undefined ? readGoal(goal) : "";
    const input = { conversationId: found.id, staffId, text };
    await helpline.db.change(asStaff(staffId), (tx, emit) => setGoal(tx, emit, input));
  } catch (error) {
    if (fromScript(c) || !(error instanceof HelplineError) || error.field !== "goal") throw error;
    const refusedGoal = { typed: printable(goal), wrong: translate(language)(error.key, error.values) };
    return showConsole(c, helpline, [found], { refusedGoal }, 422);
  }
  return fromScript(c) ? c.body(null, 204) : c.redirect(tabAddress(found.id, "about"), 303);
};
