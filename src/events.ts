import type { Connection, EndReason, HoldReason } from "#src/conversation/state.ts";
import type { OnCallCause } from "#src/on-call/notice.ts";
import type { Subject } from "#src/settings/subjects.ts";
import type { SilenceStep } from "./conversation/silence/silence.ts";

/**
 * Everything that can happen. Emitted inside `change()` and heard only after the commit; the ones under "passing" are never stored.
 * Who sees each is decided in live/fragments.tsx (and silent-events.ts), who must answer for each in audit/audit.ts.
 */
export type Event =
  | { type: "conversation.started"; conversationId: number }
  | { type: "conversation.claimed"; conversationId: number; staffId: number }
  /** Its counsellor (`staffId`) had to leave at once: it waits again, without those `beside` them and to whom it was offered. */
  | { type: "conversation.given_back"; conversationId: number; staffId: number; beside: number[]; offeredTo: number[] }
  /** A colleague came to its counsellor's side to write, a supervisor to read, and went again. */
  | { type: "conversation.joined"; conversationId: number; staffId: number }
  | { type: "conversation.read_along"; conversationId: number; staffId: number }
  | { type: "conversation.left"; conversationId: number; staffId: number; kind: Beside }
  /** Its counsellor (`staffId`) offers it to a colleague (`to`), who has not accepted. */
  | { type: "conversation.offered"; conversationId: number; staffId: number; to: number }
  | {
      type: "conversation.offer_settled";
      conversationId: number;
      staffId: number;
      to: number;
      outcome: "declined" | "withdrawn" | "lapsed";
    }
  /** Another counsellor (`staffId`) has it now, and not the one before (`from`). */
  | {
      type: "conversation.handed_over" | "conversation.taken_over";
      conversationId: number;
      staffId: number;
      from: number;
      /** To whom it was offered until then. */
      offeredTo: number[];
    }
  /** Its counsellor (`staffId`) gave it to the queue of another line; those `beside` them go too. */
  | {
      type: "conversation.passed_on";
      conversationId: number;
      staffId: number;
      fromLineId: number;
      lineId: number;
      beside: number[];
    }
  /** The young person goes on in another browser, by their code. */
  | { type: "conversation.moved"; conversationId: number }
  /** It was broken off, and they came back by their code: it waits again, whoever had it (`staffId`). */
  | { type: "conversation.reopened"; conversationId: number; staffId: number | null }
  /** Somebody who writes in it reads the earlier chats that the young person shows. */
  | { type: "earlier.opened"; conversationId: number; staffId: number }
  /** They have a code to come back with. */
  | { type: "return_code.made"; conversationId: number }
  | { type: "conversation.returned"; conversationId: number; staffId: number | null; awayMs: number }
  | { type: "conversation.ended"; conversationId: number; staffId: number | null; reason: EndReason }
  /** It waits for the young person, and its counsellor (`staffId`) has a free hand; the young person is back, with the same counsellor. */
  | { type: "conversation.paused" | "conversation.resumed"; conversationId: number; staffId: number }
  /** Lines for another time were suggested in it, agreed on or deleted. */
  | { type: "approach.changed"; conversationId: number }
  /** It was set aside as a joke, a test or abusive, and that is taken back. */
  | { type: "conversation.aside_undone"; conversationId: number; staffId: number }
  /** The line has closed, and its counsellor goes on. */
  | { type: "conversation.stays"; conversationId: number; staffId: number }
  /** A young person says that something was wrong with it; a lead has read that, somebody has read the chat, or has written an answer. */
  | { type: `concern.${"raised" | "read"}`; conversationId: number }
  | { type: `concern.${"opened" | "opened_alone" | "reviewed" | "answered"}`; conversationId: number }
  /** A counsellor (`staffId`) is told of it, and heard or not; or is taken off new chats because of it, or that is lifted. */
  | { type: `concern.${"informed" | "heard" | "unheard"}`; conversationId: number; staffId: number }
  | { type: `concern.${"taken_off" | "let_back"}`; conversationId: number; staffId: number }
  /** `told`: who (ids) was told of it. */
  | { type: "concern.settled"; conversationId: number; done: boolean; told: number[] }
  /** What a silence leads to, on either side. */
  | { type: "silence.stepped"; conversationId: number; staffId: number; step: SilenceStep }
  /** Somebody said that they are still there, or the clock was stopped or let run. */
  | { type: "silence.broken"; conversationId: number; staffId: number }
  /** Somebody who writes in it says whether somebody is in danger; or that what the young person ticked is over, or is not after all. */
  | { type: `conversation.${"risk" | "urgent"}_marked`; conversationId: number; staffId: number; present: boolean }
  /** The young person says that they are in danger when it has begun; whoever has it (`staffId`), null while they wait. */
  | { type: "conversation.danger_said"; conversationId: number; staffId: number | null }
  /** Somebody who writes in it says that the young person's screen is watched, or is so no more. `after`: the last message (seq) before it was. */
  | { type: "conversation.watched"; conversationId: number; staffId: number; present: boolean; after: number }
  | { type: "conversation.closed"; conversationId: number; staffId: number }
  | { type: "conversation.forgotten"; conversationId: number }
  /** A supervisor holds the words of a chat that is over (until when: ms UTC), lifts that, or its time is over; one reads them. */
  | { type: "hold.set"; conversationId: number; reason: HoldReason; until: number }
  | { type: "hold.lifted" | "hold.lapsed" | "hold.opened"; conversationId: number }
  | { type: "hold.opened_alone" | "hold.reviewed"; conversationId: number }
  /** Somebody wants to read a chat that is over, for something that was wrong or for what holds it, or another said yes to that. */
  | { type: "opening.asked" | "opening.agreed"; conversationId: number; of: "hold" | "concern" }
  /** Its young person left in danger, or deleted it then; that is over. What they deleted is gone: at once, where nobody is in danger. */
  | { type: "danger.left" | "danger.deleted" | "danger.closed" | "conversation.erased"; conversationId: number }
  /** One on shift has opened what they wrote. */
  | { type: "danger.opened"; conversationId: number }
  /** Among colleagues, beside it. */
  | { type: "note.written"; conversationId: number; seq: number; staffId: number }
  | { type: "note.seen"; conversationId: number; staffId: number }
  /** In the room of those on shift. `toAll`: it stands in every console until each has read it. */
  | { type: "shift.written"; noteId: number; staffId: number; toAll: boolean }
  | { type: "shift.seen"; staffId: number }
  | { type: "shift.read"; noteId: number; staffId: number }
  | { type: "shift.taken_back"; noteId: number; staffId: number }
  | { type: "shift.forgotten" }
  /** Its counsellor asks colleagues to come, or Porchlight (`staffId` null) for them. */
  | { type: "help.asked"; conversationId: number; staffId: number | null }
  | { type: "help.taken_back"; conversationId: number; staffId: number }
  /** After its young person left in danger: a colleague has seen it. */
  | { type: "help.seen"; conversationId: number; staffId: number }
  | {
      type: "message.written";
      conversationId: number;
      seq: number;
      author: "youth" | "counsellor" | "notice";
      staffId: number | null;
    }
  /** Somebody who waits has changed what nobody had to read yet, or has taken it back. */
  | { type: "message.rewritten"; conversationId: number; seq: number }
  | { type: "message.seen"; conversationId: number; staffId: number | null; by: "youth" | "counsellor"; seq: number }
  | { type: "feeling.given"; conversationId: number; staffId: number | null; moment: "before" | "after" }
  | { type: "help.rated" | "next_step.said"; conversationId: number }
  | { type: "rehearsal.done"; conversationId: number; staffId: number }
  /** A counsellor has said how a chat was, or taken that back: nobody's but theirs and the supervisors' to know. */
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
  /** They have put away what stood there for them. */
  | { type: "told"; staffId: number }
  /** After a chat they count as busy for a while, or no longer. */
  | { type: "wrap_up.changed"; staffId: number; on: boolean }
  | { type: "availability.changed"; staffId: number; availability: Availability; inCharge?: true }
  /** Somebody in charge of people takes them off new chats, or lets them take new ones again. */
  | { type: "staff.new_chats"; staffId: number; takes: boolean }
  | { type: "staff.invited"; invitationId: number; roles: Role[] }
  | { type: "staff.invitation_withdrawn"; invitationId: number }
  | { type: "staff.joined"; staffId: number; roles: Role[] }
  /** `before` and `after` are JSON: everything that is set of the member. */
  | { type: "staff.changed"; staffId: number; before: string; after: string }
  /** The real name or the sign-in name was put right. */
  | { type: "staff.names_set"; staffId: number }
  /** They can be written to, or phoned in an emergency, from now on, or not any more (`known` false); nothing says where. */
  | { type: "staff.address_set" | "staff.phone_set"; staffId: number; known: boolean }
  /** A message of its counsellor, or of a colleague beside them, holds what looks like a way to be reached outside; they said why. */
  | { type: "contact.sent"; conversationId: number; staffId: number; reason: ContactReason }
  /** Whoever is on call is told of something, and what became of that. */
  | { type: "on_call.told"; noticeId: number; cause: OnCallCause }
  | { type: "on_call.settled"; noticeId: number }
  /** The address of the web that is told too; `set` false: it is gone. */
  | { type: "on_call.hook_set"; set: boolean }
  /** There is a team key from now on. */
  | { type: "keys.team_made" }
  /** They hold the team key from now on, or not any more. */
  | { type: "keys.given" | "keys.taken"; staffId: number }
  /** The master key was missing at a start, or another: one stands in for it. */
  | { type: "keys.stood_in" }
  /** A new master key was made. */
  | { type: "keys.master_made" }
  /** So many keys that lay under a former master key, or one that stood in, lie under the one that works. */
  | { type: "keys.moved"; n: number }
  /** A new sheet was made, or somebody showed that it is at hand. */
  | { type: "keys.sheet_made" | "keys.sheet_proved"; sheetId: number }
  /** Somebody who holds the team key typed their password at the terminal of the server. */
  | { type: "keys.opened_at_terminal"; staffId: number }
  /** The team key was opened with the sheet. */
  | { type: "keys.sheet_used"; sheetId: number; staffId: number }
  /** The words of a chat that is over close in a moment for whoever had a part in it; they are left to the team alone. */
  | { type: "conversation.closing" | "conversation.sealed"; conversationId: number }
  /** A link with which they choose a new password. */
  | { type: "staff.password_link"; staffId: number }
  /** `linkOf`: who had made the link it was set with; null where they set it themselves. */
  | { type: "staff.password_set"; staffId: number; linkOf: Actor | null }
  /** What they sign in with beside the password is another; `taken_off`: by an admin. */
  | { type: "staff.second_step"; staffId: number; what: SecondStepChange }
  /** A session of theirs was ended from another one. */
  | { type: "staff.session_ended"; staffId: number }
  /** Wrong passwords or codes at sign-in; null = for a name that is nobody's. */
  | { type: "staff.sign_in_refused"; staffId: number | null; times: number }
  /** Something they may not, or did as none of our pages does; null = by somebody who was not signed in. */
  | { type: "access.refused"; kind: RefusedKind; staffId: number | null; times: number }
  | { type: "staff.signed_in" | "staff.signed_out"; staffId: number }
  /** `before` and `after` are JSON: what was changed of the subject, by name; null = as shipped. */
  | { type: "settings.changed"; subject: Subject; before: string; after: string }
  | { type: "rules.published"; version: number }
  | { type: "line.changed"; lineId: number; before: string | null; after: string }
  | { type: "hours.changed"; lineId: number; before: string; after: string }
  | { type: "line.overridden"; lineId: number; kind: OverrideKind; until: number | null; reason: string }
  | { type: "line.override_lifted"; lineId: number }
  | { type: "line.state_changed"; lineId: number; from: string; to: string; reason: string }
  /** Of the directory: `before` and `after` are the versions of its document, null for one that is new. */
  | { type: "service.changed"; serviceId: string; before: number | null; after: number }
  /** `before` is JSON: what its row held. */
  | { type: "service.deleted"; serviceId: string; before: string }
  | { type: "service.restored"; serviceId: string; versionId: number }
  | { type: "service.verified"; serviceId: string; verificationId: number }
  | { type: "service.reported" | "service.report_resolved"; serviceId: string; reportId: number }
  /** `before` and `after` are JSON; null for one that is new. */
  | { type: "organization.changed"; organizationId: string; before: string | null; after: string }
  | { type: "region.changed"; code: string; before: string | null; after: string }
  | { type: "source.changed"; sourceId: number; before: string | null; after: string }
  /** What waited of a source, so many, and stays as it is here; `items` are the ids of the first of them. */
  | { type: "source.refused"; sourceId: number; n: number; items: string[] }
  /** It went out as a file, with places that only staff see where `which` is all. */
  | { type: "directory.exported"; as: string; which: "all" | "public" }
  | { type: "directory.imported"; runId: number }
  | { type: "directory.import_undone"; runId: number }
  /** Ready replies of the helpline (null), or of a counsellor. `before` and `after` are JSON: what was set of each, by id. */
  | { type: "replies.changed"; ownerId: number | null; before: string; after: string }
  /** How far somebody was helped on to another place. */
  | { type: "referral.noted"; conversationId: number; staffId: number | null }
  /** A contact record was begun, or put by to be finished later. */
  | { type: "record.begun" | "record.finished"; recordId: number; staffId: number; conversationId: number | null }
  /** A finished one is another now. `before` and `after` are JSON: its codes, never its note; `byOther`: by a supervisor. */
  | {
      type: "record.changed";
      recordId: number;
      staffId: number;
      conversationId: number | null;
      byOther: boolean;
      before: string;
      after: string;
    }
  /** The note of a contact record was kept long enough. */
  | { type: "record.note_forgotten"; recordId: number }
  /** Whoever sits at a chat says that somebody in it is in danger now. */
  | { type: "emergency.declared"; emergencyId: number; conversationId: number; staffId: number }
  /** A supervisor (`staffId`) has seen that there is one; has phoned its counsellor (`staffId`) afterwards. */
  | { type: "emergency.acknowledged" | "emergency.phoned"; emergencyId: number; staffId: number }
  /** `before` and `after` are JSON: the codes of its record, never its words. */
  | { type: "emergency.changed"; emergencyId: number; conversationId: number | null; before: string; after: string }
  /** Somebody asks to see where the young person writes from, somebody else says yes, it is shown to whoever asked. */
  | { type: "address.asked"; emergencyId: number; conversationId: number; staffId: number; reason: AddressReason }
  | { type: "address.confirmed"; emergencyId: number; conversationId: number; staffId: number; askedBy: number }
  | { type: "address.shown"; emergencyId: number; conversationId: number; staffId: number; confirmedBy: number }
  /** The words of its record were kept long enough. */
  | { type: "emergency.note_forgotten"; emergencyId: number }
  /** Somebody looks at the audit trail, or takes entries of it out as a file. */
  | { type: "audit.opened" | "audit.exported" }
  | { type: "audit.chained_anew"; before: string; after: string }
  /** Where mails are handed over. `before` and `after` are JSON, without the password; null for none. */
  | { type: "mail.server_set"; before: string | null; after: string | null }
  | { type: "mail.queued"; mailId: number; purpose: MailPurpose; about: number | null }
  /** A try failed, and there will be another. */
  | { type: "mail.delayed"; mailId: number; purpose: MailPurpose }
  | { type: "mail.settled"; mailId: number; purpose: MailPurpose; about: number | null; outcome: MailOutcome }
  /** Somebody asked to be written to, was, or need not be any more. Nobody hears who. */
  | { type: "callback.changed"; lineId: number }
  /** An admin has let go of `n` who had asked to be written to since an instant (ms UTC). */
  | { type: "callback.let_go"; since: number; n: number }
  // passing
  /** It has gone on so long that its counsellor is told, or told no more. */
  | { type: "length.noted"; conversationId: number }
  | { type: "line.closing"; lineId: number; closing: boolean }
  | { type: "line.day_begun"; lineId: number }
  /** For some who wait it has got too late to be reached today, or is so no more. */
  | { type: "wait.outlook" }
  /** Somebody urgent waits whom nobody has taken in time or nobody can take, or does so no more. */
  | { type: "urgent.unanswered" }
  /** Time has passed for whoever looks at the room from above. */
  | { type: "overview.due" }
  | { type: "typing"; conversationId: number; staffId: number | null; by: "youth" | "counsellor"; on: boolean }
  | { type: "staff.heard"; staffId: number; heard: boolean }
  | { type: "connection.changed"; conversationId: number; staffId: number | null; connection: Connection };

