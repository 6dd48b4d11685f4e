import { busyRun } from "#lab/load/failures/busy.ts";
import { atLeast, integrityFigure, none, said, zeros } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, percentile, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

// `npm run faults -- busy [--hold=10000] [--seed=1]`: R12. Another process, such as a backup, holds the files.

const args = process.argv.slice(2);
const holdMs = numberGiven(args, "hold", 10_000);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
const chats = 20;
progress(`each file held for ${holdMs} ms under ${chats} chats, seed ${seed}`);
const found = await busyRun({ program: [binary()], chats, holdMs, seed });
const { waits, ...rest } = found;
const ms = (values: number[], share: number) => Math.round(percentile(values, share));
const lag = ms(waits.held, 0.99);
const { 503: later = 0, ...otherwise } = found.refusals;

finish({
  name: "busy",
  figures: [
    said("each of porchlight.db and keys.db was held for", `${holdMs} ms`),
    {
      ...{ name: "wait for an answer that needs no write, while held, p99", got: `${lag} ms` },
      ...{ aim: "at most 100 ms", pass: lag <= 100 },
    },
    said("the same before", `${ms(waits.before, 0.99)} ms`),
    said("the longest, while held and before", `${ms(waits.held, 1)} and ${ms(waits.before, 1)} ms`),
    none("of these answers, refused", found.unanswered),
    none("acknowledged though porchlight.db was held", found.acknowledgedWhileHeld),
    said("refused for the time being (503), sent again", later),
    none(
      "refused otherwise",
      Object.values(otherwise).reduce((sum, count) => sum + count, 0),
    ),
    atLeast("newcomers who began while keys.db was held, and have a place", found.newcomers, 3),
    said("from the end of it until all that waited was stored", `${Math.round(found.freeMs)} ms`),
    atLeast("messages acknowledged", found.tally.acknowledged, 2 * chats),
    ...zeros(found.tally),
    integrityFigure(found.integrity),
  ],
  raw: { seed, holdMs, ...rest, p99Ms: lag, worstMs: ms(waits.held, 1), asked: waits.held.length },
});
