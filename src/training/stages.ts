import { isDate } from "#src/clock.ts";
import { leaveAll } from "#src/conversation/colleagues/join.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Stage } from "#src/events.ts";
import { stageOf, stepTo } from "#src/staff/learning/stage.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { everyone, memberNow, type StaffMember, staffMember } from "#src/staff/staff.ts";

/** What was seen before somebody answers young people: of each a day and who saw it. */
export const papers = ["undertaking", "references", "certificate"] as const;
export type Paper = (typeof papers)[number];

export interface PaperSeen {
  what: Paper;
  /** YYYY-MM-DD */
  onDay: string;
  seenBy: number;
}

/** Returns which papers of someone were seen. */
export function papersSeen(db: DataReader, staffId: number): PaperSeen[] {
  const columns = ["what", "on_day as onDay", "seen_by as seenBy"] as const;
  return db.all(q.selectFrom("clearance").select(columns).where("staff_id", "=", staffId));
}

/** Returns the papers that nobody has seen yet, in their order. */
export function papersMissing(db: DataReader, staffId: number): Paper[] {
  const seen = papersSeen(db, staffId).map(({ what }) => what);
  return papers.filter((one) => !seen.includes(one));
}

/** Notes the day a paper was seen on, or "" that it was not. Throws `not_allowed`, also for one's own; `bad_input` with `what`. */
export function notePaper(
  tx: Tx,
  emit: Emit,
  input: { member: Member; staffId: number; what: Paper; onDay: string; today: string },
): void {
  const { member, staffId, what, onDay, today } = input;
  someoneElse(tx, member, staffId, "learning.clear");
  if (onDay !== "" && (!isDate(onDay) || onDay > today))
    throw new HelplineError("bad_input", "error.day_seen", {}, what);
  const before = papersSeen(tx, staffId).find((one) => one.what === what)?.onDay ?? "";
  if (before === onDay) return;
  tx.run(q.deleteFrom("clearance").where("staff_id", "=", staffId).where("what", "=", what));
  const row = { staff_id: staffId, what, on_day: onDay, seen_by: member.id };
  if (onDay !== "") tx.run(q.insertInto("clearance").values(row));
  emit({ type: "paper.seen", staffId, what, onDay });
}

/** Returns who can take somebody along or sit beside them: who answers alone, other than they. */
export function buddiesFor(db: DataReader, staffId: number): StaffMember[] {
  const waiting = { counsellorId: null, ended: false };
  return everyone(db).filter(
    (one) => one.id !== staffId && one.stage === "alone" && may(one, "conversation.claim", waiting),
  );
}

/** Moves somebody to a stage before "alone". Throws `not_allowed`, also for oneself; `bad_input` with its field. */
export function moveStage(
  tx: Tx,
  emit: Emit,
  input: { member: Member; staffId: number; stage: Exclude<Stage, "alone">; buddyId: number | null },
): void {
  const { member, staffId, stage } = input;
  someoneElse(tx, member, staffId, "learning.lead");
  const buddyId = stage === "training" ? null : input.buddyId;
  if (stage !== "training" && !buddiesFor(tx, staffId).some(({ id }) => id === buddyId)) {
    throw new HelplineError("bad_input", "error.no_buddy", {}, "buddy");
  }
  if (stage === "buddy" && papersMissing(tx, staffId).length > 0) {
    throw new HelplineError("bad_input", "error.papers_first", {}, "stage");
  }
  const { stage: was, buddyId: beside } = stageOf(tx, staffId);
  if (was === stage && beside === buddyId) return;
  stepTo(tx, emit, { staffId, stage, buddyId });
  // Beside whose chats they sat was a matter of their stage.
  leaveAll(tx, emit, staffId);
  // Who sat beside them does so no more, unless their own role lets them read along.
  const buddy = beside === null ? undefined : staffMember(tx, beside);
  if (buddy && !may(buddy, "conversation.read_along", { counsellorId: 0, ended: false })) leaveAll(tx, emit, buddy.id);
}

/** Returns somebody else of the staff as `member` may see them in this. Throws `not_allowed`. */
export function someoneElse(
  db: DataReader,
  member: Member,
  staffId: number,
  action: "learning.lead" | "learning.clear",
): StaffMember {
  const found = staffMember(db, staffId);
  if (!found || found.id === member.id || !may(memberNow(db, member.id), action))
    throw new HelplineError("not_allowed");
  return found;
}
