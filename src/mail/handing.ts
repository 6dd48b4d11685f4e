import type { Clock } from "#src/clock.ts";
import type { Db, Tx } from "#src/db/db.ts";
import type { Actor, Emit } from "#src/events.ts";
import { failureOf, type MailFailure } from "./failure.ts";
import { type OutgoingMail, queueMail, settleMail } from "./outbox.ts";
import { type Came, type Due, noteMailFailure, takeMail } from "./sending.ts";
import { mailWay } from "./server.ts";
import type { Patience, SendMail } from "./smtp.ts";

interface Means {
  db: Db;
  clock: Clock;
  sendMail: SendMail;
}

type Follow = (tx: Tx, emit: Emit, settled: Came) => void;

/** Hands a mail to the server and keeps what came of it. Rejects only if that cannot be stored. */
export async function handOver(means: Means, mail: Due, follow: Follow): Promise<void> {
  const failure = await attempt(means, mail);
  await means.db.change("porchlight", (tx, emit) => {
    const settled = settle(tx, emit, mail.mailId, failure);
    if (settled) follow(tx, emit, settled);
  });
}

/** Sends a test ahead of all waiting mails. Returns its id once it is settled (`settledMail`); throws as `queueMail`. */
export async function sendTest(
  means: Means,
  actor: Actor,
  mail: Pick<OutgoingMail, "to" | "subject" | "text">,
  patience: Patience,
): Promise<number> {
  const test: OutgoingMail = { ...mail, purpose: "test", about: null };
  const due = await means.db.change(actor, (tx, emit) => takeMail(tx, queueMail(tx, emit, test)));
  const failure = await attempt(means, due, patience);
  await means.db.change("porchlight", (tx, emit) => settle(tx, emit, due.mailId, failure));
  return due.mailId;
}

async function attempt(
  { db, clock, sendMail }: Means,
  { messageId, letter }: Due,
  patience?: Patience,
): Promise<MailFailure | null> {
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

function settle(tx: Tx, emit: Emit, mailId: number, failure: MailFailure | null): Came | null {
  if (failure) return noteMailFailure(tx, emit, { mailId, failure });
  const sent = settleMail(tx, emit, { mailId, outcome: "sent", error: null });
  return sent && { ...sent, outcome: "sent" };
}
