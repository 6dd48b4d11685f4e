import { networkRun } from "#lab/load/lines/network.ts";
import { allTrouble, atLeast, integrityFigure, none, said, troubleFigures, zeros } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, percentile, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

const args = process.argv.slice(2);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
const program = [binary()];

/** Below both sides' limits (30 at once, then 60 a minute), which would make the run long. */
const short = { chats: 24, youth: 56, counsellor: 28, delayMs: 2_000, delayed: 0.15 };
const long = { chats: 50, youth: 130, counsellor: 70, delayMs: 30_000, delayed: 0.08 };
const size = args.includes("--long") ? long : short;
const messages = size.chats * (size.youth + size.counsellor);
progress(`${messages} messages in ${size.chats} chats over a bad line, seed ${seed}`);

const found = await networkRun({ ...size, program, seed, say: progress });
const { tally, faults, reconnects, integrity } = found;
const trouble = allTrouble(found.troubles);
const ms = (share: number) => Math.round(percentile(reconnects, share));

finish({
  name: "network",
  figures: [
    atLeast("messages acknowledged", tally.acknowledged, messages),
    ...zeros(tally),
    ...troubleFigures(trouble),
    none("chats that were said to be over", found.overs),
    atLeast("connections dropped in a request", faults.dropsUp, 1),
    atLeast("connections dropped in an answer", faults.dropsDown, 1),
    atLeast("pieces delayed", faults.delays, 1),
    atLeast("half-closed towards the server", faults.halfClosesUp, 1),
    atLeast("half-closed towards the page", faults.halfClosesDown, 1),
    atLeast("requests that came twice, taken by the server", faults.duplicatesTaken, 1),
    said("connections, and requests that came twice", `${faults.connections}, ${faults.duplicates}`),
    said("from noticing to live with nothing missing, p50 and p99", `${ms(0.5)} and ${ms(0.99)} ms`),
    said("whole run", `${Math.round(found.seconds)} s`),
    integrityFigure(integrity),
  ],
  raw: {
    ...{ seed, ...size, seconds: Math.round(found.seconds), ...tally, ...trouble, faults, integrity },
    ...{ reconnects: reconnects.length, reconnectP50Ms: ms(0.5), reconnectP99Ms: ms(0.99) },
  },
});
