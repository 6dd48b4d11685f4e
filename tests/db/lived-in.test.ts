import { beforeEach, describe, expect, test, vi } from "vitest";
import { goalOf } from "#src/conversation/colleagues/goal.ts";
import { offerForm } from "#src/conversation/colleagues/handover-draft.ts";
import { messages } from "#src/conversation/reading.ts";
import { unlock } from "#src/crypto/keys/staff-key.ts";
import { openWithSheet } from "#src/crypto/recovery-sheet.ts";
import { openFiles } from "#src/db/files.ts";
import { q } from "#src/db/schema.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { mailWay } from "#src/mail/server.ts";
import { hookAddress } from "#src/on-call/webhook.ts";
import { noteOf } from "#src/record/reading.ts";
import { tickedReasons } from "#src/record/reasons/ticks.ts";
import { ownAddress } from "#src/staff/accounts/own-address.ts";
import { ownPhone } from "#src/staff/accounts/own-phone.ts";
import { everyone, type StaffMember } from "#src/staff/staff.ts";
import { scenarioDrafts } from "#src/training/drafts.ts";
import { outbox } from "#tests/callback/desk.ts";
import { gives } from "#tests/support/browser/secrets.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { field, give, person, says } from "#tests/support/house/http.ts";
import { looked } from "#tests/support/keys/audit.ts";
import { comesOnShift } from "#tests/support/keys/keys.ts";
import { codeOf } from "#tests/support/keys/second.ts";
import { beginsAgain, types } from "#tests/support/people/codes.ts";
import { knownIn, livedIn, livedInFolder } from "#tests/support/run/lived-in.ts";

// PROMISES.md R8: an upgrade of a folder in which a helpline has lived (npm run lived-in). Everything opens, to those who could open it before, and to nobody else.

