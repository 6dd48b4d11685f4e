/** More than this is no longer growth in proportion, which is 4, but nearer to the square, which is 16. */
export const steep = 9;

/** What takes less is not told from nothing, ms. */
const least = 0.25;

/**
 * How many times longer some work takes on four times as much. It is about the work and not about the machine: both are
 * measured in turn until one clear answer comes, and the least counts, since whatever else a machine does can only slow it. Where
 * none comes, the machine is so busy that only the time this thread really works is counted, over and over.
 */
export function growth(work: (size: number) => unknown, size: number): number {
  let [some, more] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 10; round += 1) {
    some = Math.min(some, took(work, size), took(work, size));
    more = Math.min(more, took(work, 4 * size));
    const ratio = more / Math.max(some, least);
    if (ratio < (steep * 2) / 3) return ratio;
  }
  return worked(work, 4 * size) / Math.max(worked(work, size), least);
}

function took(work: (size: number) => unknown, size: number): number {
  const from = performance.now();
  work(size);
  return performance.now() - from;
}

/** How long this thread works on it, ms: told in steps of 10 ms, so it is done again and again. */
function worked(work: (size: number) => unknown, size: number): number {
  const from = process.threadCpuUsage();
  const sum = () => Object.values(process.threadCpuUsage(from)).reduce((all, one) => all + one) / 1_000;
  let times = 0;
  for (; sum() < 80; times += 1) work(size);
  return sum() / times;
}
