/** In proportion it is 4, by the square 16. */
export const steep = 9;

const least = 0.25;

/** Returns how many times longer work takes on four times as much: the least of many, as a machine can only slow it. */
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

/** This thread's time, ms: the system counts in steps of 10 ms, so the work is repeated. */
function worked(work: (size: number) => unknown, size: number): number {
  const from = process.threadCpuUsage();
  const sum = () => Object.values(process.threadCpuUsage(from)).reduce((all, one) => all + one) / 1_000;
  let times = 0;
  for (; sum() < 80; times += 1) work(size);
  return sum() / times;
}
