import { maxCalendar } from "#src/hours/rules/calendar.ts";
import { readHoursCsv } from "./import-csv.ts";
import { readIcs } from "./import-ics.ts";
import { type FileProblemKind, fileProblem, type HoursFile, maxHoursFile } from "./imported.ts";

/** Reads .ics school holidays or CSV, in UTF-8 or Windows-1252, at most 1 MB and 1,000 rules. Never throws: see `problems`. */
export function readHoursFile(bytes: Uint8Array, fileName: string): HoursFile {
  if (bytes.length > maxHoursFile) return nothing("too_big", fileName);
  const text = textOf(bytes).replace(/\r\n?/g, "\n");
  if (text.includes("\0")) return nothing("not_text", fileName);
  if (text.trim() === "") return nothing("empty", fileName);
  const isCalendar = /\.ics$/i.test(fileName) || /^\s*BEGIN:VCALENDAR/i.test(text);
  const { week, rules, problems } = isCalendar ? readIcs(text) : readHoursCsv(text);
  if (rules.length > maxCalendar.dayRules)
    problems.unshift(fileProblem(0, null, "too_many_rules", String(rules.length)));
  return { week, rules: rules.slice(0, maxCalendar.dayRules), problems };
}

function nothing(problem: FileProblemKind, part: string): HoursFile {
  return { week: null, rules: [], problems: [fileProblem(0, null, problem, part)] };
}

// Both decoders remove a byte order mark.
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
