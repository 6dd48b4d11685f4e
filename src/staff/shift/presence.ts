import { type Clock, minuteMs } from "#src/clock.ts";

const goneAfterMs = minuteMs;
const goneWithoutLiveMs = 15 * minuteMs;

/** In memory only, since it is true only now. */
export interface StaffPresence {
  opened(staffId: number): void;
  closed(staffId: number): void;
  touched(staffId: number): void;
  /** They went home: without an open console nobody counts on them. */
  left(staffId: number): void;
  /** Nothing was heard for so long that nobody may count on them. */
  isGone(staffId: number): boolean;
  hasLeft(staffId: number): boolean;
  goneFor(staffId: number): number | null;
}

/** Opens the record of consoles: live ones are gone 60 s after breaking, those without JavaScript 15 min after a request. */
export function openStaffPresence(clock: Clock): StaffPresence {
  const startedAt = clock.elapsed();
  const seen = new Map<number, { channels: number; everLive: boolean; at: number; left: boolean }>();
  const entry = (staffId: number) => {
    let found = seen.get(staffId);
    if (!found) {
      found = { channels: 0, everLive: false, at: clock.elapsed(), left: false };
      seen.set(staffId, found);
    }
    found.at = clock.elapsed();
    return found;
  };
  const goneFor = (staffId: number): number | null => {
    const found = seen.get(staffId);
    if (found && found.channels > 0) return null;
    const keptMs = !found || found.everLive ? goneAfterMs : goneWithoutLiveMs;
    const gone = clock.elapsed() - (found?.at ?? startedAt) - (found?.left ? 0 : keptMs);
    return found?.left || gone > 0 ? gone : null;
  };
  return {
    opened: (staffId) => {
      const found = entry(staffId);
      found.channels += 1;
      found.everLive = true;
      found.left = false;
    },
    closed: (staffId) => {
      entry(staffId).channels -= 1;
    },
    touched: (staffId) => {
      entry(staffId).left = false;
    },
    left: (staffId) => {
      entry(staffId).left = true;
    },
    isGone: (staffId) => goneFor(staffId) !== null,
    hasLeft: (staffId) => goneFor(staffId) !== null && seen.get(staffId)?.left === true,
    goneFor,
  };
}
