import { damageRun } from "#lab/load/failures/damage.ts";
import { startsRun } from "#lab/load/people/starts.ts";
import { atLeast, integrityFigure, none, said, zeros } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

// `npm run faults -- damage [--flips=200] [--seed=1] [--long]`: R10. A damaged byte, page or log, the wrong master key, files
// that can only be read.

const args = process.argv.slice(2);
const flips = numberGiven(args, "flips", args.includes("--long") ? 1_000 : 200);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
progress(`${flips} damages to the files, seed ${seed}`);
const found = damageRun({ flips, seed, say: progress });
const { tried, wrong, unharmed, textsRefused, filesRefused, unclear, unseen, othersRead } = await found;
progress("starts without the right key, and on what can only be read");
const starts = await startsRun({ program: [binary()], seed });
const { keyless, readOnly } = starts;
const share = Math.round(othersRead * 1_000) / 10;

finish({
  name: "damage",
  figures: [
    said(
      "damages, each by itself",
      Object.entries(tried)
        .map(([kind, count]) => `${count} × ${kind}`)
        .join(", "),
    ),
    none("texts that were shown and are not what was written", wrong),
    said("damages that no text was touched by", unharmed),
    atLeast("damages by which texts were touched, and refused", textsRefused, Math.floor(flips / 20)),
    said("damages by which a start was refused", filesRefused),
    { ...none("of these, without a sentence that says so", unclear.length), got: unclear[0] ?? "0" },
    { ...none("damages to texts or files that doctor does not see", unseen.length), got: unseen.join(", ") || "0" },
    said("chats that could be read whole, on the average", `${share} %`),
    said("starts without the master key of the data", keyless.tried.join(", ")),
    { ...none("of these, not as promised", keyless.wrong.length), got: keyless.wrong[0] ?? "0" },
    said("starts on what can only be read", readOnly.why ?? readOnly.tried.join(", ")),
    { ...none("of these, not refused in a sentence", readOnly.wrong.length), got: readOnly.wrong[0] ?? "0" },
    ...zeros(starts.tally),
    integrityFigure(starts.integrity),
  ],
  raw: { seed, ...(await found), starts },
});
