import { type BrowserServer, chromium } from "playwright-core";
import { night } from "#tests/support/run/night.ts";

// Starting Chromium costs a second of a core and a hundred test files want it, so the process they are threads of starts it
// once, on first request.

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** The same without windows and menus, which are pages too: a third of the processor time. */
const shells = ["chromium-headless-shell", "chrome-headless-shell"];

// No QUIC and no background requests, so that a test counts only the page's own.
const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const found = (programs: string[]) => programs.map((name) => Bun.which(name)).find((path) => path !== null);

/** Returns Chromium's launch options (CHROMIUM, or CHROMIUM_SHELL by day). Throws an Error if there is none. */
export function launching(remembers: boolean) {
  const shell = remembers || night ? undefined : (process.env.CHROMIUM_SHELL ?? found(shells));
  const executablePath = shell || (process.env.CHROMIUM ?? found(names));
  if (!executablePath) throw new Error("No Chromium was found: npm test gets one, or CHROMIUM names it.");
  return { executablePath, args: quiet, ignoreDefaultArgs: remembers ? ["--disable-back-forward-cache"] : [] };
}

const running = new Map<boolean, Promise<BrowserServer>>();

function started(remembers: boolean): Promise<BrowserServer> {
  const one = running.get(remembers) ?? chromium.launchServer({ ...launching(remembers), host: "127.0.0.1" });
  running.set(remembers, one);
  return one;
}

let desk: ReturnType<typeof Bun.serve> | undefined;

/** Before a run: CHROMIUM_DESK tells the files where to ask for a Chromium. */
export function setup(): void {
  desk = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    // A busy machine may take long to start a browser.
    idleTimeout: 0,
    fetch: async (request) => {
      try {
        return new Response((await started(new URL(request.url).pathname === "/remembers")).wsEndpoint());
      } catch (error) {
        return new Response(String(error), { status: 500 });
      }
    },
  });
  process.env.CHROMIUM_DESK = desk.url.href;
}

/** After the run. */
export async function teardown(): Promise<void> {
  delete process.env.CHROMIUM_DESK;
  await desk?.stop(true);
  const ending = [...running.values()];
  running.clear();
  for (const one of ending) await (await one).close();
}
