import { isHeldByConcern } from "#src/conversation/complaint/complaint.ts";
import { markOfCode } from "#src/conversation/complaint/complaint-answer.ts";
import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import { isInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { asChat } from "#src/db/db.ts";
import type { Actor } from "#src/events.ts";
import { frame, frameAfter, frameInDanger } from "#src/http/frame/youth-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { callAfter } from "#src/live/youth/danger-data.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { concernHeldDays, copyDays, dangerHours } from "#src/settings/rules/facts.ts";
import { Clear, Cleared, type StaysAfter } from "#views/youth/end/clear.tsx";
import { asksSecret, forgetTyped, takeTraces } from "../gate.ts";

/** For how long at most what is deleted now can still be read, since they are in danger, hours; null = not at all. */
export function readHoursOf({ db, clock }: Helpline, found: Conversation): number | null {
  return isInDanger(db, found, clock.now()) ? dangerHours : null;
}

/**
 * What stays with us for a while when a chat is deleted now, as far as whoever asks may know of it: that something was said to be wrong
 * only where nobody else may look (`isOwner`). What else may hold its words, an emergency too, nobody learns from it.
 */
export function staysAfter(helpline: Helpline, found: Conversation, isOwner: boolean): StaysAfter {
  const { db, clock } = helpline;
  const isHeld = isOwner && isHeldByConcern(db, found.id, clock.now());
  return {
    readHours: readHoursOf(helpline, found),
    concernDays: isHeld ? concernHeldDays : null,
    hasAnswerCode: isOwner && markOfCode(db, found.id) !== "",
  };
}

/**
 * POST /clear: deletes the chat of this browser with `sure=yes`, and else asks, with nothing of the chat on the page. What it
 * says is the same whether the team holds the words or not: nobody learns that from it. The cookie goes only with the words.
 */
export const clear: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  if ((await fields(c)).sure !== "yes") {
    const goesOn = stateOf(found) !== "ended";
    const isOwner = !asksSecret(helpline, found) && found.watchedAfter === null;
    const stays = staysAfter(helpline, found, isOwner);
    return page(c, <Clear frame={frame(c, helpline, found)} {...{ goesOn, copyDays, stays }} />);
  }
  const cleared = await eraseFor(c, helpline, found, asChat(found.id));
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
