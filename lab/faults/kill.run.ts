import { killRun } from "#lab/load/people/kill.ts";
import { allTrouble, atLeast, integrityFigure, none, said, troubleFigures, zeros } from "#lab/load/report/figures.ts";
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, percentile, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";

const args = process.argv.slice(2);
const kills = numberGiven(args, "kills", args.includes("--long") ? 1_000 : 100);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
const program = [binary()];

const chats = 20;
progress(`${kills} kills of ${program[0]} under ${chats} chats, seed ${seed}`);
const found = await killRun({ program, kills, chats, seed, say: progress });
const { tally, reconnects, restarts, integrity } = found;
const trouble = allTrouble(found.troubles);
const ms = (values: number[], share: number) => Math.round(percentile(values, share));
const worst = ms(reconnects, 0.99);

finish({
  name: "kill",
  figures: [
    atLeast("kills under load", found.kills, kills),
    said("of these, killed again while starting", found.killsAtStart),
    atLeast("messages acknowledged", tally.acknowledged, kills * chats),
    ...zeros(tally),
    ...troubleFigures(trouble),
    none("chats that were said to be over", found.overs),
    said("from the kill to live with nothing missing, p50", `${ms(reconnects, 0.5)} ms`),
    {
      ...{ name: "from the kill to live with nothing missing, p99", got: `${worst} ms` },
      ...{ aim: "at most 1000 ms", pass: worst <= 1_000 },
    },
    said("pages that were waited for, after every fourth kill", reconnects.length),
    said("pages that were killed again, 100 to 450 ms after a start, before they were back", found.stillAway),
    said("a try to reconnect every", "20 to 100 ms"),
    said("from start to first answer, p50 and p99", `${ms(restarts, 0.5)} and ${ms(restarts, 0.99)} ms`),
    integrityFigure(integrity),
  ],
  raw: {
    ...{ seed, kills: found.kills, killsAtStart: found.killsAtStart, chats, ...tally, ...trouble, integrity },
    ...{
      reconnectP50Ms: ms(reconnects, 0.5),
      reconnectP99Ms: worst,
      reconnectMaxMs: ms(reconnects, 1),
      stillAway: found.stillAway,
    },
    ...{ restartP50Ms: ms(restarts, 0.5), restartP99Ms: ms(restarts, 0.99) },
  },
});
