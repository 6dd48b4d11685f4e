import { evening } from "./evening.ts";
import { figuresOf } from "./judge.ts";

const [c, n, times, seed] = process.argv.slice(2).map(Number);
const b = performance.now();
const came = [];
for (let i = 0; i < times!; i++)
  came.push(...(await evening({ seed: seed! + i, counsellors: c!, networks: n!, anHour: 4, within: 40 * 60_000 })));
for (const f of figuresOf([{ networks: n!, counsellors: c!, came }]).figures) console.log(f.pass, f.name, f.got);
console.log(((performance.now() - b) / 1000).toFixed(0), "s");
