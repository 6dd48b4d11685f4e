import { readHoursFile } from "#src/hours/files/import.ts";
import type { DayRule } from "#src/hours/rules/calendar.ts";

/** Files as somebody uploads them, and what is read of them in short. */

export const bytes = (text: string) => new TextEncoder().encode(text);
export const csv = (...rows: string[]) => readHoursFile(bytes(rows.join("\n")), "hours.csv");
export const ics = (...lines: string[]) =>
  readHoursFile(bytes(["BEGIN:VCALENDAR", ...lines, "END:VCALENDAR", ""].join("\r\n")), "school.ics");
export const event = (...lines: string[]) => ics("BEGIN:VEVENT", ...lines, "END:VEVENT");
export const holiday = (from: string, to: string, label = "", more: Partial<DayRule> = {}): DayRule => ({
  kind: "school_holiday",
  from,
  to,
  label,
  note: "",
  spans: [],
  ...more,
});
export const datesOf = ({ rules }: { rules: DayRule[] }) => rules.map(({ from, to }) => `${from} ${to}`);
export const told = ({ problems }: ReturnType<typeof readHoursFile>) =>
  problems.map(({ line, column, problem, part }) => [line, column, problem, part].join(" "));
