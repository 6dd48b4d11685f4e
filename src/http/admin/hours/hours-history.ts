import { undoHours } from "#src/hours/opening-hours.ts";
import { readUndo, unlessTaken } from "#src/http/frame/history.ts";
import { act, type Handle } from "#src/http/server/context.ts";
import { showAsIs } from "./hours.tsx";
import { lineId } from "./hours-form.ts";

/** POST /admin/hours/undo: restores the hours as they were before a change, as a new change. */
export const undoChange: Handle = async (c, helpline) => {
  const { changeId, basedOn, given } = await readUndo(c);
  const input = { changeId, basedOn, lineId: lineId(given.line ?? "") };
  const undoing = act(c, helpline.db, undoHours, input);
  const saved = await unlessTaken(undoing);
  if (saved === null) return showAsIs(c, helpline, input.lineId, { seen: basedOn, wanted: "undone" });
  return c.redirect(`/admin/hours?line=${input.lineId}&saved=${saved}`, 303);
};
