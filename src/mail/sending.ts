import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit, MailOutcome, MailPurpose } from "#src/events.ts";
import { isOfOneMail, type MailFailure } from "./failure.ts";
import { type Letter, longestPauseMs, settleMail } from "./outbox.ts";

const pauses = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, longestPauseMs];

/** RFC 5321, section 4.5.4.1, asks for four to five days; nobody waits that long for these mails. */
const triedMs = 3 * dayMs;

const settledDays = 30;

export interface Due {
  mailId: number;
  purpose: MailPurpose;
  messageId: string;
  letter: Letter | null;
}

export interface Came {
  purpose: MailPurpose;
  about: number | null;
  /** Both are tried again: `put_off` for a reason of its own, `delayed` for one of every mail. */
  outcome: MailOutcome | "put_off" | "delayed";
}

/** Returns whether any mail is due (`at` is ms UTC). */
export function anyDue(db: DataReader, at: number): boolean {
  return db.first(due(at).select("id").limit(1)) !== undefined;
}

/** Takes due mails. A try counts before anything leaves this machine, so that a crash is no different from a silent server. */
export function takeDueMails(tx: Tx, input: { most: number; busy: ReadonlySet<number> }): Due[] {
  const open = due(tx.at).select("id").orderBy("next_try_at").orderBy("id");
  const rows = tx.all(open.limit(input.most + input.busy.size)).filter(({ id }) => !input.busy.has(id));
  return rows.slice(0, input.most).map(({ id }) => takeMail(tx, id));
}

/** Takes one mail to hand it over now, due or not. */
export function takeMail(tx: Tx, mailId: number): Due {
  const row = tx.first(q.selectFrom("mail").selectAll().where("id", "=", mailId))!;
  const { purpose, message_id: messageId, tries } = row;
  const pause = pauses[Math.min(tries, pauses.length - 1)]!;
  const taken = { tries: tries + 1, tried_at: tx.at, next_try_at: tx.at + pause };
  tx.run(q.updateTable("mail").set(taken).where("id", "=", mailId));
  const text = row.body && tx.keyring.mails.open(mailId, row.body);
  return { mailId, purpose, messageId, letter: text ? (JSON.parse(text) as Letter) : null };
}

/** Notes a failed try; the mail is tried again or given up. Returns what came of it, null if it was settled before. */
export function noteMailFailure(tx: Tx, emit: Emit, input: { mailId: number; failure: MailFailure }): Came | null {
  const { mailId, failure } = input;
  const error = [failure.reason, ...failure.numbers].join(" ");
  const row = tx.first(q.selectFrom("mail").selectAll().where("id", "=", mailId).where("settled_at", "is", null));
  if (!row) return null;
  const isRefused = failure.forGood || row.purpose === "test";
  const isOver = tx.at - row.queued_at >= triedMs;
  const outcome: MailOutcome | null = isRefused ? "refused" : isOver ? "given_up" : null;
  if (outcome !== null) {
    const settled = settleMail(tx, emit, { mailId, outcome, error });
    return settled && { ...settled, outcome };
  }
  tx.run(q.updateTable("mail").set({ error }).where("id", "=", mailId));
  emit({ type: "mail.delayed", mailId, purpose: row.purpose });
  return {
    purpose: row.purpose,
    about: row.about,
    outcome: isOfOneMail(error) ? "put_off" : "delayed",
  };
}

/** Puts waiting mails for this purpose off to the time that `next` returns (ms UTC). */
export function postpone(
  tx: Tx,
  { purpose, about, next }: { purpose: MailPurpose; about: number; next: (at: number) => number },
): void {
  const open = q.selectFrom("mail").select(["id", "next_try_at"]).where("settled_at", "is", null);
  for (const row of tx.all(open.where("purpose", "=", purpose).where("about", "=", about))) {
    tx.run(
      q
        .updateTable("mail")
        .set({ next_try_at: next(row.next_try_at) })
        .where("id", "=", row.id),
    );
  }
}

/** Returns whether any mail was settled long ago. */
export function hasOldMails(db: DataReader, at: number): boolean {
  return db.first(q.selectFrom("mail").select("id").where("settled_at", "<=", longAgo(at)).limit(1)) !== undefined;
}

/** Forgets mails that were settled long ago. */
export function forgetOldMails(tx: Tx): void {
  tx.run(q.deleteFrom("mail").where("settled_at", "<=", longAgo(tx.at)));
}

function due(at: number) {
  return q.selectFrom("mail").where("settled_at", "is", null).where("next_try_at", "<=", at);
}

function longAgo(at: number): number {
  return at - settledDays * dayMs;
}
