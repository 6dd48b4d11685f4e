import { beforeEach, expect, test } from "vitest";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";
import { ownKey } from "#tests/support/keys/addresses.ts";

// Deleted in danger, with an emergency whose record is open: those on shift read it for twelve hours at most (SG5), and it is
// kept, locked, until the record says what came of it (SG12). Every page on either side says just that.

const hour = 3_600_000;
let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
let [anna, bela] = [] as unknown as [Person, Person];
let emergency: number;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await ownKey(line, line.bela);
  await open(line);
  noor = await youth(line, "he waits at the gate");
  await give(line, noor.id, line.anna);
  const declared = { conversationId: noor.id, staffId: line.anna.id };
  emergency = await act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, declared));
  [anna, bela] = await Promise.all([staff(line, line.anna), staff(line, line.bela)]);
});

const left = () => `/staff/danger/${noor.id}`;
const record = async () => (await bela.get(`/staff/emergencies/${emergency}`)).text;
const saves = (outcome: string) => bela.post(`/staff/emergencies/${emergency}`, { outcome, note: "" });
const sweeps = () => runJob(line.helpline, jobs.find(({ name }) => name === "words kept long enough")!);
const messages = () => line.files.data.prepare("SELECT count(*) FROM message").pluck().get();
/** Nobody stays signed in for half a day. */
const signsIn = async () => {
  [anna, bela] = await Promise.all([staff(line, line.anna), staff(line, line.bela)]);
};

test("the young person reads before how long it is read, and that it stays locked; and after", async () => {
  const before = (await noor.post("/clear", { sure: "no" })).text;
  expect(before).toContain(`${says("youth.danger.delete", { hours: 12 })} ${says("rules.clear.in_emergency")}`);
  expect(before).toContain(`<button class="big">${says("rules.clear.yes_later")}</button>`);
  for (const key of ["rules.clear.kept", "rules.clear.yes"] as const) expect(before).not.toContain(`>${says(key)}<`);
  const after = (await noor.post("/clear", { sure: "yes" })).text;
  expect(after).toContain(says("rules.clear.danger_done", { hours: 12 }));
  expect(says("rules.clear.danger_done", { hours: 12 })).toMatch(/12 hours at most.*emergency, stays locked longer/);
});

test("they are the same to the byte, whether an emergency was declared or not: whoever looks learns nothing", async () => {
  const sam = await youth(line, "he is outside");
  await give(line, sam.id, line.anna);
  const marked = { conversationId: sam.id, staffId: line.anna.id, present: true };
  await act(line, line.anna, (tx, emit) => markRisk(tx, emit, marked));
  for (const sure of ["no", "yes"]) {
    expect((await noor.post("/clear", { sure })).text).toBe((await sam.post("/clear", { sure })).text);
  }
});

test("until then those on shift read it; the danger page, its question and the record say that it is locked after, not erased", async () => {
  await noor.post("/clear", { sure: "yes" });
  const page = (await anna.get(left())).text;
  expect(page).toContain("Then it’s locked until the emergency record says what came of it, and erased.");
  expect(page).not.toContain("Then it’s erased. The audit log");
  expect((await anna.post(`${left()}/open`)).text).toContain("he waits at the gate");
  const asked = (await anna.post(`${left()}/close`)).text;
  expect(asked).toContain(says("staff.left.sure_kept"));
  expect(asked).not.toContain(says("staff.left.sure_deleted"));
  expect(await record()).toContain("People on shift can read it until the danger is closed, and until");
  expect(await record()).not.toContain(says("staff.emergency.keeps"));
});

test("once the danger is closed by hand nobody on shift reads it; it is kept, and the record says so, until it is closed too", async () => {
  await noor.post("/clear", { sure: "yes" });
  await anna.post(`${left()}/close`, { sure: "yes" });
  expect((await anna.post(`${left()}/open`)).status).toBe(403);
  expect(messages()).not.toBe(0);
  expect(await record()).toContain(says("staff.emergency.keeps_locked"));
  await saves("help_came");
  expect(messages()).toBe(0);
});

test("twelve hours later it is so by itself", async () => {
  await noor.post("/clear", { sure: "yes" });
  clock.pass(12 * hour);
  await signsIn();
  await sweeps();
  expect((await anna.post(`${left()}/open`)).status).toBe(403);
  expect(line.helpline.db.keyring.isSealed(noor.id)).toBe(true);
  expect(messages()).not.toBe(0);
  expect(await record()).toContain(says("staff.emergency.keeps_locked"));
  await saves("safe_without");
  expect(messages()).toBe(0);
});

test("a chat that nobody deleted is kept as ever, and its record says that", async () => {
  expect(await record()).toContain(says("staff.emergency.keeps"));
  await noor.get("/leave");
  expect(await record()).toContain(says("staff.emergency.keeps"));
  expect((await anna.get(left())).text).not.toContain("They deleted the chat.");
});
