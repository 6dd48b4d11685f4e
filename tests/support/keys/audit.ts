import { checkTrail, type TrailCheck } from "#src/audit/check.ts";
import type { House } from "#tests/support/house/helpline.ts";

/** Returns what checking a house's audit trail finds; `rest` comes between its pieces. */
export function looked({ helpline }: House, rest: () => Promise<void> = async () => {}): Promise<TrailCheck> {
  const { db, clock, trail } = helpline;
  return checkTrail(db, { at: clock.now(), standing: trail.standing, rest });
}
