// Written by `npm run schema`, of what migrations/ say: change it there.
import type { Generated } from "kysely";

export interface LinesTables {
  /** When a line is open is one document (src/hours/rules/calendar.ts): it is read and written whole. */
  line: {
    id: Generated<number>;
    slug: string;
    name: string;
    time_zone: string;
    created_at: number;
    position: Generated<number>;
    /** BCP 47, with a space between; '' = every language. */
    languages: Generated<string>;
    /** ISO 3166-1: whose public holidays are offered. */
    country: Generated<string>;
    /** NULL = as the helpline's own settings say. */
    age_from: number | null;
    age_to: number | null;
    /** How many may wait at most, beside what the counsellors present and the time left allow; NULL = only those. */
    intake_cap: number | null;
    last_entry_minutes: Generated<number>;
    pause_after_minutes: Generated<number>;
    /** JSON; NULL = whenever somebody is there. */
    hours: string | null;
    retired_at: number | null;
  };
  /** Who may serve a line; a line without a row is everybody's. */
  line_staff: {
    line_id: number;
    staff_id: number;
  };
  /** What a person decided for now, whatever the hours say. Lifting it is ending it. */
  line_override: {
    id: Generated<number>;
    line_id: number;
    kind: "closed" | "paused" | "open";
    starts_at: number;
    /** NULL = until it is lifted. */
    ends_at: number | null;
    reason: string;
    staff_id: number;
  };
  line_state_log: {
    id: Generated<number>;
    line_id: number;
    state: string;
    reason: string;
    at: number;
  };
  /**
   * How often the door was looked at while it let nobody in, by the quarter of the hour. Looks, never people: one
   * person looks often, and many look once (src/queue/door/looks.ts).
   */
  door_look: {
    line_id: number;
    day: string;
    quarter: number;
    state: string;
    n: number;
  };
  /**
   * Of a line, by the quarter of the hour in which it let people in: the minutes of all who were available for it, and
   * how many they were. Rolled up by the night, in whole minutes: what reports are made of when the logs themselves are
   * gone (src/queue/line/staffed.ts).
   */
  staffed: {
    line_id: number;
    day: string;
    quarter: number;
    seat_minutes: number;
    counsellors: number;
  };
  /** Of somebody, by the day of the first line: the minutes they were available. */
  hours_served: {
    staff_id: number;
    day: string;
    minutes: number;
  };
  /**
   * Up to which day, of the staff and of each line ("staff", "line:1"): what is rolled up once is not reckoned again,
   * since the logs go.
   */
  rolled_up: {
    of: string;
    through: string;
  };
  /** When somebody was on shift last and Porchlight ran, to the minute. */
  awake: {
    id: 1;
    at: number;
  };
  /** When it did not run though somebody was on shift: nobody served then. */
  downtime: {
    id: Generated<number>;
    from_at: number;
    to_at: number;
  };
}
