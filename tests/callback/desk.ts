import { afterCallbackMail, afterCallbackTry } from "#src/callback/ending.ts";
import { continueBy, refuse } from "#src/callback/link.ts";
import { ask, type CallbackRequest } from "#src/callback/request.ts";
import { newClientId, newToken } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import type { MailOutcome } from "#src/events.ts";
import { jobs, runJob } from "#src/jobs.ts";
import type { MailFailure } from "#src/mail/failure.ts";
import type { Letter } from "#src/mail/outbox.ts";
import { settleMail } from "#src/mail/outbox.ts";
import { noteMailFailure } from "#src/mail/sending.ts";
import { setMailServer } from "#src/mail/server.ts";
import { claimNext } from "#src/queue/claim.ts";
import { start } from "#src/queue/start.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A house whose clock is moved by hand, with a server that takes mails. */
export interface Desk extends House {
  clock: FakeClock;
}

const server = {
  host: "127.0.0.1",
  port: 2525,
  security: "none",
  login: "",
  senderAddress: "info@porchlight.example",
  senderName: "Info",
} as const;

/** Nobody hands mails over here: each test says what becomes of them. */
export async function desk(options: Parameters<typeof house>[0] = {}): Promise<Desk> {
  const clock = (options.clock as FakeClock | undefined) ?? fakeClock();
  const home = await house({ ...options, clock });
  await home.helpline.db.change("porchlight", (tx, emit) => setMailServer(tx, emit, { server }));
  return { ...home, clock };
}

/** Somebody asks; what is not said is nothing special. */
export function asks({ helpline }: House, address: string, more: Partial<CallbackRequest> = {}) {
  const usual = { shared: "no", window: null, lineId: 1, language: "en", offered: "closed" } as const;
  return helpline.db.change("youth", (tx, emit) => ask(tx, emit, { ...usual, ...more, address }));
}

/** The job that writes to whoever is next, once. */
export function invites({ helpline }: House) {
  return runJob(helpline, jobs.find(({ name }) => name === "whoever asked to be written to")!);
}

/** The job by which old addresses go. */
export function tidies({ helpline }: House) {
  return runJob(helpline, jobs.find(({ name }) => name === "addresses kept long enough")!);
}

interface Out {
  mailId: number;
  about: number;
  letter: Letter;
  /** The link in it. */
  token: string;
}

/** The mails to those who asked that wait in the outbox, oldest first, opened. */
export function outbox({ helpline: { db } }: House): Out[] {
  const rows = db.all(
    q.selectFrom("mail").selectAll().where("purpose", "=", "callback").where("settled_at", "is", null).orderBy("id"),
  );
  return rows.map(({ id, about, body }) => {
    const letter = JSON.parse(db.keyring.mails.open(id, body!)!) as Letter;
    return { mailId: id, about: about!, letter, token: /\/later\/([\w-]+)/.exec(letter.text)![1]! };
  });
}

/** The mail server takes a mail, or does not. */
export function settles({ helpline }: House, { mailId, about }: Out, outcome: MailOutcome = "sent") {
  return helpline.db.change("porchlight", (tx, emit) => {
    if (settleMail(tx, emit, { mailId, outcome, error: null }))
      afterCallbackMail(tx, emit, { callbackId: about, outcome });
  });
}

/** The mail server wants a mail later. */
export function putsOff({ helpline }: House, { mailId, about }: Out) {
  const failure: MailFailure = { reason: "put_off", numbers: ["451"], forGood: false };
  return helpline.db.change("porchlight", (tx, emit) => {
    const came = noteMailFailure(tx, emit, { mailId, failure });
    if (came?.outcome === "put_off") afterCallbackTry(tx, { callbackId: about, ofItsOwn: true });
  });
}

/** Somebody presses “Continue”. Returns the id of their conversation. */
export function continues({ helpline }: House, token: string, startId = newClientId()): Promise<number> {
  const { version: rulesVersion } = publishedRules(helpline.db);
  return helpline.db.change("youth", (tx, emit) =>
    continueBy(tx, emit, { token, startId, youthToken: newToken(), rulesVersion }),
  );
}

export function refuses({ helpline }: House, token: string) {
  return helpline.db.change("youth", (tx, emit) => refuse(tx, emit, { token }));
}

/** Somebody comes by the door and waits. Returns the id of their conversation. */
export function comes({ helpline }: House, lineId = 1): Promise<number> {
  const { version: rulesVersion } = publishedRules(helpline.db);
  const form = { startId: newClientId(), token: newToken(), language: "en", text: null } as const;
  return helpline.db.change("youth", (tx, emit) => start(tx, emit, { ...form, lineId, rulesVersion }));
}

/** A counsellor takes the next. Returns the id of the conversation. */
export function takes({ helpline }: House, member: StaffMember): Promise<number> {
  return helpline.db.change(`staff:${member.id}`, (tx, emit) => claimNext(tx, emit, { member }));
}

/** Somebody asks and is never reached: the last mail has gone, and their address with it. Returns that mail. */
export async function toldInVain(home: Desk) {
  await asks(home, "noor@example.org");
  home.clock.pass(7 * day);
  await invites(home);
  const [mail] = outbox(home);
  await settles(home, mail!);
  return mail!;
}
