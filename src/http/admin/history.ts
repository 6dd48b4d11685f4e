import { HelplineError } from "#src/errors.ts";
import { type C, fields } from "../context.ts";

/** What a form of the history asks for: the change to go back before, and the newest one that whoever asks had seen. */
export async function readUndo(c: C): Promise<{ changeId: number; basedOn: number; line: string }> {
  const { change, based_on, line = "" } = await fields(c);
  return { changeId: changeId(change), basedOn: changeId(based_on), line };
}

/** The id of a change as a form names it, 0 for none so far; -1 for what is none. */
export function changeId(text: string | undefined): number {
  return /^\d{1,15}$/.test(text ?? "") ? Number(text) : -1;
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
