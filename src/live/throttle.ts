import type { Clock } from "#src/clock.ts";

/** Ids of the rows of a list that changed; undefined: it may be any of them. */
export type ChangedRows = ReadonlySet<number> | undefined;

/** The rows that changed here or there. */
export const both = (here: ChangedRows, there: ChangedRows): ChangedRows =>
  here && there && new Set([...here, ...there]);

/** Keeps lists from being painted faster than anybody can read. */
export interface Lists {
  /** Whether what changed in the list of a topic may be painted now. If not, it will be a moment later, as it stands by then. */
  mayPaint(topic: string, changed?: ChangedRows): boolean;
}

/** How long a list that was just painted stays as it is, ms. */
const restMs = 200;

/** A list that was not painted yet, and what changed in it since. */
export interface Owed {
  topic: string;
  changed: ChangedRows;
}

/** `paint` paints these lists. One timer serves all of them. */
export function openLists(clock: Clock, paint: (lists: Owed[]) => void): Lists {
  const painted = new Map<string, number>();
  const owed = new Map<string, ChangedRows>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** How long the list of a topic still rests, ms; 0 when it may be painted. */
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
      // What is owed is due in a moment: this goes with it.
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
