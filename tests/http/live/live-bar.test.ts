import { afterEach, beforeEach, expect, test } from "vitest";
import { askForHelp } from "#src/conversation/colleagues/help-wanted.ts";
import { setColleague } from "#src/conversation/colleagues/rights.ts";
import type { Role } from "#src/events.ts";
import { addLine, changeLine, lineValues } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { acknowledgeEmergency, declareEmergency } from "#src/record/emergency.ts";
import { memberHistory } from "#src/staff/accounts/member.ts";
import { setAvailability } from "#src/staff/shift/availability.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { comesIn, takes, talking } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, member, open } from "#tests/support/house/helpline.ts";
import { act, cookieHeader, staff } from "#tests/support/house/http.ts";
import { type Server, server } from "#tests/support/house/server.ts";
import { type Socket, socket } from "#tests/support/outside/socket.ts";

// The channel of the bar that stands on every page of the staff but the console.

let clock: FakeClock;
let line: Server;
let sven: StaffMember;

beforeEach(async () => {
  clock = fakeClock();
  line = await server({ clock });
  await open(line);
  line.helpline.staff.opened(line.anna.id);
  sven = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
});
afterEach(async () => {
  expect(line.reported).toEqual([]);
  await line.stop();
});

/** Somebody with a page of the staff open, until all of its bar has come. */
async function at(who: StaffMember): Promise<Socket> {
  const { cookies } = await staff(line, who);
  const made = await socket(line.origin, "/staff/live?bar", cookieHeader(cookies));
  await expect.poll(() => made.text()).toContain('id="live"');
  return made;
}
const run = (name: string) => runJob(line.helpline, jobs.find((one) => one.name === name)!);
/** What came since, in one text. */
const since = (one: Socket, before: number) => one.got.slice(before).join("");
const isGone = (who: StaffMember) => line.helpline.staff.isGone(who.id);

test("whoever has any page open is heard: never out of reach from page to page, and not before a minute after the last", async () => {
  const before = line.heard.length;
  for (let page = 0; page < 5; page += 1) {
    const open = await at(line.bela);
    clock.pass(5 * 60_000);
    await run("staff who are gone");
    expect(isGone(line.bela)).toBe(false);
    open.close();
    await open.closed;
    // The next page is a slow one.
    clock.pass(55_000);
    await run("staff who are gone");
    expect(isGone(line.bela)).toBe(false);
  }
  const ofBela = line.heard.slice(before).filter((one) => "staffId" in one && one.staffId === line.bela.id);
  expect(ofBela).toEqual([]);
  clock.pass(5_001);
  expect(isGone(line.bela)).toBe(true);
});

test("of two pages the one that stays is enough, and whoever was counted out is back with the first", async () => {
  await act(line, line.bela, (tx, emit) =>
    setAvailability(tx, emit, { staffId: line.bela.id, availability: "available" }),
  );
  const [first, second] = [await at(line.bela), await at(line.bela)];
  first.close();
  await first.closed;
  clock.pass(10 * 60_000);
  await run("staff who are gone");
  expect(isGone(line.bela)).toBe(false);
  second.close();
  await second.closed;
  clock.pass(61_000);
  await run("staff who are gone");
  const said = () =>
    line.heard.flatMap((one) => (one.type === "availability.changed" && one.staffId === line.bela.id ? [one] : []));
  expect(said().at(-1)).toMatchObject({ availability: "gone" });
  await at(line.bela);
  await expect.poll(() => said().at(-1)).toMatchObject({ availability: "available" });
});

test("a counsellor hears of an arrival, of one for whom it is urgent, and of help that is wanted, without a word of any chat", async () => {
  const annas = await talking(line, "what Noor wrote");
  const bela = await at(line.bela);
  let before = bela.got.length;
  const sam = await comesIn(line, "what Sam wrote");
  await expect.poll(() => since(bela, before)).toContain(`data-ids="${sam}-`);
  expect(since(bela, before)).toContain('data-urgent=""');
  before = bela.got.length;
  const mo = await comesIn(line, "what Mo wrote", { urgent: true });
  await expect.poll(() => since(bela, before)).toContain(`data-urgent="${mo}-`);
  before = bela.got.length;
  await act(line, line.anna, (tx, emit) =>
    askForHelp(tx, emit, { conversationId: annas, staffId: line.anna.id, words: "what Anna asked" }),
  );
  await expect.poll(() => since(bela, before)).toContain(`/staff/conversation/${annas}"`);
  before = bela.got.length;
  await takes(line, line.bela, sam);
  await expect.poll(() => since(bela, before)).toContain(`data-ids="${mo}-`);
  expect(bela.text()).not.toMatch(/what (Noor|Sam|Mo|Anna)/);
});

