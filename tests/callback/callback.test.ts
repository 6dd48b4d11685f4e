import { expect, test } from "vitest";
import { callbackCounts, waitingCallbacks } from "#src/callback/callback.ts";
import { linkState } from "#src/callback/link.ts";
import { conversation } from "#src/conversation/conversation.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { q } from "#src/db/schema.ts";
import { setMailServer } from "#src/mail/server.ts";
import { inLine } from "#src/queue/claim.ts";
import { setSetting } from "#src/settings/settings.ts";
import { open } from "#tests/support/house/helpline.ts";
import {
  asks,
  comes,
  continues,
  type Desk,
  day,
  desk,
  hour,
  invites,
  minute,
  outbox,
  refuses,
  settles,
  takes,
  tidies,
  toldInVain,
} from "./desk.ts";

const rows = ({ helpline: { db } }: Desk) => db.all(q.selectFrom("callback").selectAll().orderBy("id"));
const keysOf = ({ files }: Desk) => files.keys.prepare("SELECT callback_id FROM callback_wrap").all();
const state = (home: Desk, token: string) => linkState(home.helpline.db, token, home.clock.now());
const setChats = ({ helpline: { db } }: Desk, value: number) =>
  db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value }));
const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => error.code as string,
  );

test("somebody asks, a counsellor becomes free, one mail goes, Continue makes them next and the address is gone", async () => {
  const home = await desk();
  await asks(home, "Noor.K@example.org");
  await invites(home);
  expect(outbox(home)).toEqual([]);
  await open(home);
  await comes(home);
  await takes(home, home.anna);
  await invites(home);
  const [mail] = outbox(home);
  expect(mail!.letter).toMatchObject({ to: "Noor.K@example.org", senderName: "Info" });
  expect(waitingCallbacks(home.helpline.db, home.clock.now())).toEqual([{ lineId: 1, asked: 1, invited: 1 }]);
  await settles(home, mail!);
  home.clock.pass(2 * day);
  expect(state(home, mail!.token)).toMatchObject({ kind: "open", doorOpen: true, language: "en" });
  const other = await comes(home);
  const id = await continues(home, mail!.token);
  expect(inLine(home.helpline.db).map((one) => one.id)).toEqual([id, other]);
  expect(conversation(home.helpline.db, id)).toMatchObject({ calledBack: true });
  expect(state(home, mail!.token)).toEqual({ kind: "used" });
  expect(rows(home)[0]).toMatchObject({ address: null, mark: null, end_reason: "came" });
  expect(keysOf(home)).toEqual([]);
});

test("the same form of Continue sent twice finds the same chat; the link pressed again is used, and looking never uses it", async () => {
  const home = await desk();
  await open(home);
  await asks(home, "noor@example.org");
  await invites(home);
  const [mail] = outbox(home);
  for (let n = 0; n < 5; n += 1) expect(state(home, mail!.token).kind).toBe("open");
  const form = newClientId();
  const id = await continues(home, mail!.token, form);
  expect(await continues(home, mail!.token, form)).toBe(id);
  expect(await code(continues(home, mail!.token))).toBe("ended");
  // The mail had not gone yet: it is taken back.
  expect(outbox(home)).toEqual([]);
  expect(await code(continues(home, "never made"))).toBe("not_found");
});

test("nobody can find out whether an address was known: the place stays, the newer wishes hold", async () => {
  const home = await desk();
  await asks(home, "noor@example.org", { language: "fr" });
  await asks(home, "NOOR@Example.org", { language: "nl", window: { from: 60, to: 120 } });
  expect(rows(home)).toHaveLength(1);
  expect(rows(home)[0]).toMatchObject({ language: "nl", from_minute: 60, to_minute: 120 });
  expect(await code(asks(home, "no address"))).toBe("bad_input");
  expect(await code(asks(home, "sam@example.org", { window: { from: 5, to: 5 } }))).toBe("bad_input");
});

