import { beforeEach, expect, test } from "vitest";
import { holdMostDays } from "#src/settings/rules/facts.ts";
import { settings } from "#src/settings/settings.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { give, type Person, says, staff, youth } from "#tests/support/house/http.ts";
import { comesOnShift, sealsOver } from "#tests/support/keys/keys.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";

let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
let bela: Person;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  bela = await comesOnShift(line, "bela");
  await open(line);
  noor = await youth(line, "he waits for me at school");
  await give(line, noor.id, line.anna);
  await youthEnds(line, noor.id);
});

const path = () => `/staff/holds/${noor.id}`;
const held = () => line.files.data.prepare("SELECT count(*) FROM chat_hold WHERE ended_at IS NULL").pluck().get();

test("Béla holds a chat that is over, reads it, and Carl lifts it; no word of it stands there before that", async () => {
  const list = (await bela.get("/staff/holds")).text;
  expect(list).toContain(`action="${path()}"`);
  expect(list).not.toContain("he waits");
  const { to } = await bela.post(path(), { reason: "report", days: "40" });
  expect(to).toBe(`/staff/holds?done=held#chat-${noor.id}`);
  expect((await bela.get(to!)).text).toContain(says("staff.holds.done.held"));
  const now = (await bela.get("/staff/holds")).text;
  expect(now).toContain(says("staff.holds.reason.report"));
  expect(now).not.toContain("he waits");
  const opened = await bela.post(`${path()}/open`);
  expect(opened.text).toContain("he waits for me at school");
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  const person = await staff(line, carl);
  expect((await person.post(`${path()}/lift`)).to).toBe(`/staff/holds?done=lifted#chat-${noor.id}`);
  expect(held()).toBe(0);
  const past = (await bela.get("/staff/holds")).text;
  expect(past).toContain("Finch");
  // For a day it can be held again: it stands among those that are over.
  expect(past).toContain(`action="${path()}"`);
});

test("days that are none are refused beside the field, and stay in it; a reason that is none is no reason", async () => {
  for (const days of ["0", "366", "many", ""]) {
    const { status, text } = await bela.post(path(), { reason: "law", days });
    expect(status).toBe(422);
    expect(text).toContain(says("error.hold_days", { most: holdMostDays }));
    expect(text).toContain(`aria-describedby="wrong-${noor.id}"`);
  }
  expect((await bela.post(path(), { reason: "curious", days: "28" })).status).toBe(422);
  expect(held()).toBe(0);
});

test("what is sealed is read with the team key alone, and by nobody unseen", async () => {
  await bela.post(path(), { reason: "danger", days: "28" });
  clock.pass(12 * 3_600_000);
  await sealsOver(line);
  // Signed in without the password: she has not opened it.
  const again = await staff(line, line.bela);
  const shut = await again.post(`${path()}/open`);
  expect(shut.text).toContain(says("staff.concern.sealed"));
  expect(shut.text).not.toContain("he waits");
  const withKey = await comesOnShift(line, "bela");
  expect((await withKey.post(`${path()}/open`)).text).toContain("he waits for me at school");
  const opened = line.files.data.prepare("SELECT count(*) FROM audit WHERE action = 'hold.opened'").pluck().get();
  expect(opened).toBe(1);
});

