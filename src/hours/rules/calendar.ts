/**
 * Opening hours as people set them. All of it is wall-clock time in the calendar's own zone; the server's zone is never
 * used. What it means in instants is schedule.ts.
 */
export interface Calendar {
  /** IANA name, "Europe/Helsinki". */
  timeZone: string;
  /** How long before closing nobody new is taken in, minutes of elapsed time; 0 = never. */
  lastEntryMinutes: number;
  /** The usual week. */
  week: Week;
  /** Where several fit a date, the last one counts. */
  seasons: Season[];
  /** Where several fit a date, the highest priority of their kinds counts, then the last one. */
  dayRules: DayRule[];
  cuts: Cut[];
}

/** Seven days from Monday, each with its spans; they may overlap. */
export type Week = Span[][];

/**
 * A span of opening, minutes after midnight of the day on which it starts: 0 ≤ opens < 1440, opens < closes ≤ 2880. It is
 * half-open: at `closes` it is over. 22:00–02:00 is 1320 to 1560, and belongs to the evening.
 */
export interface Span {
  opens: number;
  closes: number;
}

/** Another week in place of the usual one. */
export interface Season {
  /** First and last date of it, "2026-07-01"; null = without beginning or end. */
  from: string | null;
  to: string | null;
  label: string;
  week: Week;
}

/** Other hours on certain dates: they take the place of the week there. */
export interface DayRule {
  kind: DayRuleKind;
  /** First and last date, "2026-12-24". */
  from: string;
  to: string;
  /** For the staff, "Christmas Eve". */
  label: string;
  /** What young people read beside the hours; "" = nothing. */
  note: string;
  /** None: closed. */
  spans: Span[];
}

export type DayRuleKind = "public_holiday" | "school_holiday" | "one_off";

/** What counts where several rules fit one date: the larger. */
export const priorities: Record<DayRuleKind, number> = { public_holiday: 10, school_holiday: 20, one_off: 30 };

/** A stretch of time that is opened or closed whatever the week says; closed wins. */
export interface Cut {
  kind: "open" | "closed";
  /** Local date and time, "2026-12-24T18:00", half-open. */
  from: string;
  to: string;
  label: string;
}

/** How much a calendar may hold: as much as a page can still show and a person still keep in mind. */
export const maxCalendar = {
  /** Of one day. */
  spans: 12,
  seasons: 20,
  dayRules: 1_000,
  cuts: 200,
  /** Characters of a label or a note. */
  text: 200,
} as const;

/** The last entry of a line until somebody says otherwise, minutes. */
export const usualLastEntry = 30;
