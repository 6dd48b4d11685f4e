import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { password } from "./helpline.ts";
import { freePort } from "./port.ts";

const program = fileURLToPath(new URL("../../bin/porchlight.mjs", import.meta.url));

/** Porchlight as people run it: a process of its own with its data in a folder of its own. */
export interface Porchlight {
  origin: string;
  dataDir: string;
  /** Everything it said since it was started last. */
  said(): string;
  /** Starts it again on the same data and port; resolves when its door is open. */
  start(): Promise<void>;
  /** Ends it the hard way, in the middle of whatever it does. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it and takes its data away. */
  clear(): Promise<void>;
}

/** Starts `porchlight serve` with an empty home and empty data. */
export async function porchlight(settings: Record<string, string> = {}): Promise<Porchlight> {
  const home = mkdtempSync(join(tmpdir(), "porchlight-home-"));
  const dataDir = join(home, "data");
  const port = await freePort();
  let child: ChildProcess | null = null;
  let said = "";

  const start = async () => {
    said = "";
    const node = Bun.which("node");
    if (!node) throw new Error("No node was found, which is what starts Porchlight.");
    // A group of its own: so the hard end reaches both the starter and the server it started.
    child = spawn(node, [program, "serve"], {
      cwd: home,
      detached: true,
      env: { PATH: Bun.env.PATH, HOME: home, PORT: String(port), DATA_DIR: dataDir, ...settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    await opened(child, (text) => (said += text));
  };
  const kill = async () => {
    const ending = child;
    child = null;
    if (!ending?.pid) return;
    const gone = new Promise((done) => ending.once("close", done));
    process.kill(-ending.pid, "SIGKILL");
    await gone;
  };
  await start();
  return {
    origin: `http://localhost:${port}`,
    dataDir,
    said: () => said,
    start,
    kill,
    clear: async () => {
      await kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Resolves once the process says that it is open; rejects with what it said when it ends instead. */
function opened(child: ChildProcess, hear: (text: string) => string): Promise<void> {
  return new Promise((open, fail) => {
    let all = "";
    const listen = (bytes: Buffer) => {
      all = hear(String(bytes));
      if (all.includes("Staff go to")) open();
    };
    child.stdout!.on("data", listen);
    child.stderr!.on("data", listen);
    child.once("close", (code) => fail(new Error(`Porchlight ended with ${code}: ${all}`)));
  });
}

/** Makes the first account with the link of the first start: Anna, alias Mika, who signs in as `anna`. */
export async function firstAccount(page: Page, house: Porchlight): Promise<void> {
  const link = house.said().match(/http\S+\/staff\/welcome\/\S+/)?.[0];
  if (!link) throw new Error(`There is no link in what it said: ${house.said()}`);
  await page.goto(link);
  const fields = { helpline: "Porchlight", alias: "Mika", real_name: "Anna Peeters", name: "anna", password };
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
  await page.click("main form button:not([type=button])");
  await page.waitForURL(`${house.origin}/staff`);
}
