import { type Clock, minuteMs } from "#src/clock.ts";
import type { Connection } from "#src/conversation/state.ts";

/** How long after the last channel broke the word is still "connected": a reload or a next poll takes a moment. */
const graceMs = 5_000;
/** How long it is "connection lost" before it is "away". PROMISES.md Y15. */
const lostMs = 90_000;
/** After this long without anything, a page asks "Continue?" before it shows the words again. */
export const awayMs = minuteMs;

/** The clocks of the wall and of this process go apart by themselves by less than this; by more, somebody has set one, ms. */
const setByMs = 10_000;

/** Whether the young person's side can be reached: in memory, since it is only true now. Times are monotonic ms. */
export interface YouthPresence {
  /**
   * Since when this process is there to hear anybody, by the clock as it is set now, ms UTC: where the clock was set to another
   * time, only since then.
   */
  readonly heardSince: number;
  /** A live channel (socket, poll, frame) was opened or closed. */
  opened(conversationId: number): void;
  closed(conversationId: number): void;
  /** Any request of theirs. */
  touched(conversationId: number): void;
  connection(conversationId: number, youthHereAt: number): Connection;
  /** How long nothing was heard, ms. `youthHereAt` (ms UTC) serves when this process has not heard anything yet. */
  silentFor(conversationId: number, youthHereAt: number): number;
  /**
   * The same for ending what was left: time in which this process was not there to hear anything does not count, so that
   * an outage of ours takes nobody's place.
   */
  missedFor(conversationId: number, youthHereAt: number): number;
  /** The conversations with an open channel now. */
  here(): number[];
  /** Forgets all but these: the others have ended. */
  keepOnly(conversationIds: Set<number>): void;
}

/** Begins with nobody heard: of whoever was here before only what is stored tells (`youthHereAt`). */
export function openYouthPresence(clock: Clock): YouthPresence {
  const startedAt = clock.elapsed();
  let heardSince = clock.now();
  let apart = heardSince - startedAt;
  const seen = new Map<number, { channels: number; everLive: boolean; at: number }>();

  function touch(conversationId: number) {
    let found = seen.get(conversationId);
    if (!found) {
      found = { channels: 0, everLive: false, at: 0 };
      seen.set(conversationId, found);
    }
    found.at = clock.elapsed();
    return found;
  }

  function silentFor(conversationId: number, youthHereAt: number): number {
    const found = seen.get(conversationId);
    if (!found) return Math.max(0, clock.now() - youthHereAt);
    return found.channels > 0 ? 0 : clock.elapsed() - found.at;
  }

  return {
    get heardSince() {
      const before = apart;
      apart = clock.now() - clock.elapsed();
      if (Math.abs(apart - before) > setByMs) heardSince = clock.now();
      return heardSince;
    },
    opened: (id) => {
      const found = touch(id);
      found.channels += 1;
      found.everLive = true;
    },
    closed: (id) => {
      const found = seen.get(id);
      if (!found) return;
      found.channels -= 1;
      found.at = clock.elapsed();
    },
    touched: touch,
    silentFor,
    connection: (id, youthHereAt) => {
      const silent = silentFor(id, youthHereAt);
      if (silent > lostMs) return "away";
      // Somebody who reads by reloading never has a channel: between two requests they are still there.
      const everLive = seen.get(id)?.everLive ?? true;
      return everLive && silent > graceMs ? "lost" : "connected";
    },
    here: () => [...seen].filter(([, found]) => found.channels > 0).map(([id]) => id),
    missedFor: (id, youthHereAt) => Math.min(silentFor(id, youthHereAt), clock.elapsed() - startedAt),
    keepOnly: (ids) => {
      for (const [id, found] of seen) if (found.channels === 0 && !ids.has(id)) seen.delete(id);
    },
  };
}
