import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, OverrideKind } from "#src/events.ts";
import { type Line, lines } from "#src/hours/lines.ts";
import { liftOverride, override } from "#src/hours/rules/override.ts";
import { openingFor, opensMore } from "#src/hours/rules/override-end.ts";
import { noteDoor, waitingOn } from "#src/queue/door/doors.ts";
import { settings } from "#src/settings/settings.ts";

/** What a supervisor decides for a line. */
export interface Decision {
  lineId: number;
  kind: OverrideKind;
  /** ms UTC; null = until it is lifted. */
  until: number | null;
  /** For the staff. */
  reason: string;
  staffId: number;
  /** How many waited as far as whoever decides knew: closing sends no others home. */
  waiting: number;
}

/**
 * Closes, pauses or opens a line of an open helpline. It counts at once: the door is noted, and whoever waits at a closed one
 * is told, in the same commit. Throws `not_found` for a line out of use; `closed` while an admin keeps the helpline shut;
 * `bad_input` for the field "until" (see `override`), for opening a line to nobody or no longer than its hours have it open,
 * and for the field "waiting" when more people wait than whoever closes knew of.
 */
export function decide(tx: Tx, emit: Emit, { waiting, ...decision }: Decision): void {
  const { lineId, kind, until } = decision;
  const found = lines(tx).find((one) => one.id === lineId);
  if (!found) throw new HelplineError("not_found");
  // It would count for nothing, and be forgotten by the time it does.
  if (settings(tx).opening !== "open") throw new HelplineError("closed", "error.override_shut");
  if (kind === "open") refuseNothing(found, until, tx.at);
  const n = waitingOn(tx, lineId);
  if (kind === "closed" && n > waiting)
    throw new HelplineError("bad_input", "error.override_waiting", { n }, "waiting");
  override(tx, emit, decision);
  noteDoor(tx, emit, { lineId });
}

/** Whoever opens a line would believe that it is open. */
function refuseNothing(line: Line, until: number | null, at: number) {
  const opening = openingFor(line, at);
  if (opening !== null && (until === null || opensMore(line, until, at))) return;
  const minutes = line.calendar?.lastEntryMinutes ?? 0;
  const key = opening === "outside" ? "error.override_short" : "error.override_inside";
  throw new HelplineError("bad_input", key, { minutes }, "until");
}

/** Lets the hours decide again, at once. Lifting what has ended changes nothing. */
export function lift(tx: Tx, emit: Emit, input: { lineId: number }): void {
  liftOverride(tx, emit, input);
  noteDoor(tx, emit, input);
}
