import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import type { Key, Values } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { type Action, may } from "#src/staff/permissions.ts";
import { comeBackToShift } from "#src/staff/shift/availability.ts";
import { secondStepDue } from "#src/staff/sign-in/second-step-due.ts";
import { startOfSession } from "#src/staff/sign-in/session.ts";
import { availabilityOf, everyone, type StaffMember, staffMember } from "#src/staff/staff.ts";

/** Finds the member of the staff by the session cookie, and counts in again someone who was counted out. */
export async function findMember(c: C, helpline: Helpline) {
  const found = await helpline.sessions.find(c.req.header("cookie"));
  if (!found) return null;
  helpline.staff.touched(found.member.id);
  // Without scripts no socket says that they are here; a request must, so that nobody steps into their chats.
  if (availabilityOf(helpline.db, found.member.id) === "gone")
    await helpline.db.change(asStaff(found.member.id), (tx, emit) =>
      comeBackToShift(tx, emit, { staffId: found.member.id }),
    );
  c.set("member", found.member);
  c.set("sessionHash", found.sessionHash);
  return found.member;
}

/** Not a sign of life: the page asks by itself. */
function lookAtMember(c: C, helpline: Helpline) {
  const found = helpline.sessions.look(c.req.header("cookie"));
  if (!found) return null;
  c.set("member", found.member);
  c.set("sessionHash", found.sessionHash);
  return found.member;
}

/** Makes a gate for those of the staff who may do this; someone not signed in goes to the sign-in page. */
export function staffGate(action: Action) {
  return gate(action, findMember);
}

/** Makes the same gate for what an open page asks by itself: that does not prolong the session. */
export function quietGate(action: Action) {
  return gate(action, lookAtMember);
}

function gate(action: Action, find: (c: C, helpline: Helpline) => Promise<StaffMember | null> | StaffMember | null) {
  return async (c: C, helpline: Helpline): Promise<Response | null> => {
    const member = await find(c, helpline);
    if (!member) {
      if (isPage(c)) return c.redirect("/staff/sign-in", 303);
      throw new HelplineError("not_signed_in");
    }
    const toSecond = leadToSecond(c, helpline, member.id);
    if (toSecond) return toSecond;
    if (!may(member, action)) throw new HelplineError("not_allowed", ...whoMay(helpline, member, action));
    return null;
  };
}

/** Throws `not_signed_in` or `not_allowed`, inside a change, if that came to be while a password was checked. */
export function refuseMeanwhile(c: C, { db, sessions }: Helpline): void {
  const { id, roles } = c.get("member");
  const now = staffMember(db, id);
  if (!now || !sessions.goesOn(c.get("sessionHash"))) throw new HelplineError("not_signed_in");
  if (now.roles.join() !== roles.join()) throw new HelplineError("not_allowed");
}

/** Doors at which a second step is set up, and the way out. */
const whileSettingUp = /^\/staff\/(sign-out|me\/second(\/.*)?)$/;

/** Once a second step is due, a new sign-in without one leads only to its set-up; older sessions go on, so no chat is cut. */
function leadToSecond(c: C, helpline: Helpline, staffId: number): Response | null {
  if (whileSettingUp.test(c.req.path) || !isKeptFromShift(c, helpline, staffId)) return null;
  if (isPage(c)) return c.redirect("/staff/me/second", 303);
  throw new HelplineError("not_allowed", "error.second_step");
}

/** Returns whether someone has to set up a second step before anything else, their shift too. */
export function isKeptFromShift(c: C, { db, clock }: Helpline, staffId: number): boolean {
  const due = secondStepDue(db, staffId);
  return due !== null && clock.now() >= due && startOfSession(db, c.get("sessionHash")) >= due;
}

/** Only a whole page can lead elsewhere. */
function isPage(c: C): boolean {
  return c.req.method === "GET" && c.req.header("hx-request") !== "true" && !c.req.header("upgrade");
}

const onlyKeys = [
  { role: "supervisor", key: "error.only.supervisor" },
  { role: "admin", key: "error.only.admin" },
  { role: "lead", key: "error.only.lead" },
] as const;

/** Counsellors are not named to a safeguarding lead: one of them may be the one complained of. */
function whoMay({ db }: Helpline, member: StaffMember, action: Action): [Key, Values] {
  const { language } = member;
  if (may({ id: 0, roles: ["counsellor"] }, action)) return ["error.only.shift", {}];
  const answers = (one: StaffMember) => may(one, "conversation.claim", { counsellorId: null, ended: false });
  const isLead = may(member, "concern.lead");
  const able = everyone(db).filter((one) => may(one, action) && !(isLead && answers(one)));
  if (able.length === 0) return ["error.not_allowed", {}];
  const people = new Intl.ListFormat(language, { type: "disjunction" }).format(able.map(({ alias }) => alias));
  const key = onlyKeys.find(({ role }) => may({ id: 0, roles: [role] }, action))?.key ?? "error.only.admin";
  return [key, { people }];
}

/** Where a safeguarding lead begins. */
export const toConcerns = "/staff/concerns";

/** Returns the first page after signing in: the set-up of a required second step, else where their role begins. */
export function firstPage({ db }: Helpline, staffId: number): string {
  if (secondStepDue(db, staffId) !== null) return "/staff/me/second";
  const member = staffMember(db, staffId);
  if (member && may(member, "concern.lead")) return toConcerns;
  if (member && !may(member, "console.see") && may(member, "practice.do")) return "/staff/practice";
  const isForQueue = !member || may(member, "conversation.claim", { counsellorId: null, ended: false });
  if (isForQueue || !may(member, "settings.set")) return "/staff";
  return settings(db).opening === "not_yet" ? "/admin/open" : "/admin";
}