describe.each(livedIn)("in the folder that %s left", (name) => {
  const known = knownIn(name);
  let line: House;
  let clock: FakeClock;
  let kim: StaffMember;
  beforeEach(async () => {
    clock = fakeClock(known.at);
    line = await house({ clock, files: openFiles(livedInFolder(name), known.at) });
    kim = everyone(line.helpline.db).find(({ alias }) => alias === "Wren")!;
    for (const who of [line.anna, line.bela, kim]) await open(line, who);
    return () => line.helpline.db.close();
  });

  /** What the young person wrote, as a member of the staff reads it whose password opens the team key; null where nothing opens. */
  async function readBy(who: StaffMember, id: number): Promise<string | null | undefined> {
    const { db } = line.helpline;
    const pair = await unlock(db.keyring.team.staffKeys(who.id), known.password);
    const keyring = db.keyring.withTeam(db.keyring.team.open(who.id, pair!));
    return messages({ ...db, keyring }, id).find(({ author }) => author === "youth")?.text;
  }

  /** That a page says all of it; a page that does not is too long to be shown. */
  const contains = (text: string, ...words: string[]) =>
    expect(words.filter((one) => !text.includes(one) && !text.includes(one.replaceAll("'", "&#39;")))).toEqual([]);

  test("everybody signs in with the password they had, Aino with her app too, and nobody with another", async () => {
    for (const name of ["anna", "bela", "kim", "dora"]) await comesOnShift(line, name, known.password);
    const aino = person(line);
    const asked = await aino.post("/staff/sign-in", { name: "aino", password: known.password });
    const code = codeOf(known.app, clock.now());
    const signedIn = await aino.post("/staff/sign-in/code", { halfway: field(asked.text, "halfway"), code });
    expect(signedIn.status).toBe(303);
    const other = await person(line).post("/staff/sign-in", { name: "anna", password: "another four words" });
    expect(other.status).not.toBe(303);
  });

  test("Noor, who never left, is asked for her secret word, and finds her chat and what was agreed", async () => {
    const noor = person(line, { cookies: new Map([["s", known.open.cookie]]) });
    contains((await noor.get("/")).text, says("youth.secret.ask"));
    await gives(noor, "another word");
    expect((await noor.get("/")).text.includes(known.open.words)).toBe(false);
    await gives(noor, known.open.secret);
    contains((await noor.get("/")).text, known.open.words, known.open.reply);
    contains((await noor.get("/back")).text, known.open.plan);
  });

  test("Anna finds the chat as she left it, with her draft and the notes beside it, and so the others", async () => {
    const anna = await comesOnShift(line, "anna", known.password);
    const at = `/staff/conversation/${known.open.id}`;
    contains((await anna.get(at)).text, known.open.words, known.open.reply, known.open.draft, known.open.plan);
    contains((await anna.get(`${at}/notes`)).text, known.open.sideNote);
    expect(goalOf(line.helpline.db, known.open.id)).toBe(known.open.goal ?? null);
    expect(tickedReasons(line.helpline.db, known.open.id).sort()).toEqual(known.open.ticked ?? []);
    const { chat, unoffered } = known.emergency;
    expect(offerForm(line.helpline.db, { conversationId: chat, staffId: line.anna.id })).toEqual(unoffered);
    const bela = await comesOnShift(line, "bela", known.password);
    contains((await bela.get("/staff/shift")).text, known.shiftNote);
    expect(scenarioDrafts(line.helpline.db).map(({ id }) => id)).toEqual(known.drafts ?? []);
    contains((await anna.get(`/staff/conversation/${known.ended.id}`)).text, known.ended.words);
    await give(line, known.waiting.id, line.anna);
    contains((await anna.get(`/staff/conversation/${known.waiting.id}`)).text, known.waiting.words);
  });

  test("what only the team reads opens to both who hold its key, and to nobody without; what was deleted to nobody", async () => {
    for (const who of [line.bela, kim]) {
      expect(await readBy(who, known.sealed.id)).toBe(known.sealed.words);
      expect(await readBy(who, known.held.id)).toBe(known.held.words);
    }
    expect(await readBy(line.anna, known.sealed.id)).toBe(null);
    expect(messages(line.helpline.db, known.deleted.id)).toEqual([]);
  });

  test("Sam comes back with the code, and lets Anna read what was said before", async () => {
    const sam = await beginsAgain(line, known.sealed.code, { shows: "everything" });
    const id = line.heard.findLast((event) => event.type === "conversation.started");
    if (id?.type !== "conversation.started") throw new Error("No conversation has started");
    await give(line, id.conversationId, line.anna);
    const anna = await comesOnShift(line, "anna", known.password);
    const { text } = await anna.post(`/staff/conversation/${id.conversationId}/earlier`);
    contains(text, known.sealed.words);
    contains((await sam.get("/back")).text, known.sealed.plan);
    const other = await types(person(line), "throne gentle stylish storm snail snail");
    expect(other.text.includes(says("youth.again.title"))).toBe(false);
  });

  test("records, debriefs, thanks and emergencies say what they said", async () => {
    const { db } = line.helpline;
    const record = db.first(q.selectFrom("contact_record").select("id").where("note", "is not", null))!;
    expect(noteOf(db, record.id)).toBe(known.sealed.note);
    const bela = await comesOnShift(line, "bela", known.password);
    contains((await bela.get("/staff/debriefs")).text, known.sealed.debrief, known.sealed.thanks);
    contains((await bela.get(`/staff/emergencies/${known.emergency.id}`)).text, known.emergency.note);
  });

  test("a locked address opens to two together, once", async () => {
    const [bela, other] = [
      await comesOnShift(line, "bela", known.password),
      await comesOnShift(line, "kim", known.password),
    ];
    const at = `/staff/emergencies/${known.emergency.id}/address`;
    const sure = { confirm_password: known.password };
    await bela.post(at, { reason: "no_answer" });
    expect((await bela.post(`${at}/show`, sure)).text.includes(known.emergency.address)).toBe(false);
    expect((await other.post(`${at}/confirm`, sure)).status).toBe(303);
    contains((await bela.post(`${at}/show`, sure)).text, known.emergency.address);
  });

  test("a complaint opens to the lead, and its answer to the code", async () => {
    const dora = await comesOnShift(line, "dora", known.password);
    await dora.post("/staff/concerns/1/open");
    contains((await dora.get("/staff/concerns/1")).text, known.complaint.words);
    contains((await types(person(line), known.complaint.code)).text, known.complaint.answer);
  });

  test("addresses, numbers, the mail that waits and the password of the server are those that were given", async () => {
    const { db } = line.helpline;
    expect(ownAddress(db, line.anna.id)?.address).toBe(known.addresses.anna);
    expect(ownPhone(db, line.bela.id)).toBe(known.phone);
    expect(hookAddress(db)).toBe(known.hook);
    expect(mailWay(db)?.password).toBe("hush hush");
    expect(outbox(line).map(({ letter }) => letter.to)).toContain(known.callbacks.invited);
    const waiting = db.all(q.selectFrom("callback").select(["id", "address"]).where("address", "is not", null));
    const addresses = waiting.map(({ id, address }) => db.keyring.callbacks.open(id, address!));
    expect(addresses.sort()).toEqual([known.callbacks.invited, known.callbacks.waiting].sort());
  });

  test("the printed sheet still opens the team key and the master key", async () => {
    const { sheets } = line.helpline.db.keyring;
    const [sheet] = sheets.all();
    expect(JSON.parse((await openWithSheet(known.sheet, sheet!.bytes))!)).toHaveProperty("team");
    const [master] = sheets.masters();
    expect(await openWithSheet(known.sheet, master!.bytes)).toBe(line.helpline.db.keyring.line()!.line);
  });

  test("the trail is whole, the directory is found, every job runs, and nothing points nowhere", async () => {
    expect(await looked(line)).toMatchObject({ broken: [], unchecked: [] });
    const found = search(line.helpline.db, { ...anything, words: "bullyi" }, "youth", clock.now());
    expect(found.map(({ entry }) => entry.name)).toEqual(["Stop Bullying"]);
    vi.spyOn(console, "error").mockImplementation(() => {});
    const outside = /mails|directories|helplines|links|address that is told|nightly copy of|since the last copy/;
    for (const job of jobs.filter(({ name }) => !outside.test(name))) await runJob(line.helpline, job);
    expect(line.reported).toEqual([]);
    for (const file of Object.values(line.files)) {
      expect(file.pragma("foreign_key_check")).toEqual([]);
      expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
    }
  });
});
