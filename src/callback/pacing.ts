/** What it depends on whether one more may be written to. */
interface Seats {
  /** Seats of counsellors who are there and ready, in which nobody sits. */
  free: number;
  /** Seats that are held for somebody who was written to. */
  held: number;
  /** People who wait in the line now. */
  waiting: number;
  /** How many who waited were taken since somebody was last written to. */
  taken: number;
}

/** So many who wait are taken before one who is written to. */
export const turnsBetween = 3;

/**
 * Whether one more may be written to. While nobody waits, as many as there are free seats; while people wait, at most one
 * free seat in four, and only one at a time.
 */
export function mayInvite({ free, held, waiting, taken }: Seats): boolean {
  if (held >= free) return false;
  return waiting === 0 || (held === 0 && taken >= turnsBetween);
}
