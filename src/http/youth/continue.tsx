import type { Conversation } from "#src/conversation/conversation.ts";
import { Continue, Over } from "#views/youth/continue.tsx";
import type { C, Handle, Helpline } from "../context.ts";
import { page } from "../page.ts";
import { frame } from "../youth-frame.ts";

/** POST /continue: whoever it is, they are here again. The gate has told the counsellor how long they were away. */
export const goOn: Handle = (c) => c.redirect("/", 303);

/** After a minute away: a page that asks before it shows anything. */
export function showContinue(c: C, helpline: Helpline, found: Conversation): Response {
  return page(c, <Continue frame={frame(c, helpline, found)} />);
}

/** The chat was lost for too long: it has ended. */
export function showOver(c: C, helpline: Helpline): Response {
  return page(c, <Over frame={frame(c, helpline)} />);
}
