import { dayMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, Stage } from "#src/events.ts";
import { setAvailability, whyNoNewChat } from "../shift/availability.ts";
import { availabilityOf } from "../staff.ts";

/** Days until somebody who begins as one who answers is to be signed off: the first account, and all at an upgrade. */
const firstDueDays = 183;
/** Days until somebody who was signed off is to be signed off again. */
const dueDays = 365;

export interface StageNow {
  stage: Stage;
  /** ms UTC; null for those who were there before there were stages. */
  since: number | null;
  /** When they are to be signed off again, ms UTC; it locks nothing. Null unless they answer alone. */
  dueAt: number | null;
  /** Whose chats they read as a shadow, or who sits beside them (id). */
  buddyId: number | null;
}

/** Returns how far someone is, whether their account is open or not. Throws `not_found`. */
export function stageOf(db: DataReader, staffId: number): StageNow {
  const columns = ["stage", "stage_since as since", "sign_off_due_at as dueAt", "buddy_id as buddyId"] as const;
  const found = db.first(q.selectFrom("staff").select(columns).where("id", "=", staffId));
  if (!found) throw new HelplineError("not_found");
  return found;
}

/** Lets someone answer alone: signed off, for a year, or who sets a helpline up and has nobody to sign them off (`first`). */
export function standAlone(tx: Tx, emit: Emit, input: { staffId: number; first?: true }): void {
  const days = input.first ? firstDueDays : dueDays;
  store(tx, emit, input.staffId, { stage: "alone", dueAt: tx.at + days * dayMs, buddyId: null });
}

/** Moves someone to a stage before answering alone, beside whom it needs. They do not stay available if they may not be. */
export function stepTo(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; stage: Exclude<Stage, "alone">; buddyId: number | null },
): void {
  const { staffId, stage, buddyId } = input;
  store(tx, emit, staffId, { stage, dueAt: null, buddyId });
  const isThere = availabilityOf(tx, staffId) === "available";
  if (isThere && whyNoNewChat(tx, staffId)) setAvailability(tx, emit, { staffId, availability: "away" });
}

function store(tx: Tx, emit: Emit, staffId: number, { stage, dueAt, buddyId }: Omit<StageNow, "since">) {
  const change = { stage, stage_since: tx.at, sign_off_due_at: dueAt, buddy_id: buddyId };
  tx.run(q.updateTable("staff").set(change).where("id", "=", staffId));
  emit({ type: "stage.changed", staffId, stage, buddyId });
}
