import { asStaff, type DataReader, type Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit, RefusedKind } from "#src/events.ts";

export interface Refused {
  /** `sign_in`: a password or code at sign-in. `staffId` null: an unknown name, or someone not signed in. */
  note(kind: RefusedKind | "sign_in", staffId: number | null): void;
  take(): Taken[];
  giveBack(taken: Taken[]): void;
}

interface Taken {
  kind: RefusedKind | "sign_in";
  staffId: number | null;
  times: number;
}

/** Opens the counts. Writing each refusal would take longer for names that exist, and endless tries would fill the trail. */
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

/** Writes one entry to the trail for each kind and account, with its count. */
export function noteRefused(_tx: Tx, emit: Emit, taken: Taken[]): void {
  for (const { kind, staffId, times } of taken) {
    if (kind === "sign_in") emit({ type: "staff.sign_in_refused", staffId, times });
    else emit({ type: "access.refused", kind, staffId, times });
  }
}

/** How often someone's sign-in was refused since an instant (ms UTC), and when last; null for never. */
export function refusedSince(db: DataReader, staffId: number, since: number): { times: number; last: number } | null {
  const own = q.selectFrom("audit").select(["at", "after"]).where("object", "=", asStaff(staffId));
  const rows = db.all(own.where("action", "=", "staff.sign_in_refused").where("at", ">=", since).orderBy("at"));
  const last = rows.at(-1)?.at;
  return last === undefined ? null : { times: rows.reduce((sum, { after }) => sum + Number(after), 0), last };
}
