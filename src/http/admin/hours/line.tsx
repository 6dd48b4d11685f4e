import type { DataReader } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { type LineChange, lineHistory } from "#src/hours/line-changes.ts";
import { type LineDraft, type LineProblem, lineDraftOf, readLineDraft } from "#src/hours/line-draft.ts";
import { changeLine, isInUse, type Line, line, lines, lineValues } from "#src/hours/lines.ts";
import {
  lateOf,
  readUndo,
  savedOf,
  statusOf,
  type TooLate,
  toldChanges,
  unlessTaken,
} from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { retire } from "#src/queue/line/retire.ts";
import { undoLine } from "#src/queue/line/undo-line.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { LinePage } from "#views/admin/hours/line.tsx";
import { lineInWords } from "#views/admin/hours/line-history.tsx";
import type { ShownChange } from "#views/parts/told/changes.tsx";
import { lineChoices, readLineForm } from "./line-form.ts";

import { known, lineOfPath, shownLine } from "./lines.tsx";

/** GET /admin/lines/:id */
export const linePage: Handle = (c, helpline) => {
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  const changes = lineHistory.latest(helpline.db, found.id);
  // One undo may be two changes at the same instant: the values, and whether the line is in use.
  const newest = changes.filter(({ at }) => at === changes[0]!.at).map(({ id }) => id);
  return showLine(c, helpline, found, { saved: savedOf(c, ...newest) });
};

/** POST /admin/lines/:id: saves a line's settings, apart from its hours. */
export const changeThisLine: Handle = async (c, helpline) => {
  const { db } = helpline;
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  const { draft, basedOn } = await readLineForm(c);
  const { values, problems } = readLineDraft(draft, known(db, found.id));
  if (problems.length > 0) return showLine(c, helpline, found, { draft, basedOn, problems });
  const change = { lineId: found.id, values, basedOn };
  const saving = act(c, db, changeLine, change);
  const saved = await unlessTaken(saving);
  if (saved === null) return showLine(c, helpline, found, { draft, late: { seen: basedOn } });
  return c.redirect(`/admin/lines/${found.id}?saved=${saved}`, 303);
};

/** POST /admin/lines/:id/retire: takes a line out of use or back into it; its past stays. */
export const retireThisLine: Handle = async (c, helpline) => {
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  const { retired } = await fields(c);
  if (retired !== "yes" && retired !== "no") throw new HelplineError("bad_input");
  const change = { lineId: found.id, retired: retired === "yes" };
  try {
    await act(c, helpline.db, retire, change);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    return showLine(c, helpline, found, { refused: error });
  }
  const saved = lineHistory.newest(helpline.db, found.id);
  return c.redirect(change.retired ? "/admin/lines" : `/admin/lines/${found.id}?saved=${saved}`, 303);
};

interface Shown {
  draft?: LineDraft;
  basedOn?: number;
  problems?: LineProblem[];
  saved?: number | null;
  late?: TooLate;
  /** Why the line could not be retired or restored. */
  refused?: HelplineError;
}

/** Shows the page of a line with what was typed; once it has told of newer changes, they count as seen. */
function showLine(c: C, helpline: Helpline, { id }: Line, shown: Shown): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const found = line(db, id)!;
  const inUse = isInUse(db, id);
  const changes = toldLineChanges(frame.t, db, lineHistory.latest(db, id));
  const late = lateOf(shown.late, changes);
  const { problems = [], refused } = shown;
  const props = {
    frame,
    line: shownLine(helpline, found, clock.now()),
    retired: !inUse,
    only: inUse && lines(db).length === 1,
    draft: shown.draft ?? lineDraftOf(lineValues(db, id)),
    basedOn: shown.basedOn ?? lineHistory.newest(db, id),
    problems,
    choices: lineChoices(db, id),
    zone: found.timeZone,
    changes,
    late,
    saved: shown.saved ?? null,
    refused: refused ? frame.t(refused.key, refused.values) : null,
  };
  return page(c, <LinePage {...props} />, statusOf(problems.length > 0 || refused !== undefined, late));
}

/** POST /admin/lines/:id/undo: restores a line as it was before a change, as a new change. */
export const undoLineChange: Handle = async (c, helpline) => {
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  const { changeId, basedOn } = await readUndo(c);
  const undo = { lineId: found.id, changeId, basedOn };
  try {
    const undoing = act(c, helpline.db, undoLine, undo);
    const saved = await unlessTaken(undoing);
    if (saved === null) return showLine(c, helpline, found, { late: { seen: basedOn, wanted: "undone" } });
    return c.redirect(`/admin/lines/${found.id}?saved=${saved}`, 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "not_found") throw error;
    return showLine(c, helpline, found, { refused: error });
  }
};

/** Returns changes of a line as its history tells of them. */
export function toldLineChanges(t: Translate, db: DataReader, changes: LineChange[]): ShownChange[] {
  const nameOf = (staffId: number) => aliasOf(db, staffId) ?? "–";
  return toldChanges(db, changes, ({ before, after }) => lineInWords(t, before, after, nameOf));
}
