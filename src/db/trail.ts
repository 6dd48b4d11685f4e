import type { Reader, Writer } from "./query.ts";

export interface AuditEntry {
  at: number;
  actor: string;
  action: string;
  object: string;
  before: string | null;
  after: string | null;
}

/** `at` is ms UTC; `around`: it is only the start of the quarter-hour. */
export interface ToldTime {
  at: number;
  around: boolean;
}

/** Returns the time of a row, exact only while that is kept. */
export function toldTime({ at, exact_at: exact }: { at: number; exact_at: number | null }): ToldTime {
  return { at, around: exact === null };
}

export interface Standing {
  id: number;
  mac: Uint8Array;
}

export interface Trail {
  keep(tx: Writer & { keys: Reader }, entry: AuditEntry): void;
  standing(): Standing;
  undo(to: Standing): void;
}
