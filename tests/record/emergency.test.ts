import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inFolder } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { helpAskedIn } from "#src/conversation/colleagues/help.ts";
import { join } from "#src/conversation/colleagues/join.ts";
import { k, q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { causesNow } from "#src/on-call/causes.ts";
import { declareEmergency, saveEmergency } from "#src/record/emergency.ts";
import { type EmergencySaid, emergencies, emergencyById, emergencyNote } from "#src/record/emergency-reading.ts";
import { forget, replayErasures } from "#src/retention/forget.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
});

const declares = (at: House, conversationId: number, who: StaffMember = at.anna) =>
  at.helpline.db.change(`staff:${who.id}`, (tx, emit) =>
    declareEmergency(tx, emit, { conversationId, staffId: who.id }),
  );
const nothing: EmergencySaid = { decidedBy: null, informed: [], passed: [], told: null, outcome: null };
const saves = (who: StaffMember, id: number, said: Partial<EmergencySaid>, note: string | null = null, at = home) =>
  at.helpline.db.change(`staff:${who.id}`, (tx, emit) =>
    saveEmergency(tx, emit, { member: who, id, said: { ...nothing, ...said }, note }),
  );
const seenBy = (who: StaffMember) => emergencies(home.helpline.db, who, "en", clock.now()).map(({ id }) => id);

test("an emergency is declared once, marks the chat, and whoever is on call has to know", async () => {
  const { db } = home.helpline;
  const chat = await talking(home);
  const id = await declares(home, chat);
  expect(await declares(home, chat)).toBe(id);
  expect(emergencyById(db, id)).toMatchObject({
    conversationId: chat,
    staffId: home.anna.id,
    alias: "Mika",
    outcome: null,
  });
  expect(causesNow(db, clock.now())).toContainEqual(expect.objectContaining({ cause: "emergency" }));
  expect(home.heard.filter(({ type }) => type === "emergency.declared")).toHaveLength(1);
});

test("declared alone, everybody on shift is asked to come, as urgent; with a colleague beside them nobody is", async () => {
  const { db } = home.helpline;
  const chat = await talking(home);
  await declares(home, chat);
  expect(helpAskedIn(db, chat)).toMatchObject({ staffId: home.anna.id, urgent: true });
  const another = await talking(home);
  await home.helpline.db.change(`staff:${home.bela.id}`, (tx, emit) =>
    join(tx, emit, { conversationId: another, staffId: home.bela.id }),
  );
  await declares(home, another);
  expect(helpAskedIn(db, another)).toBeUndefined();
});

test("only whoever sits at the chat declares it", async () => {
  const chat = await talking(home);
  for (const who of [home.aino, home.bela]) {
    await expect(declares(home, chat, who)).rejects.toMatchObject({ code: "not_allowed" });
  }
  await expect(declares(home, 99)).rejects.toMatchObject({ code: "not_allowed" });
});

test("who decided, what went to whom, whether they were told and what came of it: in the trail as codes, never a word", async () => {
  const { db } = home.helpline;
  const id = await declares(home, await talking(home));
  const said = { decidedBy: home.bela.id, informed: ["police"], passed: ["place", "story"], told: "before" } as const;
  clock.pass(60_000);
  await saves(
    home.anna,
    id,
    { ...said, informed: [...said.informed], passed: [...said.passed] },
    "Asked Luna: the bridge.",
  );
  expect(emergencyById(db, id)).toMatchObject({ ...said, decidedAt: clock.now(), note: "kept" });
  expect(emergencyNote(db, id)).toBe("Asked Luna: the bridge.");
  const rows = db.all(q.selectFrom("audit").selectAll().where("object", "=", `emergency:${id}`));
  expect(rows.map(({ action }) => action)).toEqual(["emergency.declared", "emergency.changed"]);
  expect(JSON.parse(rows[1]!.after!)).toMatchObject({ decidedBy: home.bela.id, informed: ["police"], note: "kept" });
  expect(JSON.stringify(rows)).not.toContain("bridge");
  // Saved again as it is, nothing has changed.
  await saves(home.bela, id, { ...said, informed: ["police"], passed: ["place", "story"] }, "Asked Luna: the bridge.");
  expect(home.heard.filter(({ type }) => type === "emergency.changed")).toHaveLength(1);
  await expect(saves(home.anna, id, { decidedBy: 99 })).rejects.toMatchObject({ code: "bad_input" });
  await expect(saves(home.anna, id, {}, "a".repeat(2_001))).rejects.toMatchObject({ code: "too_long", field: "note" });
});

test("supervisors see and change all of them, its counsellor for a while, and nobody else", async () => {
  const id = await declares(home, await talking(home));
  const kim = await member(home.helpline, "kim", "Kim Maes", "Wren", ["counsellor"]);
  expect([home.bela, home.anna, kim, home.aino].map((who) => seenBy(who))).toEqual([[id], [id], [], []]);
  for (const who of [kim, home.aino]) {
    await expect(saves(who, id, {})).rejects.toMatchObject({ code: "not_allowed" });
  }
  clock.pass(24 * hourMs);
  await expect(saves(home.anna, id, {})).rejects.toMatchObject({ code: "not_allowed" });
  expect(seenBy(home.anna)).toEqual([id]);
  clock.pass(27 * dayMs);
  expect(seenBy(home.anna)).toEqual([]);
  await saves(home.bela, id, { outcome: "help_came" });
  expect(emergencyById(home.helpline.db, id)?.outcome).toBe("help_came");
});

test("after 28 days its words and their key are gone from every file; what was ticked stays, the chat gone or not", async () => {
  const folder = mkdtempSync(inFolder(tmpdir(), "porchlight-emergency-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = filesIn(folder, clock.now());
  const at = await house({ clock, files });
  await open(at);
  const { db } = at.helpline;
  const chat = await talking(at);
  const id = await declares(at, chat);
  await saves(at.anna, id, { informed: ["ambulance"], outcome: "help_came" }, "the canary by the river", at);
  await youthEnds(at, chat);
  const sealed = [
    ...files.data.prepare("SELECT note FROM emergency").pluck().all(),
    ...files.keys.prepare("SELECT bytes FROM emergency_wrap").pluck().all(),
  ] as Buffer[];
  const bytes = () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(inFolder(folder, name))));
  expect(bytes().includes("canary")).toBe(false);
  expect(sealed.map((one) => bytes().includes(one))).toEqual([true, true]);
  await db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: chat }));
  expect(emergencyNote(db, id)).toBe("the canary by the river");
  const old = files.keys.prepare("SELECT * FROM emergency_wrap").get() as never;
  clock.pass(28 * dayMs);
  await runJob(at.helpline, jobs.find(({ name }) => name === "words kept long enough")!);
  expect(at.reported).toEqual([]);
  expect(emergencyNote(db, id)).toBeNull();
  expect(emergencyById(db, id)).toMatchObject({
    note: "gone",
    informed: ["ambulance"],
    outcome: "help_came",
    conversationId: null,
  });
  files.data.pragma("wal_checkpoint(TRUNCATE)");
  expect(sealed.map((one) => bytes().includes(one))).toEqual([false, false]);
  // A page that was left open brings nothing back.
  await saves(at.bela, id, { outcome: "help_came" }, "the canary again", at);
  expect(emergencyNote(db, id)).toBeNull();
  // Nor does an older copy of the keys.
  await db.change("porchlight", (tx) => tx.keys.run(k.insertInto("emergency_wrap").values(old)));
  await db.change("porchlight", replayErasures);
  expect(files.keys.prepare("SELECT count(*) FROM emergency_wrap").pluck().get()).toBe(0);
});
