interface Seats {
  free: number;
  held: number;
  waiting: number;
  taken: number;
}

/** How many of those in line are taken before someone is written to. */
const turnsBetween = 3;

/** Whether one more may be written to: as many as there are free seats while nobody waits, else one in four, one at a time. */
export function mayInvite({ free, held, waiting, taken }: Seats): boolean {
  if (held >= free) return false;
  return waiting === 0 || (held === 0 && taken >= turnsBetween);
}