test("a counsellor holds a chat and reads nothing of it, and who is only an admin holds none; whoever had a part lifts nothing", async () => {
  const anna = await staff(line, line.anna);
  const list = (await anna.get("/staff/holds")).text;
  expect(list).toContain(`action="${path()}"`);
  expect(list).not.toContain("he waits");
  expect((await anna.post(path(), { reason: "danger", days: "28" })).status).toBe(303);
  expect(held()).toBe(1);
  const now = (await anna.get("/staff/holds")).text;
  for (const act of ["/lift", "/open", "/agree"]) {
    expect(now).not.toContain(`${path()}${act}`);
    expect((await anna.post(path() + act)).status).toBe(403);
  }
  const sven = await staff(line, await member(line.helpline, "sven", "Sven Maes", "Heron", ["admin"]));
  expect((await sven.get("/staff/holds")).status).toBe(403);
  for (const act of ["", "/lift", "/open", "/agree"]) {
    expect((await sven.post(path() + act, { reason: "danger", days: "28" })).status).toBe(403);
  }
  // The way to it stands on every page of what comes after chats, for whoever may go there.
  for (const page of ["debriefs", "emergencies", "concerns", "holds"]) {
    expect((await bela.get(`/staff/${page}`)).text, page).toContain(`href="/staff/holds"`);
  }
  expect((await (await staff(line, line.aino)).get("/staff/concerns")).text).not.toContain("/staff/holds");
  expect((await (await staff(line, line.anna)).get("/staff/emergencies")).text).not.toContain("/staff/holds");
  const sam = await youth(line, "hello");
  await open(line, line.bela);
  await give(line, sam.id, line.bela);
  await youthEnds(line, sam.id);
  await bela.post(`/staff/holds/${sam.id}`, { reason: "danger", days: "28" });
  const refused = await bela.post(`/staff/holds/${sam.id}/lift`);
  expect(refused.status).toBe(403);
  expect(refused.text).toContain(says("error.hold_part"));
});

test("what is held longer than was promised is not Anna's any more, who had it: no door beside the chat opens for her", async () => {
  await bela.post(path(), { reason: "danger", days: "60" });
  const doors = ["", "/notes", "/approach", "/replies", "/referrals"].map(
    (one) => `/staff/conversation/${noor.id}${one}`,
  );
  const asked = async () => {
    const anna = await staff(line, line.anna);
    return Promise.all(doors.map(async (one) => (await anna.get(one)).status));
  };
  expect((await asked())[1]).toBe(200);
  clock.pass(settings(line.helpline.db).retentionDays * 24 * 3_600_000);
  expect(await asked()).toEqual(doors.map(() => 403));
});

test("every chat whose words are kept can be held, however many ended after it", async () => {
  for (let n = 0; n < 51; n += 1) {
    clock.pass(60_000);
    const id = await talking(line);
    await youthEnds(line, id);
  }
  const form = `action="${path()}"`;
  expect((await bela.get("/staff/holds")).text).not.toContain(form);
  expect((await bela.get("/staff/holds?page=2")).text).toContain(form);
  // From the record of an emergency in it one comes to it by its number, and its form is open.
  const led = (await bela.get(`/staff/holds?chat=${noor.id}`)).text;
  expect(led).toContain(form);
  expect(led.match(/<details open/g)).toHaveLength(1);
  const refused = await bela.post(path(), { reason: "law", days: "0" });
  expect([refused.status, refused.text.includes(form)]).toEqual([422, true]);
});

test("one that goes on again, since its writer came back with the code, is read there by nobody until it is over", async () => {
  const sam = await youth(line, "nobody must know");
  await give(line, sam.id, line.anna);
  const code = await getsCode(sam);
  await sam.get("/leave");
  await bela.post(`/staff/holds/${sam.id}`, { reason: "danger", days: "28" });
  const opens = `action="/staff/holds/${sam.id}/open`;
  expect((await bela.get("/staff/holds")).text).toContain(opens);
  const phone = await otherPhone(line, code);
  expect(phone.answer.to).toBe("/");
  const refused = await bela.post(`/staff/holds/${sam.id}/open`);
  expect(refused.status).toBe(403);
  expect(refused.text).not.toContain("nobody must know");
  const list = (await bela.get("/staff/holds")).text;
  expect(list).toContain(says("staff.holds.goes_on"));
  expect(list).not.toContain(opens);
  await phone.post("/end");
  expect((await bela.post(`/staff/holds/${sam.id}/open`)).text).toContain("nobody must know");
});
