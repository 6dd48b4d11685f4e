import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What the browser tests run, by the names it has on different machines. */
const programs = {
  chromium: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  lynx: ["lynx"],
};

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(runs);
}

function missing() {
  const chromium = process.env.CHROMIUM || onPath(programs.chromium);
  return [...(chromium ? [] : ["chromium"]), ...(onPath(programs.lynx) ? [] : ["lynx"])];
}

/**
 * The path of a Chromium for the browser tests; as root on a Debian-like machine it is installed when missing, with
 * lynx, and apt's progress is shown. Throws an Error whose message says what to install by hand.
 */
export function findChromium() {
  if (process.env.CHROMIUM && !runs(process.env.CHROMIUM)) {
    throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which cannot be run.`);
  }
  if (missing().length > 0 && process.getuid?.() === 0 && onPath(["apt-get"])) install(missing());
  if (missing().length > 0) {
    throw new Error(
      `The browser tests need ${missing().join(" and ")}. Install what is missing (Debian: apt-get install chromium lynx); ` +
        "CHROMIUM=/path/to/a/chromium names one in an unusual place. Without a browser: npm run check",
    );
  }
  return process.env.CHROMIUM || onPath(programs.chromium);
}

function install(packages) {
  console.log(`Installing ${packages.join(" and ")} for the browser tests.`);
  const options = {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  // Without an own font a bare machine draws boxes, and the screenshots show nothing.
  const names = packages.includes("chromium") ? [...packages, "fonts-liberation"] : packages;
  spawnSync("apt-get", ["update"], options);
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...names], options);
}
