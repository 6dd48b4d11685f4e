import type { Connection, EndReason, HoldReason } from "#src/conversation/state.ts";
import type { OnCallCause } from "#src/on-call/notice.ts";
import type { Subject } from "#src/settings/subjects.ts";
import type { SilenceStep } from "./conversation/silence/silence.ts";

/** Heard only after the commit of `change()`. Who sees each: live/fragments.tsx; who answers for each: audit/audit.ts. */
export type Event =
  | { type: "conversation.started"; conversationId: number }
  | { type: "conversation.claimed"; conversationId: number; staffId: number }
  /** It waits again, without the colleagues `beside` and those it was offered to. */
  | { type: "conversation.given_back"; conversationId: number; staffId: number; beside: number[]; offeredTo: number[] }
  /** A colleague came to write, a supervisor to read, or one of them left. */
  | { type: "conversation.joined"; conversationId: number; staffId: number }
  | { type: "conversation.read_along"; conversationId: number; staffId: number }
  | { type: "conversation.left"; conversationId: number; staffId: number; kind: Beside }
  | { type: "conversation.offered"; conversationId: number; staffId: number; to: number }
  | {
      type: "conversation.offer_settled";
      conversationId: number;
      staffId: number;
      to: number;
      outcome: "declined" | "withdrawn" | "lapsed";
    }
  | {
      type: "conversation.handed_over" | "conversation.taken_over";
      conversationId: number;
      staffId: number;
      from: number;
      offeredTo: number[];
    }
  /** It goes to another line's queue, and those `beside` leave it. */
  | {
      type: "conversation.passed_on";
      conversationId: number;
      staffId: number;
      fromLineId: number;
      lineId: number;
      beside: number[];
    }
  /** To another browser, by their code. */
  | { type: "conversation.moved"; conversationId: number }
  /** After it was broken off they came back by their code, and it waits again; `staffId` had it. */
  | { type: "conversation.reopened"; conversationId: number; staffId: number | null }
  | { type: "earlier.opened"; conversationId: number; staffId: number }
  | { type: "return_code.made"; conversationId: number }
  | { type: "conversation.returned"; conversationId: number; staffId: number | null; awayMs: number }
  | { type: "conversation.ended"; conversationId: number; staffId: number | null; reason: EndReason }
  /** A pause frees the hands of its counsellor, who is the same when the young person is back. */
  | { type: "conversation.paused" | "conversation.resumed"; conversationId: number; staffId: number }
  | { type: "approach.changed"; conversationId: number }
  | { type: "goal.changed"; conversationId: number }
  | { type: "reasons.ticked"; conversationId: number; staffId: number }
  | { type: "conversation.aside_undone"; conversationId: number; staffId: number }
  | { type: "conversation.stays"; conversationId: number; staffId: number }
  /** A complaint was made or read by a lead; its chat was read; an answer was written. */
  | { type: `concern.${"raised" | "read"}`; conversationId: number }
  | { type: `concern.${"opened" | "opened_alone" | "reviewed" | "answered"}`; conversationId: number }
  /** A counsellor (`staffId`) is told of it, and then heard or not; or is taken off new chats for it, or let back. */
  | { type: `concern.${"informed" | "heard" | "unheard"}`; conversationId: number; staffId: number }
  | { type: `concern.${"taken_off" | "let_back"}`; conversationId: number; staffId: number }
  | { type: "concern.settled"; conversationId: number; done: boolean; told: number[] }
  | { type: "silence.stepped"; conversationId: number; staffId: number; step: SilenceStep }
  /** Someone said that they are still there, or the timer was held or let run. */
  | { type: "silence.broken"; conversationId: number; staffId: number }
  /** Someone who writes in it marks danger, or says that what the young person ticked does not hold (any more). */
  | { type: "conversation.urgent_marked"; conversationId: number; staffId: number; present: boolean }
  /** `why`: a mark was ended, and for this reason. */
  | { type: "conversation.risk_marked"; conversationId: number; staffId: number; present: boolean; why: RiskEnd | null }
  /** After the chat's start; `staffId` is its counsellor, null while it waits. */
  | { type: "conversation.danger_said"; conversationId: number; staffId: number | null }
  /** A writer in it says whether the young person's screen is watched. `after`: the last message (seq) before it was. */
  | { type: "conversation.watched"; conversationId: number; staffId: number; present: boolean; after: number }
  | { type: "conversation.closed"; conversationId: number; staffId: number }
  | { type: "conversation.forgotten"; conversationId: number }
  /** The words of an ended chat are held (`until`: ms UTC), let go or read. */
  | { type: "hold.set"; conversationId: number; reason: HoldReason; until: number }
  | { type: "hold.lifted" | "hold.lapsed" | "hold.opened"; conversationId: number }
  | { type: "hold.opened_alone" | "hold.reviewed"; conversationId: number }
  /** Someone wants to read an ended chat, or another agreed to it. */
  | { type: "opening.asked" | "opening.agreed"; conversationId: number; of: "hold" | "concern" }
  /** They left in danger, deleted it then, or that is over. "erased": what was deleted is gone, at once unless in danger. */
  | { type: "danger.left" | "danger.deleted" | "danger.closed" | "conversation.erased"; conversationId: number }
  | { type: "danger.opened"; conversationId: number }
  | { type: "note.written"; conversationId: number; seq: number; staffId: number }
  | { type: "note.seen"; conversationId: number; staffId: number }
  /** `toAll`: it stands in every console until each has read it. */
  /** In a practice chat; `staffId` is whoever practises. Nothing of it reaches a young person. */
  | { type: "practice.changed"; practiceId: number; staffId: number }
  | { type: "practice.handed_in"; practiceId: number; staffId: number; taken: boolean }
  | { type: "scenario.changed"; scenario: string; as: "kept" | "offered" | "off" | "removed" }
  | { type: "shift.written"; noteId: number; staffId: number; toAll: boolean }
  | { type: "shift.seen"; staffId: number }
  | { type: "shift.read"; noteId: number; staffId: number }
  | { type: "shift.taken_back"; noteId: number; staffId: number }
  | { type: "shift.forgotten" }
  /** `staffId` null: Porchlight asks for them. */
  | { type: "help.asked"; conversationId: number; staffId: number | null }
  | { type: "help.taken_back"; conversationId: number; staffId: number }
  | { type: "help.seen"; conversationId: number; staffId: number }
  | {
      type: "message.written";
      conversationId: number;
      seq: number;
      author: "youth" | "counsellor" | "notice";
      staffId: number | null;
    }
  /** Someone who waits changed or took back what nobody has read yet. */
  | { type: "message.rewritten"; conversationId: number; seq: number }
  | { type: "message.seen"; conversationId: number; staffId: number | null; by: "youth" | "counsellor"; seq: number }
  | { type: "feeling.given"; conversationId: number; staffId: number | null; moment: "before" | "after" }
  | { type: "help.rated" | "next_step.said"; conversationId: number }
  | { type: "rehearsal.done"; conversationId: number; staffId: number }
  /** For them and the supervisors alone to know. */
  | { type: "debrief.given"; conversationId: number; staffId: number }
  | {
      type: "debrief.settled";
      debriefId: number;
      conversationId: number | null;
      staffId: number;
      act: "take" | "release" | "done" | "again";
    }
  | { type: "thanks.given"; conversationId: number }
  | { type: "thanks.screened"; conversationId: number; staffId: number; act: "passed" | "kept" | "again" }
  | { type: "told"; staffId: number }
  | { type: "wrap_up.changed"; staffId: number; on: boolean }
  | { type: "availability.changed"; staffId: number; availability: Availability; inCharge?: true }
  /** Someone in charge of people takes them off new chats, or lets them back. */
  | { type: "staff.new_chats"; staffId: number; takes: boolean }
  | { type: "staff.invited"; invitationId: number; roles: Role[] }
  | { type: "staff.invitation_withdrawn"; invitationId: number }
  | { type: "staff.joined"; staffId: number; roles: Role[] }
  /** `before` and `after` are JSON: everything that is set of the member. */
  | { type: "staff.changed"; staffId: number; before: string; after: string }
  | { type: "staff.names_set" | "staff.signals_set"; staffId: number }
  /** How far they are in learning, and beside whom (id). */
  | { type: "stage.changed"; staffId: number; stage: Stage; buddyId: number | null }
  /** `onDay`: when it was seen (YYYY-MM-DD), "" for not. */
  | { type: "paper.seen"; staffId: number; what: "undertaking" | "references" | "certificate"; onDay: string }
  /** How they see themselves, or a supervisor sees them; nothing says how. */
  | { type: "sign_off.rated"; staffId: number; done: boolean }
  /** `known`: they can be written to, or phoned in an emergency. Nothing says where. */
  | { type: "staff.address_set" | "staff.phone_set"; staffId: number; known: boolean }
  /** A message to a young person looks like a way to be reached outside; `reason` is what its writer said. */
  | { type: "contact.sent"; conversationId: number; staffId: number; reason: ContactReason }
  | { type: "on_call.told"; noticeId: number; cause: OnCallCause }
  | { type: "on_call.settled"; noticeId: number }
  /** The webhook; `set` false: it was removed. */
  | { type: "on_call.hook_set"; set: boolean }
  | { type: "keys.team_made" }
  | { type: "keys.given" | "keys.taken"; staffId: number }
  /** Someone asks for a copy of the data in a folder. */
  | { type: "backup.asked"; folder: string }
  /** `at`: of the copy, ms UTC; what was written after it is missing. */
  | { type: "backup.restored"; at: number }
  /** By an upgrade, a way back, or while it stood still; versions, like 0.1.0. */
  | { type: "program.replaced"; from: string; to: string }
  /** Data came back without their keys; or at a start the master key was missing or another, so one stands in for it. */
  | { type: "keys.lost" | "keys.stood_in" }
  /** A second machine may fetch copies, or no longer. */
  | { type: "backup.machine_let" | "backup.machine_removed"; machineId: number; name: string }
  | { type: "keys.master_made" }
  /** `n` keys were moved under the current master key. */
  | { type: "keys.moved"; n: number }
  | { type: "keys.sheet_made" | "keys.sheet_proved"; sheetId: number }
  /** By the password of someone who holds the team key, at the terminal of the server. */
  | { type: "keys.opened_at_terminal"; staffId: number }
  | { type: "keys.sheet_used"; sheetId: number; staffId: number }
  /** A chat's words are about to close, or have closed, to all but the holders of the team key. */
  | { type: "conversation.closing" | "conversation.sealed"; conversationId: number }
  | { type: "staff.password_link"; staffId: number }
  /** `linkOf`: the maker of the link it was set with; null if they set it themselves. */
  | { type: "staff.password_set"; staffId: number; linkOf: Actor | null }
  /** `taken_off`: by an admin. */
  | { type: "staff.second_step"; staffId: number; what: SecondStepChange }
  | { type: "staff.session_ended"; staffId: number }
  /** null = for a name that is nobody's. */
  | { type: "staff.sign_in_refused"; staffId: number | null; times: number }
  /** Something they may not do, or that no page of ours does; null = someone not signed in. */
  | { type: "access.refused"; kind: RefusedKind; staffId: number | null; times: number }
  | { type: "staff.signed_in" | "staff.signed_out"; staffId: number }
  /** `before` and `after` are JSON: what was changed, by name; null = as shipped. */
  | { type: "settings.changed"; subject: Subject; before: string; after: string }
  | { type: "rules.published"; version: number }
  | { type: "line.changed"; lineId: number; before: string | null; after: string }
  | { type: "hours.changed"; lineId: number; before: string; after: string }
  | { type: "line.overridden"; lineId: number; kind: OverrideKind; until: number | null; reason: string }
  | { type: "line.override_lifted"; lineId: number }
  | { type: "line.state_changed"; lineId: number; from: string; to: string; reason: string }
  /** `before` and `after` are versions of its document; null for a new one. */
  | { type: "service.changed"; serviceId: string; before: number | null; after: number }
  | { type: "service.deleted"; serviceId: string; before: string }
  | { type: "service.restored"; serviceId: string; versionId: number }
  | { type: "service.verified"; serviceId: string; verificationId: number }
  | { type: "service.reported" | "service.report_resolved"; serviceId: string; reportId: number }
  /** `before` and `after` are JSON; null for a new one. */
  | { type: "organization.changed"; organizationId: string; before: string | null; after: string }
  | { type: "region.changed"; code: string; before: string | null; after: string }
  | { type: "source.changed"; sourceId: number; before: string | null; after: string }
  /** `n` items from a source were refused and stay as they are here; `items` are the ids of the first of them. */
  | { type: "source.refused"; sourceId: number; n: number; items: string[] }
  /** `which` all: with the places that only staff see. */
  | { type: "directory.exported"; as: string; which: "all" | "public" }
  | { type: "directory.imported"; runId: number }
  | { type: "directory.import_undone"; runId: number }
  /** What a source means in its files; `before` and `after` are JSON. */
  | { type: "directory.mapped"; source: string; before: string; after: string }
  /** `ownerId` null: the helpline's. `before` and `after` are JSON: what was set of each, by id. */
  | { type: "replies.changed"; ownerId: number | null; before: string; after: string }
  | { type: "referral.noted"; conversationId: number; staffId: number | null }
  /** "record.begun": or put off, to be finished later. */
  | {
      type: "record.begun" | "record.finished" | "record.reopened";
      recordId: number;
      staffId: number;
      conversationId: number | null;
    }
  /** `before` and `after` are JSON: its codes, never its note; `byOther`: by a supervisor. */
  | {
      type: "record.changed";
      recordId: number;
      staffId: number;
      conversationId: number | null;
      byOther: boolean;
      before: string;
      after: string;
    }
  | { type: "record.note_forgotten"; recordId: number }
  | { type: "emergency.declared"; emergencyId: number; conversationId: number; staffId: number }
  | { type: "emergency.acknowledged" | "emergency.phoned"; emergencyId: number; staffId: number }
  /** Someone says that they are calling the emergency services, or that they are not after all. */
  | { type: "emergency.calling"; emergencyId: number; staffId: number; on: boolean }
  /** `before` and `after` are JSON: the codes of its record, never its words. */
  | { type: "emergency.changed"; emergencyId: number; conversationId: number | null; before: string; after: string }
  /** Someone asks to see where the young person writes from, a second person confirms, and it is shown. */
  | { type: "address.asked"; emergencyId: number; conversationId: number; staffId: number; reason: AddressReason }
  | { type: "address.confirmed"; emergencyId: number; conversationId: number; staffId: number; askedBy: number }
  | { type: "address.shown"; emergencyId: number; conversationId: number; staffId: number; confirmedBy: number }
  | { type: "emergency.note_forgotten"; emergencyId: number }
  | { type: "audit.opened" | "audit.exported" }
  | { type: "audit.chained_anew"; before: string; after: string }
  /** `before` and `after` are JSON, without the password; null for none. */
  | { type: "mail.server_set"; before: string | null; after: string | null }
  | { type: "mail.queued"; mailId: number; purpose: MailPurpose; about: number | null }
  | { type: "mail.delayed"; mailId: number; purpose: MailPurpose }
  | { type: "mail.settled"; mailId: number; purpose: MailPurpose; about: number | null; outcome: MailOutcome }
  /** Someone asked for a callback, was written to, or need not be any more. Nobody hears who. */
  | { type: "callback.changed"; lineId: number }
  /** An admin let go of `n` requests made since an instant (ms UTC). */
  | { type: "callback.let_go"; since: number; n: number }
  // passing: never stored
  /** The counsellor is told how long it has gone on, or no longer. */
  | { type: "length.noted"; conversationId: number }
  | { type: "line.closing"; lineId: number; closing: boolean }
  | { type: "line.day_begun"; lineId: number }
  /** For some who wait it is too late to be reached today, or no longer. */
  | { type: "wait.outlook" }
  /** Someone urgent was not taken in time, or nobody can take them; or that is over. */
  | { type: "urgent.unanswered" }
  | { type: "overview.due" }
  | { type: "typing"; conversationId: number; staffId: number | null; by: "youth" | "counsellor"; on: boolean }
  | { type: "staff.heard"; staffId: number; heard: boolean }
  | { type: "connection.changed"; conversationId: number; staffId: number | null; connection: Connection };

