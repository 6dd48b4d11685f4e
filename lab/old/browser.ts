import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.ts";

/** A Chromium with an empty profile and one tab. */
interface Browser {
  tab: string;
  product: string;
  /** Ends all its processes and removes its profile. */
  end(): Promise<void>;
}

// As in tests/support/browser/browser.ts, but pages may be kept for Back, as in people's browsers.
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--lang=en",
  "--remote-debugging-port=0",
];

const running = new Set<() => Promise<void>>();

/** A browser's processes. */
interface Started {
  profile: string;
  /** Of the group that all its processes are in; undefined if it never started. */
  pid: number | undefined;
  /** Ends all its processes and removes its profile. */
  end(): Promise<void>;
  /** Ends it, and throws an Error with why and its last words. */
  fail(why: unknown): Promise<never>;
}

/** Starts a browser on an empty profile, with what `flagsFor` makes of that; it may put files there. */
export function startProgram(program: string, flagsFor: (profile: string) => string[]): Started {
  const profile = mkdtempSync(join(tmpdir(), "porchlight-old-"));
  // A process group of its own: ending it ends its helpers, and nothing else.
  const child = spawn(program, flagsFor(profile), {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env.PATH, HOME: profile },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk).slice(-2_000);
  });
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  const end = async () => {
    running.delete(end);
    endGroup(child);
    await gone;
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  running.add(end);
  const fail = async (why: unknown) => {
    await end();
    throw new Error(`${why instanceof Error ? why.message : why} It wrote: ${said.trim()}`);
  };
  return { profile, pid: child.pid, end, fail };
}

/** Starts a Chromium. Throws an Error with its last words if it is not up within 20 s. */
export async function startBrowser(program: string): Promise<Browser> {
  const { profile, end, fail } = startProgram(program, (home) => [...flags, `--user-data-dir=${home}`, "about:blank"]);
  try {
    const port = await until("the browser to name its port", () => portIn(profile), 20_000);
    const { Browser: product } = await ask(port, "version");
    const tab = await until("a tab of the browser", async () => {
      const tabs: { type: string; webSocketDebuggerUrl?: string }[] = await ask(port, "list");
      return tabs.find(({ type }) => type === "page")?.webSocketDebuggerUrl;
    });
    return { tab, product, end };
  } catch (error) {
    return fail(error);
  }
}

/** Ends every running browser, when a run is aborted. */
export async function endBrowsers(): Promise<void> {
  await Promise.all([...running].map((end) => end()));
}

function endGroup({ pid }: ChildProcess) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function portIn(profile: string): string | undefined {
  try {
    return readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n")[0] || undefined;
  } catch {
    return undefined;
  }
}

async function ask(port: string, what: "version" | "list") {
  const answer = await fetch(`http://127.0.0.1:${port}/json/${what}`, { signal: AbortSignal.timeout(5_000) });
  return JSON.parse(await answer.text());
}
