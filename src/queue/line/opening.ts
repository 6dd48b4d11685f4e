import { isReal } from "#src/conversation/kind.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { noteDoors } from "#src/queue/door/doors.ts";
import type { Opening, Sentences } from "#src/settings/definitions.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { inLine } from "../claim.ts";

export interface OpeningChosen {
  opening: Opening;
  /** What young people read while it is closed, by language. */
  closedNote: Sentences;
  /** The newest change of the opening that whoever decides had seen; 0 for none. */
  basedOn: number;
  /** How many waited as far as they knew: closing sends no others home. */
  waiting: number;
}

/**
 * Opens the helpline, or closes it for a while. It counts at once: every door is noted, and whoever waits is told, in the same
 * commit; whoever talks goes on. Returns the id of the change, 0 when nothing is different. Throws `locked` for opening without a
 * master key, `taken` as `setSettings` does, and `bad_input` for the field "waiting" when more people wait than were known of.
 */
export function setOpening(tx: Tx, emit: Emit, { opening, closedNote, basedOn, waiting }: OpeningChosen): number {
  const id = setSettings(tx, emit, { subject: "opening", values: { opening, closedNote }, basedOn });
  counts(tx, emit, waiting);
  return id;
}

/** The opening as it was before a change. Returns and throws as `undoSettings` and `setOpening` do. */
export function undoOpening(
  tx: Tx,
  emit: Emit,
  { changeId, basedOn, waiting }: { changeId: number; basedOn: number; waiting: number },
): number {
  const id = undoSettings(tx, emit, { subject: "opening", changeId, basedOn });
  counts(tx, emit, waiting);
  return id;
}

/** What was decided, unless it must not be, counts from now on. */
function counts(tx: Tx, emit: Emit, waiting: number) {
  const { opening } = settings(tx);
  if (opening === "open" && tx.keyring.state() !== "ready") throw new HelplineError("locked");
  const n = waitingInAll(tx);
  if (opening !== "open" && n > waiting) {
    throw new HelplineError("bad_input", "error.override_waiting", { n }, "waiting");
  }
  noteDoors(tx, emit);
}

/** How many young people wait on all lines together. A rehearsal is nobody's wait. */
export function waitingInAll(db: DataReader): number {
  return inLine(db).filter(isReal).length;
}
