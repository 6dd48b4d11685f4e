import { HelplineError } from "#src/errors.ts";
import { showOpening } from "#src/http/admin/hours/open.tsx";
import { showLook } from "#src/http/admin/look/look.tsx";
import { showMeanwhile } from "#src/http/admin/rules/meanwhile.tsx";
import { showReasons } from "#src/http/admin/rules/reasons.tsx";
import { showRules } from "#src/http/admin/rules/rules.tsx";
import { showTexts } from "#src/http/admin/texts/texts-shown.tsx";
import { idOf, type NotDone, readUndo } from "#src/http/frame/history.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { undoOpening } from "#src/queue/line/opening.ts";
import { forgetAddresses } from "#src/record/address.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { isSubject, pageOf, type SubjectListed, settingsPages } from "#views/admin/subjects/settings-index.tsx";
import { showAssessment } from "./assessment.tsx";
import { changeSubject } from "./settings-change.ts";
import { showSubject } from "./subject.tsx";

/**
 * POST /admin/settings/:subject/undo: a subject as it was before a change; a change of its own, so it can be undone too.
 * When it was not made, its page shows why, and what there is now.
 */
export const undoSubject: Handle = async (c, helpline) => {
  const subject = settingsPages.filter(isSubject).find((name) => name === c.req.param("subject"));
  // These two are undone on their own pages.
  if (!subject || subject === "sharing" || subject === "on_call") throw new HelplineError("not_found");
  const { changeId, basedOn, given } = await readUndo(c);
  const undo = { subject, changeId, basedOn };
  const waiting = Math.max(0, idOf(given.waiting));
  const saved = await changeSubject(c, helpline, subject, { seen: basedOn, wanted: "undone" }, (tx, emit) => {
    if (subject === "opening") return undoOpening(tx, emit, { ...undo, waiting });
    const id = undoSettings(tx, emit, undo);
    forgetAddresses(tx);
    return id;
  });
  if (typeof saved !== "number") return showNotUndone(c, helpline, subject, saved);
  return c.redirect(`${pageOf[subject]}?saved=${saved}`, 303);
};

function showNotUndone(
  c: C,
  helpline: Helpline,
  subject: Exclude<SubjectListed, "sharing" | "on_call">,
  why: NotDone,
): Response {
  switch (subject) {
    case "assessment":
      return showAssessment(c, helpline, why);
    case "opening":
      return showOpening(c, helpline, why);
    case "look":
      return showLook(c, helpline, why);
    case "rules":
      return showRules(c, helpline, why);
    case "meanwhile":
      return showMeanwhile(c, helpline, why);
    case "reasons":
      return showReasons(c, helpline, why);
    case "texts":
      return showTexts(c, helpline, why);
    default:
      return showSubject(c, helpline, { subject, ...why });
  }
}
