import type { LinesNow } from "#src/control.ts";
import { localDate } from "#src/hours/instants.ts";
import type { Calendar } from "#src/hours/rules/calendar.ts";
import { datePlus, hoursOn } from "#src/hours/rules/days.ts";
import { ruleOn } from "#src/hours/rules/plan.ts";
import { formatSpans } from "#src/hours/times.ts";
import type { DoorReason } from "#src/queue/door/door.ts";

const because: Record<DoorReason, string> = {
  no_key: "Locked: the master key of these data is not there",
  not_open_yet: "Closed: nobody has opened this helpline yet",
  on_break: "Closed: an admin has closed the helpline for a while",
  outside_hours: "Closed: it is outside its hours",
  closed_by_hand: "Closed: somebody closed it",
  paused_by_hand: "Paused: somebody paused it",
  nobody_there: "Paused: no counsellor is available",
  nobody_yet: "Late: its hours have begun, and no counsellor is available yet",
  queue_full: "Full: as many wait as can be talked with",
  closing_soon: "Last entry: it closes soon, and nobody new comes in",
  inside_hours: "Open: it is inside its hours",
  without_hours: "Open: it has no hours, and a counsellor is available",
  opened_by_hand: "Open: somebody opened it",
};

/** Tells what each line says now and why, and its next seven days in its own zone. A stopped helpline lets nobody in. */
export function hoursText({ at, lines }: LinesNow, running: boolean): string {
  const stopped = running ? "" : "The helpline does not run now: nobody can come in, whatever the hours say.\n\n";
  const texts = lines.map(({ line, door }) => {
    const { id, name, timeZone, calendar } = line;
    const moment = (when: number) => `${dayName(localDate(timeZone, when))}, ${clock(timeZone, when)}`;
    const until = door.until === null ? "" : ` Until ${moment(door.until)}.`;
    const next = door.next === null ? "" : ` Next: ${moment(door.next)}.`;
    const now = running ? `  ${because[door.reason]}.${until}${next}\n\n` : "";
    return `Line ${id}: ${name} (${timeZone})\n${now}${calendar ? days(calendar, at) : whenever}`;
  });
  return stopped + texts.join("\n");
}

const whenever = "  No hours: it is open whenever a counsellor is available.\n";

function days(calendar: Calendar, at: number): string {
  const today = localDate(calendar.timeZone, at);
  const rows = Array.from({ length: 7 }, (_, ahead) => {
    const date = datePlus(today, ahead);
    return [dayName(date), formatSpans(hoursOn(calendar, date)) || "closed", labelsOn(calendar, date)];
  });
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd())
    .join("\n")
    .concat("\n");
}

function labelsOn(calendar: Calendar, date: string): string {
  const cuts = calendar.cuts.filter(({ from, to }) => from < `${date}T24` && to > `${date}T00:00`);
  const labels = [ruleOn(calendar, date)?.label ?? "", ...cuts.map(({ label }) => label)];
  return labels.filter((label) => label !== "").join(", ");
}

const dayForm = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

function dayName(date: string): string {
  const parts = dayForm.formatToParts(Date.parse(date));
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)!.value;
  return `${part("weekday")} ${part("day").padStart(2)} ${part("month")}`;
}

function clock(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone }).format(at);
}
