import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { formerLine, lineHistory } from "#src/hours/line-changes.ts";
import { isSameName } from "#src/hours/line-draft.ts";
import { changeLine, isInUse, lines, lineValues } from "#src/hours/lines.ts";
import { retire } from "./retire.ts";

/** Sets a line as it was before a change. Returns the new change's id, 0 for none. Throws `not_found`, `taken`, `bad_input`. */
export function undoLine(
  tx: Tx,
  emit: Emit,
  { lineId, changeId, basedOn }: { lineId: number; changeId: number; basedOn: number },
): number {
  const former = formerLine(tx, lineId, changeId);
  if (!former) throw new HelplineError("not_found");
  const values = former.values ?? lineValues(tx, lineId);
  const inUse = former.use === null ? isInUse(tx, lineId) : former.use === "in use";
  const isSame = JSON.stringify(values) === JSON.stringify(lineValues(tx, lineId)) && inUse === isInUse(tx, lineId);
  if (isSame) return 0;
  const newest = lineHistory.newest(tx, lineId);
  if (basedOn !== newest) throw new HelplineError("taken");
  const others = lines(tx).filter(({ id }) => id !== lineId);
  if (inUse && others.some(({ name }) => isSameName(name, values.name))) {
    throw new HelplineError("bad_input", "admin.line.problem.name_taken");
  }
  changeLine(tx, emit, { lineId, values });
  if (inUse !== isInUse(tx, lineId)) retire(tx, emit, { lineId, retired: !inUse });
  return lineHistory.after(tx, lineId, newest)[0]?.id ?? 0;
}
