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

/** Knows who of the staff asks, from the session cookie, and counts in again whoever was counted out. */
export async function findMember(c: C, helpline: Helpline) {
  const found = await helpline.sessions.find(c.req.header("cookie"));
  if (!found) return null;
  helpline.staff.touched(found.member.id);
  // Without scripts no socket says it: whoever asks for something is gone no more, and nobody steps into their chats.
  if (availabilityOf(helpline.db, found.member.id) === "gone")
    await helpline.db.change(asStaff(found.member.id), (tx, emit) =>
      comeBackToShift(tx, emit, { staffId: found.member.id }),
    );
  c.set("member", found.member);
  c.set("sessionHash", found.sessionHash);
  return found.member;
}

/** Knows who asks like `findMember`, but takes it for no sign of life: the page asks by itself. */
function lookAtMember(c: C, helpline: Helpline) {
  const found = helpline.sessions.look(c.req.header("cookie"));
  if (!found) return null;
  c.set("member", found.member);
  c.set("sessionHash", found.sessionHash);
  return found.member;
}

/** Lets only those of the staff through who may do this. Whoever is not signed in goes to the sign-in page. */
export function staffGate(action: Action) {
  return gate(action, findMember);
}

/** The same for what a page asks by itself while it is open: the session grows no longer by it. */
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

/**
 * To look at a password takes a while: whoever is signed out by then, or has other roles, does nothing more. For within the change.
 * Throws HelplineError `not_signed_in`, `not_allowed`.
 */
export function refuseMeanwhile(c: C, { db, sessions }: Helpline): void {
  const { id, roles } = c.get("member");
  const now = staffMember(db, id);
  if (!now || !sessions.goesOn(c.get("sessionHash"))) throw new HelplineError("not_signed_in");
  if (now.roles.join() !== roles.join()) throw new HelplineError("not_allowed");
}

/** Doors at which a second step is set up, and the way out. */
const whileSettingUp = /^\/staff\/(sign-out|me\/second(\/.*)?)$/;

/**
 * Where a helpline asks everybody for a second step, and the time to do without is over, whoever signs in without one goes to
 * where it is set up, and nowhere else. A session that has begun before goes on: nobody is cut off in a chat.
 */
function leadToSecond(c: C, helpline: Helpline, staffId: number): Response | null {
  if (whileSettingUp.test(c.req.path) || !isKeptFromShift(c, helpline, staffId)) return null;
  if (isPage(c)) return c.redirect("/staff/me/second", 303);
  throw new HelplineError("not_allowed", "error.second_step");
}

/** Whether somebody has to set up a second step before anything else is open to them, their shift too. */
export function isKeptFromShift(c: C, { db, clock }: Helpline, staffId: number): boolean {
  const due = secondStepDue(db, staffId);
  return due !== null && clock.now() >= due && startOfSession(db, c.get("sessionHash")) >= due;
}

/** Whether a whole page is asked for: it can lead elsewhere. */
function isPage(c: C): boolean {
  return c.req.method === "GET" && c.req.header("hx-request") !== "true" && !c.req.header("upgrade");
}

const onlyKeys = [
  { role: "supervisor", key: "error.only.supervisor" },
  { role: "admin", key: "error.only.admin" },
  { role: "lead", key: "error.only.lead" },
] as const;

/**
 * The sentence for whoever may not: who may, by the names that everybody of the staff knows. Whoever answers chats is named to no
 * safeguarding lead: it may be the one who is complained of.
 */
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

/** Where whoever leads safeguarding begins. */
export const toConcerns = "/staff/concerns";

/** Where somebody begins who has just signed in: whoever takes nobody from the queue has nothing to do at it; a second step that everybody is asked for comes before. */
export function firstPage({ db }: Helpline, staffId: number): string {
  if (secondStepDue(db, staffId) !== null) return "/staff/me/second";
  const member = staffMember(db, staffId);
  if (member && may(member, "concern.lead")) return toConcerns;
  const isForQueue = !member || may(member, "conversation.claim", { counsellorId: null, ended: false });
  if (isForQueue || !may(member, "settings.set")) return "/staff";
  return settings(db).opening === "not_yet" ? "/admin/open" : "/admin/settings";
}
