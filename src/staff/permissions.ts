import type { Role, Stage } from "#src/events.ts";

/** In the order shown. */
export const roles: Role[] = ["counsellor", "supervisor", "admin", "lead"];

/** Whether someone may have exactly these roles: a lead stands outside the shift. */
export function mayHaveRoles(given: readonly Role[]): boolean {
  return !given.includes("lead") || !given.some((role) => role === "counsellor" || role === "supervisor");
}

/** The first account sets everything up and answers, so someone else leads safeguarding. */
export const firstRoles = roles.filter((role) => role !== "lead");

/** How far someone is in learning to answer young people; each may do what the one before may. */
export const stages: Stage[] = ["training", "shadow", "buddy", "alone"];

export interface Member {
  id: number;
  roles: Role[];
  /** Without it the question is about the roles alone, as for someone who answers alone. */
  stage?: Stage;
  /** Whose chats a shadow reads (id). */
  buddyId?: number | null;
}

/** What the rules need to know of a conversation (`subjectOf`, conversation/colleagues/colleagues.ts). */
export interface RuleSubject {
  counsellorId: number | null;
  ended: boolean;
  /** Its former counsellor sees nothing of it any more (conversation/after/gone.ts). */
  past?: boolean;
  joined?: readonly number[];
  reading?: readonly number[];
  helpAsked?: boolean;
  alone?: boolean;
  /** Whether a member (id) serves its line; without it nobody does. */
  serves?: (staffId: number) => boolean;
  offeredTo?: number | null;
  /** Who sits beside its counsellor, who is learning (id). */
  buddyId?: number | null;
}

/**
 * `own` outlasts the end of the conversation; `asked`, `alone` and `offered` come on top, on lines the member serves; `followed`
 * too, where one of the two is learning beside the other, and `beside` once they read along.
 */
type Stance =
  | "own"
  | "waiting"
  | "other"
  | "joined"
  | "reading"
  | "asked"
  | "alone"
  | "offered"
  | "followed"
  | "beside";

type Reach = "always" | readonly Stance[];

