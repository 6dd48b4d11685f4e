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
  /** Of the acceptance checks of leaving. */
  aim: string;
  /** Throws if something is not seen. Returns figures worth keeping. */
  work(scene: leaving.FirefoxScene): Promise<object>;
}

const steps: Step[] = [
  { name: "control", js: true, aim: "what is looked for would be found", work: leaving.control },
  { name: "touch", js: true, aim: "Y1 to Y4", work: leaving.byTouch },
  { name: "keyboard", js: true, aim: "Y1 to Y4", work: leaving.byKeyboard },
  { name: "three Shift", js: true, aim: "Y1 to Y4, Y6", work: leaving.byShift },
  { name: "five Shift", js: true, aim: "Y6", work: leaving.bySticky },
  { name: "slow device", js: true, aim: "Y4", work: leaving.onASlowDevice },
  { name: "frozen server", js: true, aim: "Y4", work: leaving.whileTheServerIsFrozen },
  { name: "no network", js: true, aim: "blank, and left with the next request", work: leaving.withoutNetwork },
  { name: "door", js: true, aim: "Y1, Y3", work: leaving.fromTheDoor },
  { name: "traces", js: true, aim: "Y5, Y7 to Y9", work: leaving.traces },
  { name: "discreet look", js: true, aim: "Y7", work: leaving.inADiscreetLook },
  { name: "touch, no JS", js: false, aim: "Y1 to Y3", work: leaving.byTouch },
  { name: "keyboard, no JS", js: false, aim: "Y1 to Y3", work: leaving.byKeyboard },
  { name: "door, no JS", js: false, aim: "Y1, Y3", work: leaving.fromTheDoor },
  { name: "traces, no JS", js: false, aim: "Y5, Y7 to Y9", work: leaving.traces },
  { name: "discreet look, no JS", js: false, aim: "Y7", work: leaving.inADiscreetLook },
];

const stepPatience = 60_000;
const maxBlankMs = 100;

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
    if ("blankMs" in found && Number(found.blankMs) > maxBlankMs) {
      throw new NotSeen(`The page was blank only after ${found.blankMs} ms.`);
    }
    if (tab.complaints.length > 0) throw new NotSeen(`The browser reported: ${tab.complaints.join("; ")}`);
    if (house.reported.length > 0) throw new NotSeen(`The server reported: ${house.reported.join("; ")}`);
    return { version: tab.version, ...found };
  } finally {
    for (const close of closing) await close();
  }
}

/** As "blankMs 5, back 1". */
function told(found: object): string {
  return Object.entries(found)
    .map((entry) => entry.join(" "))
    .join(", ");
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
  const raw: Record<string, unknown> = {};
  for (const step of chosen) {
    const began = performance.now();
    const found = await take(step).catch(sentence);
    const got = typeof found === "string" ? found : told(found);
    progress(`${step.name}: ${got} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    figures.push({ name: step.name, got, aim: step.aim, pass: typeof found !== "string" });
    raw[step.name] = found;
  }
  finish({ name: wanted.length === 0 ? "firefox" : "firefox-some", figures, raw });
}
