import { forgetWords } from "#src/conversation/after/forgetting.ts";
import { isHeldByConcern } from "#src/conversation/complaint/complaint.ts";
import { conversation, wasCounselled } from "#src/conversation/conversation.ts";
import { dangersOver, leftInDanger, noteOver } from "#src/conversation/safety/left-in-danger.ts";
import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { beginEmergency } from "#src/record/emergency.ts";
import { stepOf } from "#src/retention/reading/opening.ts";
import type { Member } from "#src/staff/permissions.ts";
import { memberNow } from "#src/staff/staff.ts";
import { eraseRest } from "../erase.ts";
import { isKept } from "../safeguarding-hold.ts";

// What those on shift do after someone left in danger, and what goes once the danger is over (PROMISES.md SG5).

/** Declares an emergency and returns its record's id; repeating is safe. Throws `not_allowed`, also once the danger is over. */
export function declareForLeft(tx: Tx, emit: Emit, input: { conversationId: number; member: Member }): number {
  const { found, member } = leftFor(tx, input);
  return beginEmergency(tx, emit, { found, staffId: member.id }).id;
}

/** Says that the danger is over. Throws `not_allowed`, also if it is over already. */
export function closeDanger(tx: Tx, emit: Emit, input: { conversationId: number; member: Member }): void {
  over(tx, emit, leftFor(tx, input).found.id);
}

function leftFor(tx: Tx, input: { conversationId: number; member: Member }) {
  const member = memberNow(tx, input.member.id);
  const found = conversation(tx, input.conversationId);
  if (!found || stepOf(tx, member, found, "left", tx.at) === null) throw new HelplineError("not_allowed");
  return { found, member };
}

/** Ends a danger that is over by itself. If it ended before, a deleted chat goes now that its emergency no longer keeps it. */
export function endDanger(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  if (dangersOver(tx, tx.at).includes(conversationId)) {
    over(tx, emit, conversationId);
    return;
  }
  const isLeft = leftInDanger(tx, conversationId, tx.at) !== null;
  const isDeleted = conversation(tx, conversationId)?.erasedAt != null;
  if (isDeleted && !isLeft && !isHeld(tx, conversationId)) forgetWords(tx, conversationId);
}

function over(tx: Tx, emit: Emit, conversationId: number) {
  const found = conversation(tx, conversationId);
  if (!found || !noteOver(tx, { conversationId })) return;
  emit({ type: "danger.closed", conversationId });
  if (found.erasedAt !== null) eraseRest(tx, emit, found);
  else if (!wasCounselled(found) && !isHeld(tx, conversationId)) forgetWords(tx, conversationId);
}

const isHeld = (tx: Tx, id: number) => isKept(tx, id, tx.at) || isHeldByConcern(tx, id, tx.at);
