import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";
import { host } from "./addresses.ts";
import type { House } from "./house.ts";
import type { Line } from "./line.ts";

const { findChromium } = await import(new URL("../../../bin/chromium.mjs", import.meta.url).href);

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
  // A page's setting would drop the first connection and make a second one.
  "--ignore-certificate-errors",
];

/** A phone of PROMISES.md Y14. */
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  locale: "en",
  reducedMotion: "reduce",
};

/** Launches a Chromium that reaches only the helpline, over this line and door. */
export function launch(house: House, line: Line, door: number): Promise<Browser> {
  return start(house, line.to(door), line.youngSide);
}

/** Launches a Chromium beside the door, with nothing between. */
export function launchBeside(house: House): Promise<Browser> {
  return start(house, `127.0.0.1:${house.doors.socket}`, null);
}

function start(house: House, door: string, namespace: string | null): Promise<Browser> {
  const found: string = findChromium();
  const rest = `${door.split(":")[0]}:${house.elsewhere}`;
  return chromium.launch({
    executablePath: namespace === null ? found : wrapped(house, namespace, found),
    args: [...quiet, `--host-resolver-rules=MAP ${host}:443 ${door}, MAP * ${rest}`],
  });
}

/** Playwright starts a program, not a command with arguments. */
function wrapped(house: House, namespace: string, program: string): string {
  const path = join(house.folder, "chromium-there");
  writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${namespace} "${program}" "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
