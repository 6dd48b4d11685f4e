// npm run bench -- estimate: what would be said of 200 evenings of waiting, and how it went, beside two plainer ways.
// --seed=N for other evenings.

import { numberGiven, seeded } from "#lab/load/report/random.ts";
import { type Figure, finish } from "#lab/load/report/report.ts";
import { estimate, placeClass, stepsOf } from "#src/queue/wait/estimate.ts";
import { type Estimator, evenings, type Memory, type Said, type Wait } from "./evenings.ts";

const minute = 60_000;
const helplines = 10;
const eveningsEach = 20;
const patience = 60 * minute;
const seed = numberGiven(process.argv.slice(2), "seed", 1);

const ours: Estimator = {
  name: "ours",
  say: (place, { stood, standing, promised }) => estimate(place, stepsOf(stood, standing), promised),
};
/** What most do: half to one and a half times what others waited. */
const around = (name: string, of: (waits: number[]) => number): Estimator => ({
  name,
  say: (_place, { waits }: Memory): Said | null => {
    if (waits.length < 10) return null;
    const middle = of(waits) / minute;
    const high = Math.max(5, 5 * Math.ceil((middle * 1.5) / 5));
    return { low: Math.min(high - 5, 5 * Math.floor(middle / 2 / 5)), high, byLine: middle };
  },
});
const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
const estimators = [
  ours,
  around("mean wait", (waits) => mean(waits.slice(-20))),
  around("last wait", (waits) => waits.at(-1)!),
];

/** Winkler (1972): the width, plus 2/α for every minute outside; the ends stand for one and four in five, so α is 0.4. */
const winkler = ({ low, high }: Said, waited: number) =>
  high - low + (2 / 0.4) * (Math.max(0, low - waited) + Math.max(0, waited - high));

const waits: Wait[] = [];
for (let i = 0; i < helplines; i += 1) {
  waits.push(...evenings(seeded(seed * 1_000 + i), eveningsEach, patience, estimators));
}
const withTime = waits.filter(({ said }) => said.every((one) => one !== null));
const score = (i: number, some: Wait[]) => mean(some.map(({ said, waited }) => winkler(said[i]!, waited / minute)));
const share = (some: Wait[], is: (wait: Wait) => boolean) => (100 * some.filter(is).length) / some.length;

const figures: Figure[] = (["1", "2–4", "5+"] as const).flatMap((place): Figure[] => {
  const such = withTime.filter((one) => placeClass(one.place) === place);
  const kept = share(such, ({ said, waited }) => waited / minute <= said[0]!.high);
  const within = share(such, ({ said, waited }) => waited / minute <= said[0]!.high && waited / minute >= said[0]!.low);
  const width = mean(such.map(({ said }) => said[0]!.high - said[0]!.low));
  const scores = estimators.map((_, i) => score(i, such));
  const [own, ...others] = scores;
  return [
    {
      name: `place ${place}: at or under the upper end`,
      got: `${kept.toFixed(1)} % of ${such.length} (inside the range ${within.toFixed(1)} %)`,
      aim: "at least 80 %",
      pass: kept >= 80,
    },
    { name: `place ${place}: width`, got: `${width.toFixed(1)} min`, aim: "", pass: true },
    {
      name: `place ${place}: interval score, less is better`,
      got: `${own!.toFixed(1)}; mean wait ${others[0]!.toFixed(1)}, last wait ${others[1]!.toFixed(1)}`,
      aim: "less than both",
      pass: others.every((other) => own! < other),
    },
  ];
});
const all = estimators.map((_, i) => score(i, withTime));
figures.push({
  name: "all places: interval score",
  got: `${all[0]!.toFixed(1)}; mean wait ${all[1]!.toFixed(1)}, last wait ${all[2]!.toFixed(1)}`,
  aim: "less than both",
  pass: all.slice(1).every((other) => all[0]! < other),
});
const thin = waits.filter(({ said }) => said[0] === null).length;
figures.push({
  name: "told their place and no time, the data being thin",
  got: `${thin} of ${waits.length}`,
  aim: "more than none",
  pass: thin > 0,
});
finish({ name: "estimate", figures, raw: { seed, waits: waits.length, thin, scores: all } });
