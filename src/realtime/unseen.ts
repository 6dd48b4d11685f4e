import type { Event } from "#src/events.ts";

/** Seen by nobody as it happens: the pages concerned are read anew by whoever opens them. */
const unseen = [
  "staff.address_set",
  "keys.team_made",
  "keys.given",
  "keys.taken",
  "keys.sheet_made",
  "keys.sheet_proved",
  "keys.sheet_used",
  "conversation.sealed",
  "on_call.told",
  "on_call.settled",
  "on_call.hook_set",
  "overview.due",
  "concern.opened",
  "contact.sent",
  "conversation.forgotten",
  "help.rated",
  "rehearsal.done",
  "record.changed",
  "record.note_forgotten",
  "staff.invited",
  "staff.invitation_withdrawn",
  "staff.joined",
  "staff.names_set",
  "staff.password_link",
  "staff.password_set",
  "staff.second_step",
  "staff.session_ended",
  "staff.signed_in",
  "staff.signed_out",
  "rules.published",
  "service.changed",
  "service.deleted",
  "service.restored",
  "service.verified",
  "service.reported",
  "service.report_resolved",
  "organization.changed",
  "region.changed",
  "source.changed",
  "source.refused",
  "directory.exported",
  "directory.imported",
  "directory.import_undone",
  "replies.changed",
  "audit.opened",
  "audit.exported",
  "mail.server_set",
  "mail.queued",
  "mail.delayed",
  "mail.settled",
  "callback.changed",
  "callback.let_go",
] as const satisfies Event["type"][];

type Unseen = (typeof unseen)[number];

/** Whether nothing is painted for an event, but for what shows the whole room (overview-fragments.tsx). */
export function isUnseen(event: Event): event is Extract<Event, { type: Unseen }> {
  return (unseen as readonly string[]).includes(event.type);
}
