import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from "playwright-core";
import { patience } from "#tests/support/run/night.ts";
import { launching } from "./shared.ts";

const screenshots = fileURLToPath(new URL("../../screenshots/", import.meta.url));
const running = new Map<boolean, Promise<Browser>>();

/** Returns the Chromium of this test file (shared.ts). `remembers`: keeps whole pages for Back, as people's browsers do. */
export function browser(remembers = false): Promise<Browser> {
  const one = running.get(remembers) ?? seat(remembers);
  running.set(remembers, one);
  return one;
}

async function seat(remembers: boolean): Promise<Browser> {
  const desk = process.env.CHROMIUM_DESK;
  if (!desk) return chromium.launch(launching(remembers));
  const answer = await fetch(`${desk}${remembers ? "remembers" : ""}`);
  const said = await answer.text();
  if (!answer.ok) throw new Error(said);
  return chromium.connect(said);
}

export interface PageOptions {
  js?: boolean;
  width?: 320 | 360 | 900 | 1280;
  scheme?: "light" | "dark";
  /** BCP 47; becomes Accept-Language. */
  locale?: string;
  /** Keeps whole pages for Back, as people's browsers do. */
  remembers?: boolean;
  /** A second tab of the same person, with shared cookies. */
  beside?: Page;
}

/** Opens a page in its own profile. A streaming frame (no JavaScript) never finishes loading: use `waitUntil: "commit"`. */
export async function page(options: PageOptions = {}): Promise<Page> {
  const made = await (options.beside?.context() ?? (await profile(options))).newPage();
  made.setDefaultTimeout(patience(10_000));
  return made;
}

/** Profiles whose pages run no scripts. */
const scriptless = new WeakSet<BrowserContext>();

async function profile({ js = true, width = 360, scheme = "light", locale = "en", remembers }: PageOptions) {
  const context = await (await browser(remembers)).newContext({
    javaScriptEnabled: js,
    viewport: { width, height: width >= 900 ? 800 : 740 },
    colorScheme: scheme,
    locale,
    reducedMotion: "reduce",
  });
  if (!js) scriptless.add(context);
  return context;
}

/** With PICTURES set, writes tests/screenshots/<name>.png (git ignores it): the whole page, or the screen if parts stay fixed. */
export async function shot(of: Page, name: string): Promise<void> {
  // They are for people, and cost a seventh of the time.
  if (!process.env.PICTURES) return;
  mkdirSync(screenshots, { recursive: true });
  const fullPage = (await of.locator(".dock:visible, #console").count()) === 0;
  await of.screenshot({ path: `${screenshots}${name}.png`, fullPage, animations: "disabled" });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rulesOf = {
  all: `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]`,
  /** For a page checked again in other colours. */
  colours: `{ type: "rule", values: ["color-contrast", "link-in-text-block"] }`,
};
// axe runs in each frame by itself, so frames need not talk; preloading would wait for a streaming frame.
// What sticks to an edge lies over something at every place of the page, and axe would call that too small: it is laid back
// meanwhile. That it covers nothing that has the focus is looked at with the keyboard.
const ask = (runOnly: string, within: string) => `(() => {
  const stuck = [...document.querySelectorAll("body *")].filter((one) => getComputedStyle(one).position === "sticky");
  for (const one of stuck) one.style.position = "static";
  return axe.run(${within}, {
    iframes: false,
    preload: false,
    resultTypes: ["violations"],
    runOnly: ${runOnly},
  }).finally(() => {
    for (const one of stuck) one.style.position = "";
  }).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => id + " at " + target.join(" ") + ": " + failureSummary.replace(/\\s+/g, " "))));
})()`;

// Without scripts timers never fire; axe needs only short ones to take turns and long ones to give up.
const turnsWithoutTimers =
  "globalThis.setTimeout = (turn, wait = 0) => (wait < 100 && Promise.resolve().then(turn), 0); true";

/** Returns axe's complaints about a page and its frames by WCAG 2.2 AA; neither CSP nor disabled scripts stop it. */
export async function axe(of: Page, asked: keyof typeof rulesOf = "all"): Promise<string[]> {
  const found: string[] = [];
  for (const frame of of.frames()) found.push(...(await axeOn(frame, asked)));
  return found;
}

/** Returns axe's complaints about a frame, or about the elements a JavaScript expression gives (an array). */
export async function axeOn(frame: Frame, asked: keyof typeof rulesOf = "all", elements?: string): Promise<string[]> {
  // Half a megabyte, injected once per document.
  if (!(await frame.evaluate<boolean>("typeof axe === 'object'"))) {
    if (scriptless.has(frame.page().context()) || (await isSandboxed(frame))) await frame.evaluate(turnsWithoutTimers);
    await frame.evaluate(axeSource);
  }
  return frame.evaluate<string[]>(ask(rulesOf[asked], elements ? `{ include: ${elements} }` : "document"));
}

/** No script of its own may run in it. */
async function isSandboxed(frame: Frame): Promise<boolean> {
  if (frame.parentFrame() === null) return false;
  const around = await (await frame.frameElement()).getAttribute("sandbox");
  return around !== null && !around.includes("allow-scripts");
}

/** Closes this file's pages and profiles, in afterAll; does nothing if there are none. */
export async function close(): Promise<void> {
  const ending = [...running.values()];
  running.clear();
  for (const one of ending) await (await one).close();
}
