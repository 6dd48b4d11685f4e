import { type Clock, minuteMs } from "#src/clock.ts";
import type { Connection } from "#src/conversation/state.ts";

const graceMs = 5_000;
/** How long it is "connection lost" before it is "away" (PROMISES.md Y15). */
const lostMs = 90_000;
export const awayMs = minuteMs;

/** The clocks of the wall and the process drift apart by less than this; by more, someone has set one. */
export const setByMs = 10_000;

/** Whether young people can be reached, in memory, since it is only true now. Times are monotonic ms. */
export interface YouthPresence {
  /** Since when this process can hear anyone, ms UTC by the clock as it is set now. */
  readonly heardSince: number;
  opened(conversationId: number): void;
  closed(conversationId: number): void;
  touched(conversationId: number): void;
  connection(conversationId: number, youthHereAt: number): Connection;
  /** After how long `connection` changes if nothing is heard, ms; null: never. */
  changesIn(conversationId: number, youthHereAt: number): number | null;
  /** Takes the ids of those of whom something was heard, or whose channel closed, since it was taken last. */
  takeNews(): number[];
  /** Whether this process has heard them, so that `youthHereAt` says nothing more. */
  knows(conversationId: number): boolean;
  silentFor(conversationId: number, youthHereAt: number): number;
  /** As `silentFor`, ms, without time in which this process was down, so that an outage of ours takes nobody's place. */
  missedFor(conversationId: number, youthHereAt: number): number;
  here(): number[];
  /** Forgets who has no channel. */
  forget(conversationId: number): void;
  keepOnly(conversationIds: Set<number>): void;
}

/** Returns a presence that has heard nobody yet. */
export function openYouthPresence(clock: Clock): YouthPresence {
  const startedAt = clock.elapsed();
  let heardSince = clock.now();
  let apart = heardSince - startedAt;
  const seen = new Map<number, { channels: number; everLive: boolean; at: number }>();
  const news = new Set<number>();

  function touch(conversationId: number) {
    let found = seen.get(conversationId);
    if (!found) {
      found = { channels: 0, everLive: false, at: 0 };
      seen.set(conversationId, found);
    }
    found.at = clock.elapsed();
    news.add(conversationId);
    return found;
  }

  function silentFor(conversationId: number, youthHereAt: number): number {
    const found = seen.get(conversationId);
    if (!found) return Math.max(0, clock.now() - youthHereAt);
    return found.channels > 0 ? 0 : clock.elapsed() - found.at;
  }

  function forget(id: number) {
    if (seen.get(id)?.channels === 0) seen.delete(id);
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
      news.add(id);
    },
    touched: touch,
    silentFor,
    connection: (id, youthHereAt) => {
      const silent = silentFor(id, youthHereAt);
      if (silent > lostMs) return "away";
      // Someone who reads by reloading never has a channel, and is still there between two requests.
      const everLive = seen.get(id)?.everLive ?? true;
      return everLive && silent > graceMs ? "lost" : "connected";
    },
    changesIn: (id, youthHereAt) => {
      const found = seen.get(id);
      const silent = silentFor(id, youthHereAt);
      if (silent > lostMs || (found && found.channels > 0)) return null;
      const isLosing = (found?.everLive ?? true) && silent <= graceMs;
      return (isLosing ? graceMs : lostMs) - silent;
    },
    takeNews: () => {
      const taken = [...news];
      news.clear();
      return taken;
    },
    knows: (id) => seen.has(id),
    here: () => [...seen].filter(([, found]) => found.channels > 0).map(([id]) => id),
    missedFor: (id, youthHereAt) => Math.min(silentFor(id, youthHereAt), clock.elapsed() - startedAt),
    forget,
    keepOnly: (ids) => {
      for (const id of seen.keys()) if (!ids.has(id)) forget(id);
    },
  };
}
