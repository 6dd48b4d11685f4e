// npm run bench -- shift: an hour with 20 counsellors and 200 young people on a clock moved by hand, twice.
// --seed=N for another evening.
import { numberGiven } from "#lab/load/report/random.ts";
import { type Figure, finish, progress } from "#lab/load/report/report.ts";
import { judge, lost, passed, waits } from "./judge.ts";
import { simulate } from "./simulate.ts";

const seed = numberGiven(process.argv.slice(2), "seed", 1);
const evening = { seed, counsellors: 20, young: 200, within: 60 * 60_000 };
const began = performance.now();
const found = await simulate(evening);
const took = performance.now() - began;
progress(`one hour took ${(took / 1000).toFixed(1)} s; the same once more`);
const again = await simulate(evening);
for (const one of [...lost(found), ...passed(found)]) progress(JSON.stringify(one));
for (const line of found.reported) progress(line);

const time: Figure = {
  name: "an hour takes",
  got: `${(took / 1000).toFixed(1)} s`,
  aim: "under a minute",
  pass: took < 60_000,
};
const raw = { seed, hash: found.decisions.hash, took, urgent: waits(found, "urgent"), normal: waits(found, "normal") };
finish({ name: "shift", figures: [time, ...judge(found, again)], raw });
