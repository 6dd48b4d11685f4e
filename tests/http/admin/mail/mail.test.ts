import { createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { mailHistory, mailServer, mailWay } from "#src/mail/server.ts";
import { openMailer } from "#src/mail/smtp.ts";
import { says } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { no, type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { selfSigned } from "#tests/support/outside/self-signed.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { mailForm, rightServer } from "#tests/support/people/mail-form.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;
let server: Post;
beforeEach(async () => {
  at = await desk();
  server = await post();
});
afterEach(() => server.close());

type Done = (error: Error) => void;
const page = () => sheet(at.aino, "/admin/mail");
const save = async (changes: Record<string, string> = {}) =>
  (await page()).fill({ ...rightServer, ...changes }).press("", mailForm);
const tries = async (address = "aino@example.org") =>
  (await page()).fill({ address }).press("", 'form[action="/admin/mail/test"]');
const db = () => at.line.helpline.db;
const run = () => runJob(at.line.helpline, jobs.find(({ name }) => name === "mails")!);

test("without a server the page says what is not offered for it, and so does the first page of an admin", async () => {
  expect((await page()).words("#mail-now")).toBe(says("admin.mail.state.no_server"));
  expect((await sheet(at.aino, "/admin")).words("#mail-now")).toBe(says("admin.mail.state.no_server"));
  expect((await page()).answer.text).not.toContain("/admin/mail/test");
});

test("a server is set, its password is never shown again, and stays while nothing is typed over it", async () => {
  const saved = await save();
  for (const key of ["did.saved", "none_sent"] as const) expect(saved.answer.text).toContain(says(`admin.mail.${key}`));
  expect(saved.answer.text).not.toContain("hush");
  expect(mailWay(db())).toMatchObject({ host: "smtp.example.org", port: 587, password: "hush hush" });
  await save({ password: "", name: "Other" });
  expect(mailWay(db())).toMatchObject({ senderName: "Other", password: "hush hush" });
  // What was meant for one server is not shown to another.
  const other = await save({ password: "", host: "smtp.elsewhere.example" });
  expect(other.beside("password").wrong).toBe(says("admin.entry.problem.missing"));
  expect(mailWay(db())).toMatchObject({ host: "smtp.example.org", password: "hush hush" });
  await save({ password: "", login: "", host: "smtp.elsewhere.example" });
  expect(mailWay(db())).toMatchObject({ host: "smtp.elsewhere.example", password: "" });
  const audit = at.files.data.serialize();
  expect(audit.includes("hush hush")).toBe(false);
});

test("what cannot stand is said beside its field, and nothing typed is lost but the password", async () => {
  const wrong = await save({ host: "two words", port: "0", sender: "a@b.org, c@d.org", name: "<x>" });
  expect(wrong.answer.status).toBe(422);
  expect(wrong.beside("host").wrong).toBe(says("admin.mail.wrong.host"));
  expect(wrong.beside("port").wrong).toBe(says("admin.mail.wrong.port"));
  expect(wrong.beside("sender").wrong).toBe(says("mail.address.many"));
  expect(wrong.beside("name").wrong).toMatch(/^Use 1 to 60 characters/);
  expect(wrong.value("login")).toBe("lantern");
  expect(wrong.answer.text).not.toContain("hush");
  expect((await save({ security: "none" })).beside("security").wrong).toBe(says("admin.mail.wrong.unprotected"));
  expect(mailServer(db())).toBeNull();
});

test("a test mail goes at once, and the page says so", async () => {
  await sendsTo(at.line, server.port);
  const tried = await tries();
  expect(tried.words("#saved")).toBe(says("admin.mail.did.tested"));
  expect(server.taken.map(({ to }) => to)).toEqual([["aino@example.org"]]);
  expect(server.taken[0]!.read.text).toContain("This is a test to see whether emails from");
});

test("a test to what is no address is refused with a sentence, and nothing goes", async () => {
  await sendsTo(at.line, server.port);
  const tried = await tries("aino@example.org\r\nBcc: x@example.org");
  expect(tried.beside("address").wrong).toBe(says("mail.address.many"));
  expect(server.taken).toEqual([]);
});

/** A listener that is no mail server: it says these words, or nothing. */
async function listener(greeting: string | null) {
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    if (greeting !== null) socket.write(greeting);
  });
  await new Promise<void>((go) => listening.listen(0, "127.0.0.1", go));
  return {
    port: (listening.address() as { port: number }).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      listening.close();
    },
  };
}

