import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { formerValues } from "./changes.ts";
import { record, refuseTaken, store, storedValues } from "./settings.ts";
import type { Subject } from "./subjects.ts";
import { currentTexts, storeTexts } from "./texts/texts.ts";

/**
 * Sets a subject as it was before a change, exactly: what was as shipped is so again. A change of its own, so it can be
 * undone too. Returns its id, 0 when everything is so already. Throws `not_found` for a change of another subject, `taken` when
 * there is a newer change than `basedOn`.
 */
export function undoSettings(
  tx: Tx,
  emit: Emit,
  { subject, changeId, basedOn }: { subject: Subject; changeId: number; basedOn?: number },
): number {
  const former = formerValues(tx, subject, changeId);
  if (!former) throw new HelplineError("not_found");
  refuseTaken(tx, subject, basedOn);
  const isTexts = subject === "texts";
  const before: Record<string, unknown> = isTexts ? currentTexts(tx) : storedValues(tx);
  const isOther = ([name, was]: [string, unknown]) => JSON.stringify(before[name] ?? null) !== JSON.stringify(was);
  const after = Object.fromEntries(Object.entries(former).filter(isOther));
  if (Object.keys(after).length === 0) return 0;
  if (isTexts) storeTexts(tx, after as Record<string, string | null>);
  else store(tx, after);
  return record(tx, emit, subject, { before, after });
}
