import { atLeast, none, said } from "#lab/load/report/figures.ts";
import { numberGiven, seeded } from "#lab/load/report/random.ts";
import { finish, progress } from "#lab/load/report/report.ts";
import { scenes } from "./all.ts";
import { type Deaths, killScene } from "./deaths.ts";

// `npm run faults -- points [--times=10] [--seed=1] [--long]`: R1b, and S5's kill between trail and address. The sources run in
// a process that kills itself (kill -9) at a statement.

const args = process.argv.slice(2);
const times = numberGiven(args, "times", args.includes("--long") ? 50 : 10);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
progress(`${times} deaths in each of ${scenes.length} things that are done in one go, seed ${seed}`);
const random = seeded(seed);
const found: Deaths[] = [];
const left = [...scenes];
/** Two at a time: a scene mostly waits for its process. */
async function lane() {
  for (let scene = left.shift(); scene; scene = left.shift()) {
    const one = await killScene(scene, { times, random });
    found.push(one);
    progress(`${one.name}: ${one.points} statements, ${one.old} old, ${one.new} new, ${one.wrong.length} wrong`);
  }
}
await Promise.all([lane(), lane()]);
const wrong = found.flatMap((one) => one.wrong.map((what) => `${one.name}: ${what}`));
const sum = (of: (one: Deaths) => number) => found.reduce((all, one) => all + of(one), 0);

finish({
  name: "points",
  figures: [
    ...found.map((one) => atLeast(`deaths: ${one.name}`, one.deaths, times)),
    said(
      "of all, at a moment of chance",
      sum((one) => one.byChance),
    ),
    said("as it was before, and as it is when it is done", `${sum((one) => one.old)}, ${sum((one) => one.new)}`),
    { ...none("neither, or not what somebody was told", wrong.length), got: wrong[0] ?? "0" },
  ],
  raw: { seed, times, found },
});
