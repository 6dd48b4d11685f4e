import { atLeast, none, said } from "#lab/load/report/figures.ts";
import { numberGiven, seeded } from "#lab/load/report/random.ts";
import { finish, percentile, progress } from "#lab/load/report/report.ts";
import { binary } from "#tests/support/outside/binary.ts";
import { type Lost, loseHome } from "./lost.ts";

// `npm run faults -- standby [--times=50] [--seed=1] [--long]`: R7. A helpline that a second machine fetches copies of is killed at a
// moment of chance, and the second machine takes its place.

const args = process.argv.slice(2);
const times = numberGiven(args, "times", args.includes("--long") ? 50 : 10);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
const random = seeded(seed);
const program = binary();
const most = 15;

progress(`${times} helplines are lost, seed ${seed}`);
const all: Lost[] = [];
for (let n = 0; n < times; n += 1) {
  all.push(await loseHome({ program, random }));
  const { minutes, killedAt } = all.at(-1)!;
  progress(`  ${n + 1}: killed in minute ${killedAt}, ${minutes} lost`);
}
const control = await loseHome({ program, random: () => 0.99, sleeps: 30 });
const minutes = all.map((one) => one.minutes);
const wrong = all.flatMap((one) => one.wrong);
const longest = Math.max(...minutes);

finish({
  name: "standby",
  figures: [
    atLeast("helplines lost, each killed at a moment of chance", all.length, times),
    { name: "minutes lost at most", got: String(longest), aim: `at most ${most}`, pass: longest <= most },
    said("minutes lost, half of the times at most", percentile(minutes, 0.5)),
    said(
      "messages that somebody was told are stored",
      all.reduce((sum, one) => sum + one.acknowledged, 0),
    ),
    { ...none("anything else wrong after it", wrong.length), got: wrong[0] ?? "0" },
    atLeast("the control, which slept for half an hour: minutes lost", control.minutes, most + 1),
  ],
  raw: { seed, all, control },
});
