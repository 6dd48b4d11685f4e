import { isReal } from "#src/conversation/kind.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { noteDoors } from "#src/queue/door/doors.ts";
import type { Opening, Sentences } from "#src/settings/definitions.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { inLine } from "../claim.ts";

interface OpeningChosen {
  opening: Opening;
  closedNote: Sentences;
  basedOn: number;
  /** How many waited as far as was known: closing sends no others home. */
  waiting: number;
}

/** Opens or closes the helpline at once. Returns the id of the change, 0 for none. Throws `locked`, `taken`, `bad_input`. */
export function setOpening(tx: Tx, emit: Emit, { opening, closedNote, basedOn, waiting }: OpeningChosen): number {
  const id = setSettings(tx, emit, { subject: "opening", values: { opening, closedNote }, basedOn });
  counts(tx, emit, waiting);
  return id;
}

/** Sets the opening as it was before a change. Returns and throws as `undoSettings` and `setOpening`. */
export function undoOpening(
  tx: Tx,
  emit: Emit,
  { changeId, basedOn, waiting }: { changeId: number; basedOn: number; waiting: number },
): number {
  const id = undoSettings(tx, emit, { subject: "opening", changeId, basedOn });
  counts(tx, emit, waiting);
  return id;
}

function counts(tx: Tx, emit: Emit, waiting: number) {
  const { opening } = settings(tx);
  if (opening === "open" && tx.keyring.state() !== "ready") throw new HelplineError("locked");
  const n = waitingInAll(tx);
  if (opening !== "open" && n > waiting) {
    throw new HelplineError("bad_input", "error.override_waiting", { n }, "waiting");
  }
  noteDoors(tx, emit);
}

/** Counts those who wait on all lines together, without rehearsals. */
export function waitingInAll(db: DataReader): number {
  return inLine(db).filter(isReal).length;
}
