import { afterCallbackMail, afterCallbackTry } from "#src/callback/ending.ts";
import type { Db, Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { handOver } from "#src/mail/handing.ts";
import { mailReady } from "#src/mail/outbox.ts";
import { anyDue, type Came, type Due, forgetOldMails, hasOldMails, takeDueMails } from "#src/mail/sending.ts";
import { afterOnCallMail } from "#src/on-call/notices.ts";
import { each } from "./each.ts";

const atOnce = 4;

/** Returns a job that hands over due mails. It may start while it still runs: mails under way are not begun again. */
export function sendMails() {
  const going = new WeakMap<Helpline, Set<number>>();
  return async (helpline: Helpline) => {
    const { db, clock } = helpline;
    const busy = going.get(helpline) ?? new Set<number>();
    going.set(helpline, busy);
    if (busy.size >= atOnce || !anyDue(db, clock.now()) || !mailReady(db)) return;
    const due = await takeFree(db, busy);
    const sending = due.map(async (one) => {
      await each(helpline, "a mail was not settled", [one], () => handOver(helpline, one, follow));
      busy.delete(one.mailId);
    });
    await Promise.all(sending);
  };
}

// Marks as under way only what was really taken, so that nothing waits for ever.
async function takeFree(db: Db, busy: Set<number>): Promise<Due[]> {
  let taken: Due[] = [];
  const free = () => {
    for (const { mailId } of taken) busy.delete(mailId);
  };
  try {
    await db.change("porchlight", (tx) => {
      // While another process holds a file, the same change runs again and again, each time from the start.
      free();
      taken = takeDueMails(tx, { most: atOnce - busy.size, busy });
      for (const { mailId } of taken) busy.add(mailId);
    });
  } catch (error) {
    free();
    throw error;
  }
  return taken;
}

function follow(tx: Tx, emit: Emit, { purpose, about, outcome }: Came): void {
  if (about === null) return;
  if (outcome === "delayed" || outcome === "put_off") {
    if (purpose === "callback") afterCallbackTry(tx, { callbackId: about, ofItsOwn: outcome === "put_off" });
    return;
  }
  if (purpose === "callback") afterCallbackMail(tx, emit, { callbackId: about, outcome });
  if (purpose === "on_call") afterOnCallMail(tx, emit, { noticeId: about, outcome });
}

/** Forgets mails that were settled long ago. */
export async function forgetMails({ db, clock }: Helpline) {
  if (hasOldMails(db, clock.now())) await db.change("porchlight", forgetOldMails);
}