test("who is only an admin is heard, and sees what the line says, and never that anybody comes or wants help", async () => {
  const annas = await talking(line);
  const [ash, bela] = [await at(sven), await at(line.bela)];
  const mo = await comesIn(line, "hello", { urgent: true });
  await act(line, line.anna, (tx, emit) => askForHelp(tx, emit, { conversationId: annas, staffId: line.anna.id }));
  await expect.poll(() => bela.text()).toContain("to-help");
  await act(line, line.anna, (tx, emit) => setAvailability(tx, emit, { staffId: line.anna.id, availability: "away" }));
  await expect.poll(() => ash.text()).toContain("data-deserted");
  expect(isGone(sven)).toBe(false);
  expect(ash.text()).not.toMatch(new RegExp(`id="(wait|help-wanted|availability)"|data-ids|"${mo}-`));
});

test("an emergency is heard by every supervisor on whatever page, by nobody else there, and who has seen it by the others", async () => {
  const kim = await member(line.helpline, "kim", "Kim Maes", "Sol", ["supervisor"]);
  const chat = await talking(line, "what Noor wrote");
  const { cookies } = await staff(line, kim);
  const console = await socket(line.origin, "/staff/live?open=", cookieHeader(cookies));
  await expect.poll(() => console.text()).toContain('id="bar"');
  const [bela, sol, robin, ash] = [await at(line.bela), await at(kim), await at(line.aino), await at(sven)];
  const all = [bela, sol, console];
  const before = all.map((one) => one.got.length);
  await act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: chat, staffId: line.anna.id }));
  for (const [n, one] of all.entries()) await expect.poll(() => since(one, before[n]!)).toContain("acknowledge-1");
  const mid = all.map((one) => one.got.length);
  await act(line, line.bela, (tx, emit) => acknowledgeEmergency(tx, emit, { emergencyId: 1, staffId: line.bela.id }));
  for (const [n, one] of all.entries()) {
    await expect.poll(() => since(one, mid[n]!)).toContain(" · Luna");
    expect(since(one, mid[n]!)).not.toContain("acknowledge-1");
    expect(one.text()).not.toContain("what Noor wrote");
  }
  // A counsellor is asked to come; who is only an admin hears nothing.
  expect(robin.text()).toContain(`/staff/conversation/${chat}"`);
  for (const one of [robin, ash]) expect(one.text()).not.toContain("emergenc");
});

test("who serves another line hears nothing of this one; a role that goes takes the arrivals along, one that comes brings them", async () => {
  await open(line, line.aino);
  const values = { ...lineValues(line.helpline.db, 1), name: "Evening line" };
  const second = await act(line, line.aino, (tx, emit) => addLine(tx, emit, { ...values, staffIds: [line.aino.id] }));
  await act(line, line.aino, (tx, emit) =>
    changeLine(tx, emit, {
      lineId: 1,
      basedOn: 0,
      values: { ...lineValues(tx, 1), staffIds: [line.anna.id, line.bela.id] },
    }),
  );
  const [aino, bela] = [await at(line.aino), await at(line.bela)];
  const [ofFirst, ofSecond] = [await comesIn(line), await comesIn(line, "hello", { lineId: second })];
  await expect.poll(() => aino.text()).toContain(`data-ids="${ofSecond}-`);
  await expect.poll(() => bela.text()).toContain(`data-ids="${ofFirst}-`);
  expect(aino.text()).not.toContain(`data-ids="${ofFirst}-`);
  const roles = (all: Role[], basedOn: number) =>
    act(line, line.aino, (tx, emit) =>
      setColleague(tx, emit, { staffId: line.bela.id, basedOn, values: { roles: all } }),
    );
  let before = bela.got.length;
  await roles(["admin"], 0);
  await expect.poll(() => since(bela, before)).toContain('id="live"');
  await comesIn(line, "one more");
  await run("the beat of the consoles and live bars");
  await expect.poll(() => since(bela, before)).toContain("beat");
  expect(since(bela, before)).not.toContain("data-ids");
  before = bela.got.length;
  await roles(["counsellor"], memberHistory.newest(line.helpline.db, line.bela.id));
  const third = await comesIn(line, "and one");
  await expect.poll(() => since(bela, before)).toContain(` ${third}-`);
});

test("it says nothing up: whoever does is cut off, and that is noted", async () => {
  const bela = await at(line.bela);
  bela.send('{"type":"typing","id":1}');
  expect(await bela.closed).toBe(1008);
  expect(line.helpline.refused.take()).toEqual([expect.objectContaining({ kind: "frame", staffId: line.bela.id })]);
});

test("the end of the session closes it, and says why", async () => {
  const own = await staff(line, line.bela, line);
  const bela = await socket(line.origin, "/staff/live?bar", cookieHeader(own.cookies));
  await own.post("/staff/sign-out", { sure: "yes" });
  expect([await bela.closed, bela.why()]).toEqual([4401, "signed_out"]);
});
