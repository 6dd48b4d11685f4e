import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { failureOf } from "#src/mail/failure.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { takeMail } from "#src/mail/sending.ts";
import { mailWay } from "#src/mail/server.ts";
import { openMailer } from "#src/mail/smtp.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { no, type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { selfSigned } from "#tests/support/outside/self-signed.ts";

// PROMISES.md R9: whatever the server does, every mail is delivered; twice only where the line was cut between the words
// and the yes to them, and then under the same Message-ID.

const minute = 60_000;
const hour = 60 * minute;
let clock: FakeClock;
let home: House;
let closes: (() => unknown)[];
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  closes = [];
});
afterEach(async () => {
  for (const close of closes) await close();
});

const mail = { to: "noor@example.org", subject: "s", text: "words", purpose: "callback" as const, about: 1 };
const queue = () => home.helpline.db.change("porchlight", (tx, emit) => queueMail(tx, emit, mail));
const run = () => runJob(home.helpline, jobs.find(({ name }) => name === "mails")!);
const row = () => home.helpline.db.first(q.selectFrom("mail").selectAll())!;
const good = async (options: Parameters<typeof post>[0] = {}): Promise<Post> => {
  const server = await post(options);
  closes.push(() => server.close());
  return server;
};
/** Impatient, so that a silence of a minute is over in a moment. */
const impatient = { greeting: 150, answer: 150, all: 600 };

/** It failed with a reason, and arrives once when the server is well again a minute later. */
async function failsThenArrives(reason: string, well: Parameters<typeof post>[0] = {}, more = {}) {
  await run();
  expect(row()).toMatchObject({ outcome: null, error: expect.stringMatching(new RegExp(`^${reason}\\b`)) });
  const server = await good(well);
  await sendsTo(home, server.port, more);
  clock.pass(minute);
  await run();
  expect(server.taken.map(({ read }) => read.messageId)).toEqual([row().message_id]);
  expect(row()).toMatchObject({ outcome: "sent", tries: 2 });
}

/** A server of our own hand: it answers each line by what `says` gives, null = it cuts the line. */
async function crude(says: (line: string, inData: boolean) => string | null | undefined, greeting = "220 here\r\n") {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let inData = false;
    socket.on("error", () => {});
    socket.write(greeting);
    socket.on("data", (bytes) => {
      for (const line of String(bytes).split("\r\n").slice(0, -1)) {
        seen.push(line);
        const answer = says(line, inData);
        if (line === "DATA") inData = true;
        if (line === ".") inData = false;
        if (answer === null) socket.destroy();
        else if (answer) socket.write(answer);
      }
    });
  });
  await new Promise<void>((go) => server.listen(0, "127.0.0.1", go));
  closes.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, seen };
}

/** What a server says that takes everything. */
const polite = (line: string, inData: boolean) => {
  if (line === ".") return "250 taken\r\n";
  if (inData) return undefined;
  return line === "DATA" ? "354 go on\r\n" : "250 yes\r\n";
};

test("nobody listens", async () => {
  const gone = await post();
  await gone.close();
  await sendsTo(home, gone.port);
  await queue();
  await failsThenArrives("refused");
});

test("it answers 421", async () => {
  const busy = await good({ onConnect: (_session, done) => done(no(421, "too much at once")) });
  await sendsTo(home, busy.port);
  await queue();
  await failsThenArrives("busy 421");
});

test.each(["at the greeting", "after DATA"])("it falls silent %s for longer than anybody waits", async (where) => {
  const isGreeting = where === "at the greeting";
  const silent = await crude(
    (line, inData) => (line === "." ? undefined : polite(line, inData)),
    isGreeting ? "" : undefined,
  );
  const send = openMailer();
  // Whoever answers is given the time a busy machine needs.
  home.helpline.sendMail = (way, one) => send(way, one, way.port === silent.port ? impatient : undefined);
  await sendsTo(home, silent.port);
  await queue();
  await failsThenArrives("timed_out");
});

test("it says a little again and again, and never comes to an end", async () => {
  const drips = await crude((line, inData) => {
    if (line !== ".") return polite(line, inData);
    return `250-${"x".repeat(10)}\r\n`;
  });
  const send = openMailer();
  home.helpline.sendMail = (way, one) =>
    send(way, one, way.port === drips.port ? { ...impatient, all: 300 } : undefined);
  await sendsTo(home, drips.port);
  await queue();
  await failsThenArrives("timed_out");
});

test.each(["MAIL FROM", "RCPT TO", "DATA"])("it cuts the line at %s: the mail comes once", async (at) => {
  const cuts = await crude((line, inData) => (line.startsWith(at) ? null : polite(line, inData)));
  await sendsTo(home, cuts.port);
  await queue();
  await failsThenArrives("cut");
});

test("it cuts the line between the words and its yes: the mail comes again, under the same Message-ID", async () => {
  const cuts = await crude((line, inData) => (line === "." ? null : polite(line, inData)));
  await sendsTo(home, cuts.port);
  await queue();
  await failsThenArrives("cut");
  expect(cuts.seen.find((line) => /^Message-ID:/i.test(line))).toBe(`Message-ID: ${row().message_id}`);
});

