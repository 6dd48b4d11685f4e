import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, OverrideKind } from "#src/events.ts";

export interface Override {
  id: number;
  kind: OverrideKind;
  startsAt: number;
  /** ms UTC; null = until it is lifted. */
  endsAt: number | null;
  /** For the staff, never shown to young people. */
  reason: string;
  staffId: number;
}

export const maxOverrideReason = 200;

/** Closes, pauses or opens a line until a time (ms UTC) or lifted. Throws `bad_input` for a past end, or to open without one. */
export function override(
  tx: Tx,
  emit: Emit,
  input: { lineId: number; kind: OverrideKind; until: number | null; reason: string; staffId: number },
): void {
  const { lineId, kind, until, staffId } = input;
  const reason = input.reason.trim().slice(0, maxOverrideReason);
  if (until !== null && until <= tx.at) throw new HelplineError("bad_input", "error.override_past", {}, "until");
  // In the morning no one would notice that last night's opening still holds.
  if (kind === "open" && until === null) throw new HelplineError("bad_input", "error.override_open", {}, "until");
  endCurrent(tx, lineId);
  const row = { line_id: lineId, kind, starts_at: tx.at, ends_at: until, reason, staff_id: staffId };
  tx.run(q.insertInto("line_override").values(row));
  emit({ type: "line.overridden", lineId, kind, until, reason });
}

/** Lets the hours decide again, if a decision holds. */
export function liftOverride(tx: Tx, emit: Emit, input: { lineId: number }): void {
  if (endCurrent(tx, input.lineId) > 0) emit({ type: "line.override_lifted", lineId: input.lineId });
}

/** Returns the decision that holds for a line at `at` (ms UTC), or null. */
export function overrideOf(db: DataReader, lineId: number, at: number): Override | null {
  const row = db.first(holding({ lineId, at }));
  if (!row) return null;
  const { id, kind, starts_at: startsAt, ends_at: endsAt, reason, staff_id: staffId } = row;
  return { id, kind, startsAt, endsAt, reason, staffId };
}

/** Returns when the last decision for a line ended, ms UTC; null while one holds at `at`, or if there was none. */
export function overrideEndedAt(db: DataReader, lineId: number, at: number): number | null {
  const end = db.first(newest({ lineId }))?.ends_at ?? null;
  return end !== null && end <= at ? end : null;
}

/** Returns a query of the decision that holds for a line at `at` (ms UTC): the newest, unless it has ended. */
export function decisionOn(lineId: number, at: number) {
  return q
    .selectFrom("line_override")
    .selectAll()
    .where("id", "=", (eb) =>
      eb
        .selectFrom("line_override as last")
        .select((of) => of.fn.max("last.id").as("id"))
        .where("last.line_id", "=", lineId),
    )
    .where((eb) => eb.or([eb("ends_at", "is", null), eb("ends_at", ">", at)]));
}

const holding = prepared((v: { lineId: number; at: number }) => decisionOn(v.lineId, v.at));
const newest = prepared((v: { lineId: number }) =>
  q.selectFrom("line_override").selectAll().where("line_id", "=", v.lineId).orderBy("id", "desc").limit(1),
);

function endCurrent(tx: Tx, lineId: number): number {
  const current = overrideOf(tx, lineId, tx.at);
  return current ? tx.run(q.updateTable("line_override").set({ ends_at: tx.at }).where("id", "=", current.id)) : 0;
}
