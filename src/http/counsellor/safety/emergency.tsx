import { askWhere } from "#src/conversation/safety/where.ts";
import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { act, type C, fromScript, type Handle } from "#src/http/server/context.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";
import { conversationFor } from "../gate.ts";

/** GET /staff/conversation/:id/emergency: the chat, with what to do in danger beside it. */
export const emergencyTab: Handle = (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.read");
  return showConsole(c, helpline, [found], { tab: "emergency" });
};

/** POST /staff/conversation/:id/emergency: declares that someone in it is in danger now. */
export const declare: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.mark_risk");
  const { id: staffId } = c.get("member");
  await act(c, helpline.db, declareEmergency, { conversationId, staffId });
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/where: asks the young person in the chat where they are. */
export const askWhereNow: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  if (!helpline.limiter.take("send", asStaff(staffId))) throw new HelplineError("too_fast");
  await act(c, helpline.db, askWhere, { conversationId, staffId });
  return back(c, conversationId);
};

function back(c: C, conversationId: number): Response {
  return fromScript(c) ? c.body(null, 204) : c.redirect(tabAddress(conversationId, "emergency"), 303);
}
