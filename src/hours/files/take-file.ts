import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { type Calendar, type DayRule, usualLastEntry } from "#src/hours/rules/calendar.ts";
import { calendarProblems, type Problem, type Warning, warningsOf } from "#src/hours/rules/check.ts";
import { lines } from "../lines.ts";
import { setHours } from "../opening-hours.ts";
import type { HoursFile } from "./imported.ts";

interface NamedLine {
  id: number;
  name: string;
}

export type TakenHours =
  | {
      taken: true;
      line: NamedLine;
      week: boolean;
      added: number;
      known: number;
      warnings: Warning[];
    }
  | { taken: false; why: "which_line" | "no_such_line" | "no_week"; lines: NamedLine[] }
  | { taken: false; why: "problems"; problems: Problem[] };

/** Sets a file's week and adds its exceptions to a line (null = the only one). If refused, nothing changes (PROMISES.md H15). */
export function takeHoursFile(
  tx: Tx,
  emit: Emit,
  input: Pick<HoursFile, "week" | "rules"> & { lineId: number | null },
): TakenHours {
  const { lineId, week, rules } = input;
  const inUse = lines(tx);
  const names = inUse.map(({ id, name }) => ({ id, name }));
  if (lineId === null && inUse.length > 1) return { taken: false, why: "which_line", lines: names };
  const line = lineId === null ? inUse[0] : inUse.find(({ id }) => id === lineId);
  if (!line) return { taken: false, why: "no_such_line", lines: names };
  const { id, name, timeZone } = line;
  const before = line.calendar ?? (week && blank(timeZone));
  // With exceptions alone a line that is always open would be closed for ever.
  if (!before) return { taken: false, why: "no_week", lines: [{ id, name }] };

  const news = notYetThere(rules, before.dayRules);
  const calendar = { ...before, week: week ?? before.week, dayRules: [...before.dayRules, ...news] };
  const problems = calendarProblems(calendar);
  if (problems.length > 0) return { taken: false, why: "problems", problems };
  setHours(tx, emit, { lineId: id, timeZone, calendar });
  const known = rules.length - news.length;
  return {
    taken: true,
    line: { id, name },
    week: week !== null,
    added: news.length,
    known,
    warnings: warningsOf(calendar),
  };
}

function blank(timeZone: string): Calendar {
  return { timeZone, lastEntryMinutes: usualLastEntry, week: [], seasons: [], dayRules: [], cuts: [] };
}

function notYetThere(rules: DayRule[], there: DayRule[]): DayRule[] {
  const all = ({ kind, from, to, label, note, spans }: DayRule) =>
    JSON.stringify([kind, from, to, label, note, spans.map(({ opens, closes }) => [opens, closes])]);
  const seen = new Set(there.map(all));
  return rules.filter((rule) => {
    const isNew = !seen.has(all(rule));
    seen.add(all(rule));
    return isNew;
  });
}
