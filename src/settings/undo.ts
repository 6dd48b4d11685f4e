import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { formerValues, newestSettingsChange } from "./changes.ts";
import { publishRules } from "./published.ts";
import { settings, store, storedValues } from "./settings.ts";
import type { Subject } from "./subjects.ts";
import { currentTexts, storeTexts } from "./texts.ts";

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
  if (basedOn !== undefined && basedOn !== newestSettingsChange(tx, subject)) throw new HelplineError("taken");
  const isTexts = subject === "texts";
  const now = isTexts ? currentTexts(tx) : storedValues(tx);
  const isOther = (name: string) => JSON.stringify(now[name] ?? null) !== JSON.stringify(former[name]);
  const names = Object.keys(former).filter(isOther);
  if (names.length === 0) return 0;
  const only = (values: Record<string, unknown>) =>
    Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  const [before, after] = [only(now), only(former)];
  if (isTexts) storeTexts(tx, after as Record<string, string | null>);
  else store(tx, after);
  emit({ type: "settings.changed", subject, before: JSON.stringify(before), after: JSON.stringify(after) });
  publishRules(tx, emit, settings(tx));
  return newestSettingsChange(tx, subject);
}
