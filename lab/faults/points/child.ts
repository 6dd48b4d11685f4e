import { openFiles } from "#src/db/files.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { listenOnBun } from "#src/listen-bun.ts";
import { log } from "#src/log.ts";
import { fakeClock, house } from "#tests/support/house/helpline.ts";
import { arm, type Fate, soFar } from "./point.ts";

// A helpline in its own process that can be killed at a point: `child.ts FOLDER CLOCK [FATE]`. A fate is due while files open;
// without one it comes by a message, and requests by HTTP or as jobs.

export type Told = { arm: Fate } | { job: string; after: number } | { points: true };
/** `port` once it is open, `done` when a job has run. */
export type Says = { port: number } | { armed: true } | { done: true } | { points: ReturnType<typeof soFar> };

const [folder = "", at = "", fate] = process.argv.slice(2);
const say = (what: Says) => process.send!(what);

if (fate) arm(JSON.parse(fate));
const clock = fakeClock(Number(at));
const made = await house({ clock, files: openFiles(folder, clock.now()) });
const helpline = { ...made.helpline, report: log, config: { ...made.helpline.config, port: 0 } };
const { port } = listenOnBun(helpline);

process.on("message", async (told: Told) => {
  if ("points" in told) return say({ points: soFar() });
  if ("arm" in told) {
    arm(told.arm);
    return say({ armed: true });
  }
  clock.pass(told.after);
  await runJob(helpline, jobs.find(({ name }) => name === told.job)!);
  say({ done: true });
});
// The process that asked may be killed as well.
process.on("disconnect", () => process.exit());
say({ port });
