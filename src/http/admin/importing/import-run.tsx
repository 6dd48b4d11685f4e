import { asStaff } from "#src/db/db.ts";
import { applyWhole, compareAgain, leftOut, progressOf, undoWhole } from "#src/directory/importing/import-files.ts";
import { usableText } from "#src/directory/importing/outlook.ts";
import { type ImportRun, importRun, isAnything, zonesOf } from "#src/directory/importing/runs.ts";
import { isMappable, notUnderstood } from "#src/directory/importing/source-mapping.ts";
import { forgetRun } from "#src/directory/importing/tidy.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf, unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import { ImportRunPage } from "#views/admin/importing/import-run.tsx";
import { stateOfRun } from "./import.tsx";
import { partsOf } from "./import-parts.ts";

/** GET /admin/directory/import/:id */
export const importRunPage: Handle = (c, helpline) => showRun(c, helpline, runOf(c, helpline), false);

/** POST /admin/directory/import/:id/apply: applies all of it at once, or nothing if someone was faster. */
export const applyImport: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const run = runOf(c, helpline);
  // Pressed twice.
  if (run.appliedAt !== null && run.undoneAt === null)
    return c.redirect(`/admin/directory/import/${run.id}?saved=1`, 303);
  const applying = applyWhole(db, { runId: run.id, actor: actorOf(c), at: clock.now() }).then(() => true);
  if ((await unlessTaken(applying)) === null) return showRun(c, helpline, run, true);
  return c.redirect(`/admin/directory/import/${run.id}?saved=1`, 303);
};

/** POST /admin/directory/import/:id/again: compares it once more with the directory as it is now. */
export const compareImportAgain: Handle = async (c, helpline) => {
  const { db, report } = helpline;
  const run = runOf(c, helpline);
  const { id, ready } = await compareAgain(db, { runId: run.id, actor: actorOf(c) });
  ready.catch((error: unknown) => report("a file was not compared to its end", error));
  return c.redirect(`/admin/directory/import/${id}`, 303);
};

/** POST /admin/directory/import/:id/forget */
export const forgetImport: Handle = async (c, helpline) => {
  const { db } = helpline;
  const run = runOf(c, helpline);
  if (progressOf(db, run.id)) throw new HelplineError("not_found");
  await forgetRun(db, run.id);
  return c.redirect("/admin/directory/import?forgotten=1", 303);
};

/** POST /admin/directory/import/:id/undo */
export const undoImport: Handle = async (c, helpline) => {
  const run = runOf(c, helpline);
  // Pressed twice.
  if (run.undoneAt !== null) return c.redirect(`/admin/directory/import/${run.id}`, 303);
  const kept = await undoWhole(helpline.db, { runId: run.id, actor: actorOf(c) });
  return c.redirect(`/admin/directory/import/${run.id}?kept=${kept}`, 303);
};

/** GET /admin/directory/import/:id/left-out: the rows that were left out as a file, with the reasons. */
export const leftOutFile: Handle = (c, helpline) => {
  const text = leftOut(helpline.db, runOf(c, helpline).id);
  if (text === "") throw new HelplineError("not_found");
  return c.body(text, 200, {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": 'attachment; filename="left-out.csv"',
    // Compressing it on the way would keep others waiting.
    "Cache-Control": "no-store, no-transform",
  });
};

const actorOf = (c: C) => asStaff(c.get("member").id);

/** Returns the run that an address names. Throws `not_found`. */
export function runOf(c: C, { db }: Helpline): ImportRun {
  const run = importRun(db, idOf(c.req.param("id")));
  if (!run) throw new HelplineError("not_found");
  return run;
}

function showRun(c: C, helpline: Helpline, run: ImportRun, taken: boolean): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const progress = progressOf(db, run.id) ?? null;
  const state = stateOfRun(run, progress !== null, isAnything(run));
  const isRead = state !== "reading" && state !== "broken";
  const kept = c.req.query("kept");
  const props = {
    frame,
    run,
    state,
    progress,
    zones: isRead ? zonesOf(db, run.id) : [],
    leftOut: isRead && leftOut(db, run.id) !== "",
    usable: usableText(run.outlook, frame.t),
    toMap: isRead && isMappable(db, run) ? notUnderstood(run) : null,
    parts: isRead ? partsOf(c, helpline, frame.t, run) : [],
    who: aliasOfActor(db, run.actor),
    zone: homeZone(db),
    saved: c.req.query("saved") === "1",
    kept: kept === undefined ? null : Math.max(0, idOf(kept)),
    taken,
  };
  // Without a script the page must show the progress too.
  if (state === "reading") c.header("Refresh", "1");
  return page(c, <ImportRunPage {...props} />, taken ? 409 : 200);
}
