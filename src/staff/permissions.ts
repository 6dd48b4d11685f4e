import type { Role } from "#src/events.ts";

/** Every role somebody may be given, in the order they are shown. */
export const roles: Role[] = ["counsellor", "supervisor", "admin", "lead"];

/** Whether somebody may have just these: whoever leads safeguarding stands outside the shift. */
export function mayHaveRoles(given: readonly Role[]): boolean {
  return !given.includes("lead") || !given.some((role) => role === "counsellor" || role === "supervisor");
}

/** Those of the very first account: it sets up everything, and answers. Somebody else leads safeguarding. */
export const firstRoles = roles.filter((role) => role !== "lead");

/** Whoever of the staff acts. */
export interface Member {
  id: number;
  roles: Role[];
}

/** What a conversation must be for its rule (`subjectOf`, conversation/colleagues.ts). */
export interface RuleSubject {
  /** null while nobody has it. */
  counsellorId: number | null;
  ended: boolean;
  /** Nothing of it is there any more for whoever had it (conversation/gone.ts), whatever still holds its words. */
  past?: boolean;
  /** Ids of the staff who write beside its counsellor. */
  joined?: readonly number[];
  /** Ids of the supervisors who read along. */
  reading?: readonly number[];
  /** Its counsellor asked colleagues for help, and nobody has come yet. */
  helpAsked?: boolean;
  /** Its counsellor has been silent for long, or is gone. */
  alone?: boolean;
  /** Whether a member of the staff (id) serves its line; without it nobody does. */
  serves?: (staffId: number) => boolean;
  /** To whom it is offered; null to nobody. */
  offeredTo?: number | null;
}

/**
 * How somebody stands to a conversation. `own` stays so after the end, as long as its words are kept; the others are of one that goes on, `other` of one
 * that a colleague has. `asked`, `alone` and `offered` come beside that, and say more of it; only to who serves its line.
 */
export type Stance = "own" | "waiting" | "other" | "joined" | "reading" | "asked" | "alone" | "offered";

/** Everybody of the role, or only whoever stands so to the conversation. */
type Reach = "always" | readonly Stance[];

