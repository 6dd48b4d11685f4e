import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import { isInDanger } from "#src/conversation/left-in-danger.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { copyDays, dangerHours } from "#src/settings/facts.ts";
import { Clear, Cleared } from "#views/youth/clear.tsx";
import { fields, type Handle, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { frame, frameAfter } from "../youth-frame.ts";
import { takeTraces } from "./gate.ts";

/** For how long at most what is deleted now can still be read, since they are in danger, hours; null = not at all. */
export function readHoursOf({ db, clock }: Helpline, found: Conversation): number | null {
  return isInDanger(db, found, clock.now()) ? dangerHours : null;
}

/**
 * POST /clear: deletes the chat of this browser with `sure=yes`, and else asks, with nothing of the chat on the page. What it
 * says is the same whether anything holds the words or not: nobody learns that from it. The cookie goes only with the words.
 */
export const clear: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const readHours = readHoursOf(helpline, found);
  if ((await fields(c)).sure !== "yes") {
    const goesOn = stateOf(found) !== "ended";
    return page(c, <Clear frame={frame(c, helpline, found)} {...{ goesOn, copyDays, readHours }} />);
  }
  await helpline.db.change(`conversation:${found.id}`, (tx, emit) => eraseChat(tx, emit, { conversationId: found.id }));
  takeTraces(c, helpline);
  return page(c, <Cleared frame={{ ...frameAfter(c, helpline, found), session: false }} readHours={readHours} />);
};
