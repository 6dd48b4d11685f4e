// Reads a logo from standard input as often at once as is asked, and says what came of it and how much memory this process
// ever had at once, kB.
import { readFileSync } from "node:fs";
import { readLogo } from "#src/settings/look/logo-reading.ts";

const [bytes, times] = [await Bun.stdin.bytes(), Number(process.argv[2])];
const [read] = await Promise.all(Array.from({ length: times }, () => readLogo(bytes)));
// Not resourceUsage().maxRSS: that counts what the process had that started this one.
const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))!;
process.stdout.write(JSON.stringify({ result: "problem" in read! ? read.problem : "taken", peak: Number(peak) }));
