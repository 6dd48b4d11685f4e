import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";

/** What calls a member of the staff, on every browser of theirs; null = they never chose. */
export interface Signals {
  /** Sound for young people, and for colleagues. */
  young: boolean | null;
  colleagues: boolean | null;
  /** Notices of the desktop. */
  notices: boolean | null;
}

/** Returns how a member wants to be called. */
export function signalsOf(db: DataReader, staffId: number): Signals {
  const row = db.first(
    q.selectFrom("staff_signals").select(["young", "colleagues", "notices"]).where("staff_id", "=", staffId),
  );
  const chosen = (value: number | null | undefined) => (value === null || value === undefined ? null : value === 1);
  return { young: chosen(row?.young), colleagues: chosen(row?.colleagues), notices: chosen(row?.notices) };
}

/** Stores how a member wants to be called; what is not given stays as it was. */
export function setSignals(
  tx: Tx,
  emit: Emit,
  { staffId, ...given }: { staffId: number } & { [name in keyof Signals]?: boolean },
): void {
  const before = signalsOf(tx, staffId);
  const after = { ...before, ...given };
  const stored = (value: boolean | null) => (value === null ? null : value ? (1 as const) : (0 as const));
  const row = { young: stored(after.young), colleagues: stored(after.colleagues), notices: stored(after.notices) };
  tx.run(
    q
      .insertInto("staff_signals")
      .values({ staff_id: staffId, ...row })
      .onConflict((on) => on.column("staff_id").doUpdateSet(row)),
  );
  emit({ type: "staff.signals_set", staffId });
}
