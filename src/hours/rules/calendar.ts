/** Opening hours as people set them, on the wall clock of their own zone, never the server's. For instants see schedule.ts. */
export interface Calendar {
  timeZone: string;
  /** Elapsed minutes before closing in which no one new comes in; 0 = none. */
  lastEntryMinutes: number;
  week: Week;
  /** Where several fit a date, the last one counts. */
  seasons: Season[];
  /** Where several fit a date, the highest priority counts, then the last one. */
  dayRules: DayRule[];
  cuts: Cut[];
}

/** Seven days from Monday; spans may overlap. */
export type Week = Span[][];

/** Minutes after midnight, half-open: 0 ≤ opens < 1440, opens < closes ≤ 2880. 22:00–02:00 is 1320 to 1560 of its evening. */
export interface Span {
  opens: number;
  closes: number;
}

export interface Season {
  /** First and last date, "2026-07-01"; null = without beginning or end. */
  from: string | null;
  to: string | null;
  label: string;
  week: Week;
}

export interface DayRule {
  kind: DayRuleKind;
  from: string;
  to: string;
  label: string;
  /** For young people, beside the hours; "" = nothing. */
  note: string;
  spans: Span[];
}

export type DayRuleKind = "public_holiday" | "school_holiday" | "one_off";

export const priorities: Record<DayRuleKind, number> = { public_holiday: 10, school_holiday: 20, one_off: 30 };

/** Opened or closed whatever the week says; closed wins. */
export interface Cut {
  kind: "open" | "closed";
  /** Local date and time, "2026-12-24T18:00", half-open. */
  from: string;
  to: string;
  label: string;
}

export const maxCalendar = {
  spans: 12,
  seasons: 20,
  dayRules: 1_000,
  cuts: 200,
  text: 200,
} as const;

/** In minutes. */
export const usualLastEntry = 30;
