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

/** Returns how long a chat deleted now can still be read because of danger, hours; null if not at all. */
function readHoursOf({ db, clock }: Helpline, found: Conversation): number | null {
  return isInDanger(db, found, clock.now()) ? dangerHours : null;
}

/** Returns what stays after deleting, as far as they may know: a complaint only if `isOwner`, an emergency never. */
export function staysAfter(helpline: Helpline, found: Conversation, isOwner: boolean): StaysAfter {
  const { db, clock } = helpline;
  const isHeld = isOwner && isHeldByConcern(db, found.id, clock.now());
  return {
    readHours: readHoursOf(helpline, found),
    concernDays: isHeld ? concernHeldDays : null,
    hasAnswerCode: isOwner && markOfCode(db, found.id) !== "",
  };
}

/** POST /clear: deletes this browser's chat with `sure=yes`, else asks; says the same whether the team holds the words or not. */
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

/** Deletes a chat and this browser's way back to it; returns what the next page shows, in danger first whom to call. */
export async function eraseFor(c: C, helpline: Helpline, found: Conversation, actor: Actor) {
  const [around, readHours] = [frameAfter(c, helpline, found), readHoursOf(helpline, found)];
  // Read before deleting: what they said was happening goes with the rest.
  const danger = readHours === null ? null : callAfter(helpline, found);
  await helpline.db.change(actor, (tx, emit) => eraseChat(tx, emit, { conversationId: found.id }));
  takeTraces(c, helpline);
  forgetTyped(helpline, found);
  return { frame: danger ? frameInDanger(c, helpline, around) : around, readHours, call: danger };
}
