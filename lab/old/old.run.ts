import { type Figure, finish, progress } from "#lab/load/report/report.ts";
import { server } from "#tests/support/house/server.ts";
import { annaComes } from "./anna.ts";
import { endBrowsers, startBrowser } from "./browser.ts";
import { chromium, type Old, olds } from "./packages.ts";
import { chat, leave, type OldScene, withoutScript } from "./steps.ts";
import { openTab } from "./tab.ts";
import { leadTo, openSchool, openWeather } from "./town.ts";
import { NotSeen, sentence, within } from "./until.ts";

// `npm run test:old [-- 64 72]`: old Chromium goes through the young person's chat as served. Each step has a new house, a new
// browser with an empty profile, and Anna.

interface Step {
  name: string;
  js: boolean;
  blocked: boolean;
  /** Throws if something is not seen. Returns figures worth keeping. */
  work(scene: OldScene): Promise<object>;
}

const steps: Step[] = [
  { name: "live", js: true, blocked: false, work: (scene) => chat(scene, { blocked: false }) },
  { name: "blocked socket", js: true, blocked: true, work: (scene) => chat(scene, { blocked: true }) },
  { name: "leave", js: true, blocked: false, work: (scene) => leave(scene, { js: true }) },
  { name: "no JS", js: false, blocked: false, work: withoutScript },
  { name: "leave without JS", js: false, blocked: false, work: (scene) => leave(scene, { js: false }) },
];

/** Before 83 Chromium names what it does not know of the policy, and keeps to the rest. */
const unknownDirective =
  /^security: Unrecognized Content-Security-Policy directive '(require-trusted-types-for|trusted-types)'\.\s*$/;

const stepPatience = 30_000;
/** No step begins after this, so that a run ends within ten minutes whatever hangs. */
const runPatience = 8.5 * 60_000;

interface Outcome {
  step: string;
  ms: number;
  fault: string | null;
  product?: string;
  found?: object;
}

/** Throws an Error with a sentence if something is wrong. */
async function take(step: Step, program: string, major: number) {
  const closing: (() => unknown)[] = [];
  try {
    const house = await server();
    closing.unshift(() => house.stop());
    const weather = openWeather();
    closing.unshift(() => weather.stop());
    await leadTo(house, weather);
    const school = await openSchool(Number(new URL(house.origin).port));
    closing.unshift(() => school.stop());
    const anna = await annaComes(house.origin);
    closing.unshift(() => anna.goHome());
    const { product, tab: address, end } = await startBrowser(program);
    closing.unshift(end);
    if (!product.includes(`Chrome/${major}.`)) throw new Error(`This is ${product}, not Chromium ${major}.`);
    const tab = await openTab(address, step);
    closing.unshift(() => tab.close());
    const shot = (what: string) => tab.shot(`${major}-${what}`);
    const origin = `${step.blocked ? school.origin : house.origin}/`;
    const found = await within(stepPatience, step.work({ tab, anna, school, weather, shot, origin }));
    // Turning WebSockets away is what the school is for.
    const faults = tab.complaints.filter(
      (one) => !unknownDirective.test(one) && !(step.blocked && /response code: 302/.test(one)),
    );
    if (faults.length > 0) throw new NotSeen(`All was there, but the browser reported: ${faults.join("; ")}`);
    if (house.reported.length > 0) throw new NotSeen(`The server reported: ${house.reported.join("; ")}`);
    return { product, found };
  } finally {
    for (const close of closing) await close();
  }
}

async function tryStep(step: Step, program: string, major: number): Promise<Outcome> {
  const outcome: Outcome = { step: step.name, ms: 0, fault: null };
  const began = performance.now();
  try {
    Object.assign(outcome, await take(step, program, major));
  } catch (error) {
    outcome.fault = sentence(error);
  }
  outcome.ms = Math.round(performance.now() - began);
  progress(`Chromium ${major}, ${step.name}: ${outcome.fault ?? `seen, ${(outcome.ms / 1000).toFixed(1)} s`}`);
  return outcome;
}

/** The programs, fetched if need be; a sentence for one that cannot be had. */
async function gather(chosen: readonly Old[]) {
  const programs = new Map<Old, string | Error>();
  for (const old of chosen) programs.set(old, await chromium(old).catch((error) => new Error(sentence(error))));
  return programs;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void endBrowsers().finally(() => process.exit(130)));
}

const wanted = process.argv
  .slice(2)
  .filter((arg) => !arg.startsWith("--"))
  .map(Number);
const chosen = olds.filter(({ major }) => wanted.length === 0 || wanted.includes(major));
const programs = await gather(chosen);
const began = performance.now();
const figures: Figure[] = [];
const raw: Record<string, unknown> = {};
for (const [old, program] of programs) {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const late = performance.now() - began > runPatience;
    const why = program instanceof Error ? program.message : "The time of the run was over.";
    if (typeof program === "string" && !late) outcomes.push(await tryStep(step, program, old.major));
    else outcomes.push({ step: step.name, ms: 0, fault: `Not tried. ${why}` });
  }
  if (program instanceof Error) progress(`Chromium ${old.major}: ${program.message}`);
  const good = outcomes.filter(({ fault }) => fault === null).map(({ step }) => step);
  figures.push({
    name: `Chromium ${old.major}`,
    got: good.join(", ") || "nothing",
    aim: steps.map(({ name }) => name).join(", "),
    pass: good.length === steps.length,
  });
  raw[`Chromium ${old.major}`] = { from: old.spec, steps: outcomes };
}
if (figures.length === 0) throw new Error(`There are Chromium ${olds.map(({ major }) => major).join(", ")}.`);
finish({ name: chosen.length === olds.length ? "old" : "old-some", figures, raw });
