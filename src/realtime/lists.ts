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

  function paintOwed() {
    timer = undefined;
    const topics = [...owed];
    owed.clear();
    const now = clock.elapsed();
    for (const [topic, at] of painted) if (now - at >= restMs) painted.delete(topic);
    for (const topic of topics) painted.set(topic, now);
    paint(topics);
  }

  return {
    mayPaint: (topic) => {
      const now = clock.elapsed();
      const before = painted.get(topic);
      if (before === undefined || now - before >= restMs) {
        painted.set(topic, now);
        owed.delete(topic);
        return true;
      }
      owed.add(topic);
      if (timer === undefined) {
        timer = setTimeout(paintOwed, restMs);
        timer.unref();
      }
      return false;
    },
  };
}
