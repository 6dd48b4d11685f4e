import { type Figure, finish, notRun, progress } from "#lab/load/report/report.ts";
import { annaComes } from "#lab/old/anna.ts";
import { endBrowsers } from "#lab/old/browser.ts";
import { leadTo, openWeather } from "#lab/old/town.ts";
import { NotSeen, sentence, within } from "#lab/old/until.ts";
import { server } from "#tests/support/house/server.ts";
import { proxy } from "#tests/support/outside/proxy.ts";
import { missing, startFirefox } from "./bidi.ts";
import * as leaving from "./steps.ts";

// `npm run test:firefox [-- NAMES]`: leaving fast in Firefox ESR, on pages as served. Each step has a new house, a new browser
// with an empty profile, and Anna.

interface Step {
  name: string;
  js: boolean;
  /** Throws if something is not seen. Returns figures worth keeping. */
  work(scene: leaving.FirefoxScene): Promise<object>;
}

const steps: Step[] = [
  { name: "control", js: true, work: leaving.control },
  { name: "touch", js: true, work: leaving.byTouch },
  { name: "keyboard", js: true, work: leaving.byKeyboard },
  { name: "three Shift", js: true, work: leaving.byShift },
  { name: "five Shift", js: true, work: leaving.bySticky },
  { name: "slow device", js: true, work: leaving.onASlowDevice },
  { name: "frozen server", js: true, work: leaving.whileTheServerIsFrozen },
  { name: "no network", js: true, work: leaving.withoutNetwork },
  { name: "door", js: true, work: leaving.fromTheDoor },
  { name: "traces", js: true, work: leaving.traces },
  { name: "discreet look", js: true, work: leaving.inADiscreetLook },
  { name: "touch, no JS", js: false, work: leaving.byTouch },
  { name: "keyboard, no JS", js: false, work: leaving.byKeyboard },
  { name: "door, no JS", js: false, work: leaving.fromTheDoor },
  { name: "traces, no JS", js: false, work: leaving.traces },
  { name: "discreet look, no JS", js: false, work: leaving.inADiscreetLook },
];

const stepPatience = 60_000;

/** Throws an Error with a sentence if something is wrong. */
async function take({ js, work }: Step) {
  const closing: (() => unknown)[] = [];
  try {
    const house = await server();
    closing.unshift(() => house.stop());
    const weather = openWeather();
    closing.unshift(() => weather.stop());
    await leadTo(house, weather);
    const line = await proxy(Number(new URL(house.origin).port));
    closing.unshift(() => line.stop());
    const anna = await annaComes(house.origin);
    closing.unshift(() => anna.goHome());
    const tab = await startFirefox({ js });
    closing.unshift(() => tab.end());
    const endings = () =>
      house.heard.flatMap((event) => (event.type === "conversation.ended" ? [event.reason as string] : []));
    const scene = { tab, js, anna, weather, endings, origin: `${line.origin}/`, setLine: line.set, shot: tab.shot };
    const found = await within(stepPatience, work(scene));
    if (tab.complaints.length > 0) throw new NotSeen(`The browser reported: ${tab.complaints.join("; ")}`);
    if (house.reported.length > 0) throw new NotSeen(`The server reported: ${house.reported.join("; ")}`);
    return { version: tab.version, ...found };
  } finally {
    for (const close of closing) await close();
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => void endBrowsers().finally(() => process.exit(130)));
}

const wanted = process.argv.slice(2);
const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const why = missing();
if (chosen.length === 0) throw new Error(`There are: ${steps.map(({ name }) => name).join("; ")}.`);
if (why) notRun("firefox", why);
else {
  const figures: Figure[] = [];
  for (const step of chosen) {
    const began = performance.now();
    const got = await take(step).then(JSON.stringify, sentence);
    const pass = got.startsWith("{");
    progress(`${step.name}: ${got} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    figures.push({ name: step.name, got, aim: "seen", pass });
  }
  finish({ name: wanted.length === 0 ? "firefox" : "firefox-some", figures, raw: {} });
}
