import type { Language } from "#src/i18n/i18n.ts";

type Before =
  | "silence"
  /** The connection breaks, and comes back after more than a minute. */
  | "away";

interface Turn {
  say: string[];
  before?: Before;
}

/** Believable and gentle, with nothing to trouble the person trying the demo. */
export interface Script {
  language: Language;
  /** 0–10 before and after the chat; null = not said. */
  feeling: [number | null, number | null];
  helped: "yes" | "bit" | "no" | null;
  /** The first turn opens the chat, each later one answers the counsellor. */
  turns: Turn[];
  /** Said once when the counsellor is silent for long. */
  asks: string;
  ends: "goodbye" | "leaves_fast" | "fades_out";
  colleague: string[];
}
