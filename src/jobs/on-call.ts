import type { Helpline } from "#src/http/context.ts";
import { staffLink } from "#src/mail/links.ts";
import { callHook, hookAddress } from "#src/on-call/hook.ts";
import { dueHooks, hasOverdueNotices, settleHook, tellOnCall, tidyNotices, toTell } from "#src/on-call/told.ts";
import { digestsDue, sendDigests } from "#src/staff/digest.ts";
import { each } from "./each.ts";

// Whoever is on call is told, by mail (jobs/mail.ts hands it over) and by the address of the web.

/** Looks whether there is something to be told. */
export async function watchOnCall({ db, clock, config }: Helpline) {
  const now = clock.now();
  if (toTell(db, now).length > 0) {
    const link = staffLink(config, "/staff");
    await db.change("porchlight", (tx, emit) => tellOnCall(tx, emit, { link }));
  }
  if (hasOverdueNotices(db, now)) await db.change("porchlight", tidyNotices);
}

/** What is just being told, by its id. */
const calling = new WeakMap<Helpline, Set<number>>();

/** Tells the address of the web what it is to be told, one after the other; what is just being told is not begun again. */
export async function callHooks(helpline: Helpline) {
  const { db, ask, clock } = helpline;
  const busy = calling.get(helpline) ?? new Set<number>();
  calling.set(helpline, busy);
  const due = dueHooks(db, clock.now()).filter(({ id }) => !busy.has(id));
  for (const { id } of due) busy.add(id);
  await each(helpline, "the address of the web could not be told", due, async ({ id, news }) => {
    const address = hookAddress(db);
    // It was taken away, or cannot be opened, meanwhile.
    const error = address ? await callHook(ask, address, news) : "none";
    await db.change("porchlight", (tx, emit) => settleHook(tx, emit, { noticeId: id, error }));
  });
  for (const { id } of due) busy.delete(id);
}

/** What became of the directory goes to the admins who want it, each week. */
export async function mailDigests({ db, clock, config }: Helpline) {
  if (digestsDue(db, clock.now()).length === 0) return;
  const link = staffLink(config, "/admin/directory/week");
  await db.change("porchlight", (tx, emit) => sendDigests(tx, emit, { link }));
}
