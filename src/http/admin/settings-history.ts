import { HelplineError } from "#src/errors.ts";
import { noteDoors } from "#src/queue/doors.ts";
import { type Subject, subjects } from "#src/settings/subjects.ts";
import { undoSettings } from "#src/settings/undo.ts";
import { heavy, staysLight, TooHeavy } from "../budget.tsx";
import { fields, type Handle } from "../context.ts";
import { basedOn } from "../subject-form.ts";

/** Where each subject is set. */
export const pageOf: Record<Subject, string> = {
  helpline: "/admin/settings/helpline",
  emergency: "/admin/settings/emergency",
  languages: "/admin/settings/languages",
  chats: "/admin/settings/chats",
  keeping: "/admin/settings/keeping",
  look: "/admin/look",
  rules: "/admin/rules",
  texts: "/admin/texts",
  opening: "/admin/open",
  checklist: "/admin/open",
};

/**
 * POST /admin/settings/:subject/undo: a subject as it was before a change; a change of its own, so it can be undone too.
 * When a colleague was faster, the page shows what there is now and nothing is undone.
 */
export const undoSubject: Handle = async (c, helpline) => {
  const subject = subjects.find((one) => one === c.req.param("subject"));
  if (!subject) throw new HelplineError("not_found");
  const { change = "", based_on: seen } = await fields(c);
  const undo = { subject, changeId: basedOn(change), basedOn: basedOn(seen) };
  try {
    const saved = await helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => {
      const id = staysLight(c, helpline, tx, () => undoSettings(tx, emit, undo));
      if (subject === "opening") noteDoors(tx, emit);
      return id;
    });
    return c.redirect(`${pageOf[subject]}?saved=${saved}`, 303);
  } catch (error) {
    if (error instanceof TooHeavy) throw heavy(error);
    if (!(error instanceof HelplineError) || error.code !== "taken") throw error;
    return c.redirect(`${pageOf[subject]}?stale=1`, 303);
  }
};
