import type { Writer } from "./db.ts";

/** What a row of the audit trail says. `at` is ms UTC. */
export interface Entry {
  at: number;
  actor: string;
  action: string;
  object: string;
  before: string | null;
  after: string | null;
}

/** How far the audit trail goes: its last row, and the code that the next is chained to. */
export interface Standing {
  id: number;
  mac: Uint8Array;
}

/** The audit trail, as the changes that are answered for in it write it (audit/chain.ts). */
export interface Trail {
  /** Writes a row, within the change that it answers for. */
  keep(tx: Writer, entry: Entry): void;
  standing(): Standing;
  /** What was kept since then has been undone. */
  undo(to: Standing): void;
}
