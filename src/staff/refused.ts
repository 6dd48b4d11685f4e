import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";

/** Passwords and codes that were refused at sign-in since the trail was told last, by account; null = a name that is nobody's. */
export interface Refused {
  note(staffId: number | null): void;
  /** What was noted since it was taken last. */
  take(): [staffId: number | null, times: number][];
}

/**
 * In memory, and told to the trail by a job: to write at each of them would take longer for a name that there is than for one
 * that there is not.
 */
export function openRefused(): Refused {
  let counts = new Map<number | null, number>();
  return {
    note: (staffId) => void counts.set(staffId, (counts.get(staffId) ?? 0) + 1),
    take: () => {
      const taken = [...counts];
      counts = new Map();
      return taken;
    },
  };
}

/** Writes them to the trail: one entry for each account, with how often. */
export function noteRefused(_tx: Tx, emit: Emit, taken: ReturnType<Refused["take"]>): void {
  for (const [staffId, times] of taken) emit({ type: "staff.sign_in_refused", staffId, times });
}

/** How often somebody's sign-in was refused since an instant (ms UTC), and when last; null = never. */
export function refusedSince(db: DataReader, staffId: number, since: number): { times: number; last: number } | null {
  const own = q.selectFrom("audit").select(["at", "after"]).where("object", "=", `staff:${staffId}`);
  const rows = db.all(own.where("action", "=", "staff.sign_in_refused").where("at", ">=", since).orderBy("at"));
  const last = rows.at(-1)?.at;
  return last === undefined ? null : { times: rows.reduce((sum, { after }) => sum + Number(after), 0), last };
}
