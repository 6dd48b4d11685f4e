/** How the young person's side is reached: an open channel, one that broke a moment ago, or nothing for 90 s. */
export type Connection = "connected" | "lost" | "away";

/**
 * `line_closed`: the line closed before anybody could take them. `faded_out`: it was paused after a long silence and they did
 * not come back, which is no failure of anybody. `joke`, `test`, `abusive`: set aside by its counsellor (queue/setting-aside.ts).
 */
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

/** Why the words of a chat are held for safeguarding (retention/holding.ts). */
export type HoldReason = "danger" | "report" | "law";
