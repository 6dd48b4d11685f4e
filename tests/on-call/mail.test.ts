import { afterEach, beforeEach, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { tellTest } from "#src/on-call/notices.ts";
import { lastTold, onCallNow } from "#src/on-call/sent.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { setOwnAddress } from "#src/staff/accounts/own-address.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { no, type Post, post, sendsTo } from "#tests/support/outside/post.ts";
import { type OnCallHouse, onCallHouse } from "#tests/support/people/on-call.ts";

let at: OnCallHouse;
let server: Post;
let answer: Error | null;
beforeEach(async () => {
  answer = null;
  at = await onCallHouse();
  server = await post({ onRcptTo: (_address, _session, done) => done(answer) });
  await open(at.home);
});
afterEach(() => server.close());

const address = "luna@example.org";
const give = (to = address) =>
  act(at.home, at.home.bela, (tx, emit) =>
    setOwnAddress(tx, emit, { staffId: at.home.bela.id, address: to, digest: false, trail: false }),
  );
const run = () => runJob(at.home.helpline, jobs.find(({ name }) => name === "mails")!);
const mail = () => lastTold(at.home.helpline.db, 1)[0]!.mail;
const isLost = () => onCallNow(at.home.helpline.db, at.clock.now())!.lost;

async function urgent() {
  await comesIn(at.home, "a secret of Noor", { urgent: true });
  await at.pass(1);
}

test("whoever is on call gets one mail, in their language, without a word of a chat or anybody’s name", async () => {
  await sendsTo(at.home, server.port);
  await give();
  await act(at.home, at.home.bela, (tx, emit) =>
    setMember(tx, emit, { staffId: at.home.bela.id, values: { language: "hu" } }),
  );
  await urgent();
  expect(mail()).toBe("queued");
  await run();
  await at.pass(20);
  await run();
  expect(server.taken).toHaveLength(1);
  const [{ to, read, raw }] = server.taken as [Post["taken"][number]];
  expect(to).toEqual([address]);
  expect(read.subject).toBe("Valaki sürgős segítségre vár");
  expect(read.text).toBe(
    "19:01, Main line: valaki sürgős segítségre vár, és még senki sem vette fel. Vedd fel te, vagy hívj fel valakit, aki tudja.\n\nAzért kapod ezt, mert ma este te vagy az ügyeletes.\n",
  );
  expect(raw).not.toMatch(/secret|Noor|Luna|Béla|Kovács/);
  expect([mail(), isLost()]).toEqual(["sent", false]);
});

test("its last line leads to the console where somebody knows the address of that", async () => {
  await sendsTo(at.home, server.port);
  await give();
  const link = "https://chat.example.org/staff";
  await act(at.home, at.home.bela, (tx, emit) => tellTest(tx, emit, { by: at.home.bela.id, link }));
  await run();
  expect(server.taken[0]!.read.text).toMatch(/\n\nhttps:\/\/chat\.example\.org\/staff\n$/);
});

test("a mail that is refused for good is said to have reached nobody", async () => {
  await sendsTo(at.home, server.port);
  await give();
  answer = no(550, "no such mailbox");
  await urgent();
  expect(isLost()).toBe(false);
  await run();
  expect([mail(), isLost()]).toEqual(["refused", true]);
});

test("a mail that cannot go within half an hour is taken back: it would say what is no longer so", async () => {
  await sendsTo(at.home, server.port);
  await give();
  answer = no(421, "later");
  await urgent();
  await run();
  await at.pass(29);
  expect(mail()).toBe("queued");
  await at.pass(1);
  expect([mail(), isLost()]).toEqual(["withdrawn", true]);
  answer = null;
  await at.pass(180);
  await run();
  expect(server.taken).toEqual([]);
});

test("without a mail server, or without an address, it is said why there was no mail", async () => {
  await urgent();
  expect([mail(), isLost()]).toEqual(["no_address", true]);
  await give();
  await act(at.home, at.home.bela, (tx, emit) => tellTest(tx, emit, { by: at.home.bela.id, link: null }));
  expect([mail(), isLost()]).toEqual(["not_ready", true]);
});
