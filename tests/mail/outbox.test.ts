import { afterEach, beforeEach, expect, test } from "vitest";
import { masterKey } from "#src/crypto/keys/master-key.ts";
import { k, q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { failureOf } from "#src/mail/failure.ts";
import { mailFlows, mailReady, type OutgoingMail, queueMail, withdrawMail } from "#src/mail/outbox.ts";
import { takeDueMails } from "#src/mail/sending.ts";
import { mailServer, mailWay, setMailServer } from "#src/mail/server.ts";
import { mailState } from "#src/mail/state.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { no, type Post, post, sendsTo, serverAt } from "#tests/support/outside/post.ts";

const minute = 60_000;
let clock: FakeClock;
let home: House;
let server: Post;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  server = await post();
});
afterEach(() => server.close());

const letter: OutgoingMail = {
  to: "noor@example.org",
  subject: "Écrire",
  text: "Somebody has time.\nhttps://chat.example.org/later/abc\n",
  purpose: "callback",
  about: 7,
};
const queue = (mail: Partial<OutgoingMail> = {}) =>
  home.helpline.db.change("porchlight", (tx, emit) => queueMail(tx, emit, { ...letter, ...mail }));
const run = () => runJob(home.helpline, jobs.find(({ name }) => name === "mails")!);
const row = (id: number) => home.helpline.db.first(q.selectFrom("mail").selectAll().where("id", "=", id))!;
const keys = () => home.files.keys.prepare(k.selectFrom("mail_wrap").select("mail_id").compile().sql).pluck().all();
const settled = () => home.heard.filter((one) => one.type === "mail.settled");

test("a mail goes to one recipient, in plain text, from the sender an admin set, and nothing of it is left", async () => {
  await sendsTo(home, server.port);
  const id = await queue();
  expect(keys()).toEqual([id]);
  await run();
  expect(server.taken).toHaveLength(1);
  const [{ from, to, read, raw }] = server.taken as [Post["taken"][0]];
  expect([from, to]).toEqual(["noreply@helpline.test", ["noor@example.org"]]);
  expect(read.from!.text).toBe('"Lantern" <noreply@helpline.test>');
  expect([read.subject, read.text]).toEqual([letter.subject, letter.text]);
  expect(read.messageId).toBe(row(id).message_id);
  expect([...read.headers.keys()].sort()).toEqual(
    [
      ...["auto-submitted", "content-transfer-encoding", "content-type", "date", "from"],
      ...["message-id", "mime-version", "subject", "to"],
    ].sort(),
  );
  expect(raw.toLowerCase()).not.toMatch(/nodemailer|porchlight/);
  expect(row(id)).toMatchObject({ body: null, outcome: "sent", settled_at: clock.now(), error: null, tried_at: null });
  expect(keys()).toEqual([]);
  expect(settled()).toEqual([{ type: "mail.settled", mailId: id, purpose: "callback", about: 7, outcome: "sent" }]);
});

test("a mail that is being handed over is not taken a second time, however long it takes", async () => {
  const [slow, next] = [await queue(), await queue()];
  clock.pass(minute);
  const due = () => home.helpline.db.change("porchlight", (tx) => takeDueMails(tx, { most: 2, busy: new Set([slow]) }));
  expect((await due()).map(({ mailId }) => mailId)).toEqual([next]);
  expect(row(slow)).toMatchObject({ tries: 0 });
});

test("the name it comes from may be another", async () => {
  await sendsTo(home, server.port);
  await queue({ senderName: "L." });
  await run();
  expect(server.taken[0]!.read.from!.text).toBe('"L." <noreply@helpline.test>');
});

test("neither the address nor a word lies open on the disk while it waits", async () => {
  await sendsTo(home, server.port);
  await queue();
  const everything = Buffer.concat([home.files.data.serialize(), home.files.keys.serialize()]);
  for (const words of ["noor@", "example.org", "Somebody has time", "later/abc"]) {
    expect(everything.includes(words), words).toBe(false);
  }
});

test("what the server refuses for good is settled at once, with its numbers and none of its words", async () => {
  await server.close();
  server = await post({ onRcptTo: (_to, _session, done) => done(no(550, "5.1.1 noor@example.org is unknown")) });
  await sendsTo(home, server.port);
  const id = await queue();
  await run();
  expect(row(id)).toMatchObject({ outcome: "refused", error: "recipient_refused 550 5.1.1", body: null });
  expect([keys(), mailFlows(home.helpline.db)]).toEqual([[], true]);
});

test("what fails for now is tried again later, with the same Message-ID; meanwhile mails do not flow", async () => {
  let busy = true;
  await server.close();
  server = await post({ onMailFrom: (_from, _session, done) => (busy ? done(no(421, "later")) : done()) });
  await sendsTo(home, server.port);
  const id = await queue();
  const { message_id: messageId } = row(id);
  await run();
  expect(row(id)).toMatchObject({ outcome: null, error: "busy 421", tries: 1, next_try_at: clock.now() + minute });
  expect(mailFlows(home.helpline.db)).toBe(false);
  busy = false;
  await run();
  expect(server.taken).toEqual([]);
  clock.pass(minute);
  await run();
  expect(server.taken[0]!.read.messageId).toBe(messageId);
  expect(mailFlows(home.helpline.db)).toBe(true);
});

test("trouble that is over since then, or that one mail has alone, keeps nobody waiting", async () => {
  let busy = "noor@example.org";
  await server.close();
  server = await post({ onRcptTo: ({ address }, _session, done) => done(address === busy ? no(421, "later") : null) });
  await sendsTo(home, server.port);
  const id = await queue();
  await run();
  expect([row(id).error, mailFlows(home.helpline.db)]).toEqual(["busy 421", false]);
  await queue({ about: 8, to: "sam@example.org" });
  await run();
  expect([row(id).outcome, mailFlows(home.helpline.db)]).toEqual([null, true]);
  clock.pass(minute);
  await run();
  expect(mailFlows(home.helpline.db)).toBe(false);
  busy = "";
  clock.pass(5 * minute);
  await run();
  expect(mailFlows(home.helpline.db)).toBe(true);
});

