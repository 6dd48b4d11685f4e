import type { Clock } from "#src/clock.ts";

/** Ids; undefined: any row may have changed. */
export type ChangedRows = ReadonlySet<number> | undefined;

export const both = (here: ChangedRows, there: ChangedRows): ChangedRows =>
  here && there && new Set([...here, ...there]);

export interface Lists {
  mayPaint(topic: string, changed?: ChangedRows): boolean;
}

/** How long a painted list rests, so that it never changes faster than people can read. */
const restMs = 200;

export interface Owed {
  topic: string;
  changed: ChangedRows;
}

/** Opens the throttle; one timer serves all lists. */
export function openLists(clock: Clock, paint: (lists: Owed[]) => void): Lists {
  const painted = new Map<string, number>();
  const owed = new Map<string, ChangedRows>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function rest(topic: string): number {
    const at = painted.get(topic);
    return at === undefined ? 0 : Math.max(0, at + restMs - clock.elapsed());
  }

  function paintOwed() {
    timer = undefined;
    for (const topic of painted.keys()) if (rest(topic) === 0) painted.delete(topic);
    const due = [...owed].flatMap(([topic, changed]) => (rest(topic) === 0 ? [{ topic, changed }] : []));
    for (const { topic } of due) begin(topic);
    later();
    if (due.length > 0) paint(due);
  }

  function begin(topic: string) {
    owed.delete(topic);
    painted.set(topic, clock.elapsed());
  }

  function later() {
    if (owed.size === 0 || timer !== undefined) return;
    timer = setTimeout(paintOwed, Math.max(1, Math.min(...[...owed.keys()].map(rest))));
    timer.unref();
  }

  return {
    mayPaint: (topic, changed) => {
      if (rest(topic) === 0 && !owed.has(topic)) {
        begin(topic);
        return true;
      }
      owed.set(topic, owed.has(topic) ? both(owed.get(topic), changed) : changed);
      later();
      return false;
    },
  };
}
