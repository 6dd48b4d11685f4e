import type { Reader, Writer } from "./query.ts";

/** What a row of the audit trail says. `at` is ms UTC. */
export interface AuditEntry {
  at: number;
  actor: string;
  action: string;
  object: string;
  before: string | null;
  after: string | null;
}

/** When an entry was made, as exactly as it is told: ms UTC; `around` = by the beginning of its quarter of the hour. */
export interface ToldTime {
  at: number;
  around: boolean;
}

/** The same of a row. */
export function toldTime({ at, exact_at: exact }: { at: number; exact_at: number | null }): ToldTime {
  return { at, around: exact === null };
}

/** How far the audit trail goes: its last row, and the code that the next is chained to. */
export interface Standing {
  id: number;
  mac: Uint8Array;
}

/** The audit trail, as the changes that are answered for in it write it (audit/chain.ts). */
export interface Trail {
  /** Writes a row, within the change that it answers for. Of keys.db it only reads. */
  keep(tx: Writer & { keys: Reader }, entry: AuditEntry): void;
  standing(): Standing;
  /** What was kept since then has been undone. */
  undo(to: Standing): void;
}
