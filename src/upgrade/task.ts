import type { Program } from "./record.ts";

/** What the account of the data is asked to do. */
export interface Task {
  do: "upgrade" | "rollback";
  /** Settings of the helpline, as options. */
  options: string[];
  /** The program, what lies in its place, and what is to lie there; null = it is gone. */
  program: string;
  from: Program;
  to: Program | null;
  /** Where the one that is to come lies, beside it. */
  next: string;
  isByHand: boolean;
  /** How long the door may be closed until the new program is well, ms. */
  closedMs: number;
}
