import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, release, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { toldBefore } from "#lab/bench/table/tables.ts";

/** A judged figure: value, aim, and whether that is enough. */
export interface Figure {
  name: string;
  got: string;
  /** For people; "" = not judged. */
  aim: string;
  pass: boolean;
}

/** `raw` goes into the JSON as it is. */
interface Findings {
  name: string;
  figures: Figure[];
  raw: Record<string, unknown>;
}

const results = fileURLToPath(new URL("../../bench/results/", import.meta.url));

/** Prints progress on a line of its own; the last line of a run is JSON. */
export function progress(text: string) {
  process.stderr.write(`${text}\n`);
}

/** Ends a run: a table, findings in lab/bench/results/, a last line of JSON. Sets exit code 1 if a figure misses its aim. */
export function finish({ name, figures, raw }: Findings) {
  const pass = figures.every((one) => one.pass);
  const before = toldBefore(name);
  const wide = (key: "name" | "got") => Math.max(...figures.map((one) => one[key].length));
  for (const one of figures) {
    const aim = one.aim === "" ? "" : `  ${one.pass ? "good" : "MISSED"}, aim ${one.aim}`;
    const was = before.has(one.name) ? `  (before: ${before.get(one.name)})` : "";
    process.stdout.write(`  ${one.name.padEnd(wide("name"))}  ${one.got.padEnd(wide("got"))}${aim}${was}\n`);
  }
  mkdirSync(results, { recursive: true });
  writeFileSync(
    `${results}${name}.json`,
    `${JSON.stringify({ name, pass, figures, raw, machine: machine(), at: new Date().toISOString() }, null, 2)}\n`,
  );
  process.stdout.write(`${JSON.stringify({ name, pass, figures: raw })}\n`);
  process.exitCode = pass ? 0 : 1;
}

/** Exit code of a run that could not be made here. */
export const notRunCode = 3;

/** Ends a run that could not be made here, and says why. */
export function notRun(name: string, why: string) {
  process.stdout.write(`not run: ${why}\n${JSON.stringify({ name, notRun: why })}\n`);
  mkdirSync(results, { recursive: true });
  writeFileSync(`${results}${name}.json`, `${JSON.stringify({ name, notRun: why, machine: machine() }, null, 2)}\n`);
  process.exitCode = notRunCode;
}

/** Returns where a figure was measured. */
export function machine() {
  const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  return {
    porchlight: version as string,
    bun: Bun.version,
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    memoryMb: Math.round(totalmem() / 1024 / 1024),
    system: `${process.platform} ${arch()} ${release().split(".", 2).join(".")}`,
  };
}

/** Returns the value below which a share (0 to 1) lies; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
