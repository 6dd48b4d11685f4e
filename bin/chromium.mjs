import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What the tests run beside Porchlight, by its names on different machines. */
const programs = {
  chromium: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  // The same without windows and menus, which are pages too: a third of the processor time.
  shell: ["chromium-headless-shell", "chrome-headless-shell"],
  lynx: ["lynx"],
  // Tells what a process writes to its files, and when: only on Linux.
  strace: ["strace"],
  // Gives a process another clock.
  faketime: ["faketime"],
};
const forTests = ["chromium", "lynx", ...(process.platform === "linux" ? ["strace"] : [])];

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

const chromium = () => process.env.CHROMIUM || onPath(programs.chromium);
const missing = () => forTests.filter((name) => !(name === "chromium" ? chromium() : onPath(programs[name])));

/** Only root may install, and only Debian's tools are known here. */
const mayInstall = () => process.getuid?.() === 0 && Boolean(onPath(["apt-get"]));

/**
 * Returns the path of a Chromium (or undefined) and the missing programs that the tests need; root on Debian installs them.
 * Throws an Error if CHROMIUM cannot be run.
 */
export function programsForTests() {
  if (process.env.CHROMIUM && !runs(process.env.CHROMIUM)) {
    throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which cannot be run.`);
  }
  if (mayInstall()) {
    // Not every Debian-like machine has the shell; the tests do without it, at three times the processor time.
    if (!process.env.CHROMIUM && !onPath(programs.shell)) install(["chromium-headless-shell"]);
    if (missing().length > 0) install(missing());
  }
  return { chromium: chromium(), shell: onPath(programs.shell), missing: missing() };
}

/** Returns one line for the terminal on what is left out without these programs, and how to get them. */
export function leftOut(names) {
  const what = names.includes("chromium") ? "the browser tests" : "some tests";
  return (
    `Without ${names.join(" and ")} ${what} are left out (Debian: sudo apt-get install ${names.join(" ")}` +
    `${names.includes("chromium") ? "; or CHROMIUM=/path/to/a/chromium" : ""}).`
  );
}

/** Returns the path of a Chromium, installed if need be. Throws an Error that says what to install. */
export function findChromium() {
  const { chromium: found, missing: names } = programsForTests();
  if (!found) throw new Error(`This needs a Chromium. ${leftOut(names)}`);
  return found;
}

/** Returns the path of `strace` or `faketime`, installed if need be. Throws an Error that says what to install. */
export function findProgram(name) {
  if (!onPath(programs[name]) && mayInstall()) install([name]);
  const found = onPath(programs[name]);
  if (!found) throw new Error(`This run needs ${name}, on Linux (Debian: apt-get install ${name}).`);
  return found;
}

function install(names) {
  console.error(`Installing ${names.join(" and ")} for the tests.`);
  const options = {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  // Without any font a bare machine draws boxes, and the screenshots show nothing.
  const packages = names.includes("chromium") ? [...names, "fonts-liberation"] : names;
  spawnSync("apt-get", ["update"], options);
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...packages], options);
}
