import { tidy } from "#src/conversation/messages/writing.ts";
import { asStaff } from "#src/db/db.ts";
import { guardOf } from "#src/directory/care/guard.ts";
import { maxReportNote, type ReportReason, report, reportReasons } from "#src/directory/care/reports.ts";
import { type Service, service } from "#src/directory/entry/services.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { ReportPage, type ReportProps } from "#views/counsellor/chat/report.tsx";
import { conversationFor } from "../gate.ts";

/** GET /staff/conversation/:id/referrals/report?service=…: the form to report that something about a place is not true. */
export const reportPage: Handle = (c, helpline) => {
  conversationFor(c, helpline, "conversation.read");
  return showReport(c, helpline, placeFor(helpline, c.req.query("service")));
};

/** POST /staff/conversation/:id/referrals/report: reports it; a refusal shows the form again with all that was typed. */
export const reportPlace: Handle = async (c, helpline) => {
  conversationFor(c, helpline, "conversation.read");
  const { id: staffId } = c.get("member");
  const given = await fields(c);
  const place = placeFor(helpline, given.service);
  const reason = reportReasons.find((one) => one === given.reason) ?? null;
  const note = tidy(given.note ?? "");
  try {
    const input = { serviceId: place.id, actor: asStaff(staffId), reason: readReason(reason), note };
    refuseNote(input.reason, note);
    await helpline.db.change(input.actor, (tx, emit) => report(tx, emit, input));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    return showReport(c, helpline, place, { reason, note }, error);
  }
  return showReport(c, helpline, place, { reason, note, done: true });
};

function placeFor({ db, clock }: Helpline, id = ""): Service {
  const found = service(db, id);
  if (!found || guardOf(db, found, null, clock.now()).block !== null) throw new HelplineError("not_found");
  return found;
}

function readReason(reason: ReportReason | null): ReportReason {
  if (reason === null) throw new HelplineError("bad_input", "staff.report.choose", {}, "reason");
  return reason;
}

function refuseNote(reason: ReportReason, note: string) {
  if (note.length > maxReportNote)
    throw new HelplineError("bad_input", "session.wrong.helpline_long", { most: maxReportNote }, "note");
  if (reason === "other" && note === "") throw new HelplineError("bad_input", "staff.report.say_what", {}, "note");
}

function showReport(
  c: C,
  helpline: Helpline,
  place: Service,
  given: Partial<Pick<ReportProps, "reason" | "note" | "done">> = {},
  error?: HelplineError,
): Response {
  const frame = staffFrame(c, helpline);
  const wrong = error ? { field: error.field as "reason" | "note", sentence: frame.t(error.key, error.values) } : null;
  const { reason = null, note = "", done = false } = given;
  const shown = { id: place.id, name: place.entry.name };
  const id = Number(c.req.param("id"));
  return page(
    c,
    <ReportPage
      frame={frame}
      id={id}
      place={shown}
      done={done}
      reasons={reportReasons}
      reason={reason}
      note={note}
      wrong={wrong}
    />,
    wrong ? 422 : 200,
  );
}
