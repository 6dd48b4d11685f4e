import type { Role } from "#src/events.ts";

/** Every role somebody may be given, in the order they are shown. */
export const roles: Role[] = ["counsellor", "supervisor", "admin"];

/** Whoever of the staff acts. */
export interface Member {
  id: number;
  roles: Role[];
}

/** What a conversation must be for its rule; null ids mean nobody. */
export interface Subject {
  counsellorId: number | null;
  ended: boolean;
}

type Reach = "own" | "waiting" | "always";

/** Who may do what, in one table: action × role × how far it reaches. What is not here is not allowed. */
const table = {
  "console.see": { counsellor: "always", supervisor: "always", admin: "always" },
  "availability.change": { counsellor: "always", supervisor: "always", admin: "always" },
  "conversation.claim": { counsellor: "waiting", supervisor: "waiting" },
  "conversation.read": { counsellor: "own", supervisor: "own" },
  "conversation.write": { counsellor: "own", supervisor: "own" },
  "conversation.end": { counsellor: "own", supervisor: "own" },
  "line.override": { supervisor: "always", admin: "always" },
  "hours.set": { admin: "always" },
  "settings.set": { admin: "always" },
  "staff.see": { admin: "always" },
  "staff.invite": { admin: "always" },
  "staff.change": { admin: "always" },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

export type Action = keyof typeof table;

export const actions = Object.keys(table) as Action[];

/** Whether a member of the staff may do this, to this conversation when it is about one. */
export function may(member: Member, action: Action, subject?: Subject): boolean {
  const rule: Partial<Record<Role, Reach>> = table[action];
  return member.roles.some((role) => reaches(rule[role], member, subject));
}

function reaches(reach: Reach | undefined, member: Member, subject: Subject | undefined): boolean {
  if (reach === undefined) return false;
  if (reach === "always") return true;
  if (!subject) return false;
  if (reach === "own") return subject.counsellorId === member.id;
  return subject.counsellorId === null && !subject.ended;
}
