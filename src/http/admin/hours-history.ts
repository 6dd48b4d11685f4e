import { HelplineError } from "#src/errors.ts";
import { undoHours } from "#src/hours/hours.ts";
import { fields, type Handle } from "../context.ts";
import { showMeanwhile } from "./hours.tsx";
import { lineId } from "./hours-file.ts";

/** POST /admin/hours/undo: the hours as they were before a change; a change of its own, so it can be undone too. */
export const undoChange: Handle = async (c, helpline) => {
  const { line = "", change = "", based_on = "" } = await fields(c);
  const input = { lineId: lineId(line), changeId: lineId(change), basedOn: lineId(based_on) };
  try {
    const saved = await helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => undoHours(tx, emit, input));
    return c.redirect(`/admin/hours?line=${input.lineId}&saved=${saved}`, 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "taken") throw error;
    return showMeanwhile(c, helpline, input);
  }
};