test("whoever does not press in five minutes is passed over, and gets the last mail a day later, behind whoever was not written to", async () => {
  const home = await desk();
  await open(home);
  await setChats(home, 1);
  await asks(home, "noor@example.org");
  await invites(home);
  const [first] = outbox(home);
  await settles(home, first!);
  await asks(home, "sam@example.org");
  await invites(home);
  expect(outbox(home)).toEqual([]);
  home.clock.pass(5 * minute);
  await invites(home);
  expect(outbox(home).map(({ letter }) => letter.to)).toEqual(["sam@example.org"]);
  await settles(home, outbox(home)[0]!);
  home.clock.pass(20 * hour - 5 * minute - 1);
  await invites(home);
  expect(outbox(home)).toEqual([]);
  home.clock.pass(1);
  await invites(home);
  const [last] = outbox(home);
  expect(last!.letter.to).toBe("noor@example.org");
  expect(last!.letter.text).toContain("This is our last message.");
  await settles(home, last!);
  expect(rows(home)[0]).toMatchObject({ address: null, end_reason: "told" });
  expect(keysOf(home)).toHaveLength(1);
  // Never a third, however long they wait.
  home.clock.pass(3 * day);
  await invites(home);
  expect(outbox(home).map(({ about }) => about)).not.toContain(rows(home)[0]!.id);
  // Both links still lead to the front of the line, and then neither does.
  expect(state(home, first!.token).kind).toBe("open");
  await continues(home, last!.token);
  expect(state(home, first!.token)).toEqual({ kind: "used" });
  expect(rows(home)[0]).toMatchObject({ end_reason: "came", mark: null });
});

test("“do not write again” ends it, also for whoever asks for that address within a year", async () => {
  const home = await desk();
  await open(home);
  await asks(home, "noor@example.org");
  await invites(home);
  const [mail] = outbox(home);
  await settles(home, mail!);
  await refuses(home, mail!.token);
  await refuses(home, mail!.token);
  expect(state(home, mail!.token)).toEqual({ kind: "refused" });
  expect(rows(home)[0]).toMatchObject({ address: null, mark: null, end_reason: "refused" });
  expect(keysOf(home)).toEqual([]);
  await asks(home, "Noor@example.org");
  expect(rows(home)).toHaveLength(1);
  home.clock.pass(366 * day);
  await tidies(home);
  await asks(home, "noor@example.org");
  expect(rows(home)).toHaveLength(1);
  expect(rows(home)[0]).toMatchObject({ ended_at: null });
  expect(await code(refuses(home, "never made"))).toBe("not_found");
});

test("refused after the last mail, the address is known by its mark alone, and is silent all the same", async () => {
  const home = await desk();
  const mail = await toldInVain(home);
  expect(rows(home)[0]).toMatchObject({ address: null, end_reason: "told" });
  await refuses(home, mail.token);
  await asks(home, "noor@example.org");
  expect(rows(home)).toHaveLength(1);
});

test("never reached in seven days, the one mail says so though nobody is there, and its link works for seven more", async () => {
  const home = await desk();
  await asks(home, "noor@example.org", { language: "fi" });
  home.clock.pass(7 * day - 1);
  await invites(home);
  expect(outbox(home)).toEqual([]);
  home.clock.pass(1);
  await invites(home);
  const [mail] = outbox(home);
  expect(mail!.letter.text).toContain("Tämä on viimeinen viestimme.");
  await settles(home, mail!);
  expect(state(home, mail!.token)).toMatchObject({ kind: "open", doorOpen: false });
  expect(await code(continues(home, mail!.token))).toBe("closed");
  home.clock.pass(7 * day - 1);
  expect(state(home, mail!.token).kind).toBe("open");
  home.clock.pass(1);
  expect(state(home, mail!.token)).toEqual({ kind: "expired", mayStop: true });
  expect(await code(continues(home, mail!.token))).toBe("ended");
  home.clock.pass(8 * day);
  await tidies(home);
  expect(state(home, mail!.token)).toEqual({ kind: "expired", mayStop: false });
  expect(rows(home)[0]).toMatchObject({ mark: null });
  home.clock.pass(15 * day);
  await tidies(home);
  expect(rows(home)).toEqual([]);
  expect(state(home, mail!.token)).toEqual({ kind: "unknown" });
});

