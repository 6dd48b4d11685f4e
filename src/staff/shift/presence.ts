import { type Clock, minuteMs } from "#src/clock.ts";

const goneAfterMs = minuteMs;
const goneWithoutLiveMs = 15 * minuteMs;

/** Who of the staff has a console open: in memory only, since it is only true now. */
export interface StaffPresence {
  /** A live channel was opened or closed. */
  opened(staffId: number): void;
  closed(staffId: number): void;
  /** Any request of theirs. */
  touched(staffId: number): void;
  /** They went home: once no console of theirs is open, nobody counts on them any more. */
  left(staffId: number): void;
  /** Whether nothing has been heard for so long that their place must not be counted on. */
  isGone(staffId: number): boolean;
  /** Whether they went home by themselves, and have not come back. */
  hasLeft(staffId: number): boolean;
  /** How long they have been gone, ms; null while they are not. */
  goneFor(staffId: number): number | null;
}

/** Someone with a live console is gone 60 s after it broke; someone without JavaScript 15 min after the last request. */
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
