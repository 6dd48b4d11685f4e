import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { MailOutcome, MailPurpose } from "#src/events.ts";
import { isOfOneMail, type MailFailureReason, mailFailureReasons } from "./failure.ts";
import { mailReady } from "./outbox.ts";
import { mailServer } from "./server.ts";

const failedShownDays = 7;
const maxFailed = 20;

type NotReady = "no_server" | "no_key" | "password_lost";

export interface WhyNotSent {
  reason: MailFailureReason;
  numbers: string;
}

export interface FailedMail extends WhyNotSent {
  id: number;
  purpose: Exclude<MailPurpose, "concern">;
  outcome: MailOutcome;
  at: number;
}

/** Never holds recipients, nor mails about complaints. */
export interface MailState {
  notReady: NotReady | null;
  waiting: number;
  trouble: (WhyNotSent & { n: number; nextAt: number }) | null;
  failed: FailedMail[];
  sentAt: number | null;
}

/** Returns the state of the mails (`at` is ms UTC). */
export function mailState(db: DataReader, at: number): MailState {
  const waiting = shown().where("settled_at", "is", null);
  const tried = db.all(waiting.select(["error", "next_try_at"]).where("error", "is not", null).orderBy("next_try_at"));
  const worst = tried.find(({ error }) => !isOfOneMail(error!)) ?? tried[0];
  const sent = shown()
    .where("outcome", "=", "sent")
    .where("settled_at", ">", at - failedShownDays * dayMs);
  return {
    notReady: notReady(db),
    waiting: db.first(waiting.select((eb) => eb.fn.countAll<number>().as("n")))!.n,
    trouble: worst ? { ...why(worst.error!), n: tried.length, nextAt: worst.next_try_at } : null,
    failed: failedMails(db, at),
    sentAt: db.first(sent.select((eb) => eb.fn.max("settled_at").as("at")))?.at ?? null,
  };
}

// Admins who had a part in a chat read this page too (PROMISES.md S19).
const shown = () => q.selectFrom("mail").where("purpose", "!=", "concern");

/** Returns what became of a mail; null while it is not settled. */
export function settledMail(db: DataReader, mailId: number): { outcome: MailOutcome; why: WhyNotSent | null } | null {
  const row = db.first(q.selectFrom("mail").select(["outcome", "error"]).where("id", "=", mailId));
  return row?.outcome ? { outcome: row.outcome, why: row.error === null ? null : why(row.error) } : null;
}

function notReady(db: DataReader): NotReady | null {
  if (!mailServer(db)) return "no_server";
  if (db.keyring.state() !== "ready" || db.keyring.standsIn) return "no_key";
  return mailReady(db) ? null : "password_lost";
}

function failedMails(db: DataReader, at: number): FailedMail[] {
  const settled = shown()
    .selectAll()
    .where("settled_at", ">", at - failedShownDays * dayMs);
  const failed = settled.where("outcome", "in", ["refused", "given_up"]).where("purpose", "!=", "test");
  return db.all(failed.orderBy("settled_at", "desc").limit(maxFailed)).map((row) => {
    return {
      id: row.id,
      purpose: row.purpose as FailedMail["purpose"],
      outcome: row.outcome!,
      at: row.settled_at!,
      ...why(row.error ?? ""),
    };
  });
}

function why(error: string): WhyNotSent {
  const [first = "", ...numbers] = error.split(" ");
  return { reason: mailFailureReasons.find((one) => one === first) ?? "strange", numbers: numbers.join(" ") };
}
