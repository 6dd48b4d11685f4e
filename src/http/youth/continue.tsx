import { type Conversation, conversation, wasCounselled } from "#src/conversation/conversation.ts";
import { settings } from "#src/settings/settings.ts";
import { Continue, Over } from "#views/youth/continue.tsx";
import type { C, Handle, Helpline } from "../context.ts";
import { page } from "../page.ts";
import { frame, frameAfter } from "../youth-frame.ts";
import { comeBackToChat } from "./here.ts";

/** POST /continue: whoever it is, they are here again, also from a pause. The gate has told the counsellor how long they were away. */
export const goOn: Handle = async (c, helpline) => {
  const { id } = c.get("conversation");
  await helpline.db.change(`conversation:${id}`, (tx, emit) => {
    if (conversation(tx, id)?.endedAt === null) comeBackToChat(helpline, tx, emit, id);
  });
  return c.redirect("/", 303);
};

/** After a minute away: a page that asks before it shows anything. */
export function showContinue(c: C, helpline: Helpline, found: Conversation): Response {
  return page(c, <Continue frame={frame(c, helpline, found)} />);
}

/** The chat was lost for too long and has ended; or the place in line is gone, and the words with it. */
export function showOver(c: C, helpline: Helpline, found: Conversation): Response {
  const lostPlace = found.endReason === "lost" && !wasCounselled(found);
  const minutes = lostPlace ? settings(helpline.db).placeKeptMinutes : null;
  const faded = found.endReason === "faded_out";
  return page(c, <Over frame={frameAfter(c, helpline, found)} placeKept={minutes} faded={faded} />);
}
