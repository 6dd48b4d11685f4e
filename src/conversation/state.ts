export type Connection = "connected" | "lost" | "away";

/** `line_closed`: before anyone could take them. `faded_out`: after a pause. The last three: set aside (queue/end/dismiss.ts). */
export type EndReason =
  | "ended_by_youth"
  | "ended_by_counsellor"
  | "left_fast"
  | "lost"
  | "left_line"
  | "line_closed"
  | "faded_out"
  | "joke"
  | "test"
  | "abusive";

export type HoldReason = "danger" | "report" | "law";
