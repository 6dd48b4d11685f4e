import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What the tests run beside Porchlight, by the names it has on different machines. */
const programs = {
  chromium: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  lynx: ["lynx"],
  // Tells what a process writes to its files, and when: only Linux has it.
  strace: ["strace"],
  // Gives a process another clock.
  faketime: ["faketime"],
};
const forTests = process.platform === "linux" ? ["lynx", "strace"] : ["lynx"];

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
  return [...(chromium ? [] : ["chromium"]), ...forTests.filter((name) => !onPath(programs[name]))];
}

/** Only root may install, and only Debian's tools are known here. */
const mayInstall = () => process.getuid?.() === 0 && Boolean(onPath(["apt-get"]));

/**
 * The path of a Chromium for the browser tests; as root on a Debian-like machine it is installed when missing, with
 * what else the tests run, and apt's progress is shown. Throws an Error whose message says what to install by hand.
 */
export function findChromium() {
  if (process.env.CHROMIUM && !runs(process.env.CHROMIUM)) {
    throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which cannot be run.`);
  }
  if (missing().length > 0 && mayInstall()) install(missing());
  if (missing().length > 0) {
    throw new Error(
      `The browser tests need ${missing().join(" and ")}. Install what is missing (Debian: apt-get install chromium ${forTests.join(" ")}); ` +
        "CHROMIUM=/path/to/a/chromium names one in an unusual place. Without a browser: npm run check",
    );
  }
  return process.env.CHROMIUM || onPath(programs.chromium);
}

/** The path of `strace` or `faketime`, installed as `findChromium` does. Throws an Error whose message says what to install. */
export function findProgram(name) {
  if (!onPath(programs[name]) && mayInstall()) install([name]);
  const found = onPath(programs[name]);
  if (!found) throw new Error(`This run needs ${name}, on Linux (Debian: apt-get install ${name}).`);
  return found;
}

function install(packages) {
  console.error(`Installing ${packages.join(" and ")} for the tests.`);
  const options = {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  // Without an own font a bare machine draws boxes, and the screenshots show nothing.
  const names = packages.includes("chromium") ? [...packages, "fonts-liberation"] : packages;
  spawnSync("apt-get", ["update"], options);
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...names], options);
}
