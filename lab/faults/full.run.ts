import { type Kind, whyNoDisk } from "#lab/load/failures/disks.ts";
import { type FullFindings, fullRun } from "#lab/load/failures/full.ts";
import { atLeast, integrityFigure, none, said, zeros } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { type Figure, finish, notRun, percentile, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

// `npm run faults -- full [--points=40] [--seed=1] [--long]`: R3, on real disks: one that fills up, one whose writes fail (EIO),
// and one its system then gives up. As root on Linux.

const args = process.argv.slice(2);
const points = numberGiven(args, "points", args.includes("--long") ? 200 : 40);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
const kinds: Record<Kind, { points: number; words: string }> = {
  full: { points, words: "full" },
  broken: { points: Math.ceil(points / 4), words: "failing (EIO)" },
  lost: { points: Math.ceil(points / 10), words: "failing, and given up by its system" },
};

function figuresOf({ words, points: wanted }: (typeof kinds)[Kind], found: FullFindings): Figure[] {
  const worst = Math.round(percentile(found.roomMs, 1));
  const failed = Object.entries(found.failed);
  const figures: Figure[] = [
    atLeast("points at which it was", found.points, wanted),
    atLeast("of these, so that words were refused", found.refused, Math.ceil(wanted / 2)),
    {
      ...none("did not go well meanwhile", failed.length),
      got: failed.map(([w, n]) => `not (${n} ×): ${w}`).join("; ") || "0",
    },
    {
      ...{ name: "from when it works to all that waited being stored, worst", got: `${worst} ms` },
      ...{ aim: "at most 5000 ms", pass: worst <= 5_000 },
    },
    said("the same, p50", `${Math.round(percentile(found.roomMs, 0.5))} ms`),
    atLeast("messages acknowledged", found.tally.acknowledged, 2 * wanted),
    ...zeros(found.tally),
    integrityFigure(found.integrity),
  ];
  return figures.map((one) => ({ ...one, name: `a disk that is ${words}: ${one.name}` }));
}

const figures: Figure[] = [];
const raw: Record<string, unknown> = { seed };
for (const [kind, of] of Object.entries(kinds) as [Kind, (typeof kinds)[Kind]][]) {
  const why = whyNoDisk(kind);
  if (why) {
    figures.push(said(`a disk that is ${of.words}`, `not tried: ${why}`));
    continue;
  }
  progress(`a disk that is ${of.words} at ${of.points} points, seed ${seed}`);
  const found = await fullRun({ kind, program: [binary()], points: of.points, seed, say: progress });
  figures.push(...figuresOf(of, found));
  raw[kind] = { ...found, roomMs: undefined, worstMs: Math.round(percentile(found.roomMs, 1)) };
}
const why = whyNoDisk("full");
if (why) notRun("full", why);
else finish({ name: "full", figures, raw });
