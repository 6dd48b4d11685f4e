import { afterEach, beforeEach, expect, test } from "vitest";
import { jobs, runJob } from "#src/jobs.ts";
import { addKey, removeKey } from "#src/staff/sign-in/passkeys.ts";
import { type FakeClock, fakeClock, type House, house, password } from "#tests/support/house/helpline.ts";
import { act, type Person, person, staff } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { withApp } from "#tests/support/keys/second.ts";
import { type Post, post, sendsTo } from "#tests/support/outside/post.ts";

// Whoever takes over an account cannot do it behind its owner's back: they are told at their own address.

let clock: FakeClock;
let line: House;
let server: Post;
let anna: Person;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  server = await post();
  await sendsTo(line, server.port);
  anna = await staff(line, line.anna);
  await anna.post("/staff/me/address", { address: "anna@example.org" });
});
afterEach(() => server.close());

/** What was sent since it was asked last: to whom, and the first sentence. */
async function told(): Promise<[string, string][]> {
  const before = server.taken.length;
  // Four at once go in one run.
  for (let n = 0; n < 3; n += 1) await runJob(line.helpline, jobs.find(({ name }) => name === "mails")!);
  return server.taken.slice(before).map(({ to, read }) => [to[0]!, read.text!.split("\n")[0]!]);
}
const said = (sentence: string): [string, string][] => [["anna@example.org", sentence]];
const beside = "Your two-step verification was changed, or one of your backup codes was used.";

test("[ASVS 6.3.7] a new password, by herself and by a link", async () => {
  await anna.post("/staff/me/password", { old_password: password, password: "five words of mine now" });
  expect(await told()).toEqual(said("Your password has been changed."));
  const aino = await staff(line, line.aino);
  const page = await aino.post(`/admin/staff/${line.anna.id}/password`, { confirm_password: password });
  const link = /\/staff\/welcome\/[\w-]+/.exec(page.text)![0];
  await person(line).post(link, { password: "words that somebody else chose" });
  expect((await told()).map(([, text]) => text)).toContain("Your password has been changed.");
  expect(server.taken.at(-1)!.read.text).toContain("call an admin now: they can sign you out everywhere");
});

test("[ASVS 6.3.7] an app, new codes, a passkey: put on, and taken off by herself or by an admin", {
  timeout: 30_000,
}, async () => {
  await withApp(line, line.anna);
  expect(await told()).toEqual(said(beside));
  await anna.post("/staff/me/second/codes", { confirm_password: password });
  expect(await told()).toEqual(said(beside));
  const key = { credential: "c1", publicKey: new Uint8Array([1]), counter: 0 };
  await act(line, line.anna, (tx, emit) => addKey(tx, emit, { staffId: line.anna.id, key, browser: "" }));
  const [{ id }] = rows<{ id: number }>(line.files, "staff_passkey") as [{ id: number }];
  await act(line, line.anna, (tx, emit) => removeKey(tx, emit, { staffId: line.anna.id, id }));
  expect(await told()).toEqual([...said(beside), ...said(beside)]);
  const aino = await staff(line, line.aino);
  await aino.post(`/admin/staff/${line.anna.id}/second-off`, { confirm_password: password });
  expect(await told()).toEqual(said(beside));
});

test("[ASVS 6.3.7] another address: it is said at the one before, which whoever took over does not read", async () => {
  await anna.post("/staff/me/address", { address: "somebody@else.example" });
  expect(await told()).toEqual(said("Your emails no longer go to this address."));
  await anna.post("/staff/me/address", { address: "somebody@else.example" });
  expect(await told()).toEqual([]);
  await anna.post("/staff/me/address", { address: "" });
  expect((await told()).map(([to]) => to)).toEqual(["somebody@else.example"]);
});

test("[ASVS 6.3.7] other names, by an admin", async () => {
  const aino = await staff(line, line.aino);
  const names = { real_name: "Anna Peeters", name: "annap", confirm_password: password };
  await aino.post(`/admin/staff/${line.anna.id}/names`, names);
  expect(await told()).toEqual(said("An admin has changed your name or your username."));
});

test("[ASVS 6.3.5] a sign-in in a browser that was not known, once; in one that is known, nothing", async () => {
  const phone = person(line);
  await phone.post("/staff/sign-in", { name: "anna", password });
  const sentence = "Someone signed in to your account in a new browser.";
  expect(await told()).toEqual(said(sentence));
  await phone.post("/staff/sign-out", {});
  await phone.post("/staff/sign-in", { name: "anna", password });
  expect(await told()).toEqual([]);
});

test("a mail says neither who, nor where from, nor any name of hers; whoever gave no address, and a helpline without mails, change all the same", async () => {
  await anna.post("/staff/me/password", { old_password: password, password: "five words of mine now" });
  await told();
  expect(server.taken[0]!.read.subject).toBe("Your account");
  expect(server.taken[0]!.raw).not.toMatch(/Peeters|Mika|127\.0\.0\.1.*browser|Firefox/);
  const bela = await staff(line, line.bela);
  expect(
    (await bela.post("/staff/me/password", { old_password: password, password: "six words of mine it is" })).status,
  ).toBe(303);
  expect(await told()).toEqual([]);
  line.files.data.exec("DELETE FROM mail_server");
  anna = await staff(line, line.anna);
  const again = { old_password: "five words of mine now", password: "seven words of mine it is" };
  expect((await anna.post("/staff/me/password", again)).status).toBe(303);
  expect(await told()).toEqual([]);
});