test("what is wrong with a server is said in words", async () => {
  const { cert, key } = selfSigned("mail.elsewhere.example");
  const told = async (port: number, more = {}, password?: string) => {
    await sendsTo(at.line, port, more, password);
    return (await tries()).words(".error.summary p");
  };
  const of = async (options: Parameters<typeof post>[0], more = {}, password?: string) => {
    const one = await post(options);
    try {
      return await told(one.port, more, password);
    } finally {
      await one.close();
    }
  };
  const sentence = (reason: string, numbers = "") =>
    says(`admin.mail.reason.${reason}` as never) + (numbers && ` ${says("admin.mail.numbers", { numbers })}`);

  expect(await told(25, { host: "no-such-host.invalid", security: "starttls" })).toBe(sentence("name_not_found"));
  expect(await told(9)).toBe(sentence("refused"));
  expect(await of({}, { security: "starttls" })).toBe(sentence("no_starttls", "500"));
  const tls = { cert, key, disabledCommands: [] };
  expect(await of(tls, { security: "starttls" })).toBe(sentence("bad_certificate"));
  expect(await of({ ...tls, secure: true }, { security: "tls" })).toBe(sentence("bad_certificate"));
  expect(await of({}, { security: "tls" })).toBe(sentence("no_tls"));
  const login = { authOptional: false, allowInsecureAuth: true };
  const refuses = { ...login, onAuth: (_a: unknown, _s: unknown, done: Done) => done(no(535, "no")) };
  expect(await of(refuses as never, { login: "x" }, "y")).toBe(sentence("login_wrong", "535"));
  expect(await of(login)).toBe(sentence("login_needed", "530"));
  const says5 = (code: number) => (_a: unknown, _s: unknown, done: Done) => done(no(code, "5.7.1 no"));
  expect(await of({ onMailFrom: says5(553) } as never)).toBe(sentence("sender_refused", "553 5.7.1"));
  expect(await of({ onRcptTo: says5(550) } as never)).toBe(sentence("recipient_refused", "550 5.7.1"));
  expect(
    await of({
      onData: (stream: { resume(): void; on(event: string, go: () => void): void }, _session: unknown, done: Done) => {
        stream.on("end", () => done(no(554, "5.6.0 spam")));
        stream.resume();
      },
    } as never),
  ).toBe(sentence("mail_refused", "554 5.6.0"));
  const web = await listener("HTTP/1.1 400 Bad Request\r\n\r\n");
  expect(await told(web.port)).toBe(sentence("strange"));
  web.close();
  const silent = await listener(null);
  const send = openMailer();
  at.line.helpline.sendMail = (way, mail) => send(way, mail, { greeting: 100, answer: 100, all: 1_000 });
  expect(await told(silent.port)).toBe(sentence("timed_out"));
  silent.close();
  expect(at.line.reported).toEqual([]);
});

test.each([
  ["SSH-2.0-harbour_9.6\r\n", "strange", ""],
  ["554 5.7.1 harbour.example says no\r\n", "strange", "554 5.7.1"],
  ["421 harbour.example is busy\r\n", "busy", "421"],
  ["500 harbour 7777777 8888888\r\n", "strange", "500"],
])(
  "of what greets there with %j a kind and its numbers are told, and not a word is kept",
  async (greeting, kind, numbers) => {
    const other = await listener(greeting);
    await sendsTo(at.line, other.port);
    const tried = await tries();
    const said = says(`admin.mail.reason.${kind}` as never);
    expect(tried.words(".error.summary p")).toBe(numbers ? `${said} ${says("admin.mail.numbers", { numbers })}` : said);
    other.close();
    for (const text of [tried.answer.text, at.files.data.serialize().toString("latin1"), at.line.reported.join()]) {
      expect(text).not.toMatch(/harbour|7777777|8888888/);
    }
  },
);

test("a mail that is refused for good is there at once, on the page that is open too, and never to whom", async () => {
  await server.close();
  server = await post({ onRcptTo: (_to, _session, done) => done(no(550, "5.1.1 no noor@example.org here")) });
  await sendsTo(at.line, server.port);
  const mail = { to: "noor@example.org", subject: "s", text: "t", purpose: "callback" as const, about: 1 };
  await db().change("porchlight", (tx, emit) => queueMail(tx, emit, mail));
  await run();
  for (const path of ["/admin/mail", "/admin/mail/state", "/admin"]) {
    const { text } = await at.aino.get(path);
    expect(text, path).toContain(says("admin.mail.purpose.callback"));
    expect(text, path).toContain(says("admin.mail.reason.recipient_refused"));
    expect(text, path).not.toContain("noor@");
  }
  expect((await page()).answer.text).toMatch(/hx-get="\/admin\/mail\/state" hx-trigger="every 20s"/);
  at.clock.pass(8 * 24 * 3_600_000);
  expect((await at.aino.get("/admin/mail")).text).not.toContain(says("admin.mail.reason.recipient_refused"));
});

