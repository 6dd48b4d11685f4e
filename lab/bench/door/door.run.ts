// npm run bench -- door: who gets in, and when they are answered, while 1, 5 or 50 networks fill the line; one to six
// counsellors, as shipped, on a clock moved by hand. --seed=N for other evenings.
import { numberGiven } from "#lab/load/report/random.ts";
import { finish, progress } from "#lab/load/report/report.ts";
import { evening } from "./evening.ts";
import { figuresOf, type Round } from "./judge.ts";

const seed = numberGiven(process.argv.slice(2), "seed", 1);
/** Fewest young people for each figure; one evening where nothing is judged. */
const least = (networks: number) => (networks > 5 ? 1 : 16);
const anHour = 4;

const rounds: Round[] = [];
for (const networks of [0, 1, 5, 50]) {
  for (let counsellors = 1; counsellors <= 6; counsellors += 1) {
    const began = performance.now();
    const round: Round = { networks, counsellors, came: [] };
    for (let n = 0; round.came.length < least(networks); n += 1) {
      const wanted = { seed: seed * 1_000 + n, counsellors, networks, anHour, within: 40 * 60_000 };
      round.came.push(...(await evening(wanted)));
    }
    rounds.push(round);
    progress(`${counsellors} counsellors, ${networks} networks: ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  }
}
const { figures, raw } = figuresOf(rounds);
finish({ name: "door", figures, raw: { seed, ...raw } });
