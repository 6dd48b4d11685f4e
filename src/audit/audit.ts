import { utc } from "#src/clock.ts";
import { type AuditAnswer, asChat, asStaff } from "#src/db/db.ts";
import { saidOf } from "./times.ts";

/** Returns what the audit trail keeps of an event, or null: who did what to what, never a word of a chat. */
export const auditAnswer: AuditAnswer = (event) => {
  switch (event.type) {
    case "conversation.started":
    case "conversation.claimed":
    case "conversation.given_back":
    case "concern.raised":
    case "concern.read":
    case "concern.opened":
    case "concern.answered":
    case "conversation.aside_undone":
    case "conversation.moved":
    case "conversation.danger_said":
    case "earlier.opened":
    case "conversation.reopened":
    case "conversation.paused":
    case "conversation.resumed":
    case "conversation.closed":
    case "conversation.erased":
    case "danger.left":
    case "danger.deleted":
    case "danger.opened":
    case "danger.closed":
    case "hold.lifted":
    case "hold.lapsed":
    case "hold.opened":
    case "hold.opened_alone":
    case "hold.reviewed":
    case "concern.opened_alone":
    case "concern.reviewed":
    case "conversation.forgotten":
    case "help.asked":
    case "help.taken_back":
    case "help.seen":
    case "conversation.joined":
    case "conversation.read_along":
      return { action: event.type, object: chatOf(event) };
    case "opening.asked":
    case "opening.agreed":
      return { action: `${event.of}.${event.type.slice(8)}`, object: chatOf(event) };
    case "hold.set":
      return {
        action: event.type,
        object: chatOf(event),
        after: saidOf(event.type, { reason: event.reason, until: event.until }),
      };
    case "conversation.left":
      return { action: event.type, object: chatOf(event), before: event.kind };
    case "conversation.offered":
      return { action: event.type, object: chatOf(event), after: asStaff(event.to) };
    case "conversation.offer_settled":
      return { action: event.type, object: chatOf(event), after: event.outcome };
    case "conversation.handed_over":
    case "conversation.taken_over":
      return changed({ ...event, before: asStaff(event.from), after: asStaff(event.staffId) }, chatOf(event));
    case "conversation.passed_on":
      return changed({ ...event, before: `line:${event.fromLineId}`, after: `line:${event.lineId}` }, chatOf(event));
    case "concern.informed":
    case "concern.heard":
    case "concern.unheard":
    case "concern.taken_off":
    case "concern.let_back":
      return { action: event.type, object: chatOf(event), after: asStaff(event.staffId) };
    case "concern.settled":
      return { action: event.type, object: chatOf(event), after: event.done ? "done" : "open" };
    case "rehearsal.done":
      return { action: event.type, object: "rehearsal", after: chatOf(event) };
    // Never the words: only that it happened, and why.
    case "contact.sent":
    case "conversation.ended":
      return { action: event.type, object: chatOf(event), after: event.reason };
    case "conversation.risk_marked":
      return { action: event.type, object: chatOf(event), after: event.why ?? "present" };
    case "conversation.urgent_marked":
    case "conversation.watched":
      return { action: event.type, object: chatOf(event), after: event.present ? "present" : "not" };
    case "conversation.returned":
      return { action: event.type, object: chatOf(event), after: `${event.awayMs} ms` };
    case "debrief.settled":
      return { action: event.type, object: `debrief:${event.debriefId}`, after: event.act };
    case "thanks.screened":
      return { action: event.type, object: chatOf(event), after: event.act };
    case "practice.handed_in":
      return { action: event.type, object: `practice:${event.practiceId}`, after: event.taken ? "back" : "in" };
    case "scenario.changed":
      return { action: event.type, object: `scenario:${event.scenario}`, after: event.as };
    case "shift.written":
      return event.toAll ? { action: event.type, object: `shift:${event.noteId}` } : null;
    case "shift.taken_back":
      return { action: event.type, object: `shift:${event.noteId}` };
    case "availability.changed":
      return event.inCharge ? null : { ...ofStaff(event), after: event.availability };
    // Not named: a lead does this too, and nobody may learn that from here (staff/shift/new-chats.ts).
    case "staff.new_chats":
      return { ...ofStaff(event), after: event.takes ? "takes" : "off", actor: "in charge" };
    case "staff.invited":
      return { action: event.type, object: `invitation:${event.invitationId}`, after: event.roles.join(" ") };
    case "staff.invitation_withdrawn":
      return { action: event.type, object: `invitation:${event.invitationId}` };
    case "staff.joined":
      return { action: event.type, object: asStaff(event.staffId), after: event.roles.join(" ") };
    case "staff.changed":
      return { action: event.type, object: asStaff(event.staffId), before: event.before, after: event.after };
    case "stage.changed":
      return { ...ofStaff(event), after: event.stage };
    case "paper.seen":
      return { ...ofStaff(event), after: `${event.what} ${event.onDay}`.trim() };
    case "sign_off.rated":
      return { ...ofStaff(event), after: event.done ? "done" : "rated" };
    case "staff.names_set":
    case "staff.password_link":
    case "staff.session_ended":
    case "staff.signed_in":
    case "staff.signed_out":
      return ofStaff(event);
    case "staff.password_set":
      return { ...ofStaff(event), ...(event.linkOf === null ? {} : { after: event.linkOf }) };
    case "staff.sign_in_refused":
      return {
        action: event.type,
        object: event.staffId === null ? "nobody" : asStaff(event.staffId),
        after: String(event.times),
      };
    case "access.refused":
      return {
        action: `${event.type}.${event.kind}`,
        object: event.staffId === null ? "nobody" : asStaff(event.staffId),
        after: String(event.times),
      };
    case "staff.second_step":
      return { action: event.type, object: asStaff(event.staffId), after: event.what };
    case "staff.address_set":
    case "staff.phone_set":
      return { action: event.type, object: asStaff(event.staffId), after: event.known ? "known" : "gone" };
    case "keys.team_made":
      return { action: event.type, object: "team_key" };
    case "backup.asked":
      return { action: event.type, object: `backup:${event.folder}` };
    case "backup.restored":
      return {
        action: event.type,
        object: `backup:${utc(event.at)}`,
      };
    case "program.replaced":
      return { action: event.type, object: `program:${event.from} → ${event.to}` };
    case "backup.machine_let":
    case "backup.machine_removed":
      return { action: event.type, object: `machine:${event.name}`, after: String(event.machineId) };
    case "keys.lost":
    case "keys.stood_in":
    case "keys.master_made":
      return { action: event.type, object: "master_key" };
    case "keys.moved":
      return { action: event.type, object: "master_key", after: String(event.n) };
    case "keys.given":
    case "keys.taken":
    case "keys.opened_at_terminal":
      return ofStaff(event);
    case "keys.sheet_made":
    case "keys.sheet_proved":
      return { action: event.type, object: `sheet:${event.sheetId}` };
    case "keys.sheet_used":
      return { action: event.type, object: `sheet:${event.sheetId}`, after: asStaff(event.staffId) };
    case "on_call.told":
      return { action: event.type, object: `notice:${event.noticeId}`, after: event.cause };
    case "on_call.hook_set":
      return { action: event.type, object: "on_call", after: event.set ? "set" : "gone" };
    case "settings.changed":
      return { action: event.type, object: `settings:${event.subject}`, before: event.before, after: event.after };
    case "rules.published":
      return { action: event.type, object: `rules:${event.version}` };
    case "line.changed":
    case "hours.changed":
      return changed(event, `line:${event.lineId}`);
    case "line.overridden":
      return {
        action: event.type,
        object: `line:${event.lineId}`,
        after: saidOf(event.type, { kind: event.kind, until: event.until, reason: event.reason }),
      };
    case "line.override_lifted":
      return { action: event.type, object: `line:${event.lineId}` };
    case "service.changed":
      return {
        action: event.type,
        object: `service:${event.serviceId}`,
        after: String(event.after),
        ...(event.before === null ? {} : { before: String(event.before) }),
      };
    case "service.deleted":
      return { action: event.type, object: `service:${event.serviceId}`, before: event.before };
    case "service.restored":
      return { action: event.type, object: `service:${event.serviceId}`, after: String(event.versionId) };
    case "service.verified":
      return { action: event.type, object: `service:${event.serviceId}`, after: String(event.verificationId) };
    case "service.reported":
    case "service.report_resolved":
      return { action: event.type, object: `service:${event.serviceId}`, after: String(event.reportId) };
    case "organization.changed":
      return changed(event, `organization:${event.organizationId}`);
    case "region.changed":
      return changed(event, `region:${event.code}`);
    case "source.changed":
      return changed(event, `source:${event.sourceId}`);
    case "source.refused":
      return {
        action: event.type,
        object: `source:${event.sourceId}`,
        after: JSON.stringify({ n: event.n, items: event.items }),
      };
    case "directory.exported":
      return { action: event.type, object: "directory", after: `${event.which} ${event.as}` };
    case "directory.imported":
    case "directory.import_undone":
      return { action: event.type, object: `import:${event.runId}` };
    case "directory.mapped":
      return changed(event, `mapping:${event.source}`);
    case "audit.opened":
    case "audit.exported":
      return { action: event.type, object: "audit" };
    case "audit.chained_anew":
      return { action: event.type, object: "trail", before: event.before, after: event.after };
    case "mail.server_set":
      return {
        action: event.type,
        object: "mail",
        ...(event.before === null ? {} : { before: event.before }),
        ...(event.after === null ? {} : { after: event.after }),
      };
    case "callback.let_go":
      return { action: event.type, object: "callback", after: saidOf(event.type, { n: event.n, since: event.since }) };
    case "replies.changed":
      return changed(event, event.ownerId === null ? "replies" : `replies:${event.ownerId}`);
    case "record.finished":
    case "record.reopened":
    case "record.note_forgotten":
      return { action: event.type, object: `record:${event.recordId}` };
    case "emergency.declared":
      return { action: event.type, object: `emergency:${event.emergencyId}`, after: chatOf(event) };
    case "emergency.phoned":
      return { action: event.type, object: `emergency:${event.emergencyId}`, after: asStaff(event.staffId) };
    case "emergency.changed":
      return changed(event, `emergency:${event.emergencyId}`);
    case "address.asked":
      return { action: event.type, object: `emergency:${event.emergencyId}`, after: event.reason };
    case "address.confirmed":
      return { action: event.type, object: `emergency:${event.emergencyId}`, after: asStaff(event.askedBy) };
    case "address.shown":
      return { action: event.type, object: `emergency:${event.emergencyId}`, after: asStaff(event.confirmedBy) };
    case "emergency.calling":
      return { action: event.type, object: `emergency:${event.emergencyId}`, after: event.on ? "on" : "off" };
    case "emergency.acknowledged":
    case "emergency.note_forgotten":
      return { action: event.type, object: `emergency:${event.emergencyId}` };
    case "record.changed":
      return {
        action: event.byOther ? "record.corrected" : event.type,
        object: `record:${event.recordId}`,
        before: event.before,
        after: event.after,
      };
    // Not audited: these are kept elsewhere, are private, or only pass.
    case "message.written":
    case "message.rewritten":
    case "message.seen":
    case "note.written":
    case "note.seen":
    case "practice.changed":
    case "shift.seen":
    case "shift.read":
    case "shift.forgotten":
    case "feeling.given":
    case "approach.changed":
    case "goal.changed":
    case "reasons.ticked":
    case "silence.stepped":
    case "silence.broken":
    case "conversation.stays":
    case "length.noted":
    case "help.rated":
    case "next_step.said":
    case "typing":
    case "staff.heard":
    case "connection.changed":
    case "line.closing":
    case "line.day_begun":
    case "wait.outlook":
    case "urgent.unanswered":
    case "overview.due":
    case "conversation.closing":
    case "return_code.made":
    case "debrief.given":
    case "thanks.given":
    case "told":
    case "wrap_up.changed":
    case "staff.signals_set":
    case "record.begun":
    case "referral.noted":
    case "mail.queued":
    case "mail.delayed":
    case "mail.settled":
    case "on_call.settled":
    case "callback.changed":
    case "conversation.sealed":
    case "line.state_changed":
      return null;
    default:
      return event satisfies never;
  }
};

const ofStaff = (of: { type: string; staffId: number }) => ({ action: of.type, object: asStaff(of.staffId) });
const chatOf = ({ conversationId }: { conversationId: number }) => asChat(conversationId);

function changed(event: { type: string; before: string | null; after: string }, object: string) {
  return { action: event.type, object, after: event.after, ...(event.before === null ? {} : { before: event.before }) };
}
