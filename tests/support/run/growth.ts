/** More than this is no longer growth in proportion, which is 4, but nearer to the square, which is 16. */
export const steep = 9;

/** What takes less is not told from nothing, ms. */
const least = 0.25;

/**
 * How many times longer some work takes on four times as much. It is about the work and not about the machine: both are
 * measured in turn until one clear answer comes, and the least counts, since whatever else a machine does can only slow it. The
 * smaller the size, the surer: a few milliseconds pass undisturbed on a busy machine too.
 */
export function growth(work: (size: number) => unknown, size: number): number {
  let [some, more] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let ratio = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20 && ratio >= (steep * 2) / 3; round += 1) {
    some = Math.min(some, took(work, size), took(work, size));
    more = Math.min(more, took(work, 4 * size));
    ratio = more / Math.max(some, least);
  }
  return ratio;
}

function took(work: (size: number) => unknown, size: number): number {
  const from = performance.now();
  work(size);
  return performance.now() - from;
}