export type Emit = (event: Event) => void;

/** `gone`: was available, but nothing has been heard from their browser for a while. */
export type Availability = "available" | "away" | "gone";

/** What a supervisor decides for now: `open` also outside the hours. */
export type OverrideKind = "closed" | "paused" | "open";

export type Role = "counsellor" | "supervisor" | "admin" | "lead";

export type SecondStepChange = "app_on" | "off" | "taken_off" | "codes_made" | "code_used" | "key_on" | "key_off";

/**
 * Why something was refused: what their role does not allow, a chat that is not theirs, a wrong password where it is asked once
 * more, not from a page of ours, what no page of ours says by a socket, too much at once.
 */
export type RefusedKind = "right" | "chat" | "password" | "sheet" | "foreign" | "frame" | "haste";

/** What a mail is for. */
export type MailPurpose = "callback" | "invite" | MailToStaff | "test";
/** `concern`: about something that was wrong with a chat. No page tells of such a mail: whoever had a part in the chat sees it too. */
type MailToStaff = "digest" | "trail" | "account" | "read_alone" | "concern" | "on_call";

/** How a colleague is beside a conversation that is another's: writing too, or only reading. */
export type Beside = "joined" | "reading";

/** Why a counsellor sends what looks like a way to reach them outside (PROMISES.md T20). */
export type ContactReason = "place" | "agreed" | "none";

/** Why somebody has to see where a young person writes from, in an emergency. */
export type AddressReason = "no_answer" | "cannot_say" | "other_in_danger";

/** What became of a mail: taken by the server, refused for good, tried for days in vain, taken back before it went. */
export type MailOutcome = "sent" | "refused" | "given_up" | "withdrawn";

/** Who acts, as the audit trail keeps it. */
export type Actor = `${"staff" | "invitation" | "conversation"}:${number}` | Nameless;
type Nameless = "youth" | "in charge" | "porchlight" | "command line";
