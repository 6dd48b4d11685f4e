import { hourMs } from "#src/clock.ts";
import { newToken } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit, MailOutcome, MailPurpose } from "#src/events.ts";
import { readAddress } from "./address.ts";
import { isOfOneMail } from "./failure.ts";
import { mailServer, mailWay } from "./server.ts";

export type { MailOutcome, MailPurpose };

/** One mail in plain text to one address. */
export interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  purpose: MailPurpose;
  /** What it is about, by the purpose: the id of a callback, of an invitation … */
  about: number | null;
  /** The name it comes from; the one of the mail server without it. */
  senderName?: string;
}

/** What of a mail is sealed. */
export type Letter = Pick<OutgoingMail, "to" | "subject" | "text" | "senderName">;

/**
 * Puts one mail into the outbox, sealed under a key of its own; it goes after the commit. Returns its id. Throws HelplineError
 * `locked` without a master key, and `bad_input` on the field "address".
 */
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

/** Takes back what was not handed over yet of a purpose and what it is about; its key is destroyed. */
export function withdrawMail(tx: Tx, emit: Emit, input: { purpose: MailPurpose; about: number }): void {
  const open = q.selectFrom("mail").select("id").where("settled_at", "is", null);
  const waiting = tx.all(open.where("purpose", "=", input.purpose).where("about", "=", input.about));
  for (const { id: mailId } of waiting) settleMail(tx, emit, { mailId, outcome: "withdrawn", error: null });
}

/** Whether a mail of a purpose, and about something, has not come to its end. */
export function isOnItsWay(db: DataReader, input: { purpose: MailPurpose; about: number }): boolean {
  const open = q.selectFrom("mail").select("id").where("settled_at", "is", null);
  return db.first(open.where("purpose", "=", input.purpose).where("about", "=", input.about).limit(1)) !== undefined;
}

/**
 * Settles a mail: its words and its key are gone. Returns what it was for; null where it was settled before, as by being taken
 * back while it was handed over.
 */
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

/**
 * Whether mails can be sent at all: a server is set, and the master key is there. While another stands in for it they wait: those of
 * before, and the addresses of people, could not be opened, and nothing is given up for that.
 */
export function mailReady(db: DataReader): boolean {
  const { state, standsIn } = db.keyring;
  return state() === "ready" && standsIn === null && mailWay(db) !== null;
}

/** The longest time between two tries, ms: what is put off for longer, as to another evening, tells nothing of the server. */
export const longestPauseMs = 2 * hourMs;

/**
 * Whether the server takes mails, as far as the last tries tell: none that is tried again soon failed for a reason that is no mail's own,
 * or one went since then. While false nobody new is invited, which many see: so those that tell of something that was wrong with a chat
 * do not count.
 */
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

/** One of its own for each mail, kept with it: a mail that comes twice is known by it. RFC 5322, section 3.6.4. */
function newMessageId(db: DataReader): string {
  const domain = mailServer(db)?.senderAddress.split("@")[1] ?? "porchlight.invalid";
  return `<${newToken()}@${domain}>`;
}
