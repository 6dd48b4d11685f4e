import { afterCallbackMail } from "#src/callback/ending.ts";
import type { Tx } from "#src/db/db.ts";
import type { Actor, Emit, MailOutcome, MailPurpose } from "#src/events.ts";
import type { Helpline } from "#src/http/context.ts";
import { type Failure, failureOf } from "#src/mail/failure.ts";
import { type Outgoing, queueMail, settleMail } from "#src/mail/outbox.ts";
import { anyDue, type Due, forgetOldMails, hasOldMails, noteFailure, take, takeDue } from "#src/mail/sending.ts";
import { mailWay } from "#src/mail/server.ts";
import type { Patience } from "#src/mail/smtp.ts";
import { afterOnCallMail } from "#src/on-call/told.ts";
import { each } from "./each.ts";

// What is sent by mail.

/** How many mails are handed over beside each other: a server that is slow with one keeps the others waiting little. */
const atOnce = 4;

/** Hands over what is due in the outbox. It may be run while it runs: what is under way is not begun again. */
export function sendMails() {
  const going = new WeakMap<Helpline, Set<number>>();
  return async (helpline: Helpline) => {
    const { db, clock } = helpline;
    const busy = going.get(helpline) ?? new Set<number>();
    going.set(helpline, busy);
    // Without a server or the master key everything waits; it is not said to have failed.
    if (busy.size >= atOnce || !anyDue(db, clock.now()) || db.keyring.state() !== "ready" || !mailWay(db)) return;
    const due = await db.change("porchlight", (tx) => {
      const taken = takeDue(tx, { most: atOnce - busy.size, busy });
      for (const { mailId } of taken) busy.add(mailId);
      return taken;
    });
    const sending = due.map(async (one) => {
      await each(helpline, "a mail was not settled", [one], () => handOver(helpline, one));
      busy.delete(one.mailId);
    });
    await Promise.all(sending);
  };
}

/** Hands one mail over at once, past all that wait, and resolves with its id when something has come of it. */
export async function handOverNow(helpline: Helpline, actor: Actor, mail: Outgoing, patience: Patience) {
  const due = await helpline.db.change(actor, (tx, emit) => take(tx, queueMail(tx, emit, mail)));
  await handOver(helpline, due, patience);
  return due.mailId;
}

/** Hands one mail over, and settles it with all that follows from it in one change. */
async function handOver(helpline: Helpline, mail: Due, patience?: Patience): Promise<void> {
  const failure = await attempt(helpline, mail, patience);
  const { mailId } = mail;
  await helpline.db.change("porchlight", (tx, emit) => {
    if (failure) follow(tx, emit, noteFailure(tx, emit, { mailId, failure }));
    else {
      const sent = settleMail(tx, emit, { mailId, outcome: "sent", error: null });
      follow(tx, emit, sent && { ...sent, outcome: "sent" });
    }
  });
}

/** What follows, for whatever a mail was for, from what became of it; null while it is not settled. */
function follow(
  tx: Tx,
  emit: Emit,
  settled: { purpose: MailPurpose; about: number | null; outcome: MailOutcome } | null,
): void {
  if (settled === null || settled.about === null) return;
  const { purpose, about, outcome } = settled;
  if (purpose === "callback") afterCallbackMail(tx, emit, { callbackId: about, outcome });
  if (purpose === "on_call") afterOnCallMail(tx, emit, { noticeId: about, outcome });
}

/** null when the server has taken it. */
async function attempt(
  { db, clock, sendMail }: Helpline,
  { messageId, letter }: Due,
  patience?: Patience,
): Promise<Failure | null> {
  const way = mailWay(db);
  if (!letter) return { reason: "unreadable", numbers: [], forGood: true };
  if (!way) return { reason: "login_wrong", numbers: [], forGood: false };
  try {
    await sendMail(way, { ...letter, messageId, at: clock.now() }, patience);
    return null;
  } catch (error) {
    return failureOf(error);
  }
}

/** That a mail went, and what became of it, is kept for a while. */
export async function forgetMails({ db, clock }: Helpline) {
  if (hasOldMails(db, clock.now())) await db.change("porchlight", forgetOldMails);
}
