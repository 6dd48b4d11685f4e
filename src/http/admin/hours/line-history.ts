import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { LineChange } from "#src/hours/line-changes.ts";
import { readUndo, unlessTaken } from "#src/http/frame/history.ts";
import type { Handle } from "#src/http/server/context.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { undoLine } from "#src/queue/line/undo-line.ts";
import { aliasOf, aliasOfActor } from "#src/staff/staff.ts";
import { lineInWords } from "#views/admin/hours/line-history.tsx";
import type { ShownChange } from "#views/parts/told/changes.tsx";
import { showLine } from "./line.tsx";
import { lineOfPath } from "./lines.tsx";

/** POST /admin/lines/:id/undo: a line as it was before a change; a change of its own, so it can be undone too. */
export const undoLineChange: Handle = async (c, helpline) => {
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  const { changeId, basedOn } = await readUndo(c);
  const undo = { lineId: found.id, changeId, basedOn };
  try {
    const undoing = helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => undoLine(tx, emit, undo));
    const saved = await unlessTaken(undoing);
    if (saved === null) return showLine(c, helpline, found, { late: { seen: basedOn, wanted: "undone" } });
    return c.redirect(`/admin/lines/${found.id}?saved=${saved}`, 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showLine(c, helpline, found, { refused: error });
  }
};

/** A change of a line as its history tells of it. */
export function shownLineChange(t: Translate, db: DataReader, change: LineChange): ShownChange {
  const { id, at, around, actor, before, after } = change;
  const words = lineInWords(t, before, after, (staffId) => aliasOf(db, staffId) ?? "–");
  return { id, at, around, who: aliasOfActor(db, actor), words, first: before === null };
}