/** Who may do what, in one table: action × role × how far it reaches. What is not here is not allowed. */
const table = {
  /** Signing out, one's own page, and the line of news on every page but the console. */
  "own.see": { counsellor: "always", supervisor: "always", admin: "always", lead: "always" },
  "console.see": { counsellor: "always", supervisor: "always", admin: "always" },
  "availability.change": { counsellor: "always", supervisor: "always", admin: "always" },
  "conversation.claim": { counsellor: ["waiting"], supervisor: ["waiting"] },
  "conversation.read": { counsellor: ["own", "joined"], supervisor: ["own", "joined", "reading"] },
  "conversation.write": { counsellor: ["own", "joined"], supervisor: ["own", "joined"] },
  "conversation.end": { counsellor: ["own"], supervisor: ["own"] },
  /** Taking it off one's screen after its end. */
  "conversation.close": { counsellor: ["own"], supervisor: ["own"] },
  /** Marking that somebody is in danger in it. */
  "conversation.mark_risk": { counsellor: ["own", "joined"], supervisor: ["own", "joined"] },
  /** Notes beside it that only colleagues see. */
  "conversation.note": { counsellor: ["own", "joined"], supervisor: ["own", "joined", "reading"] },
  "conversation.ask_help": { counsellor: ["own"], supervisor: ["own"] },
  /** Offering it to a colleague or another line, and taking that back. */
  "conversation.hand_over": { counsellor: ["own"], supervisor: ["own"] },
  /** Answering such an offer: yes or no. */
  "conversation.accept": { counsellor: ["offered"], supervisor: ["offered"] },
  /** Writing beside its counsellor. The young person is told. */
  "conversation.join": { counsellor: ["asked"], supervisor: ["other", "reading"] },
  /** Reading it without a word. The counsellor is told. */
  "conversation.read_along": { supervisor: ["other"] },
  /** Going from its counsellor's side again. */
  "conversation.leave": { counsellor: ["joined"], supervisor: ["joined", "reading"] },
  /** Having it instead of its counsellor. */
  "conversation.take_over": { counsellor: ["alone"], supervisor: ["other", "joined", "reading"] },
  /** Hearing that help is wanted on lines one does not serve. */
  "help.everywhere": { supervisor: "always" },
  /** The whole room: who waits, who talks with whom, who is there. */
  "shift.see": { supervisor: "always" },
  /** The room of those on shift: reading and writing there. */
  "shift.talk": { counsellor: "always", supervisor: "always", admin: "always" },
  /** Saying something to everybody on shift, until each has read it. */
  "shift.tell_all": { supervisor: "always" },
  /** Saying how a chat of one's own was, after its end. */
  "debrief.give": { counsellor: ["own"], supervisor: ["own"] },
  /** Reading what others said of theirs, and talking with them. */
  "debrief.see": { supervisor: "always" },
  /** Reading thanks of young people before they are passed on. */
  "thanks.screen": { supervisor: "always" },
  /** What young people said was wrong with a chat: for those who had no part in it (conversation/complaint/complaint-readers.ts). */
  "concern.see": { supervisor: "always", admin: "always", lead: "always" },
  "concern.read": { supervisor: "always", lead: "always" },
  /**
   * Being called by what asks for contact, photos or to meet. Telling a counsellor of it is a lead's too, and where no lead can read it a
   * supervisor's who does (`isUpTo`, conversation/complaint/complaint-readers.ts).
   */
  "concern.lead": { lead: "always" },
  /** Taking a colleague off new chats for a while, and lifting that (staff/new-chats.ts). */
  "new_chats.set": { supervisor: "always", admin: "always", lead: "always" },
  /** How many of them nobody may read. */
  "concern.count": { admin: "always" },
  /** Holding the words of a chat that is over for safeguarding, which shows nothing of them (retention/holding.ts). */
  "chat.hold": { counsellor: "always", supervisor: "always" },
  /** Lifting that, and reading the words of a chat that is over (retention/opening.ts). */
  "chat.lift": { supervisor: "always" },
  "chat.open": { supervisor: "always" },
  /** Hearing that one was read by one person alone; who reviews that: retention/read-alone.ts. */
  "reading.see": { supervisor: "always", admin: "always" },
  /**
   * Reading, on shift, what was written by whoever left in danger, and saying that this is over: on the lines one serves, and on others too
   * (retention/left-readers.ts).
   */
  "danger.see": { counsellor: "always", supervisor: "always" },
  "danger.everywhere": { supervisor: "always" },
  /** Contact records: to write one, to change an own one, to put right those of the lines one serves (record/reading.ts). */
  "record.make": { counsellor: "always", supervisor: "always" },
  "record.change": { counsellor: ["own"], supervisor: ["own"] },
  "record.correct": { supervisor: "always" },
  /** The records of emergencies of everybody: to read them, and to put them right (record/emergency-reading.ts). */
  "emergency.see": { supervisor: "always" },
  /** Hearing of every emergency on whatever page, saying that one has seen it, and phoning its counsellor afterwards (record/emergency.ts). */
  "emergency.answer": { supervisor: "always" },
  /** Opening where a young person writes from, in an emergency, with somebody else (record/address.ts). */
  "address.open": { supervisor: "always" },
  "line.override": { supervisor: "always", admin: "always" },
  /** Finding other places that help, and saying that something about one is not true. */
  "directory.search": { counsellor: "always", supervisor: "always", admin: "always" },
  /** Keeping them true. */
  "directory.set": { supervisor: "always", admin: "always" },
  /** Files and other helplines' directories, in and out. */
  "directory.share": { admin: "always" },
  /** The ready replies of the helpline; and one's own. */
  "replies.set": { supervisor: "always", admin: "always" },
  "replies.own": { counsellor: "always", supervisor: "always" },
  /** Giving a number of one's own: to be phoned after an emergency, and while one is on call (staff/own-phone.ts). */
  "phone.give": { counsellor: "always", supervisor: "always", admin: "always" },
  /** Being on call: who can do what it takes. Who it is, is theirs to see and to set; the address of the web that is told is an admin's. */
  "on_call.be": { supervisor: "always", admin: "always" },
  "on_call.set": { supervisor: "always", admin: "always" },
  "on_call.hook": { admin: "always" },
  /** Seeing who holds the team key, and whether the sheet is at hand; typing its check words. */
  "keys.see": { supervisor: "always", admin: "always", lead: "always" },
  /** Holding the team key, which opens chats that are over: giving it, making a sheet, taking it back from one. */
  "keys.hold": { supervisor: "always", lead: "always" },
  /** Who did what: an admin sees no words of chats there, nor what was said to be wrong with one they had a part in (audit/reading.ts). */
  "audit.see": { admin: "always" },
  "hours.set": { admin: "always" },
  "settings.set": { admin: "always" },
  "staff.see": { admin: "always" },
  "staff.invite": { admin: "always" },
  "staff.change": { admin: "always" },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Action = keyof typeof table;

export const actions = Object.keys(table) as Action[];

/** Whether a member of the staff may do this, to this conversation when it is about one. */
export function may(member: Member, action: Action, subject?: RuleSubject): boolean {
  const rule: Partial<Record<Role, Reach>> = table[action];
  return member.roles.some((role) => reaches(rule[role], member, subject));
}

function reaches(reach: Reach | undefined, member: Member, subject: RuleSubject | undefined): boolean {
  if (reach === undefined) return false;
  if (reach === "always") return true;
  if (!subject) return false;
  const stances = stancesOf(member, subject);
  return reach.some((one) => stances.includes(one));
}

/** How a member of the staff stands to a conversation; [] to one that has ended and was not theirs. */
function stancesOf(member: Pick<Member, "id">, subject: RuleSubject): Stance[] {
  if (subject.counsellorId === member.id) return subject.past ? [] : ["own"];
  if (subject.ended) return [];
  if (subject.counsellorId === null) return ["waiting"];
  const stances: Stance[] = [besideAs(member, subject)];
  if (!subject.serves?.(member.id)) return stances;
  if (subject.helpAsked) stances.push("asked");
  if (subject.alone) stances.push("alone");
  if (subject.offeredTo === member.id) stances.push("offered");
  return stances;
}

function besideAs({ id }: Pick<Member, "id">, { joined = [], reading = [] }: RuleSubject): Stance {
  if (joined.includes(id)) return "joined";
  return reading.includes(id) ? "reading" : "other";
}