test("an admin is told what is wrong with every mail, before what is wrong with one", async () => {
  await server.close();
  const codes: Record<string, number> = { "noor@example.org": 451, "sam@example.org": 421 };
  server = await post({ onRcptTo: ({ address }, _session, done) => done(no(codes[address]!, "later")) });
  await sendsTo(home, server.port);
  await queue();
  await run();
  const told = () => mailState(home.helpline.db, clock.now()).trouble;
  expect(told()).toMatchObject({ reason: "put_off", numbers: "451", n: 1 });
  clock.pass(minute / 2);
  await queue({ about: 8, to: "sam@example.org" });
  await run();
  expect(told()).toMatchObject({ reason: "busy", numbers: "421", n: 2 });
});

test.each([
  [451, "RCPT TO", "put_off 451"],
  [452, "DATA", "put_off 452"],
  [421, "DATA", "busy 421"],
  [450, "MAIL FROM", "busy 450"],
  [454, "AUTH PLAIN", "busy 454"],
])("%i to %s is %s", (responseCode, command, error) => {
  const { reason, numbers, forGood } = failureOf({ responseCode, command });
  expect([[reason, ...numbers].join(" "), forGood]).toEqual([error, false]);
});

test("what is taken back does not go, and its key is gone; what is about something else goes", async () => {
  await sendsTo(home, server.port);
  const id = await queue();
  await queue({ about: 8, to: "sam@example.org" });
  await home.helpline.db.change("porchlight", (tx, emit) => withdrawMail(tx, emit, { purpose: "callback", about: 7 }));
  await run();
  expect(server.taken.map(({ to }) => to)).toEqual([["sam@example.org"]]);
  expect(row(id)).toMatchObject({ outcome: "withdrawn", body: null });
  expect(keys()).toEqual([]);
});

test("without a server nothing can be sent, and what waits waits", async () => {
  expect(mailReady(home.helpline.db)).toBe(false);
  const id = await queue();
  await run();
  expect(row(id)).toMatchObject({ tries: 0, outcome: null });
  await sendsTo(home, server.port);
  expect(mailReady(home.helpline.db)).toBe(true);
  await run();
  expect(server.taken).toHaveLength(1);
});

test("without the master key nothing can be put into the outbox or sent", async () => {
  home = await house({ clock, master: null });
  await sendsTo(home, server.port);
  expect(mailReady(home.helpline.db)).toBe(false);
  await expect(queue()).rejects.toThrow(new HelplineError("locked"));
  expect(home.helpline.db.all(q.selectFrom("mail").selectAll())).toEqual([]);
});

test("the password is sealed, in no history, and kept while nothing else is typed", async () => {
  const { db } = home.helpline;
  await sendsTo(home, server.port, { login: "lantern" }, "hush hush");
  await sendsTo(home, server.port, { login: "lantern", senderName: "Other" });
  expect(mailWay(db)).toMatchObject({ login: "lantern", senderName: "Other", password: "hush hush" });
  expect(mailServer(db)).not.toHaveProperty("password");
  expect(home.files.data.serialize().includes("hush hush")).toBe(false);
  expect(JSON.stringify(home.heard)).not.toContain("hush");
  const other = await house({ clock, files: home.files, master: masterKey(new Uint8Array(32).fill(8)) });
  expect([mailWay(other.helpline.db), mailReady(other.helpline.db)]).toEqual([null, false]);
  await sendsTo(home, server.port, {}, "");
  expect(mailServer(db)!.hasPassword).toBe(false);
});

test("mails never go unprotected to another machine", async () => {
  const away = serverAt(25, { host: "mail.example.org" });
  const set = home.helpline.db.change("porchlight", (tx, emit) => setMailServer(tx, emit, { server: away }));
  await expect(set).rejects.toThrow(RangeError);
  await expect(
    home.helpline.sendMail({ ...away, password: "" }, { ...letter, messageId: "<a@b>", at: 0 }),
  ).rejects.toThrow(RangeError);
});

test("of a mail about something that was wrong with a chat no page tells, whatever becomes of it, and nobody is kept waiting for it", async () => {
  const { db } = home.helpline;
  const state = () => mailState(db, clock.now());
  const about = { purpose: "concern", about: null } as const;
  await sendsTo(home, server.port);
  await queue(about);
  const calm = { notReady: null, waiting: 0, trouble: null, failed: [], sentAt: null };
  expect(state()).toEqual(calm);
  await run();
  expect([server.taken.length, state()]).toEqual([1, calm]);
  const closed = await post({ onMailFrom: (_from, _session, done) => done(no(421, "not now")) });
  await sendsTo(home, closed.port);
  const late = await queue(about);
  await run();
  expect([row(late).error, state(), mailFlows(db)]).toEqual(["busy 421", calm, true]);
  clock.pass(4 * 24 * 60 * minute);
  await run();
  expect([row(late).outcome, state()]).toEqual(["given_up", calm]);
  // Nor does one that went say that others go.
  const other = await queue({ to: "sam@example.org" });
  await run();
  expect([row(other).error, mailFlows(db)]).toEqual(["busy 421", false]);
  clock.pass(1_000);
  await sendsTo(home, server.port);
  await queue(about);
  await run();
  expect([server.taken.length, mailFlows(db)]).toEqual([2, false]);
  await closed.close();
});
