import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit, OverrideKind } from "#src/events.ts";
import { type Line, lines } from "#src/hours/lines.ts";
import { liftOverride, override } from "#src/hours/rules/override.ts";
import { openingFor, opensMore } from "#src/hours/rules/override-end.ts";
import { noteDoor, waitingOn } from "#src/queue/door/doors.ts";
import { settings } from "#src/settings/settings.ts";

export interface Decision {
  lineId: number;
  kind: OverrideKind;
  until: number | null;
  reason: string;
  staffId: number;
  waiting: number;
}

/** Closes, pauses or opens a line at once, and tells those who wait. Throws `not_found`, `closed`, `bad_input`. */
export function decide(tx: Tx, emit: Emit, { waiting, ...decision }: Decision): void {
  const { lineId, kind, until } = decision;
  const found = lines(tx).find((one) => one.id === lineId);
  if (!found) throw new HelplineError("not_found");
  if (settings(tx).opening !== "open") throw new HelplineError("closed", "error.override_shut");
  if (kind === "open") refuseNothing(found, until, tx.at);
  const n = waitingOn(tx, lineId);
  if (kind === "closed" && n > waiting)
    throw new HelplineError("bad_input", "error.override_waiting", { n }, "waiting");
  override(tx, emit, decision);
  noteDoor(tx, emit, { lineId });
}

function refuseNothing(line: Line, until: number | null, at: number) {
  const opening = openingFor(line, at);
  if (opening !== null && (until === null || opensMore(line, until, at))) return;
  const minutes = line.calendar?.lastEntryMinutes ?? 0;
  const key = opening === "outside" ? "error.override_short" : "error.override_inside";
  throw new HelplineError("bad_input", key, { minutes }, "until");
}

/** Lets the hours decide again at once. Doing so twice changes nothing. */
export function lift(tx: Tx, emit: Emit, input: { lineId: number }): void {
  liftOverride(tx, emit, input);
  noteDoor(tx, emit, input);
}
