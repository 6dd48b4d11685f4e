import { afterEach, beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { givenLinks, withdrawInvitation } from "#src/staff/accounts/given-links.ts";
import { invitation, invitationHours } from "#src/staff/accounts/invitation.ts";
import { inviteByMail } from "#src/staff/accounts/invite-mail.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { no, type Post, post, sendsTo } from "#tests/support/outside/post.ts";

let clock: FakeClock;
let home: House;
let server: Post;
let answer: Error | null;
beforeEach(async () => {
  answer = null;
  clock = fakeClock();
  home = await house({ clock });
  server = await post({ onRcptTo: (_address, _session, done) => done(answer) });
});
afterEach(() => server.close());

const send = (address = "lena@example.org") =>
  act(home, home.aino, (tx, emit) =>
    inviteByMail(tx, emit, {
      roles: ["counsellor"],
      madeBy: home.aino.id,
      forWhom: "Lena Maes",
      address,
      language: "nl",
      linkOf: (token) => `https://chat.example.org/staff/welcome/${token}`,
    }),
  );
const run = (name: (typeof jobs)[number]["name"]) => runJob(home.helpline, jobs.find((job) => job.name === name)!);
const links = () => givenLinks(home.helpline.db, clock.now()).filter(({ usedBy }) => usedBy === null);
const mailsOpen = () => home.helpline.db.all(q.selectFrom("mail").select("id").where("settled_at", "is", null)).length;

test("the link goes to one address, in the language of whoever invites, without anybody’s name", async () => {
  await sendsTo(home, server.port);
  await send();
  expect(links().map(({ mail }) => mail)).toEqual(["queued"]);
  await run("mails");
  const [{ to, read, raw }] = server.taken as [Post["taken"][number]];
  expect(to).toEqual(["lena@example.org"]);
  expect(read.subject).toBe("Je uitnodiging");
  expect(read.text).toContain("Die werkt één keer en verloopt na 24 uur");
  expect(read.text).not.toMatch(/Robin|Aino|Virtanen|Lena|Maes/);
  const token = /welcome\/([\w-]{43})\n$/.exec(read.text!)![1]!;
  expect(invitation(home.helpline.db, token, clock.now())?.roles).toEqual(["counsellor"]);
  expect(raw.length).toBeLessThan(2_000);
  expect(links().map(({ mail }) => mail)).toEqual(["sent"]);
  for (const file of [home.files.data, home.files.keys]) {
    expect(file.serialize().includes(Buffer.from("lena@example"))).toBe(false);
  }
});

test("a server that refuses it is said beside the link", async () => {
  await sendsTo(home, server.port);
  answer = no(550, "no such mailbox");
  await send();
  await run("mails");
  expect(links().map(({ mail }) => mail)).toEqual(["refused"]);
});

test("a link that is taken back goes no more", async () => {
  await sendsTo(home, server.port);
  await send();
  await act(home, home.aino, (tx, emit) => withdrawInvitation(tx, emit, { invitationId: links()[0]!.id }));
  await run("mails");
  expect(server.taken).toEqual([]);
  expect(mailsOpen()).toBe(0);
});

test("a link that is too old goes no more either", async () => {
  await sendsTo(home, server.port);
  answer = no(421, "later");
  await send();
  await run("mails");
  clock.pass(invitationHours * 3_600_000);
  answer = null;
  await run("links that are too old");
  await run("mails");
  expect(server.taken).toEqual([]);
  expect(mailsOpen()).toBe(0);
});

test("what is no address, or while no mail can be sent, makes no link at all", async () => {
  await expect(send()).rejects.toMatchObject({ key: "admin.invite.no_mail", field: "address" });
  await sendsTo(home, server.port);
  await expect(send("lena@example.org, tom@example.org")).rejects.toMatchObject({ field: "address" });
  expect([links(), mailsOpen()]).toEqual([[], 0]);
});
