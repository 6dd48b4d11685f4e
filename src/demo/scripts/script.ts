import type { Language } from "#src/i18n/i18n.ts";

/** What a made-up young person does before saying something. */
export type Before =
  /** Falls silent for a while, with the page open. */
  | "silence"
  /** The connection breaks, and comes back after more than a minute. */
  | "away";

export interface Turn {
  /** One or more messages, sent one after the other. */
  say: string[];
  before?: Before;
}

/** One made-up young person: believable and gentle, nothing that would trouble whoever tries the demo. */
export interface Script {
  language: Language;
  /** 0–10 before the chat and after it; null when they would rather not say. */
  feeling: [number | null, number | null];
  helped: "yes" | "bit" | "no" | null;
  /** The first turn opens the chat, each further one answers what the counsellor wrote. */
  turns: Turn[];
  /** Said once when the counsellor is silent for long. */
  asks: string;
  /** How it ends after the last turn, unless the counsellor ends it before. */
  ends: "goodbye" | "leaves_fast" | "fades_out";
  /** What a colleague answers, turn by turn. */
  colleague: string[];
}
