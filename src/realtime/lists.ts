import type { Clock } from "#src/clock.ts";

/** Keeps lists from being painted faster than anybody can read. */
export interface Lists {
  /** Whether the list of a topic may be painted now. If not, it will be a moment later, as it stands by then. */
  mayPaint(topic: string): boolean;
}

/** How long a list that was just painted stays as it is, ms. */
const restMs = 200;

/** `paint` paints the lists of these topics. One timer serves all of them. */
export function openLists(clock: Clock, paint: (topics: string[]) => void): Lists {
  const painted = new Map<string, number>();
  const owed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** How long the list of a topic still rests, ms; 0 when it may be painted. */
  function rest(topic: string): number {
    const at = painted.get(topic);
    return at === undefined ? 0 : Math.max(0, at + restMs - clock.elapsed());
  }

  function paintOwed() {
    timer = undefined;
    for (const topic of painted.keys()) if (rest(topic) === 0) painted.delete(topic);
    const due = [...owed].filter((topic) => rest(topic) === 0);
    for (const topic of due) begin(topic);
    later();
    if (due.length > 0) paint(due);
  }

  function begin(topic: string) {
    owed.delete(topic);
    painted.set(topic, clock.elapsed());
  }

  function later() {
    if (owed.size === 0 || timer !== undefined) return;
    timer = setTimeout(paintOwed, Math.max(1, Math.min(...[...owed].map(rest))));
    timer.unref();
  }

  return {
    mayPaint: (topic) => {
      if (rest(topic) === 0) {
        begin(topic);
        return true;
      }
      owed.add(topic);
      later();
      return false;
    },
  };
}
