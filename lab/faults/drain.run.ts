import { drainRun } from "#lab/load/failures/drain.ts";
import { atLeast, integrityFigure, none, said, zeros } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

// `npm run faults -- drain [--chats=200] [--seed=1]`: R15. An operator stops the server in the middle of an evening.

const args = process.argv.slice(2);
const chats = numberGiven(args, "chats", 200);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
progress(`SIGTERM under ${chats} chats with live sockets, seed ${seed}`);
const found = await drainRun({ program: [binary()], chats, seed });
const ms = Math.round(found.endedMs);

finish({
  name: "drain",
  figures: [
    atLeast("live sockets", found.sockets, chats),
    atLeast("told that it restarts (1001 restarting)", found.told["1001 restarting"] ?? 0, chats),
    { name: "from the signal to the end of the process", got: `${ms} ms`, aim: "at most 5000 ms", pass: ms <= 5_000 },
    none("exit code", found.exitCode ?? -1),
    said("from the next start until every page was there again", `${Math.round(found.backMs)} ms`),
    atLeast("messages acknowledged", found.tally.acknowledged, 2 * chats),
    ...zeros(found.tally),
    integrityFigure(found.integrity),
  ],
  raw: { seed, ...found },
});
