import { atLeast, none, said } from "#lab/load/report/figures.ts";
import { numberGiven, seeded } from "#lab/load/report/random.ts";
import { type Figure, finish, progress } from "#lab/load/report/report.ts";
import { cutWork } from "./cuts.ts";
import { killAll } from "./kills.ts";
import { works } from "./place.ts";

// `npm run faults -- upgrade [upgrade | rollback] [--times=100] [--seed=1] [--long]`: R8. The program is replaced, or goes back, and is killed (kill -9) on
// the way, whoever does it, alone or together with the server; or the whole machine loses its power.

const { findProgram } = (await import(new URL("../../../bin/chromium.mjs", import.meta.url).href)) as {
  findProgram(name: "strace" | "faketime"): string;
};

const args = process.argv.slice(2);
const times = numberGiven(args, "times", args.includes("--long") ? 400 : 100);
const seed = numberGiven(args, "seed", Date.now() % 1_000_000);
const strace = findProgram("strace");
const figures: Figure[] = [];
const raw: Record<string, unknown> = { seed, times };
const named = works.filter((work) => args.includes(work));
for (const work of named.length > 0 ? named : works) {
  const random = seeded(seed);
  progress(`${work}: killed at ${times} points, seed ${seed}`);
  const killed = await killAll(work, { strace, times, random });
  // All of it takes long: what is known by now is not lost with the rest.
  progress(`${work}: ${JSON.stringify(killed)}`);
  progress(`${work}: ${times} power cuts`);
  const cut = await cutWork(work, { strace, times, random });
  progress(`${work}: ${JSON.stringify(cut)}`);
  raw[work] = { killed, cut };
  figures.push(
    atLeast(
      `${work}: killed, at moments of chance and at single calls`,
      killed.byTime + killed.byStep + killed.withAll,
      times,
    ),
    said(
      `${work}: beside these done before; of all as it was, and as when it is done`,
      `${killed.over}; ${killed.old}, ${killed.new}`,
    ),
    said(`${work}: typed again after that, which did it`, String(killed.again)),
    { ...none(`${work}: killed, and between the two`, killed.wrong.length), got: killed.wrong[0] ?? "0" },
    atLeast(`${work}: power cuts`, cut.cuts, times),
    said(`${work}: of these as it was, and as when it is done`, `${cut.old}, ${cut.new}`),
    { ...none(`${work}: cut, and between the two`, cut.wrong.length), got: cut.wrong[0] ?? "0" },
    atLeast(`${work}: the control, which waits for nothing: cuts that are found`, cut.control, 1),
  );
}
finish({ name: "upgrade", figures, raw });