test("[ASVS 12.3.2] its certificate is nobody’s", async () => {
  const { cert, key } = selfSigned("localhost");
  const bad = await good({ cert, key, disabledCommands: [] });
  await sendsTo(home, bad.port, { host: "localhost", security: "starttls" });
  await queue();
  home.helpline.sendMail = openMailer();
  await run();
  expect(row()).toMatchObject({ error: "bad_certificate", outcome: null });
  expect(bad.taken).toEqual([]);
  // Whoever vouches for it is known now.
  home.helpline.sendMail = openMailer({ ca: cert });
  clock.pass(minute);
  await run();
  expect(row()).toMatchObject({ outcome: "sent" });
  expect(bad.taken.map(({ secure }) => secure)).toEqual([true]);
});

test("TLS from the start, with a login", async () => {
  const { cert, key } = selfSigned("localhost");
  const asked: unknown[] = [];
  const server = await good({
    ...{ cert, key, secure: true, authOptional: false },
    onAuth: ({ username, password }, _session, done) => {
      asked.push([username, password]);
      done(null, { user: username });
    },
  });
  home.helpline.sendMail = openMailer({ ca: cert });
  await sendsTo(home, server.port, { host: "localhost", security: "tls", login: "lantern" }, "hush");
  await queue();
  await run();
  expect(asked).toEqual([["lantern", "hush"]]);
  expect(server.taken.map(({ secure }) => secure)).toEqual([true]);
});

test("[ASVS 12.3.1] it knows no STARTTLS, and so gets neither the login nor the mail", async () => {
  const plain = await crude((line, inData) => (line === "STARTTLS" ? "502 no\r\n" : polite(line, inData)));
  await sendsTo(home, plain.port, { security: "starttls", login: "lantern" }, "hush");
  await queue();
  await failsThenArrives("no_starttls 502");
  expect(plain.seen.filter((line) => /^(AUTH|MAIL|DATA)/.test(line))).toEqual([]);
});

test.each([
  ["MAIL FROM", "553 no\r\n", "sender_refused 553"],
  ["EHLO", "550 no\r\n", "strange 550"],
])("it refuses at %s what is about every mail: that is mended, and the mail goes", async (at, answer, reason) => {
  const refuses = await crude((line, inData) =>
    line.startsWith(at) || (at === "EHLO" && line.startsWith("HELO")) ? answer : polite(line, inData),
  );
  await sendsTo(home, refuses.port);
  await queue();
  await failsThenArrives(reason);
});

test("[ASVS 16.5.2] it is down for a day: the tries come ever more seldom, and the mail arrives", async () => {
  const gone = await post();
  await gone.close();
  await sendsTo(home, gone.port);
  await queue();
  const tried: number[] = [];
  const began = clock.now();
  while (clock.now() - began < 24 * hour) {
    const before = row().tries;
    await run();
    if (row().tries > before) tried.push((clock.now() - began) / minute);
    clock.pass(minute);
  }
  expect(tried.slice(0, 7)).toEqual([0, 1, 6, 21, 81, 201, 321]);
  expect(tried.length).toBeLessThan(18);
  const server = await good({ port: gone.port });
  clock.pass(2 * hour);
  await run();
  expect(server.taken).toHaveLength(1);
});

test("after three days it is given up, and its words and key are gone", async () => {
  const gone = await post();
  await gone.close();
  await sendsTo(home, gone.port);
  await queue();
  for (let hours = 0; hours < 3 * 24 + 3; hours += 1) {
    await run();
    clock.pass(hour);
  }
  expect(row()).toMatchObject({ outcome: "given_up", error: "refused", body: null });
  expect(home.files.keys.prepare("SELECT count(*) FROM mail_wrap").pluck().get()).toBe(0);
});

test("the process dies before anything left: the mail comes once, a minute later", async () => {
  const server = await good();
  await sendsTo(home, server.port);
  const id = await queue();
  await home.helpline.db.change("porchlight", (tx) => takeMail(tx, id));
  home = await house({ clock, files: home.files });
  await run();
  expect(server.taken).toEqual([]);
  clock.pass(minute);
  await run();
  expect(server.taken).toHaveLength(1);
});

test("the process dies after the server took it, and before it knew: the mail comes again, under the same Message-ID", async () => {
  const server = await good();
  await sendsTo(home, server.port);
  const id = await queue();
  const due = await home.helpline.db.change("porchlight", (tx) => takeMail(tx, id));
  await home.helpline.sendMail(mailWay(home.helpline.db)!, {
    ...due.letter!,
    messageId: due.messageId,
    at: clock.now(),
  });
  home = await house({ clock, files: home.files });
  clock.pass(minute);
  await run();
  expect(server.taken.map(({ read }) => read.messageId)).toEqual([row().message_id, row().message_id]);
  clock.pass(24 * hour);
  await run();
  expect(server.taken).toHaveLength(2);
});

test("what cannot be opened any more, as with an older keys.db, is given to nobody and settled", async () => {
  const server = await good();
  await sendsTo(home, server.port);
  await queue();
  home.files.keys.exec("DELETE FROM mail_wrap");
  await run();
  expect(row()).toMatchObject({ outcome: "refused", error: "unreadable" });
  expect(server.taken).toEqual([]);
});

test("nothing the server says is kept but its numbers", () => {
  const answer = Object.assign(new Error("x"), {
    ...{ code: "EENVELOPE", command: "RCPT TO", responseCode: 550 },
    response: "550 5.1.1 <noor@example.org> unknown 5.2.2",
  });
  expect(failureOf(answer)).toEqual({ reason: "recipient_refused", numbers: ["550", "5.1.1"], forGood: true });
});