export type Emit = (event: Event) => void;

/** `gone`: was available, but their browser has not been heard for a while. */
export type Availability = "available" | "away" | "gone";

/** `open`: outside the opening hours too. */
export type OverrideKind = "closed" | "paused" | "open";

/** How far someone is in learning to answer young people. */
export type Stage = "training" | "shadow" | "buddy" | "alone";
export type Role = "counsellor" | "supervisor" | "admin" | "lead";

type SecondStepChange = "app_on" | "off" | "taken_off" | "codes_made" | "code_used" | "key_on" | "key_off";

/** `password`: wrong when asked again; `foreign`: not from a page of ours; `frame`: sent by none of ours; `haste`: too much. */
export type RefusedKind = "right" | "chat" | "password" | "sheet" | "foreign" | "frame" | "haste" | "copies";

export type MailPurpose = "callback" | "invite" | MailToStaff | "test";
/** `concern`: about a complaint. No page tells of these mails, as those who had a part in the chat would see it. */
type MailToStaff = "digest" | "trail" | "account" | "read_alone" | "concern" | "on_call";

export type Beside = "joined" | "reading";

/** Why a counsellor sends what looks like a way to reach them outside (PROMISES.md T20). */
export type ContactReason = "place" | "agreed" | "none";

/** Why a mark of risk was ended. */
export type RiskEnd = "talked" | "plan" | "mistake";

export type AddressReason = "no_answer" | "cannot_say" | "other_in_danger";

/** Taken by the server, refused for good, given up after days, or withdrawn before it went. */
export type MailOutcome = "sent" | "refused" | "given_up" | "withdrawn";

/** As the audit trail keeps it. */
export type Actor = `${"staff" | "invitation" | "conversation"}:${number}` | Nameless;
type Nameless = "youth" | "in charge" | "porchlight" | "command line";
