import { HelplineError } from "#src/errors.ts";
import { type C, fields } from "#src/http/server/context.ts";
import type { Late, ShownChange } from "#views/parts/told/changes.tsx";

/** What a form of a history asks for: the change to go back before, and the newest one that whoever asks had seen. */
export async function readUndo(c: C): Promise<{ changeId: number; basedOn: number; given: Record<string, string> }> {
  const { change, based_on, ...given } = await fields(c);
  return { changeId: idOf(change), basedOn: idOf(based_on), given };
}

/** An id as a form names it, of a change 0 for none so far; -1 for what is none. */
export function idOf(text: string | undefined): number {
  return /^\d{1,15}$/.test(text ?? "") ? Number(text) : -1;
}

/** The change that was just made, as an address says: one of the newest, or 0 where nothing was different; else null. */
export function savedOf(c: C, ...newest: number[]): number | null {
  const said = c.req.query("saved");
  return [0, ...newest].find((id) => String(id) === said) ?? null;
}

/** What a verb gives back; null when a colleague was faster and it did nothing. Rejects as it does otherwise. */
export async function unlessTaken<Given>(doing: Promise<Given>): Promise<Given | null> {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof HelplineError && error.code === "taken") return null;
    throw error;
  }
}

/** Whoever came too late, by what they had seen: `seen` is the newest change then, -1 when their form does not say. */
export interface TooLate {
  seen: number;
  /** They wanted to go back, or to delete it, and typed nothing. */
  wanted?: "undone" | "deleted";
}

/** Why nothing was saved or undone though every field may stand. */
export interface NotDone {
  late?: TooLate;
  refused?: HelplineError;
}

/** What is told of whoever came too late. A form that had seen what there never was says nothing either. */
export function lateOf(tooLate: TooLate | undefined, changes: ShownChange[]): Late | null {
  if (!tooLate) return null;
  const { seen, wanted = "saved" } = tooLate;
  const newer = changes.filter(({ id }) => id > seen);
  return { changes: seen < 0 || newer.length === 0 ? null : newer, wanted };
}

/** What the form is based on that is drawn next: once whoever sent the last was told of newer changes, to save is to know. */
export function basedOnNow({ late, basedOn }: { late?: TooLate; basedOn?: number }, newest: number): number {
  return late || basedOn === undefined ? newest : basedOn;
}

/** The status of a page with a form: something is to be put right (422), a colleague was faster (409), or all is well. */
export function statusOf(isWrong: boolean, late: Late | null): 200 | 409 | 422 {
  if (isWrong || late?.changes === null) return 422;
  return late ? 409 : 200;
}
