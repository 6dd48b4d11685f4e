import { dangersOver } from "#src/conversation/safety/left-in-danger.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { dueEmergencyNotes, forgetEmergencyNote } from "#src/record/emergency.ts";
import { endDanger } from "#src/retention/danger/danger-over.ts";
import { dueNotes, dueToGo, forgetNote, forgetOrLeave } from "#src/retention/forget.ts";
import { dueToLapse, lapseHold } from "#src/retention/safeguarding-hold.ts";
import { each } from "./each.ts";

/** Forgets what was kept long enough: words left in danger, holds, chats, notes of records and of emergencies. */
export async function forgetDue(helpline: Helpline) {
  await each(helpline, "a danger was not closed", dangersOver(helpline.db, helpline.clock.now()), (conversationId) =>
    helpline.db.change("porchlight", (tx, emit) => endDanger(tx, emit, { conversationId })),
  );
  await each(helpline, "a hold did not lapse", dueToLapse(helpline.db, helpline.clock.now()), (conversationId) =>
    helpline.db.change("porchlight", (tx, emit) => lapseHold(tx, emit, { conversationId })),
  );
  await each(helpline, "a chat was not forgotten", dueToGo(helpline.db, helpline.clock.now()), (conversationId) =>
    helpline.db.change("porchlight", (tx, emit) => forgetOrLeave(tx, emit, { conversationId })),
  );
  await each(helpline, "a note was not forgotten", dueNotes(helpline.db, helpline.clock.now()), (recordId) =>
    helpline.db.change("porchlight", (tx, emit) => forgetNote(tx, emit, { recordId })),
  );
  const words = dueEmergencyNotes(helpline.db, helpline.clock.now());
  await each(helpline, "what was written of an emergency was not forgotten", words, (emergencyId) =>
    helpline.db.change("porchlight", (tx, emit) => forgetEmergencyNote(tx, emit, { emergencyId })),
  );
}
