import { beforeEach, expect, test } from "vitest";
import { dayMs } from "#src/clock.ts";
import { colleaguesOf } from "#src/conversation/colleagues/colleagues.ts";
import { claim } from "#src/queue/claim.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import { availabilityOf, type StaffMember, staffMember } from "#src/staff/staff.ts";
import { type FakeClock, fakeClock, type House, house, member, newcomer, open } from "#tests/support/house/helpline.ts";
import { act, heardSince, type Person, says, staff, unescaped, youth } from "#tests/support/house/http.ts";

let line: House;
let clock: FakeClock;
let noa: StaffMember;
let bela: Person;
let her: string;

const papers = { undertaking: "2026-10-01", references: "2026-10-02", certificate: "2026-10-03", act: "papers" };
const well = { welcome: "2", clarify: "1", goal: "2", work: "1", close: "2" };
const safe = ["risk_asked", "no_secrecy", "no_contact", "emergency", "limits"].map((one): [string, string] => [
  "safety",
  one,
]);
const rating = (phases: Record<string, string>, safety = safe): [string, string][] => [
  ...Object.entries(phases),
  ...safety,
  ["act", "rate"],
];
const stage = () => staffMember(line.helpline.db, noa.id)!.stage;
const available = (who: StaffMember) => availabilityOf(line.helpline.db, who.id);
const sets = (who: StaffMember, availability: "available" | "away") =>
  act(line, who, (tx, emit) => setAvailability(tx, emit, { staffId: who.id, availability }));

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  noa = await newcomer(line.helpline, "noa", "Noa Claes", "Juno", ["counsellor"]);
  bela = await staff(line, line.bela);
  her = `/staff/learning/${noa.id}`;
});

test("a newcomer practises and sees no chat; Béla moves her on, with the papers seen, and she answers only beside Anna", async () => {
  await open(line);
  const noor = await youth(line, "Hello?");
  await sets(line.anna, "away");
  const noaPage = await staff(line, noa);
  expect((await noaPage.get("/staff")).to).toBe("/staff/practice");
  expect((await noaPage.get(`/staff/conversation/${noor.id}`)).status).toBe(403);
  expect((await noaPage.get("/staff/learning")).text).toContain(says("staff.learning.now.training"));
  await expect(sets(noa, "available")).rejects.toThrow("not_allowed");

  expect((await bela.post(her, { act: "move", stage: "shadow", buddy: "" })).text).toContain(says("error.no_buddy"));
  await bela.post(her, { act: "move", stage: "shadow", buddy: String(line.anna.id) });
  expect(stage()).toBe("shadow");
  await expect(sets(noa, "available")).rejects.toThrow("not_allowed");

  const refused = await bela.post(her, { act: "move", stage: "buddy", buddy: String(line.anna.id) });
  expect([refused.status, refused.text.includes(says("error.papers_first"))]).toEqual([422, true]);
  await bela.post(her, papers);
  await bela.post(her, { act: "move", stage: "buddy", buddy: String(line.anna.id) });
  expect(stage()).toBe("buddy");

  // Anna is not there yet.
  await expect(sets(noa, "available")).rejects.toThrow("not_allowed");
  await open(line);
  await sets(noa, "available");
  await act(line, noa, (tx, emit) => claim(tx, emit, { conversationId: noor.id, member: noa }));
  // Anna sits beside her at once, where Noa sees it, though Anna is no supervisor.
  expect(colleaguesOf(line.helpline.db, noor.id).map(({ staffId }) => staffId)).toEqual([line.anna.id]);
  // Once Anna goes, the learner takes nobody new; the chat she has stays hers.
  const before = line.heard.length;
  await sets(line.anna, "away");
  expect([available(noa), heardSince(line, before)]).toEqual([
    "away",
    ["availability.changed", "availability.changed"],
  ]);
  expect((await noaPage.get(`/staff/conversation/${noor.id}`)).status).toBe(200);
  const anna = await staff(line, line.anna);
  expect((await anna.get("/staff/learning")).text).toContain(`href="/staff/conversation/${noor.id}"`);
  // Once she does not learn beside Anna any more, Anna reads it no more.
  await bela.post(her, { act: "move", stage: "training", buddy: "" });
  expect(colleaguesOf(line.helpline.db, noor.id)).toEqual([]);
  expect((await anna.get(`/staff/conversation/${noor.id}`)).status).toBe(403);
});

