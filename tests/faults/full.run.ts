import { atLeast, integrityFigure, none, said, zeros } from "../load/figures.ts";
import { fullRun, mayMount } from "../load/full.ts";
import { numberGiven } from "../load/random.ts";
import { finish, percentile, progress } from "../load/report.ts";
import { binary } from "../support/binary.ts";

// `npm run faults -- full [--points=40] [--seed=1] [--long]`: R3, on a real disk in memory. As root on Linux.

const args = process.argv.slice(2);
const points = numberGiven(args, "points", args.includes("--long") ? 200 : 40);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
if (!mayMount()) throw new Error("This run mounts a disk in memory: it needs root on Linux.");
progress(`a disk that is full at ${points} points, seed ${seed}`);
const found = await fullRun({ program: [binary()], points, seed, say: progress });
const { roomMs, ...rest } = found;
const worst = Math.round(percentile(roomMs, 1));
const failed = Object.entries(found.failed);

finish({
  name: "full",
  figures: [
    atLeast("points at which the disk was filled", found.points, points),
    atLeast("of these, so full that words were refused", found.refused, Math.ceil(points / 2)),
    {
      ...none("did not go well meanwhile", failed.length),
      got: failed.map(([w, n]) => `not (${n} ×): ${w}`).join("; ") || "0",
    },
    {
      ...{ name: "from room to all that waited being stored, without a restart, worst", got: `${worst} ms` },
      ...{ aim: "at most 5000 ms", pass: worst <= 5_000 },
    },
    said("the same, p50", `${Math.round(percentile(roomMs, 0.5))} ms`),
    atLeast("messages acknowledged", found.tally.acknowledged, 2 * points),
    ...zeros(found.tally),
    integrityFigure(found.integrity),
  ],
  raw: { seed, ...rest, worstMs: worst },
});