test("the address goes after fourteen days even when no mail could be sent", async () => {
  const home = await desk();
  await asks(home, "noor@example.org");
  await home.helpline.db.change("porchlight", (tx, emit) => setMailServer(tx, emit, { server: null }));
  home.clock.pass(14 * day - 1);
  await invites(home);
  await tidies(home);
  expect(keysOf(home)).toHaveLength(1);
  home.clock.pass(1);
  await tidies(home);
  expect(rows(home)[0]).toMatchObject({ address: null, end_reason: "too_old" });
  expect(keysOf(home)).toEqual([]);
});

test.each(["refused", "given_up"] as const)("a mail that is %s", async (outcome) => {
  const home = await desk();
  await open(home);
  await asks(home, "noor@example.org");
  await invites(home);
  await settles(home, outbox(home)[0]!, outcome);
  const ends = outcome === "refused" ? "undeliverable" : null;
  expect(rows(home)[0]!.end_reason).toBe(ends);
  home.clock.pass(20 * hour);
  await invites(home);
  // One that was given up counts as the first of two.
  expect(outbox(home)).toHaveLength(ends ? 0 : 1);
  if (ends) return;
  await settles(home, outbox(home)[0]!, outcome);
  expect(rows(home)[0]).toMatchObject({ address: null, end_reason: "undeliverable" });
});

test("while people wait three of them are taken before one who is written to, and one at a time", async () => {
  const home = await desk();
  await open(home);
  await setChats(home, 4);
  for (let n = 0; n < 5; n += 1) await comes(home);
  for (const who of ["noor", "sam", "kim"]) await asks(home, `${who}@example.org`);
  const invited = async () => {
    await invites(home);
    return outbox(home).length;
  };
  expect(await invited()).toBe(0);
  await takes(home, home.anna);
  await takes(home, home.anna);
  expect(await invited()).toBe(0);
  await takes(home, home.anna);
  expect(await invited()).toBe(1);
  expect(await invited()).toBe(1);
  home.clock.pass(6 * minute);
  expect(await invited()).toBe(1);
  await takes(home, home.anna);
  expect(await invited()).toBe(1);
});

test("nobody is written to outside their time of day, nor while mails do not flow", async () => {
  const home = await desk();
  await open(home);
  // It is 18:00 in UTC, and the clock of the line shows something in Europe.
  await asks(home, "noor@example.org", { window: { from: 3 * 60, to: 4 * 60 } });
  await invites(home);
  expect(outbox(home)).toEqual([]);
  home.files.data
    .prepare(
      "INSERT INTO mail (purpose, message_id, queued_at, next_try_at, error) VALUES ('test', 'x', 0, 0, 'stalled')",
    )
    .run();
  await asks(home, "sam@example.org");
  await invites(home);
  expect(outbox(home)).toEqual([]);
  home.files.data.prepare("DELETE FROM mail").run();
  await invites(home);
  expect(outbox(home).map(({ letter }) => letter.to)).toEqual(["sam@example.org"]);
});

test("what became of them is counted, without whom", async () => {
  const home = await desk();
  await open(home);
  for (const who of ["noor", "sam"]) await asks(home, `${who}@example.org`);
  await invites(home);
  const mails = outbox(home);
  for (const mail of mails) await settles(home, mail);
  await continues(home, mails[0]!.token);
  await refuses(home, mails[1]!.token);
  const none = { told: 0, undeliverable: 0, too_old: 0, let_go: 0 };
  const counts = { asked: 2, invited: 2, ended: { came: 1, refused: 1, ...none } };
  expect(callbackCounts(home.helpline.db, home.clock.now())).toEqual(counts);
  expect(JSON.stringify(home.heard)).not.toContain("example.org");
});
