import type { Planted } from "../mutant.ts";

/** When a line is open, and what is said of it. */
export const hours: Planted[] = [
  {
    id: "opens-before-the-skipped-hour",
    wrong: "In the night in which the clock is put forward the line opens at the wrong moment.",
    symbol: "instantOf",
    from: "Math.max(starts[at]!, wall - offsets[at]!)",
    to: "wall - offsets[at]!",
  },
  {
    id: "closes-an-hour-off",
    wrong: "In the night in which the clock changes the line closes an hour early or late.",
    symbol: "planned",
    from: "end: instantOf(timeZone, day * dayMs + closes * minuteMs)",
    to: "end: start + (closes - opens) * minuteMs",
  },
  {
    id: "first-of-two-rules-counts",
    wrong: "A correction of the hours of one date does not count, and people come to a closed door.",
    symbol: "ruleOn",
    from: "priorities[rule.kind] >= priorities[found.kind]",
    to: "priorities[rule.kind] > priorities[found.kind]",
  },
  {
    id: "season-ends-a-day-early",
    wrong: "On the last day of the summer the line has the hours of the winter.",
    symbol: "weekOn",
    from: "date <= to",
    to: "date < to",
  },
  {
    id: "decision-holds-a-moment-longer",
    wrong: "What was decided by hand still holds at the moment for which its end was promised.",
    symbol: "decisionOn",
    from: 'eb("ends_at", ">", at)',
    to: 'eb("ends_at", ">=", at)',
  },
  {
    id: "second-two-o-clock-is-tomorrow",
    wrong:
      "“Closed until 2:30”, typed in the second hour from two to three of an autumn night, closes the line for a day.",
    symbol: "overrideEndAt",
    helper: "nextTime",
    from: "again > at ? again : firstInstant(timeZone, today, minute + 1440)",
    to: "firstInstant(timeZone, today, minute + 1440)",
  },
  {
    id: "opened-by-hand-ends-in-the-hours",
    wrong: "A line that was opened early by hand says that it closes when its own hours have only begun.",
    symbol: "hoursNow",
    helper: "opened",
    from: "after.open ? after.until : endsAt",
    to: "endsAt",
  },
  {
    id: "holiday-opened-by-a-cut",
    wrong: "A line is open in a stretch of time for which somebody closed it.",
    symbol: "planned",
    from: 'without(merged([...opened, ...cutsOf("open")]), merged(cutsOf("closed")))',
    to: 'merged([...without(merged(opened), merged(cutsOf("closed"))), ...cutsOf("open")])',
  },
  {
    id: "search-engines-told-the-wrong-day",
    wrong: "Search engines show the hours after midnight on the evening before.",
    symbol: "schemaHours",
    from: "weekdays[(weekday + next) % 7]",
    to: "weekdays[weekday]",
  },
  {
    id: "back-at-night",
    wrong: "The door says “again from 23:00” because a decision ends then, though the line opens in the morning.",
    symbol: "hoursNow",
    from: 'if (decided?.kind === "closed") return { ...shut, next: admitsFrom(calendar, decided.endsAt) };',
    to: 'if (decided?.kind === "closed") return { ...shut, next: decided.endsAt };',
  },
];
