import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { noteDraft, sideNotes, unreadNotes } from "#src/conversation/colleagues/side-notes.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { hasOpenEmergency } from "#src/conversation/safety/urgent.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { findingBeside } from "#src/http/counsellor/chat/finding.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import { emergencyScene } from "#src/live/chat/emergency-data.ts";
import { handingScene } from "#src/live/chat/handing-data.ts";
import { may } from "#src/staff/permissions.ts";
import type { Beside } from "#views/counsellor/chat/pane.ts";
import type { NotesNow } from "#views/counsellor/team/notes.tsx";

/** What a request says about the tabs beside a conversation. */
export type Given = Partial<Omit<Beside, "notes" | "emergency">> & {
  refusedNote?: Pick<NotesNow, "draft" | "wrong">;
};

/** Returns what the tabs beside a conversation show: as this member left them, changed by what the request gives. */
export function besideOf(c: C, helpline: Helpline, one: Conversation, given: Given): Beside {
  const { refusedNote, ...rest } = given;
  const finding = given.finding ?? findingBeside(c, helpline, one);
  return {
    // An emergency opens its steps beside the chat until its outcome is recorded.
    tab: hasOpenEmergency(helpline.db, one.id) ? "emergency" : "about",
    refused: null,
    refusedApproach: null,
    ready: null,
    ...rest,
    finding,
    emergency: emergencyScene(helpline, one, c.get("member")),
    handing: given.handing ?? handingScene(helpline.db, one, helpline.clock.now()),
    notes: { ...notesBeside(c, helpline, one), ...refusedNote },
  };
}

function notesBeside(c: C, { db, clock }: Helpline, one: Conversation): NotesNow {
  const member = c.get("member");
  const of = { conversationId: one.id, staffId: member.id };
  const writes = one.endedAt === null && may(member, "conversation.note", subjectOf(db, one, clock.now()));
  return {
    notes: sideNotes(db, one.id),
    draft: noteDraft(db, of),
    unread: unreadNotes(db, of),
    writes,
    wrong: null,
    me: member.id,
    clientId: newClientId(),
  };
}
