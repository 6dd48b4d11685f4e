import type { DataReader } from "#src/db/db.ts";
import type { Change } from "#src/desk/history.ts";
import { HelplineError } from "#src/errors.ts";
import { type C, fields } from "#src/http/server/context.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import type { Late, ShownChange } from "#views/parts/told/changes.tsx";

/** Returns what an undo form asks for: the change to go back before, and the newest one its sender had seen. */
export async function readUndo(c: C): Promise<{ changeId: number; basedOn: number; given: Record<string, string> }> {
  const { change, based_on, ...given } = await fields(c);
  return { changeId: idOf(change), basedOn: idOf(based_on), given };
}

/** Parses an id of a form (of a change, 0 means none so far); -1 if it is none. */
export function idOf(text: string | undefined): number {
  return /^\d{1,15}$/.test(text ?? "") ? Number(text) : -1;
}

/** Returns the change just made, as the address says: one of the newest, 0 if nothing differed, else null. */
export function savedOf(c: C, ...newest: number[]): number | null {
  const said = c.req.query("saved");
  return [0, ...newest].find((id) => String(id) === said) ?? null;
}

/** Returns what a verb returns; null if a colleague was faster and it did nothing. Rejects with any other error. */
export async function unlessTaken<Given>(doing: Promise<Given>): Promise<Given | null> {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof HelplineError && error.code === "taken") return null;
    throw error;
  }
}

/** Someone who came too late; `seen` is the newest change they had seen, -1 if their form does not say. */
export interface TooLate {
  seen: number;
  /** They wanted to undo or delete, and typed nothing. */
  wanted?: "undone" | "deleted";
}

/** Why nothing was saved or undone although every field is right. */
export interface NotDone {
  late?: TooLate;
  refused?: HelplineError;
}

/** Returns changes as a page tells of them: who made each, when, and what it did. The one that made a thing has no way back. */
export function toldChanges<Before, After>(
  db: DataReader,
  changes: Change<Before, After>[],
  wordsOf: (change: Change<Before, After>) => string[],
): ShownChange[] {
  return changes.map((change) => {
    const { id, at, around, actor, before } = change;
    return { id, at, around, who: aliasOfActor(db, actor), words: wordsOf(change), first: before === null };
  });
}

/** Returns what someone who came too late is told; `changes` is null if their form does not say what it had seen. */
export function lateOf(tooLate: TooLate | undefined, changes: ShownChange[]): Late | null {
  if (!tooLate) return null;
  const { seen, wanted = "saved" } = tooLate;
  const newer = changes.filter(({ id }) => id > seen);
  return { changes: seen < 0 || newer.length === 0 ? null : newer, wanted };
}

/** Returns what the next form is based on: once someone was told of newer changes, those count as seen. */
export function basedOnNow({ late, basedOn }: { late?: TooLate; basedOn?: number }, newest: number): number {
  return late || basedOn === undefined ? newest : basedOn;
}

/** Returns the status of a page with a form: 422 if something is wrong, 409 if a colleague was faster, else 200. */
export function statusOf(isWrong: boolean, late: Late | null): 200 | 409 | 422 {
  if (isWrong || late?.changes === null) return 422;
  return late ? 409 : 200;
}
