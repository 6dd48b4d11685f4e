// `npm run dev`: the demo for developers (lab/dev/dev.ts), restarted on the same data when a source file changes, with every
// state of every view at /dev/views. Ctrl+C throws all of it away.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bunEnvironment, bunFlags, findBun } from "./bun.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = join(root, "lab/dev/dev.ts");
const sources = ["src", "views", "static", "migrations", "lab/dev", "tests/support/states"];
/** A source file or a folder (no ending); editors' own files are neither. */
const isSource = (name) => name === null || /^[^.~]+$|\.(tsx?|js|css|json|sql)$/.test(name);
/** Most time between two files that an editor saves together. */
const settlesMs = 100;

const before = "porchlight-dev-";
const folder = mkdtempSync(join(tmpdir(), before));
process.on("exit", () => {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

let child;
let isChanged = false;
let isEnding = false;
let starts = 0;
let settling;
let watchers = [];

function start() {
  watchSources();
  isChanged = false;
  starts += 1;
  // Only the end of the folder's name: no argument can lead to the data of a helpline.
  const args = [...bunFlags, "--no-orphans", program, folder.slice(-6), ...process.argv.slice(2)];
  child = spawn(findBun(), args, { stdio: "inherit", cwd: root, env: bunEnvironment });
  child.on("exit", (code, signal) => {
    child = undefined;
    if (isEnding || (starts === 1 && !isChanged)) process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
    if (isChanged) start();
    else console.error("It ended, and starts again when a source file changes. Ctrl+C ends it for good.");
  });
}

/** Folders come and go, so each start looks for them; the older watch lasts until the new one has begun. */
function watchSources() {
  const older = watchers;
  const within = (path) => [
    path,
    ...readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => within(join(path, entry.name))),
  ];
  watchers = sources.flatMap(within).map((path) =>
    watch(join(root, path), (_event, name) => {
      if (!isSource(name)) return;
      clearTimeout(settling);
      settling = setTimeout(restart, settlesMs);
    }),
  );
  for (const one of older) one.close();
}

function restart() {
  isChanged = true;
  if (child) child.kill();
  else start();
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    isEnding = true;
    if (!child) process.exit(0);
    // Ctrl-C at a terminal already reaches the whole group.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}

try {
  start();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
