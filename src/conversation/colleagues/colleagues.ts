import { isGone } from "#src/conversation/after/gone.ts";
import { neededSince } from "#src/conversation/safety/urgent.ts";
import { mayBeSteppedIn } from "#src/conversation/silence/state.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Beside, Emit } from "#src/events.ts";
import { type Action, may, type RuleSubject } from "#src/staff/permissions.ts";
import { goneSince, servesLine } from "#src/staff/shift/availability.ts";
import { buddyOf, type StaffMember, staffMember } from "#src/staff/staff.ts";
import { type Conversation, conversation } from "../conversation.ts";
import { lastSeq } from "../reading.ts";
import { offeredTo } from "./handover.ts";
import { helpAskedIn } from "./help.ts";

interface Colleague {
  staffId: number;
  kind: Beside;
  seenSeq: number;
}

/** Returns who is beside a conversation now, in the order they came; what they may do there is in the table of permissions. */
export function colleaguesOf(db: DataReader, conversationId: number): Colleague[] {
  return db.all(beside({ conversationId }));
}

const beside = remembered((v: { conversationId: number }) =>
  q
    .selectFrom("conversation_colleague")
    .select(["staff_id as staffId", "kind", "seen_seq as seenSeq"])
    .where("conversation_id", "=", v.conversationId)
    .where("left_at", "is", null)
    .orderBy("id"),
);

function seatedAt(db: DataReader, { id: conversationId }: Conversation, at: number) {
  const seats = db.all(leftWith({ conversationId, at }));
  const idsOf = (kind: Beside) => seats.filter((one) => one.kind === kind).map((one) => one.staffId);
  return { ended: false, joined: idsOf("joined"), reading: idsOf("reading") };
}

const leftWith = prepared((v: { conversationId: number; at: number }) =>
  q
    .selectFrom("conversation_colleague")
    .select(["staff_id as staffId", "kind"])
    .where("conversation_id", "=", v.conversationId)
    .where("left_at", "=", v.at)
    .orderBy("id"),
);

/** Returns the conversations someone sits beside, and up to which seq they have read each, in the order they came. */
export function besideWhich(db: DataReader, staffId: number): { conversationId: number; seenSeq: number }[] {
  return db.all(seatsBeside({ staffId }));
}

const seatsBeside = remembered((v: { staffId: number }) =>
  q
    .selectFrom("conversation_colleague")
    .select(["conversation_id as conversationId", "seen_seq as seenSeq"])
    .where("staff_id", "=", v.staffId)
    .where("left_at", "is", null)
    .orderBy("id"),
);

/** Notes up to which seq someone beside the counsellor has read. Returns whether that is news; false if they are not there. */
export function noteSeenBeside(tx: Tx, v: { conversationId: number; staffId: number; seq: number }): boolean {
  const changed = tx.run(
    q
      .updateTable("conversation_colleague")
      .set({ seen_seq: v.seq })
      .where("conversation_id", "=", v.conversationId)
      .where("staff_id", "=", v.staffId)
      .where("left_at", "is", null)
      .where("seen_seq", "<", v.seq),
  );
  return changed > 0;
}

/** Notes that someone beside the counsellor has read up to a seq, so that their own list says so. */
export function markSeenBeside(
  tx: Tx,
  emit: Emit,
  { conversationId, staffId, seq: said }: { conversationId: number; staffId: number; seq: number },
): void {
  const seq = Math.min(said, lastSeq(tx, conversationId));
  if (!noteSeenBeside(tx, { conversationId, staffId, seq })) return;
  emit({ type: "message.seen", conversationId, staffId, by: "counsellor", seq });
}

/** Returns a conversation as the table of permissions sees it at `at` (ms UTC). */
export function subjectOf(db: DataReader, found: Conversation, at: number): RuleSubject {
  // Each is asked only by a rule that turns on it: most end at whose chat it is.
  let colleagues: Colleague[] | undefined;
  const idsOf = (kind: Beside) => {
    colleagues ??= colleaguesOf(db, found.id);
    return colleagues.filter((one) => one.kind === kind).map((one) => one.staffId);
  };
  return {
    counsellorId: found.counsellorId,
    ended: found.endedAt !== null,
    get past() {
      return found.endedAt !== null && isGone(db, found, at);
    },
    get joined() {
      return idsOf("joined");
    },
    get reading() {
      return idsOf("reading");
    },
    serves: (staffId) => servesLine(db, staffId, found.lineId),
    get offeredTo() {
      return offeredTo(db, found.id);
    },
    get helpAsked() {
      return helpAskedIn(db, found.id) !== undefined;
    },
    get buddyId() {
      return found.counsellorId === null ? null : buddyOf(db, found.counsellorId);
    },
    get alone() {
      return isAlone(db, found);
    },
  };
}

function isAlone(db: DataReader, found: Conversation): boolean {
  if (found.counsellorId === null || found.pausedAt !== null) return false;
  const since = goneSince(db, found.counsellorId);
  const isGone = since !== null && since >= (found.claimedAt ?? 0);
  return isGone || mayBeSteppedIn(db, found) || neededSince(db, found) !== null;
}

/** Returns the conversation if this member may do this to it now. Throws `not_allowed`, also for one that does not exist. */
export function allowedIn(
  tx: Tx,
  { conversationId, staffId }: { conversationId: number; staffId: number },
  action: Action,
): Conversation {
  const found = conversation(tx, conversationId);
  const member = staffMember(tx, staffId);
  if (!found || !member || !may(member, action, subjectOf(tx, found, tx.at))) throw new HelplineError("not_allowed");
  return found;
}

/** Returns who sits at a conversation at `at` (ms UTC), its counsellor first; `atEnd`: with those whom its end sent away. */
export function readersOf(db: DataReader, found: Conversation, at: number, atEnd = false): StaffMember[] {
  const subject = subjectOf(db, found, at);
  const asOf = atEnd && found.endedAt !== null ? { ...subject, ...seatedAt(db, found, found.endedAt) } : subject;
  const ids = [found.counsellorId ?? [], asOf.joined ?? [], asOf.reading ?? []].flat();
  return ids
    .flatMap((id) => staffMember(db, id) ?? [])
    .filter((member) => member.id === found.counsellorId || may(member, "conversation.read", asOf));
}
