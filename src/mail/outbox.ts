import { hourMs } from "#src/clock.ts";
import { newToken } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit, MailOutcome, MailPurpose } from "#src/events.ts";
import { readAddress } from "./address.ts";
import { isOfOneMail } from "./failure.ts";
import { mailServer, mailWay } from "./server.ts";

export type { MailOutcome, MailPurpose };

export interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  purpose: MailPurpose;
  about: number | null;
  senderName?: string;
}

export type Letter = Pick<OutgoingMail, "to" | "subject" | "text" | "senderName">;

/** Queues a mail under a key of its own, and returns its id. Throws HelplineError `locked`, or `bad_input` on "address". */
export function queueMail(tx: Tx, emit: Emit, mail: OutgoingMail): number {
  const { purpose, about, subject, text, senderName } = mail;
  const letter: Letter = { to: readAddress(mail.to), subject, text, ...(senderName ? { senderName } : {}) };
  const { id: mailId } = tx.first(
    q
      .insertInto("mail")
      .values({ purpose, about, message_id: newMessageId(tx), body: null, queued_at: tx.at, next_try_at: tx.at })
      .returning("id"),
  )!;
  const body = tx.keyring.mails.seal(tx, mailId, JSON.stringify(letter));
  tx.run(q.updateTable("mail").set({ body }).where("id", "=", mailId));
  emit({ type: "mail.queued", mailId, purpose, about });
  return mailId;
}

/** Takes back mails for this purpose that were not handed over yet, and destroys their keys. */
export function withdrawMail(tx: Tx, emit: Emit, input: { purpose: MailPurpose; about: number }): void {
  const open = q.selectFrom("mail").select("id").where("settled_at", "is", null);
  const waiting = tx.all(open.where("purpose", "=", input.purpose).where("about", "=", input.about));
  for (const { id: mailId } of waiting) settleMail(tx, emit, { mailId, outcome: "withdrawn", error: null });
}

/** Returns whether a mail for this purpose is not settled yet. */
export function isOnItsWay(db: DataReader, input: { purpose: MailPurpose; about: number }): boolean {
  const open = q.selectFrom("mail").select("id").where("settled_at", "is", null);
  return db.first(open.where("purpose", "=", input.purpose).where("about", "=", input.about).limit(1)) !== undefined;
}

/** Settles a mail and destroys its words and key. Returns what it was for; null if it was settled before. */
export function settleMail(
  tx: Tx,
  emit: Emit,
  input: { mailId: number; outcome: MailOutcome; error: string | null },
): { purpose: MailPurpose; about: number | null } | null {
  const { mailId, outcome, error } = input;
  const settled = q
    .updateTable("mail")
    .set({ body: null, tried_at: null, settled_at: tx.at, outcome, error })
    .where("id", "=", mailId)
    .where("settled_at", "is", null);
  const row = tx.first(settled.returning(["purpose", "about"]));
  if (!row) return null;
  tx.keyring.mails.destroy(tx, mailId);
  emit({ type: "mail.settled", mailId, ...row, outcome });
  return row;
}

/** Returns whether mails can be sent. They wait while a stand-in key works, and none is given up for that. */
export function mailReady(db: DataReader): boolean {
  const { state, standsIn } = db.keyring;
  return state() === "ready" && standsIn === null && mailWay(db) !== null;
}

/** Longest time between two tries, ms: a mail put off for longer tells nothing about the server. */
export const longestPauseMs = 2 * hourMs;

/** Returns whether the server takes mails, by the last tries. Many see this, so mails about complaints do not count. */
export function mailFlows(db: DataReader): boolean {
  const counted = q.selectFrom("mail").where("purpose", "!=", "concern");
  const waiting = counted.select(["error", "tried_at", "next_try_at"]).where("settled_at", "is", null);
  const failed = db.all(waiting.where("error", "is not", null)).filter((one) => {
    const again = one.tried_at === null ? 0 : one.next_try_at - one.tried_at;
    return !isOfOneMail(one.error!) && again <= longestPauseMs;
  });
  if (failed.length === 0) return true;
  const sent = counted.select("settled_at").where("settled_at", "is not", null).where("outcome", "=", "sent");
  const sentAt = db.first(sent.orderBy("settled_at", "desc").limit(1))?.settled_at ?? Number.NEGATIVE_INFINITY;
  return failed.every(({ tried_at: triedAt }) => triedAt !== null && triedAt <= sentAt);
}

// Kept with the mail, so that a mail that comes twice is recognised (RFC 5322, section 3.6.4).
function newMessageId(db: DataReader): string {
  const domain = mailServer(db)?.senderAddress.split("@")[1] ?? "porchlight.invalid";
  return `<${newToken()}@${domain}>`;
}
