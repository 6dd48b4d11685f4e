import { isReal } from "#src/conversation/kind.ts";
import { HelplineError } from "#src/errors.ts";
import { showConsole } from "#src/http/counsellor/console/console.tsx";
import { act, fromScript, type Handle, lists } from "#src/http/server/context.ts";
import { tickReasons } from "#src/record/reasons/ticks.ts";
import { tabAddress } from "#views/counsellor/console/side-tabs.ts";
import { conversationFor } from "../gate.ts";

/** GET /staff/conversation/:id/reasons: the chat, with its reasons to tick beside it; after its end they stand in its record. */
export const ticksPage: Handle = (c, helpline) => {
  const found = conversationFor(c, helpline, "conversation.write");
  if (found.endedAt !== null || !isReal(found)) return c.redirect(tabAddress(found.id, "about"), 303);
  return showConsole(c, helpline, [found], { tab: "reasons" });
};

/** POST /staff/conversation/:id/reasons: ticks `reason` and unticks what was `shown` as ticked and is not any more. */
export const keepTicks: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  if (!helpline.limiter.take("draft", staffId)) throw new HelplineError("too_fast");
  const { reason = [], shown = [] } = await lists(c);
  const tick = reason.filter((code) => !shown.includes(code));
  const untick = shown.filter((code) => !reason.includes(code));
  await act(c, helpline.db, tickReasons, { conversationId, staffId, tick, untick });
  return fromScript(c) ? c.body(null, 204) : c.redirect(tabAddress(conversationId, "reasons"), 303);
};
