import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from "playwright-core";
import { patience } from "#tests/support/run/night.ts";
import { launching } from "./shared.ts";

const screenshots = fileURLToPath(new URL("../../screenshots/", import.meta.url));
const running = new Map<boolean, Promise<Browser>>();

/**
 * The Chromium of this test file, from when it is first asked for: a seat of its own in the one that all files of a run share
 * (shared.ts), or one of its own where nobody runs one. One that remembers keeps whole pages for Back, as people's browsers do.
 */
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
  /** False turns scripts off, as in a browser without JavaScript. */
  js?: boolean;
  width?: 320 | 360 | 900 | 1280;
  scheme?: "light" | "dark";
  /** BCP 47; becomes Accept-Language. */
  locale?: string;
  /** Keeps whole pages for Back, as people's browsers do. */
  remembers?: boolean;
  /** A person with two tabs: the cookies of this page's context are shared. */
  beside?: Page;
}

/**
 * A page in a browser profile of its own: nothing is shared with other pages but through `beside`.
 * Where a frame of a page streams (no JavaScript), its load never ends: go there with `waitUntil: "commit"`.
 */
export async function page(options: PageOptions = {}): Promise<Page> {
  const made = await (options.beside?.context() ?? (await profile(options))).newPage();
  made.setDefaultTimeout(patience(10_000));
  return made;
}

/** The profiles whose pages run no scripts. */
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

/**
 * Where PICTURES is set, writes tests/screenshots/<name>.png, a folder git ignores: the whole page, or, where something keeps its place while
 * the rest scrolls (a chat, the console), what stands on the screen.
 */
export async function shot(of: Page, name: string): Promise<void> {
  // They are for people to look at, and cost a seventh of the time.
  if (!process.env.PICTURES) return;
  mkdirSync(screenshots, { recursive: true });
  const fullPage = (await of.locator(".dock:visible, #console").count()) === 0;
  await of.screenshot({ path: `${screenshots}${name}.png`, fullPage, animations: "disabled" });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rulesOf = {
  all: `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]`,
  /** For a page that is looked at again in other colours. */
  colours: `{ type: "rule", values: ["color-contrast", "link-in-text-block"] }`,
};
// Each frame is asked by itself, so axe need not speak across frames; preloading would wait for a frame that streams.
const ask = (runOnly: string, within: string) => `axe.run(${within}, {
  iframes: false,
  preload: false,
  resultTypes: ["violations"],
  runOnly: ${runOnly},
}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, failureSummary }) => id + " at " + target.join(" ") + ": " + failureSummary.replace(/\\s+/g, " "))))`;

// Where scripts are off, timers never fire; axe only uses short ones to take turns and long ones to give up.
const turnsWithoutTimers =
  "globalThis.setTimeout = (turn, wait = 0) => (wait < 100 && Promise.resolve().then(turn), 0); true";

/**
 * What axe has against a page and each of its frames by WCAG 2.2 AA, one line per element; [] when nothing.
 * It goes in through the debugger, which neither CSP nor scripts being off binds.
 */
export async function axe(of: Page, asked: keyof typeof rulesOf = "all"): Promise<string[]> {
  const found: string[] = [];
  for (const frame of of.frames()) found.push(...(await axeOn(frame, asked)));
  return found;
}

/** What axe has against one frame, or against the elements in it that an expression of JavaScript gives (an array of them). */
export async function axeOn(frame: Frame, asked: keyof typeof rulesOf = "all", elements?: string): Promise<string[]> {
  // Half a megabyte, which stays where it is for as long as the document does.
  if (!(await frame.evaluate<boolean>("typeof axe === 'object'"))) {
    if (scriptless.has(frame.page().context()) || (await isSandboxed(frame))) await frame.evaluate(turnsWithoutTimers);
    await frame.evaluate(axeSource);
  }
  return frame.evaluate<string[]>(ask(rulesOf[asked], elements ? `{ include: ${elements} }` : "document"));
}

/** A frame in which no script of its own may run. */
async function isSandboxed(frame: Frame): Promise<boolean> {
  if (frame.parentFrame() === null) return false;
  const around = await (await frame.frameElement()).getAttribute("sandbox");
  return around !== null && !around.includes("allow-scripts");
}

/** Ends what this file has of Chromium, every page and profile of it; for afterAll. Does nothing where it asked for none. */
export async function close(): Promise<void> {
  const ending = [...running.values()];
  running.clear();
  for (const one of ending) await (await one).close();
}
