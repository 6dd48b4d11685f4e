// `counted.mjs FILE PROGRAM …` on Bun: writes into FILE the processor time (s) of a program and all it started. A third of
// Chromium's is that of pages that outlive their parent; Linux hands them to a process that asked for orphans, this one.
import { dlopen } from "bun:ffi";
import { readFileSync, writeFileSync } from "node:fs";

const [file, ...command] = process.argv.slice(2);
const askForOrphans = 36;
const doNotWait = 1;

/** The C library, by its names with glibc and musl; null if this is not Linux. */
function library() {
  for (const name of process.platform === "linux" ? ["libc.so.6", "libc.so"] : []) {
    try {
      const prctl = { args: ["i32", "u64", "u64", "u64", "u64"], returns: "i32" };
      const wait4 = { args: ["i32", "ptr", "i32", "ptr"], returns: "i32" };
      return dlopen(name, { prctl, wait4 }).symbols;
    } catch {
      // The other may be there.
    }
  }
  return null;
}

const libc = library();
libc?.prctl(askForOrphans, 1, 0, 0, 0);

const status = new Int32Array(1);
/** struct rusage of an ended process, which begins with its user and system time in seconds and microseconds. */
const usage = new BigInt64Array(18);
let ofOrphans = 0;

function reap(pid) {
  if (libc.wait4(pid, status, doNotWait, usage) <= 0) return false;
  const [seconds, microseconds, inSystem, microInSystem] = [...usage.subarray(0, 4)].map(Number);
  ofOrphans += seconds + inSystem + (microseconds + microInSystem) / 1e6;
  return true;
}

const child = Bun.spawn(command, { stdio: ["ignore", "inherit", "inherit"] });
const orphans = () =>
  readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
    .split(" ")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== child.pid);
const reapAll = () => orphans().filter((pid) => !reap(pid));

const beside = libc && setInterval(reapAll, 1_000);
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => child.kill(signal));
const code = await child.exited;
clearInterval(beside);
// What ends with the program takes a moment; what goes on after that was left behind.
let left = libc ? reapAll() : [];
for (let look = 0; left.length > 0 && look < 50; look += 1) {
  await Bun.sleep(100);
  left = reapAll();
}
if (left.length > 0) console.log(`\nStill running after the tests: ${left.length} processes.`);
const own = child.resourceUsage().cpuTime;
if (libc) writeFileSync(file, String(Number(own.user + own.system) / 1e6 + ofOrphans));
process.exitCode = code;
