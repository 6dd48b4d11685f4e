import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Figure, machine } from "#lab/load/report/report.ts";

/** Measurements of docs/performance.md, in order; `program` is a file in lab/bench. */
export const measurements = [
  { name: "delivery", program: "./delivery/delivery.run.ts", command: "npm run bench -- delivery" },
  { name: "start", program: "./start.run.ts", command: "npm run bench -- start" },
  { name: "consoles", program: "./consoles/consoles.run.ts", command: "npm run bench -- consoles" },
  { name: "hours", program: "./hours.run.ts", command: "npm run bench -- hours" },
  { name: "search", program: "./search.run.ts", command: "npm run bench -- search" },
  { name: "import", program: "./import.run.ts", command: "npm run bench -- import" },
  { name: "copies", program: "./backup/backup.run.ts", command: "npm run bench -- backup" },
  { name: "first-visit", program: "./first-visit/first-visit.run.ts", command: "npm run bench -- first-visit" },
  { name: "shift", program: "./shift/shift.run.ts", command: "npm run bench -- shift" },
  { name: "door", program: "./door/door.run.ts", command: "npm run bench -- door" },
  { name: "estimate", program: "./estimate/estimate.run.ts", command: "npm run bench -- estimate" },
  { name: "kill", program: "../faults/kill.run.ts", command: "npm run faults -- kill" },
  { name: "network", program: "../faults/network.run.ts", command: "npm run faults -- network" },
  { name: "old", program: "../old/old.run.ts", command: "npm run test:old" },
] as const;

interface Measured {
  name: string;
  figures: Figure[];
  machine: ReturnType<typeof machine>;
  at: string;
}

const results = new URL("../results/", import.meta.url);
const page = new URL("../../../docs/performance.md", import.meta.url);

/** Writes every table from the last results. Throws an Error if a measurement is missing. */
export function writeTables() {
  const text = measurements.reduce(
    (before, { name, command }) => {
      const file = new URL(`${name}.json`, results);
      if (!existsSync(file)) throw new Error(`“${name}” was never measured here: ${command}`);
      return withTable(before, name, table(JSON.parse(readFileSync(file, "utf8")), command));
    },
    readFileSync(page, "utf8"),
  );
  writeFileSync(page, text);
}

/** Returns a measurement as a table, with its command, day and machine. */
export function table({ figures, machine, at }: Measured, command: string): string {
  const { porchlight, bun, cores, cpu, memoryMb, system } = machine;
  const where = `${cores} cores (${cpu}), ${Math.round(memoryMb / 1024)} GB, ${system}, Bun ${bun}`;
  const rows = figures.map(({ name, got, aim, pass }) => {
    const verdict = aim === "" ? "" : pass ? "reached" : "**missed**";
    return `| ${cell(name)} | ${cell(got)} | ${cell(aim)} | ${verdict} |`;
  });
  return [
    `\`${command}\`, ${at.slice(0, 10)}, Porchlight ${porchlight} on ${where}:`,
    "",
    "| | measured | aim | |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

/** Puts a table between its two marks. Throws an Error if the page has none. */
export function withTable(text: string, name: string, made: string): string {
  const between = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
  if (!between.test(text)) throw new Error(`docs/performance.md has no place for “${name}”.`);
  return text.replace(between, (_all, begin, end) => begin + made + end);
}

/** Returns the values in a table by the names of its figures. */
export function toldIn(text: string, name: string): Map<string, string> {
  const [, made = ""] = new RegExp(`<!-- ${name} -->\n([\\s\\S]*?)\n<!-- /${name} -->`).exec(text) ?? [];
  const rows = made.split("\n").map((line) => line.split(/(?<!\\)\|/).map((one) => one.trim().replaceAll("\\|", "|")));
  return new Map(rows.filter((row) => row.length === 6).map(([, figure, got]) => [figure!, got!]));
}

/** Returns what docs/performance.md says of a measurement before this one. */
export const toldBefore = (name: string) => toldIn(readFileSync(page, "utf8"), name);

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
