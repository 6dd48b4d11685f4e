import type { HoursOfLine } from "./opening-hours.ts";
import type { Calendar, Cut, DayRule, Season } from "./rules/calendar.ts";
import { formatSpans } from "./times.ts";

/** Texts are as people type them, "" for a closed day. */
export type HoursDifference =
  | { what: "begun" }
  | { what: "ended" }
  | { what: "zone"; before: string; after: string }
  | { what: "last_entry"; before: number; after: number }
  | { what: "weekday"; weekday: number; before: string; after: string }
  | {
      what: "season" | "exception" | "cut";
      how: "added" | "changed" | "removed";
      label: string;
      from: string;
      to: string;
    };

/** Returns in what hours differ, the week first; [] when in nothing. */
export function hoursDifferences(before: HoursOfLine, after: HoursOfLine): HoursDifference[] {
  const found: HoursDifference[] = [];
  const [old, now] = [before.calendar, after.calendar];
  if (!old && now) found.push({ what: "begun" });
  if (old && !now) found.push({ what: "ended" });
  if (before.timeZone !== after.timeZone) found.push({ what: "zone", before: before.timeZone, after: after.timeZone });
  if (!now) return found;
  const blank: Pick<Calendar, "week" | "seasons" | "dayRules" | "cuts"> = {
    week: [],
    seasons: [],
    dayRules: [],
    cuts: [],
  };
  const { week, seasons, dayRules, cuts } = old ?? blank;
  now.week.forEach((spans, weekday) => {
    const [was, is] = [formatSpans(week[weekday] ?? []), formatSpans(spans)];
    if (was !== is) found.push({ what: "weekday", weekday, before: was, after: is });
  });
  if (old && old.lastEntryMinutes !== now.lastEntryMinutes) {
    found.push({ what: "last_entry", before: old.lastEntryMinutes, after: now.lastEntryMinutes });
  }
  return [
    ...found,
    ...listed("season", seasons, now.seasons),
    ...listed("exception", dayRules, now.dayRules),
    ...listed("cut", cuts, now.cuts),
  ];
}

// The same dates and label with other content count as changed.
function listed(what: "season" | "exception" | "cut", before: Listed[], after: Listed[]): HoursDifference[] {
  const textOf = (one: Listed) => JSON.stringify(one);
  const placeOf = ({ label, from, to }: Listed) => JSON.stringify([label, from, to]);
  const was = new Set(before.map(textOf));
  const is = new Set(after.map(textOf));
  const gone = before.filter((one) => !is.has(textOf(one)));
  const come = after.filter((one) => !was.has(textOf(one)));
  const [gonePlaces, comePlaces] = [new Set(gone.map(placeOf)), new Set(come.map(placeOf))];
  const tell = (how: "added" | "changed" | "removed", { label, from, to }: Listed): HoursDifference => ({
    what,
    how,
    label,
    from: from ?? "",
    to: to ?? "",
  });
  return [
    ...come.map((one) => tell(gonePlaces.has(placeOf(one)) ? "changed" : "added", one)),
    ...gone.filter((one) => !comePlaces.has(placeOf(one))).map((one) => tell("removed", one)),
  ];
}

type Listed = Season | DayRule | Cut;
