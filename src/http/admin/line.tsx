import { HelplineError } from "#src/errors.ts";
import { lineChanges, newestLineChange } from "#src/hours/line-changes.ts";
import { type LineDraft, lineDraftOf, readLineDraft } from "#src/hours/line-draft.ts";
import { changeLine, isInUse, type Line, line, lines, valuesOf } from "#src/hours/lines.ts";
import { retire } from "#src/queue/retire.ts";
import { LinePage } from "#views/admin/line.tsx";
import type { LineFormProblem } from "#views/admin/line-form.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";
import { unlessTaken } from "./history.ts";
import { lineChoices, readLineForm } from "./line-form.ts";
import { shownLineChange } from "./line-history.ts";
import { known, lineOfPath, shownLine } from "./lines.tsx";

/** GET /admin/lines/:id */
export const linePage: Handle = (c, helpline) => {
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  return showLine(c, helpline, found, { saved: c.req.query("saved") });
};

/** POST /admin/lines/:id: what is set of a line, beside its hours. */
export const changeThisLine: Handle = async (c, helpline) => {
  const { db } = helpline;
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  const { draft, basedOn } = await readLineForm(c);
  const { values, problems } = readLineDraft(draft, known(db, found.id));
  if (problems.length > 0) return showLine(c, helpline, found, { draft, basedOn, problems });
  const change = { lineId: found.id, values, basedOn };
  const saving = db.change(`staff:${c.get("member").id}`, (tx, emit) => changeLine(tx, emit, change));
  const saved = await unlessTaken(saving);
  if (saved !== null) return c.redirect(`/admin/lines/${found.id}?saved=${saved}`, 303);
  return showLine(c, helpline, found, { draft, taken: basedOn });
};

/** POST /admin/lines/:id/retire: out of use or back into it; its past stays. */
export const retireThisLine: Handle = async (c, helpline) => {
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  const { retired } = await fields(c);
  if (retired !== "yes" && retired !== "no") throw new HelplineError("bad_input");
  const change = { lineId: found.id, retired: retired === "yes" };
  try {
    await helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => retire(tx, emit, change));
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    return showLine(c, helpline, found, { refused: error });
  }
  const saved = newestLineChange(helpline.db, found.id);
  return c.redirect(change.retired ? "/admin/lines" : `/admin/lines/${found.id}?saved=${saved}`, 303);
};

interface Shown {
  /** What was typed; without it what is stored stands in the form. */
  draft?: LineDraft;
  /** What the form had seen, where nobody has been told of anything newer. */
  basedOn?: number;
  problems?: LineFormProblem[];
  /** The change that was just made, as the address names it. */
  saved?: string | undefined;
  /** The newest change that whoever saved or undid had seen, where a colleague was faster. */
  taken?: number;
  /** Why the line could not be retired or restored. */
  refused?: HelplineError;
}

/** The page of a line as it is now. What was typed stays, and once it was told what is newer, saving again is knowing. */
export function showLine(c: C, helpline: Helpline, { id }: Line, shown: Shown): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const found = line(db, id)!;
  const inUse = isInUse(db, id);
  const changes = lineChanges(db, id);
  const seen = shown.taken ?? -1;
  const newer = seen < 0 ? [] : changes.filter((one) => one.id > seen);
  const isStale = shown.taken !== undefined && newer.length === 0;
  const problems: LineFormProblem[] = isStale ? [stale] : (shown.problems ?? []);
  const made = changes.find((one) => String(one.id) === shown.saved);
  // An undo may be two changes of one instant: what was set, and whether it is in use.
  const isNew = made !== undefined && made.at === changes[0]!.at;
  const told = changes.map((one) => shownLineChange(frame.t, db, one));
  const props = {
    frame,
    line: shownLine(helpline, found, clock.now()),
    retired: !inUse,
    only: inUse && lines(db).length === 1,
    draft: shown.draft ?? lineDraftOf(valuesOf(db, id)),
    basedOn: shown.basedOn ?? newestLineChange(db, id),
    problems,
    choices: lineChoices(db, id),
    zone: found.timeZone,
    changes: told,
    meanwhile: told.slice(0, newer.length),
    saved: shown.saved === "0" || isNew,
    undo: isNew && made.before !== null ? made.id : null,
    refused: shown.refused ? frame.t(shown.refused.key, shown.refused.values) : null,
  };
  const isRefused = problems.length > 0 || newer.length > 0 || shown.refused;
  return page(c, <LinePage {...props} />, isRefused ? 422 : 200);
}

/** Nobody knows what whoever sent the form had seen: saving it could write over a colleague unseen. */
const stale: LineFormProblem = { field: "based_on", problem: "stale" };
