// Reads a logo from standard input as often at once as asked; prints the results and this process's peak memory, kB.
import { readFileSync } from "node:fs";
import { readLogo } from "#src/settings/look/logo-reading.ts";

const [bytes, times] = [await Bun.stdin.bytes(), Number(process.argv[2])];
const [read] = await Promise.all(Array.from({ length: times }, () => readLogo(bytes)));
// Not resourceUsage().maxRSS, which counts the parent process.
const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))!;
process.stdout.write(JSON.stringify({ result: "problem" in read! ? read.problem : "taken", peak: Number(peak) }));
