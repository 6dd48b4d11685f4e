import { jumpRun } from "#lab/load/failures/jumps.ts";
import { atLeast, integrityFigure, none, said, zeros } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

// `npm run faults -- clock [--seed=1]`: R6. libfaketime sets the clock of the one file again and again.

const seed = numberGiven(process.argv.slice(2), "seed", Date.now() % 1_000_000);
progress(`a clock that is set to and fro under chats, seed ${seed}`);
const found = await jumpRun({ program: [binary()], restMs: 4_000, seed });

finish({
  name: "clock",
  figures: [
    said("times that the clock was set: 2 h and a day, both changes of the hour, a leap day, and back", found.jumps),
    atLeast("days between what the clock showed", found.daysBetween, 400),
    none("prompts, pauses and ends of chats that were not due", found.timeouts.length),
    ...(found.timeouts.length ? [said("of these", [...new Set(found.timeouts)].join(", "))] : []),
    none("sockets that were closed", found.closed),
    none("counsellors who were signed out", found.signedOut),
    atLeast("messages acknowledged", found.tally.acknowledged, 40),
    ...zeros(found.tally),
    integrityFigure(found.integrity),
  ],
  raw: { seed, ...found },
});