test("what does not get through is said while it waits for another try", async () => {
  await sendsTo(at.line, 9);
  const mail = { to: "noor@example.org", subject: "s", text: "t", purpose: "callback" as const, about: 1 };
  await db().change("porchlight", (tx, emit) => queueMail(tx, emit, mail));
  await run();
  expect((await page()).words("#mail-now")).toContain(says("admin.mail.trouble", { n: 1 }));
});

test("a page that is left open keeps nobody signed in", async () => {
  const expires = () => at.files.data.prepare("SELECT max(expires_at) FROM staff_session").pluck().get();
  const before = expires();
  at.clock.pass(1);
  const touched = at.line.helpline.staff.touched;
  let heard = 0;
  at.line.helpline.staff.touched = (id) => {
    heard += 1;
    touched(id);
  };
  expect((await at.aino.get("/admin/mail/state")).status).toBe(200);
  expect([expires(), heard]).toEqual([before, 0]);
  await page();
  expect(heard, "twice where it waited for its turn").toBeGreaterThan(0);
});

test("the server is forgotten with its password, after a question", async () => {
  await save();
  const gone = await (await page()).press("", 'form[action="/admin/mail/remove"]');
  expect(gone.words("#saved")).toContain(says("admin.mail.state.no_server"));
  expect(mailServer(db())).toBeNull();
});

describe("a change", () => {
  const undo = async (of = 0) => {
    const shown = await page();
    const forms = shown.answer.text.match(/<li>.*?<\/li>/gs) ?? [];
    const [, change] = /name="change" value="(\d+)"/.exec(forms.filter((one) => one.includes("/undo"))[of]!)!;
    return at.aino.post("/admin/mail/undo", { change: change!, based_on: String(mailHistory.newest(db(), "mail")) });
  };

  test("is undone where the same password belongs to what was before, with who changed what", async () => {
    await save();
    await save({ password: "", name: "Other", port: "465" });
    const shown = await page();
    expect(shown.words("#history")).toContain("Port: 587 → 465; Sender name: Lantern → Other");
    expect(shown.words("#history")).toContain("Robin");
    const undone = await undo();
    expect(undone.to).toMatch(/^\/admin\/mail\?saved=\d+$/);
    expect(mailWay(db())).toMatchObject({ port: 587, senderName: "Lantern", password: "hush hush" });
    expect(mailHistory.newest(db(), "mail")).toBe(mailHistory.latest(db(), "mail")[0]!.id);
  });

  test("back to another server asks for its password, which no history holds, and changes nothing until then", async () => {
    await save();
    await save({ host: "smtp.elsewhere.example", login: "lamp", password: "other words" });
    const asked = await undo();
    expect(asked.status).toBe(200);
    expect(asked.text).toContain(says("admin.mail.asks_password"));
    expect(asked.text).toContain('value="smtp.example.org"');
    expect(mailWay(db())).toMatchObject({ host: "smtp.elsewhere.example", password: "other words" });
    const before = stored(at.files);
    const without = await save({ password: "" });
    expect(without.answer.status).toBe(422);
    expect(stored(at.files)).toEqual(before);
    await save();
    expect(mailWay(db())).toMatchObject({ host: "smtp.example.org", login: "lantern", password: "hush hush" });
    for (const text of ["hush hush", "other words"]) expect(at.files.data.serialize().includes(text)).toBe(false);
  });

  test("from no server is undone to none; of a password alone there is nothing to go back to", async () => {
    await save({ login: "", password: "" });
    await undo();
    expect(mailServer(db())).toBeNull();
    await undo();
    expect(mailServer(db())).toMatchObject({ host: "smtp.example.org" });
    await save();
    await save({ password: "new words" });
    expect((await page()).words("#history ol li")).toContain(says("admin.mail.was.password"));
    expect((await page()).answer.text.match(/action="\/admin\/mail\/undo"/g)).toHaveLength(4);
  });

  test("by a colleague meanwhile is not undone unseen", async () => {
    await save();
    const change = String(mailHistory.newest(db(), "mail"));
    await save({ name: "Other" });
    const late = await at.aino.post("/admin/mail/undo", { change, based_on: change });
    expect(late.status).toBe(409);
    expect(late.text).toContain(says("admin.history.not_undone"));
    expect(mailServer(db())!.senderName).toBe("Other");
    expect((await at.aino.post("/admin/mail/undo", { change: "999999", based_on: change })).status).toBe(404);
  });
});
