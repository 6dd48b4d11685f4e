import type { Helpline } from "#src/http/server/context.ts";
import { staffLink } from "#src/mail/links.ts";
import { urgentUnanswered } from "#src/on-call/causes.ts";
import { dueNotices, hasOverdueNotices, tellOnCall, tidyNotices } from "#src/on-call/notices.ts";
import { dueCalls, tellHook } from "#src/on-call/webhook-delivery.ts";
import { digestsDue, sendDigests } from "#src/staff/shift/digest.ts";
import { sendTrailMails, trailMailsDue } from "#src/staff/sign-in/trail-mail.ts";
import { each } from "./each.ts";

// Whoever is on call is told, by mail (jobs/mail.ts hands it over) and by the address of the web.

/** Looks whether there is something to be told. */
export async function watchOnCall({ db, clock, config, staff }: Helpline) {
  const now = clock.now();
  const isHeard = (staffId: number) => !staff.isGone(staffId);
  if (dueNotices(db, now, isHeard).length > 0) {
    const link = staffLink(config, "/staff");
    await db.change("porchlight", (tx, emit) => tellOnCall(tx, emit, { link, isHeard }));
  }
  if (hasOverdueNotices(db, now)) await db.change("porchlight", tidyNotices);
}

/** Says it to those who have a page open when somebody urgent was not taken in time, or can be taken by nobody, and when that is over. */
export function watchUrgent() {
  const said = new WeakMap<Helpline, string>();
  return (helpline: Helpline) => {
    const { db, clock } = helpline;
    const now = urgentUnanswered(db, clock.now())
      .map(({ id, waitsSince }) => `${id}:${waitsSince}`)
      .join();
    if (now === (said.get(helpline) ?? "")) return;
    said.set(helpline, now);
    db.announce({ type: "urgent.unanswered" });
  };
}

/** Tells the address of the web what it is to be told, one after the other. */
export async function callHooks(helpline: Helpline) {
  const { db, clock } = helpline;
  await each(helpline, "the address of the web could not be told", dueCalls(db, clock.now()), (id) =>
    tellHook(helpline, id),
  );
}

/** How far the audit trail goes is sent to the admins who want it, each day, once it was looked through. */
export async function mailTrailEnd({ db, clock, config, trailCheck }: Helpline) {
  const check = trailCheck.found;
  if (check === null || check.head === null || trailMailsDue(db, clock.now()).length === 0) return;
  const link = staffLink(config, "/admin/audit");
  await db.change("porchlight", (tx, emit) => sendTrailMails(tx, emit, { link, check }));
}

/** What became of the directory goes to the admins who want it, each week. */
export async function mailDigests({ db, clock, config, trailCheck }: Helpline) {
  if (digestsDue(db, clock.now()).length === 0) return;
  const link = staffLink(config, "/admin/directory/week");
  await db.change("porchlight", (tx, emit) => sendDigests(tx, emit, { link, end: trailCheck.found?.head ?? null }));
}
