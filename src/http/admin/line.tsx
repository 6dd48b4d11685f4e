import { HelplineError } from "#src/errors.ts";
import { type LineDraft, type LineProblem, lineDraftOf, readLineDraft } from "#src/hours/line-draft.ts";
import { changeLine, type Line, lines, valuesOf } from "#src/hours/lines.ts";
import { retire } from "#src/queue/retire.ts";
import { LinePage } from "#views/admin/line.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { page } from "../page.ts";
import { staffFrame } from "../staff-frame.ts";
import { lineChoices, readLineForm } from "./line-form.ts";
import { known, lineOfPath, shownLine } from "./lines.tsx";

/** GET /admin/lines/:id */
export const linePage: Handle = (c, helpline) => {
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  return showLine(c, helpline, found, { saved: c.req.query("saved") === "1" });
};

/** POST /admin/lines/:id: what is set of a line, beside its hours. */
export const changeThisLine: Handle = async (c, helpline) => {
  const found = lineOfPath(c, helpline);
  if (!found) throw new HelplineError("not_found");
  const draft = await readLineForm(c);
  const { values, problems } = readLineDraft(draft, known(helpline.db, found.id));
  if (problems.length > 0) return showLine(c, helpline, found, { draft, problems });
  const change = { lineId: found.id, values };
  await helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => changeLine(tx, emit, change));
  return c.redirect(`/admin/lines/${found.id}?saved=1`, 303);
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
  return c.redirect(change.retired ? "/admin/lines" : `/admin/lines/${found.id}?saved=1`, 303);
};

interface Shown {
  draft?: LineDraft;
  problems?: LineProblem[];
  saved?: boolean;
  /** Why the line could not be retired or restored. */
  refused?: HelplineError;
}

function showLine(c: C, helpline: Helpline, found: Line, shown: Shown): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const { draft, problems = [], saved = false, refused } = shown;
  const inUse = lines(db).some(({ id }) => id === found.id);
  return page(
    c,
    <LinePage
      frame={frame}
      line={shownLine(helpline, found, clock.now())}
      retired={!inUse}
      only={inUse && lines(db).length === 1}
      draft={draft ?? lineDraftOf(valuesOf(db, found.id))}
      problems={problems}
      choices={lineChoices(db, found.id)}
      saved={saved}
      refused={refused ? frame.t(refused.key, refused.values) : null}
    />,
    problems.length > 0 || refused ? 422 : 200,
  );
}
