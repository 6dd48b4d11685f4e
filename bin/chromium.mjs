import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What the tests run beside Porchlight, by the names it has on different machines. */
const programs = {
  chromium: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  // The same without windows and menus, which are pages too: it does with a third of the processor.
  shell: ["chromium-headless-shell", "chrome-headless-shell"],
  lynx: ["lynx"],
  // Tells what a process writes to its files, and when: only Linux has it.
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
 * The path of a Chromium for the tests, undefined without one, and the names of the programs they need that are not here. As
 * root on a Debian-like machine what is missing is installed first, and apt's progress is shown. Throws an Error where CHROMIUM
 * names what cannot be run.
 */
export function programsForTests() {
  if (process.env.CHROMIUM && !runs(process.env.CHROMIUM)) {
    throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which cannot be run.`);
  }
  if (missing().length > 0 && mayInstall()) {
    // Not every Debian-like machine has the shell, and the tests do without it.
    if (missing().includes("chromium")) install(["chromium-headless-shell"]);
    install(missing());
  }
  return { chromium: chromium(), shell: onPath(programs.shell), missing: missing() };
}

/** What is left out where programs are missing, and how to get them: one line for the person at the terminal. */
export function leftOut(names) {
  const what = names.includes("chromium") ? "the browser tests" : "some tests";
  return (
    `Without ${names.join(" and ")} ${what} are left out (Debian: sudo apt-get install ${names.join(" ")}` +
    `${names.includes("chromium") ? "; or CHROMIUM=/path/to/a/chromium" : ""}).`
  );
}

/** The path of a Chromium, found or installed as `programsForTests` does. Throws an Error whose message says what to install. */
export function findChromium() {
  const { chromium: found, missing: names } = programsForTests();
  if (!found) throw new Error(`This needs a Chromium. ${leftOut(names)}`);
  return found;
}

/** The path of `strace` or `faketime`, installed as `programsForTests` does. Throws an Error whose message says what to install. */
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
  // Without a font of its own a bare machine draws boxes, and the screenshots show nothing.
  const packages = names.includes("chromium") ? [...names, "fonts-liberation"] : names;
  spawnSync("apt-get", ["update"], options);
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...packages], options);
}
