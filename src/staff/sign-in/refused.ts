import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit, RefusedKind } from "#src/events.ts";

/** What was refused since the trail was told last, by account. */
export interface Refused {
  /** `sign_in`: a password or a code at sign-in. `staffId` null: a name that is nobody's, or somebody who is not signed in. */
  note(kind: RefusedKind | "sign_in", staffId: number | null): void;
  /** What was noted since it was taken last. */
  take(): Taken[];
  /** It could not be told: it is noted still. */
  giveBack(taken: Taken[]): void;
}

interface Taken {
  kind: RefusedKind | "sign_in";
  staffId: number | null;
  times: number;
}

/**
 * In memory, and told to the trail by a job: to write at each of them would take longer for a name that there is than for one
 * that there is not, and whoever is refused without end would fill the trail.
 */
export function openRefused(): Refused {
  let counts = new Map<string, Taken>();
  function add({ kind, staffId, times }: Taken) {
    const before = counts.get(`${kind} ${staffId}`)?.times ?? 0;
    counts.set(`${kind} ${staffId}`, { kind, staffId, times: before + times });
  }
  return {
    note: (kind, staffId) => add({ kind, staffId, times: 1 }),
    take: () => {
      const taken = [...counts.values()];
      counts = new Map();
      return taken;
    },
    giveBack: (taken) => taken.forEach(add),
  };
}

/** Writes them to the trail: one entry for each kind and account, with how often. */
export function noteRefused(_tx: Tx, emit: Emit, taken: Taken[]): void {
  for (const { kind, staffId, times } of taken) {
    if (kind === "sign_in") emit({ type: "staff.sign_in_refused", staffId, times });
    else emit({ type: "access.refused", kind, staffId, times });
  }
}

/** How often somebody's sign-in was refused since an instant (ms UTC), and when last; null = never. */
export function refusedSince(db: DataReader, staffId: number, since: number): { times: number; last: number } | null {
  const own = q.selectFrom("audit").select(["at", "after"]).where("object", "=", asStaff(staffId));
  const rows = db.all(own.where("action", "=", "staff.sign_in_refused").where("at", ">=", since).orderBy("at"));
  const last = rows.at(-1)?.at;
  return last === undefined ? null : { times: rows.reduce((sum, { after }) => sum + Number(after), 0), last };
}
