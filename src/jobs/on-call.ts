import { allLateSince } from "#src/backup/standby/machines.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { staffLink } from "#src/mail/links.ts";
import { urgentUnanswered } from "#src/on-call/causes.ts";
import { dueNotices, hasOverdueNotices, tellOnCall, tidyNotices } from "#src/on-call/notices.ts";
import { dueCalls, tellHook } from "#src/on-call/webhook-delivery.ts";
import { digestsDue, sendDigests } from "#src/staff/shift/digest.ts";
import { sendTrailMails, trailMailsDue } from "#src/staff/sign-in/trail-mail.ts";
import { each } from "./each.ts";

/** Tells the person on call what is due, and tidies old notices. */
export async function watchOnCall({ db, clock, config, staff, backups, store }: Helpline) {
  const now = clock.now();
  const noCopySince = backups.lateSince() ?? store?.lateSince() ?? allLateSince(db, now);
  const beside = { isHeard: (staffId: number) => !staff.isGone(staffId), noCopySince };
  if (dueNotices(db, now, beside).length > 0) {
    const link = staffLink(config, "/staff");
    await db.change("porchlight", (tx, emit) => tellOnCall(tx, emit, { link, ...beside }));
  }
  if (hasOverdueNotices(db, now, noCopySince))
    await db.change("porchlight", (tx, emit) => tidyNotices(tx, emit, noCopySince));
}

/** Returns a job that tells open pages when someone urgent is not taken, or cannot be, and when that is over. */
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

/** Tells the webhook what is due, one notice after the other. */
export async function callHooks(helpline: Helpline) {
  const { db, clock } = helpline;
  await each(helpline, "the address of the web could not be told", dueCalls(db, clock.now()), (id) =>
    tellHook(helpline, id),
  );
}

/** Mails the end of the audit trail to the admins who want it, each day after the check. */
export async function mailTrailEnd({ db, clock, config, trailCheck }: Helpline) {
  const check = trailCheck.found;
  if (check === null || check.head === null || trailMailsDue(db, clock.now()).length === 0) return;
  const link = staffLink(config, "/admin/audit");
  await db.change("porchlight", (tx, emit) => sendTrailMails(tx, emit, { link, check }));
}

/** Mails the weekly digest of the directory to the admins who want it. */
export async function mailDigests({ db, clock, config, trailCheck }: Helpline) {
  if (digestsDue(db, clock.now()).length === 0) return;
  const link = staffLink(config, "/admin/directory/week");
  await db.change("porchlight", (tx, emit) => sendDigests(tx, emit, { link, end: trailCheck.found?.head ?? null }));
}