test("two supervisors sign her off after her own rating; each safety point has to hold; then she answers alone for a year", async () => {
  const vera = await member(line.helpline, "vera", "Vera Smet", "Wren", ["supervisor"]);
  const second = await staff(line, vera);
  const noaPage = await staff(line, noa);
  expect((await noaPage.post("/staff/learning", rating(well))).status).toBe(403);
  await bela.post(her, papers);
  await bela.post(her, { act: "move", stage: "buddy", buddy: String(line.anna.id) });
  expect((await bela.post(her, rating(well))).text).toContain(says("staff.learning.own_first", { alias: "Juno" }));

  expect((await noaPage.post("/staff/learning", rating({ welcome: "2" }))).text).toContain(says("error.rate_all"));
  await noaPage.post("/staff/learning", rating({ ...well, goal: "0" }));
  // She can say it again until somebody agreed.
  await noaPage.post("/staff/learning", rating(well));
  await second.post(her, rating(well));
  expect(stage()).toBe("buddy");
  await bela.post(her, rating(well, safe.slice(1)));
  expect(stage()).toBe("buddy");
  await bela.post(her, rating(well));
  expect(stage()).toBe("alone");
  expect(unescaped((await noaPage.get("/staff/learning")).text)).toContain("by Wren and Luna.");
  await sets(noa, "available");

  // When the year is over it is said, and nothing stops.
  clock.pass(366 * dayMs);
  const renewed = await staff(line, noa);
  expect((await renewed.get("/staff/learning")).text).toContain("Shifts go on; plan it soon.");
  await sets(noa, "away");
  await sets(noa, "available");
});

test("where there is one supervisor, that one signs off alone and the page says so; nobody signs themselves off", async () => {
  const noaPage = await staff(line, noa);
  await bela.post(her, papers);
  await bela.post(her, { act: "move", stage: "buddy", buddy: String(line.anna.id) });
  await noaPage.post("/staff/learning", rating(well));
  expect(unescaped((await bela.get(her)).text)).toContain(unescaped(says("staff.learning.needs_one")));
  await bela.post(her, rating(well));
  expect(stage()).toBe("alone");
  // Nor does the next one go without the papers: Anna answered before there were any.
  await (await staff(line, line.anna)).post("/staff/learning", rating(well));
  const refused = await bela.post(`/staff/learning/${line.anna.id}`, rating(well));
  expect([refused.status, refused.text.includes(says("error.papers_first"))]).toEqual([422, true]);
  expect((await bela.get(`/staff/learning/${line.bela.id}`)).status).toBe(403);
  expect((await bela.post(`/staff/learning/${line.bela.id}`, rating(well))).status).toBe(403);
});

test("a paper is a day up to today and who saw it; an admin notes papers and moves nobody, a counsellor neither", async () => {
  const aino = await staff(line, await member(line.helpline, "ida", "Ida Maes", "Ash", ["admin"]));
  const refused = await aino.post(her, { ...papers, certificate: "2031-01-01" });
  expect([refused.status, refused.text.includes(says("error.day_seen"))]).toEqual([422, true]);
  expect(refused.text).toContain('value="2031-01-01"');
  await aino.post(her, papers);
  const page = await aino.get(her);
  expect(unescaped(page.text)).toContain("1 October 2026, seen by Ash");
  expect(page.text).not.toContain('value="move"');
  expect((await aino.post(her, { act: "move", stage: "shadow", buddy: String(line.anna.id) })).status).toBe(403);
  const anna = await staff(line, line.anna);
  expect([(await anna.get(her)).status, (await anna.post(her, papers)).status]).toEqual([403, 403]);
  await aino.post(her, { ...papers, certificate: "" });
  expect((await aino.get(her)).text).not.toContain("3 October 2026");
});

test("moved back from alone, she is away at once and leaves the chats she sat beside", async () => {
  const ada = await member(line.helpline, "ada", "Ada Maes", "Fox", ["counsellor"]);
  await open(line);
  await sets(ada, "available");
  await bela.post(`/staff/learning/${ada.id}`, { act: "move", stage: "training", buddy: "" });
  expect(available(ada)).toBe("away");
  await expect(sets(ada, "available")).rejects.toThrow("not_allowed");
});

test("a shadow stays with the colleague they follow: when Béla takes the chat over, they are gone from it", async () => {
  await bela.post(her, { act: "move", stage: "shadow", buddy: String(line.anna.id) });
  await open(line);
  await sets(line.bela, "available");
  const noor = await youth(line, "Hello?");
  await act(line, line.anna, (tx, emit) => claim(tx, emit, { conversationId: noor.id, member: line.anna }));
  await (await staff(line, noa)).post(`/staff/conversation/${noor.id}/read-along`);
  const beside = () => colleaguesOf(line.helpline.db, noor.id).map(({ staffId }) => staffId);
  expect(beside()).toEqual([noa.id]);
  await act(line, line.bela, (tx, emit) => takeOver(tx, emit, { conversationId: noor.id, staffId: line.bela.id }));
  expect(beside()).not.toContain(noa.id);
});
