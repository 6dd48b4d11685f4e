import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import { isInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { Actor } from "#src/events.ts";
import { frame, frameAfter, frameInDanger } from "#src/http/frame/youth-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { callAfter } from "#src/live/youth/danger-data.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { copyDays, dangerHours } from "#src/settings/rules/facts.ts";
import { Clear, Cleared } from "#views/youth/end/clear.tsx";
import { forgetTyped, takeTraces } from "../gate.ts";

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
  if ((await fields(c)).sure !== "yes") {
    const goesOn = stateOf(found) !== "ended";
    const readHours = readHoursOf(helpline, found);
    return page(c, <Clear frame={frame(c, helpline, found)} {...{ goesOn, copyDays, readHours }} />);
  }
  const cleared = await eraseFor(c, helpline, found, `conversation:${found.id}`);
  return page(c, <Cleared {...cleared} frame={{ ...cleared.frame, session: false }} />);
};

/** Deletes a chat, and takes what leads back to it from this browser. Returns what the page after that shows: in danger first whom to call. */
export async function eraseFor(c: C, helpline: Helpline, found: Conversation, actor: Actor) {
  const [around, readHours] = [frameAfter(c, helpline, found), readHoursOf(helpline, found)];
  // What they said was happening is gone for them with the rest.
  const danger = readHours === null ? null : callAfter(helpline, found);
  await helpline.db.change(actor, (tx, emit) => eraseChat(tx, emit, { conversationId: found.id }));
  takeTraces(c, helpline);
  forgetTyped(helpline, found);
  return { frame: danger ? frameInDanger(c, helpline, around) : around, readHours, call: danger };
}