/** What is not in this table is not allowed. */
const table = {
  /** Signing out, their own page, and the news line on every page but the console. */
  "own.see": { counsellor: "always", supervisor: "always", admin: "always", lead: "always" },
  "console.see": { counsellor: "always", supervisor: "always", admin: "always" },
  "availability.change": { counsellor: "always", supervisor: "always", admin: "always" },
  "conversation.claim": { counsellor: ["waiting"], supervisor: ["waiting"] },
  "conversation.read": { counsellor: ["own", "joined", "beside"], supervisor: ["own", "joined", "reading"] },
  "conversation.write": { counsellor: ["own", "joined"], supervisor: ["own", "joined"] },
  "conversation.end": { counsellor: ["own"], supervisor: ["own"] },
  "conversation.close": { counsellor: ["own"], supervisor: ["own"] },
  "conversation.mark_risk": { counsellor: ["own", "joined"], supervisor: ["own", "joined"] },
  "conversation.note": { counsellor: ["own", "joined", "beside"], supervisor: ["own", "joined", "reading"] },
  "conversation.ask_help": { counsellor: ["own"], supervisor: ["own"] },
  "conversation.hand_over": { counsellor: ["own"], supervisor: ["own"] },
  "conversation.accept": { counsellor: ["offered"], supervisor: ["offered"] },
  /** The young person is told. */
  "conversation.join": { counsellor: ["asked"], supervisor: ["other", "reading"] },
  /** The counsellor is told. */
  "conversation.read_along": { counsellor: ["followed"], supervisor: ["other"] },
  "conversation.leave": { counsellor: ["joined", "reading"], supervisor: ["joined", "reading"] },
  "conversation.take_over": { counsellor: ["alone"], supervisor: ["other", "joined", "reading"] },
  "help.everywhere": { supervisor: "always" },
  "shift.see": { supervisor: "always" },
  "shift.talk": { counsellor: "always", supervisor: "always", admin: "always" },
  "shift.tell_all": { supervisor: "always" },
  "debrief.give": { counsellor: ["own"], supervisor: ["own"] },
  "debrief.see": { supervisor: "always" },
  "thanks.screen": { supervisor: "always" },
  /** Only for those who had no part in the chat (conversation/complaint/complaint-readers.ts). */
  "concern.see": { supervisor: "always", admin: "always", lead: "always" },
  "concern.read": { supervisor: "always", lead: "always" },
  /** About contact, photos or meeting. If no lead can read one, it falls to a supervisor (`isUpTo`, in the same file). */
  "concern.lead": { lead: "always" },
  "new_chats.set": { supervisor: "always", admin: "always", lead: "always" },
  /** How many complaints nobody may read. */
  "concern.count": { admin: "always" },
  /** Holding shows nothing of the words (retention/safeguarding-hold.ts). */
  "chat.hold": { counsellor: "always", supervisor: "always" },
  "chat.lift": { supervisor: "always" },
  "chat.open": { supervisor: "always" },
  /** That someone read an ended chat alone; retention/reading/read-alone.ts says who reviews it. */
  "reading.see": { supervisor: "always", admin: "always" },
  /** What was written by someone who left in danger (retention/danger/left-readers.ts). */
  "danger.see": { counsellor: "always", supervisor: "always" },
  "danger.everywhere": { supervisor: "always" },
  "record.make": { counsellor: "always", supervisor: "always" },
  "record.change": { counsellor: ["own"], supervisor: ["own"] },
  "record.correct": { supervisor: "always" },
  "emergency.see": { supervisor: "always" },
  "emergency.answer": { supervisor: "always" },
  /** Only in an emergency, and with a second person (record/address.ts). */
  "address.open": { supervisor: "always" },
  "line.override": { supervisor: "always", admin: "always" },
  "directory.search": { counsellor: "always", supervisor: "always", admin: "always" },
  "directory.set": { supervisor: "always", admin: "always" },
  "directory.share": { admin: "always" },
  "replies.set": { supervisor: "always", admin: "always" },
  "replies.own": { counsellor: "always", supervisor: "always" },
  /** Their own stage and what was seen of them, and how they see themselves. */
  "learning.see": { counsellor: "always", supervisor: "always" },
  /** Of others: how far they are, and who sits beside them. */
  "learning.lead": { supervisor: "always" },
  /** That a paper was seen, and on which day. */
  "learning.clear": { supervisor: "always", admin: "always" },
  "practice.do": { counsellor: "always", supervisor: "always", admin: "always" },
  /** What somebody handed in; nobody else's practice is read. */
  "practice.review": { supervisor: "always" },
  "practice.set": { supervisor: "always", admin: "always" },
  "phone.give": { counsellor: "always", supervisor: "always", admin: "always" },
  "on_call.be": { supervisor: "always", admin: "always" },
  "on_call.set": { supervisor: "always", admin: "always" },
  "on_call.hook": { admin: "always" },
  "keys.see": { supervisor: "always", admin: "always", lead: "always" },
  "keys.hold": { supervisor: "always", lead: "always" },
  /** An admin sees no words of chats there, nor complaints about chats they had a part in (audit/reading.ts). */
  "audit.see": { admin: "always" },
  /** Making a copy of the data, and seeing what copies there are. */
  "backup.make": { admin: "always" },
  "hours.set": { admin: "always" },
  "settings.set": { admin: "always" },
  "staff.see": { admin: "always" },
  "staff.invite": { admin: "always" },
  "staff.change": { admin: "always" },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Action = keyof typeof table;

export const actions = Object.keys(table) as Action[];

/** Being there for young people: only from stage "buddy" on (SG24). */
const answering = new Set<Action>([
  "availability.change",
  "conversation.claim",
  "conversation.accept",
  "conversation.join",
  "conversation.take_over",
]);

/** What a counsellor in training may: practise, and what needs no young person. */
const ofTraining = new Set<Action>([
  "own.see",
  "learning.see",
  "practice.do",
  "directory.search",
  "replies.own",
  "phone.give",
]);

/** What a shadow may beside that: read the chats of the colleague they follow. */
const ofShadows = new Set<Action>([
  ...ofTraining,
  "console.see",
  "shift.talk",
  "conversation.read_along",
  "conversation.read",
  "conversation.note",
  "conversation.leave",
]);

/** Whether a member may do this, to this conversation if it is about one. */
export function may(member: Member, action: Action, subject?: RuleSubject): boolean {
  const rule: Partial<Record<Role, Reach>> = table[action];
  return member.roles.some((role) => isInForce(member, role, action) && reaches(rule[role], member, subject));
}

/** Whether someone's stage lets a role of theirs do this. */
function isInForce({ stage = "alone" }: Member, role: Role, action: Action): boolean {
  if (stage === "alone" || stage === "buddy") return true;
  if (role !== "counsellor" && role !== "supervisor") return true;
  if (answering.has(action)) return false;
  // A supervisor still leads: complaints, emergencies and papers are no chats.
  if (role === "supervisor") return true;
  return (stage === "shadow" ? ofShadows : ofTraining).has(action);
}

function reaches(reach: Reach | undefined, member: Member, subject: RuleSubject | undefined): boolean {
  if (reach === undefined) return false;
  if (reach === "always") return true;
  if (!subject) return false;
  const stances = [...stancesOf(member, subject), ...asLearner(reach, member, subject)];
  return reach.some((one) => stances.includes(one));
}

/** Who sits beside a counsellor is looked up only where it counts. */
function asLearner(reach: readonly Stance[], member: Member, subject: RuleSubject): Stance[] {
  const counts = reach.includes("followed") || reach.includes("beside");
  if (!counts || !follows(member, subject)) return [];
  return [besideAs(member, subject) === "reading" ? "beside" : "followed"];
}

/** Whether a shadow follows its counsellor, or a learner writes it with this member beside them. */
function follows({ id, stage, buddyId = null }: Member, subject: RuleSubject): boolean {
  const { counsellorId, ended } = subject;
  if (ended || counsellorId === null || counsellorId === id) return false;
  return (stage === "shadow" && buddyId === counsellorId) || subject.buddyId === id;
}

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
