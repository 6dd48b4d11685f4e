import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { MailOutcome, MailPurpose } from "#src/events.ts";
import { isOfOneMail, type MailFailureReason, mailFailureReasons } from "./failure.ts";
import { mailReady } from "./outbox.ts";
import { mailServer } from "./server.ts";

/** How long somebody is shown that a mail came back. */
const failedShownDays = 7;
const maxFailed = 20;

/** Why no mail can go out at all. */
export type NotReady = "no_server" | "no_key" | "password_lost";

/** Why a mail did not go, without whom it was for. */
export interface WhyNotSent {
  reason: MailFailureReason;
  /** Of the server's answer; "" where there was none. */
  numbers: string;
}

export interface FailedMail extends WhyNotSent {
  id: number;
  purpose: Exclude<MailPurpose, "concern">;
  outcome: MailOutcome;
  /** ms UTC */
  at: number;
}

/** How the mails do. Whom they go to is nowhere in it, and nothing of those that tell of something that was wrong with a chat. */
export interface MailState {
  notReady: NotReady | null;
  /** How many are on their way. */
  waiting: number;
  /** What the last try said of one that waits for another; null while nothing does. */
  trouble: (WhyNotSent & { n: number; nextAt: number }) | null;
  /** What came back, or was given up, the newest first. */
  failed: FailedMail[];
  /** When the last one went, ms UTC. */
  sentAt: number | null;
}

/** How the mails do now (`at` is ms UTC). */
export function mailState(db: DataReader, at: number): MailState {
  const waiting = shown().where("settled_at", "is", null);
  const tried = db.all(waiting.select(["error", "next_try_at"]).where("error", "is not", null).orderBy("next_try_at"));
  // What is wrong with every mail is said before what is with one.
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

/** Admins who had a part in a chat read this page too (PROMISES.md S19). */
const shown = () => q.selectFrom("mail").where("purpose", "!=", "concern");

/** What became of one mail that is settled; null while it is not. */
export function settledMail(db: DataReader, mailId: number): { outcome: MailOutcome; why: WhyNotSent | null } | null {
  const row = db.first(q.selectFrom("mail").select(["outcome", "error"]).where("id", "=", mailId));
  return row?.outcome ? { outcome: row.outcome, why: row.error === null ? null : why(row.error) } : null;
}

function notReady(db: DataReader): NotReady | null {
  if (!mailServer(db)) return "no_server";
  if (db.keyring.state() !== "ready" || db.keyring.standsIn) return "no_key";
  return mailReady(db) ? null : "password_lost";
}

/** Tests are answered where they are made. */
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
