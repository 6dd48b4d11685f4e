import { sql } from "kysely";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { localDate, localQuarter } from "#src/hours/instants.ts";
import type { LineDoor } from "./door.ts";

interface Looks {
  lineId: number;
  day: string;
  quarter: number;
  state: LineDoor;
  n: number;
}

/** Looks, never people: nothing is known of who looks, not even whether they looked before. */
export interface LookCount {
  note(line: { id: number; zone: string; door: { state: LineDoor } }, at: number): void;
  take(): Looks[];
  giveBack(taken: Looks[]): void;
}

/** Returns a count of looks in memory; a killed process loses a quarter of an hour of them at most. */
export function openLookCount(): LookCount {
  let counts = new Map<string, Looks>();
  function add(looks: Looks) {
    const { lineId, day, quarter, state, n } = looks;
    const name = `${lineId} ${day} ${quarter} ${state}`;
    counts.set(name, { ...looks, n: (counts.get(name)?.n ?? 0) + n });
  }
  return {
    note: ({ id, zone, door: { state } }, at) => {
      if (state === "open") return;
      add({ lineId: id, day: localDate(zone, at), quarter: localQuarter(zone, at), state, n: 1 });
    },
    take: () => {
      const taken = [...counts.values()];
      counts = new Map();
      return taken;
    },
    giveBack: (taken) => taken.forEach(add),
  };
}

/** Adds looks to those that are stored. */
export function storeLooks(tx: Tx, taken: readonly Looks[]): void {
  for (const { lineId, day, quarter, state, n } of taken) {
    const row = q.insertInto("door_look").values({ line_id: lineId, day, quarter, state, n });
    const more = { n: sql<number>`door_look.n + excluded.n` };
    tx.run(row.onConflict((on) => on.columns(["line_id", "day", "quarter", "state"]).doUpdateSet(more)));
  }
}
