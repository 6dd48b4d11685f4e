/** How the young person's side is reached: an open channel, one that broke a moment ago, or nothing for 90 s. */
export type Connection = "connected" | "lost" | "away";

/** `line_closed`: the line closed before anybody could take them. */
export type EndReason = "ended_by_youth" | "ended_by_counsellor" | "left_fast" | "lost" | "left_line" | "line_closed";
