import type { Connection, EndReason } from "#src/conversation/state.ts";
import type { Subject } from "#src/settings/subjects.ts";

/**
 * Everything that can happen. Emitted inside `change()` and heard only after the commit;
 * the ones under "passing" are never stored and are announced as they are.
 * Who sees each is decided in realtime/fragments.tsx, who must answer for each in audit/audit.ts:
 * both are switches that do not compile until a new event has its place.
 */
export type Event =
  | { type: "conversation.started"; conversationId: number }
  | { type: "conversation.claimed"; conversationId: number; staffId: number }
  /** Its counsellor (`staffId`) had to leave at once: it waits again. */
  | { type: "conversation.given_back"; conversationId: number; staffId: number }
  | { type: "conversation.returned"; conversationId: number; staffId: number | null; awayMs: number }
  | {
      type: "conversation.ended";
      conversationId: number;
      staffId: number | null;
      reason: EndReason;
    }
  | { type: "conversation.closed"; conversationId: number; staffId: number }
  | { type: "conversation.forgotten"; conversationId: number }
  | {
      type: "message.written";
      conversationId: number;
      seq: number;
      author: "youth" | "counsellor" | "notice";
      staffId: number | null;
    }
  | { type: "message.seen"; conversationId: number; staffId: number | null; by: "youth" | "counsellor"; seq: number }
  | { type: "feeling.given"; conversationId: number; staffId: number | null; moment: "before" | "after" }
  | { type: "help.rated"; conversationId: number }
  | { type: "rehearsal.done"; conversationId: number; staffId: number }
  | { type: "availability.changed"; staffId: number; availability: Availability }
  | { type: "staff.invited"; invitationId: number; roles: Role[] }
  | { type: "staff.invitation_withdrawn"; invitationId: number }
  | { type: "staff.joined"; staffId: number; roles: Role[] }
  /** `before` and `after` are JSON: everything that is set of the member. */
  | { type: "staff.changed"; staffId: number; before: string; after: string }
  /** The real name or the sign-in name was put right. */
  | { type: "staff.names_set"; staffId: number }
  /** A link with which they choose a new password. */
  | { type: "staff.password_link"; staffId: number }
  /** `linkOf`: who had made the link it was set with; null where they set it themselves. */
  | { type: "staff.password_set"; staffId: number; linkOf: Actor | null }
  | { type: "staff.signed_in"; staffId: number }
  | { type: "staff.signed_out"; staffId: number }
  /** `before` and `after` are JSON: what was changed of the subject, by name; null = as shipped. */
  | { type: "settings.changed"; subject: Subject; before: string; after: string }
  | { type: "rules.published"; version: number }
  | { type: "line.changed"; lineId: number; before: string | null; after: string }
  | { type: "hours.changed"; lineId: number; before: string; after: string }
  | { type: "line.overridden"; lineId: number; kind: OverrideKind; until: number | null; reason: string }
  | { type: "line.override_lifted"; lineId: number }
  | { type: "line.state_changed"; lineId: number; from: string; to: string; reason: string }
  // passing
  | { type: "line.closing"; lineId: number; closing: boolean }
  | { type: "line.day_begun"; lineId: number }
  | { type: "typing"; conversationId: number; staffId: number | null; by: "youth" | "counsellor"; on: boolean }
  | { type: "staff.heard"; staffId: number; heard: boolean }
  | { type: "connection.changed"; conversationId: number; staffId: number | null; connection: Connection };

export type Emit = (event: Event) => void;

/** `gone`: was available, but nothing has been heard from their browser for a while. */
export type Availability = "available" | "away" | "gone";

/** What a supervisor decides for now: `open` also outside the hours. */
export type OverrideKind = "closed" | "paused" | "open";

export type Role = "counsellor" | "supervisor" | "admin";

/** Who acts, as the audit trail keeps it. */
export type Actor =
  | `staff:${number}`
  | `invitation:${number}`
  | `conversation:${number}`
  | "youth"
  | "porchlight"
  | "command line";
