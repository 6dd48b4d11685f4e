import type { Answer } from "#src/db/db.ts";

/**
 * What the audit trail keeps of each event: who did what to what, never a word of a chat.
 * `change()` writes the row itself, in the transaction of the act. Messages and what passes answer for themselves.
 */
export const answer: Answer = (event) => {
  switch (event.type) {
    case "conversation.started":
    case "conversation.claimed":
    case "conversation.given_back":
    case "conversation.closed":
    case "conversation.forgotten":
      return { action: event.type, object: `conversation:${event.conversationId}` };
    case "rehearsal.done":
      return { action: event.type, object: "rehearsal", after: `conversation:${event.conversationId}` };
    case "conversation.ended":
      return { action: event.type, object: `conversation:${event.conversationId}`, after: event.reason };
    case "conversation.returned":
      return { action: event.type, object: `conversation:${event.conversationId}`, after: `${event.awayMs} ms` };
    case "availability.changed":
      return { action: event.type, object: `staff:${event.staffId}`, after: event.availability };
    case "staff.invited":
      return { action: event.type, object: `invitation:${event.invitationId}`, after: event.roles.join(" ") };
    case "staff.invitation_withdrawn":
      return { action: event.type, object: `invitation:${event.invitationId}` };
    case "staff.joined":
      return { action: event.type, object: `staff:${event.staffId}`, after: event.roles.join(" ") };
    case "staff.changed":
      return { action: event.type, object: `staff:${event.staffId}`, before: event.before, after: event.after };
    case "staff.names_set":
    case "staff.password_link":
    case "staff.signed_in":
    case "staff.signed_out":
      return { action: event.type, object: `staff:${event.staffId}` };
    case "staff.password_set":
      return {
        action: event.type,
        object: `staff:${event.staffId}`,
        ...(event.linkOf === null ? {} : { after: event.linkOf }),
      };
    case "settings.changed":
      return { action: event.type, object: `settings:${event.subject}`, before: event.before, after: event.after };
    case "rules.published":
      return { action: event.type, object: `rules:${event.version}` };
    case "line.changed":
    case "hours.changed":
      return {
        action: event.type,
        object: `line:${event.lineId}`,
        after: event.after,
        ...(event.before === null ? {} : { before: event.before }),
      };
    case "line.overridden":
      return {
        action: event.type,
        object: `line:${event.lineId}`,
        after: JSON.stringify({ kind: event.kind, until: event.until, reason: event.reason }),
      };
    case "line.override_lifted":
      return { action: event.type, object: `line:${event.lineId}` };
    case "message.written":
    case "message.seen":
    case "feeling.given":
    case "help.rated":
    case "typing":
    case "staff.heard":
    case "connection.changed":
    case "line.closing":
    case "line.day_begun":
    // Has a log of its own.
    case "line.state_changed":
      return null;
    default:
      return event satisfies never;
  }
};
