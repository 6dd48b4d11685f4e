import { dayMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { phases } from "#src/practice/scenario/scenario.ts";
import { standAlone } from "#src/staff/learning/stage.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { everyone, memberNow } from "#src/staff/staff.ts";
import { papersMissing, someoneElse } from "./stages.ts";

/** What has to be so before somebody answers alone, whatever else they are good at. */
export const safetyItems = ["risk_asked", "no_secrecy", "no_contact", "emergency", "limits"] as const;
export type SafetyItem = (typeof safetyItems)[number];

/** How somebody answers: each phase of a chat 0 to 2, and which of the safety items hold. */
export interface Rating {
  phases: Record<(typeof phases)[number], 0 | 1 | 2>;
  safety: SafetyItem[];
}

export interface SignOff {
  id: number;
  staffId: number;
  own: Rating;
  ownAt: number;
  /** What supervisors said, the first of them first. */
  rated: { by: number; at: number; rating: Rating }[];
  doneAt: number | null;
}

/** Returns the sign-offs of somebody, newest first; the one that goes on has no `doneAt`. */
export function signOffsOf(db: DataReader, staffId: number): SignOff[] {
  const rows = db.all(q.selectFrom("sign_off").selectAll().where("staff_id", "=", staffId).orderBy("id", "desc"));
  return rows.map((row) => ({
    id: row.id,
    staffId,
    own: JSON.parse(row.own) as Rating,
    ownAt: row.own_at,
    rated: [
      { by: row.first_by, at: row.first_at, text: row.first },
      { by: row.second_by, at: row.second_at, text: row.second },
    ].flatMap(({ by, at, text }) =>
      by === null || at === null || text === null ? [] : [{ by, at, rating: JSON.parse(text) as Rating }],
    ),
    doneAt: row.done_at,
  }));
}

/** Returns the sign-off that goes on; undefined for none. */
export function openSignOff(db: DataReader, staffId: number): SignOff | undefined {
  return signOffsOf(db, staffId).find(({ doneAt }) => doneAt === null);
}

/** Whether all safety items hold. */
export const isSafe = ({ safety }: Rating) => safetyItems.every((one) => safety.includes(one));

/** How many supervisors have to agree: two where there are two beside the learner, else the only one. */
export function agreeing(db: DataReader, staffId: number): 1 | 2 {
  const others = everyone(db).filter((one) => one.id !== staffId && may(one, "learning.lead"));
  return others.length > 1 ? 2 : 1;
}

/** Keeps how somebody sees themselves; it begins the sign-off. Throws `not_allowed`, and `taken` once a supervisor has agreed. */
export function rateOneself(tx: Tx, emit: Emit, input: { member: Member; rating: Rating }): void {
  const member = memberNow(tx, input.member.id);
  const isFarEnough = member.stage === "buddy" || member.stage === "alone";
  if (!may(member, "learning.see") || !isFarEnough) throw new HelplineError("not_allowed");
  const open = openSignOff(tx, member.id);
  if (open?.rated.some(({ rating }) => isSafe(rating))) throw new HelplineError("taken", "error.sign_off_begun");
  if (open) tx.run(q.deleteFrom("sign_off").where("id", "=", open.id));
  const row = { staff_id: member.id, own: JSON.stringify(input.rating), own_at: tx.at };
  tx.run(q.insertInto("sign_off").values(row));
  emit({ type: "sign_off.rated", staffId: member.id, done: false });
}

/**
 * Keeps how a supervisor sees somebody, who has said first how they see themselves. Once as many agree as there have to be and
 * all of them find it safe, that person answers alone for a year. Throws `not_allowed`, `bad_input`.
 */
export function rateOther(tx: Tx, emit: Emit, input: { member: Member; staffId: number; rating: Rating }): void {
  const { member, staffId, rating } = input;
  someoneElse(tx, member, staffId, "learning.lead");
  const open = openSignOff(tx, staffId);
  if (!open) throw new HelplineError("bad_input", "error.own_first");
  if (papersMissing(tx, staffId).length > 0) throw new HelplineError("bad_input", "error.papers_first");
  const place = open.rated.findIndex(({ by }) => by === member.id);
  const rated = [...open.rated];
  rated[place < 0 ? rated.length : place] = { by: member.id, at: tx.at, rating };
  if (rated.length > 2) throw new HelplineError("taken", "error.sign_off_begun");
  const isDone = rated.length >= agreeing(tx, staffId) && rated.every((one) => isSafe(one.rating));
  const [first, second] = rated;
  const change = {
    ...{ first: JSON.stringify(first!.rating), first_by: first!.by, first_at: first!.at },
    ...(second ? { second: JSON.stringify(second.rating), second_by: second.by, second_at: second.at } : {}),
    done_at: isDone ? tx.at : null,
  };
  tx.run(q.updateTable("sign_off").set(change).where("id", "=", open.id));
  emit({ type: "sign_off.rated", staffId, done: isDone });
  if (isDone) standAlone(tx, emit, { staffId });
}

/** Ratings are kept for a year (ms), and of someone who left nothing longer than that. */
const keptMs = 366 * dayMs;

const left = (at: number) =>
  q
    .selectFrom("staff")
    .select("id")
    .where("deactivated_at", "<=", at - keptMs);
const pastRatings = (at: number) =>
  q
    .selectFrom("sign_off")
    .select("id")
    .where((eb) => eb.or([eb("done_at", "<=", at - keptMs), eb("staff_id", "in", left(at))]));
const pastPapers = (at: number) => q.selectFrom("clearance").select("staff_id").where("staff_id", "in", left(at));

/** Returns whether there is anything that has been kept long enough at `at` (ms UTC). */
export function isLearningDue(db: DataReader, at: number): boolean {
  return db.first(pastRatings(at).limit(1)) !== undefined || db.first(pastPapers(at).limit(1)) !== undefined;
}

/** Forgets that. */
export function forgetLearning(tx: Tx): void {
  tx.run(q.deleteFrom("sign_off").where("id", "in", pastRatings(tx.at)));
  tx.run(q.deleteFrom("clearance").where("staff_id", "in", left(tx.at)));
}
