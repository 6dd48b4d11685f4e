/** Wrong schedules with one plausible mistake each: an oracle that lets one pass proves little. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Schedule } from "#tests/hours/rules/naive.ts";

interface Mutant {
  name: string;
  /** File in src/hours, the text that occurs once, and its replacement. */
  changes: [file: string, from: string, to: string][];
}

const source = new URL("../../src/hours/", import.meta.url);
const files = ["instants.ts", "rules/calendar.ts", "rules/plan.ts", "rules/schedule.ts"];

export const mutants: Mutant[] = [
  one(
    "a skipped time is put later by the gap (“compatible”)",
    "instants.ts",
    "return Math.max(starts[at]!, wall - offsets[at]!);",
    "return wall - offsets[at < 1 || wall - offsets[at]! >= starts[at]! ? at : at - 1]!;",
  ),
  one(
    "a skipped time is before the jump",
    "instants.ts",
    "return Math.max(starts[at]!, wall - offsets[at]!);",
    "return wall - offsets[at]!;",
  ),
  one(
    "a repeated time is its second pass",
    "instants.ts",
    "let at = stretchAt(starts, wall - dayMs);",
    "let at = stretchAt(starts, wall + dayMs); while (at > 0 && starts[at]! > wall - offsets[at]!) at -= 1;",
  ),
  one(
    "opening is midnight plus minutes",
    "rules/plan.ts",
    "instantOf(timeZone, day * dayMs + opens * minuteMs)",
    "instantOf(timeZone, day * dayMs) + opens * minuteMs",
  ),
  one(
    "closing is midnight plus minutes",
    "rules/plan.ts",
    "instantOf(timeZone, day * dayMs + closes * minuteMs)",
    "instantOf(timeZone, day * dayMs) + closes * minuteMs",
  ),
  one(
    "closing is opening plus the length",
    "rules/plan.ts",
    "end: instantOf(timeZone, day * dayMs + closes * minuteMs)",
    "end: start + (closes - opens) * minuteMs",
  ),
  {
    name: "no look back to the days before",
    changes: [
      ["rules/plan.ts", "Math.floor(from / dayMs) - 3", "Math.floor(from / dayMs)"],
      ["rules/schedule.ts", "let back = nearMs;", "let back = 0;"],
      ["rules/schedule.ts", "planFor(calendar, at - nearMs, at + ahead)", "planFor(calendar, at, at + ahead)"],
    ],
  },
  one("weekdays off by one", "rules/plan.ts", "(day + 3) % 7", "(day + 4) % 7"),
  one("the lowest priority counts", "rules/plan.ts", ">= priorities[", "<= priorities["),
  one("the first of equal rules counts", "rules/plan.ts", ">= priorities[", "> priorities["),
  one("a rule ends before its last date", "rules/plan.ts", "date <= rule.to", "date < rule.to"),
  one("a rule begins after its first date", "rules/plan.ts", "rule.from <= date &&", "rule.from < date &&"),
  one("a rule adds to the week", "rules/plan.ts", "if (rule) return rule.spans;", ""),
  one("the first season counts", "rules/plan.ts", "findLast(fits)", "find(fits)"),
  one("a season ends before its last date", "rules/plan.ts", "date <= to)", "date < to)"),
  one("a season without end never is", "rules/plan.ts", "to === null || date <= to", "to !== null && date <= to"),
  one(
    "midnight ends everything",
    "rules/plan.ts",
    "day * dayMs + closes * minuteMs",
    "day * dayMs + Math.min(closes, 1440) * minuteMs",
  ),
  one(
    "open cuts win",
    "rules/plan.ts",
    'without(merged([...opened, ...cutsOf("open")]), merged(cutsOf("closed")))',
    'merged([...without(merged(opened), merged(cutsOf("closed"))), ...cutsOf("open")])',
  ),
  one("what touches stays apart", "rules/plan.ts", "start <= last.end", "start < last.end"),
  one(
    "the later of two overlapping spans ends them",
    "rules/plan.ts",
    "last.end = Math.max(last.end, end)",
    "last.end = end",
  ),
  one(
    "a cut keeps only what is before it",
    "rules/plan.ts",
    "return around.filter((one) => one.start < one.end);",
    "return around.slice(0, 1).filter((one) => one.start < one.end);",
  ),
  one("closed at the opening instant", "rules/schedule.ts", "whole(calendar, at, at + 1)", "whole(calendar, at, at)"),
  one("open at the closing instant", "rules/schedule.ts", "list[middle]!.end > at", "list[middle]!.end >= at"),
  one(
    "the last instant of last entry is let in",
    "rules/schedule.ts",
    "at < until - calendar",
    "at <= until - calendar",
  ),
  one(
    "last entry a minute early",
    "rules/schedule.ts",
    "until - calendar.lastEntryMinutes * minuteMs",
    "until - (calendar.lastEntryMinutes + 1) * minuteMs",
  ),
  one("last entry is not heeded", "rules/schedule.ts", "until === null || at < until", "true || at < until!"),
  one(
    "an opening that is all last entry is announced",
    "rules/schedule.ts",
    "one.end - one.start > shortest",
    "one.end - one.start >= shortest",
  ),
  one("every opening is announced", "rules/schedule.ts", "one.end - one.start > shortest", "true"),
  one(
    "the opening that begins now is the next",
    "rules/schedule.ts",
    "one.start > at && fits",
    "one.start >= at && fits",
  ),
  one(
    "nothing further than the near days is the next",
    "rules/schedule.ts",
    "Math.min(ahead * 8, horizonMs)",
    "Math.max(horizonMs, ahead); if (!found) return null",
  ),
  one(
    "a long opening ends with the near days",
    "rules/schedule.ts",
    "if (late) ahead = horizonMs;",
    "if (late) return found.map((it) => ({ ...it, end: Math.min(it.end, plan.to) }));",
  ),
  one(
    "a long opening began with the near days",
    "rules/schedule.ts",
    "if (early) back = horizonMs;",
    "if (early) return found.map((it) => ({ ...it, start: Math.max(it.start, plan.from) }));",
  ),
  one(
    "what was worked out is taken for more than it covers",
    "rules/schedule.ts",
    "planned(calendar, wide.from, wide.to + dayMs)",
    "planned(calendar, wide.from, wide.to - 2 * dayMs)",
  ),
];

function one(name: string, file: string, from: string, to: string): Mutant {
  return { name, changes: [[file, from, to]] };
}

/** Runs something on a mutant beside a copy of the rest. Throws unless the text to change occurs once. */
export async function withMutant<T>(mutant: Mutant, run: (judged: Schedule) => T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-mutant-"));
  try {
    mkdirSync(join(folder, "rules"));
    // They find the units of time by the name they have here.
    writeFileSync(join(folder, "package.json"), JSON.stringify({ imports: { "#src/*": "./src/*" } }));
    symlinkSync(fileURLToPath(new URL("../", source)), join(folder, "src"));
    for (const file of files) copyFileSync(new URL(file, source), join(folder, file));
    for (const [file, from, to] of mutant.changes) {
      const parts = readFileSync(join(folder, file), "utf8").split(from);
      if (parts.length !== 2) throw new Error(`“${mutant.name}”: ${file} has “${from}” ${parts.length - 1} times`);
      writeFileSync(join(folder, file), parts.join(to));
    }
    return run(await import(pathToFileURL(join(folder, "rules/schedule.ts")).href));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
