import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { topics } from "#src/live/topics.ts";
import { availabilityOf, type StaffMember } from "#src/staff/staff.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";
import { namesLead } from "#tests/support/rights/lead.ts";

let clock: FakeClock;
let line: House;
let sven: StaffMember;
let people: Record<"anna" | "bela" | "aino" | "sven" | "dora", Person>;
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  const dora = await namesLead(line);
  sven = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  await open(line);
  const who = { anna: line.anna, bela: line.bela, aino: line.aino, sven, dora };
  const all = await Promise.all(Object.entries(who).map(async ([name, one]) => [name, await staff(line, one)]));
  people = Object.fromEntries(all);
});

const form = (takes: string) => ({ staff: String(line.anna.id), takes, from: "member" });
const annas = () => `/admin/staff/${line.anna.id}`;

test("an admin takes Anna off new chats on her page, and lifts it there; whoever did not set it reads no name", async () => {
  expect((await people.sven.get(annas())).text).toContain(says("staff.new_chats.off", { alias: "Mika" }));
  expect((await people.sven.post("/staff/new-chats", form("no"))).to).toBe(`${annas()}?saved=new_chats`);
  expect(availabilityOf(line.helpline.db, line.anna.id)).toBe("away");
  const { text } = await people.aino.get(annas());
  expect(text).toContain(says("error.new_chats_other"));
  expect(text).not.toMatch(/Ash|Heron/);
  expect((await people.aino.post("/staff/new-chats", form("yes"))).status).toBe(403);
  expect((await people.sven.get(annas())).text).toContain(says("staff.new_chats.lift", { alias: "Mika" }));
  await people.sven.post("/staff/new-chats", form("yes"));
  expect((await people.aino.get(annas())).text).toContain(says("staff.new_chats.off", { alias: "Mika" }));
});

test("Anna who presses that she is available reads whom to ask, and no reason", async () => {
  await people.sven.post("/staff/new-chats", form("no"));
  const pressed = await people.anna.post("/staff/available", { availability: "available" });
  expect(pressed.status).toBe(403);
  expect(pressed.text).toContain(says("error.new_chats_off"));
  expect(says("error.new_chats_off")).toBe("You’re off new chats for now. Ask your supervisor.");
  expect(availabilityOf(line.helpline.db, line.anna.id)).toBe("away");
});

test("a lead does it from the list of all, for whatever reason, and sees who did it", async () => {
  await people.sven.post("/staff/new-chats", form("no"));
  expect((await people.dora.get("/staff/concerns")).text).toContain('href="/staff/new-chats"');
  const { text } = await people.dora.get("/staff/new-chats");
  expect(text).toMatch(/No new chats since [^<]+ Decided by: Ash\./);
  expect((await people.dora.post("/staff/new-chats", form("yes"))).to).toBe("/staff/new-chats#new-chats-1");
  expect((await people.dora.get("/staff/new-chats")).text).not.toContain("Decided by");
});

test("a supervisor does it too, for any colleague: her overview leads there, and nothing is other than when an admin or a lead does", async () => {
  expect((await people.bela.get("/staff/overview")).text).toContain('href="/staff/new-chats"');
  const trail = () =>
    line.helpline.db.all(q.selectFrom("audit").select(["actor", "action", "object", "before", "after"]).orderBy("id"));
  const seen: unknown[] = [];
  for (const by of [people.bela, people.sven, people.dora]) {
    await people.anna.post("/staff/available", { availability: "available" });
    const [heard, entries] = [line.heard.length, trail().length];
    const done = await by.post("/staff/new-chats", { staff: String(line.anna.id), takes: "no" });
    expect(done.to).toBe("/staff/new-chats#new-chats-1");
    const all = [line.heard.slice(heard), trail().slice(entries)];
    const pressed = await people.anna.post("/staff/available", { availability: "available" });
    seen.push([...all, pressed.status, pressed.text, (await people.aino.get("/staff/new-chats")).text]);
    await by.post("/staff/new-chats", { staff: String(line.anna.id), takes: "yes" });
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
});

test("on the list everybody else who answers stands, and who did it is told to nobody but a lead", async () => {
  await people.bela.post("/staff/new-chats", { staff: String(line.anna.id), takes: "no" });
  const own = (await people.bela.get("/staff/new-chats")).text;
  expect(own).toContain(says("staff.new_chats.lift", { alias: "Mika" }));
  expect(own).not.toContain(says("staff.new_chats.off", { alias: "Luna" }));
  const others = (await people.sven.get("/staff/new-chats")).text;
  expect(others).toContain(says("staff.new_chats.off", { alias: "Luna" }));
  expect(others).toContain(says("error.new_chats_other"));
  expect(others.split("<main")[1]).not.toContain("Decided by");
  expect(others).not.toContain(says("staff.new_chats.lift", { alias: "Mika" }));
});

test("nobody else does, and nothing but yes or no is taken", async () => {
  expect((await people.anna.post("/staff/new-chats", form("no"))).status).toBe(403);
  expect((await people.anna.get("/staff/new-chats")).status).toBe(403);
  expect((await people.bela.post("/staff/new-chats", { staff: String(line.bela.id), takes: "no" })).status).toBe(403);
  expect((await people.sven.post("/staff/new-chats", form("maybe"))).status).toBe(422);
  expect((await people.sven.post("/staff/new-chats", { staff: "99", takes: "no" })).status).toBe(403);
});

test("beside her switch Anna reads that she is off new chats as long as it lasts, then that she can take them again, until she is available", async () => {
  const heard: string[] = [];
  for (const topic of [topics.staff(line.anna.id), topics.bar(line.anna.id)]) {
    line.helpline.hub.join(topic, { send: (html) => heard.push(html) });
  }
  const beside = (html: string) => html.slice(html.lastIndexOf('id="off-new-chats"')).split("</p>")[0]!;
  const both = async () => [
    beside((await people.anna.get("/staff")).text),
    beside((await people.anna.get("/staff/me")).text),
  ];
  const [off, again] = [says("error.new_chats_off"), says("staff.new_chats.again")];
  await comesIn(line);
  expect((await both()).join("")).not.toMatch(/new chats/);
  await people.sven.post("/staff/new-chats", form("no"));
  for (const html of [...(await both()), beside(heard.join(""))]) expect(html).toContain(off);
  const console = (await people.anna.get("/staff")).text;
  for (const button of ["take-next", "claim-1", "be-available"]) {
    expect(console, button).toMatch(new RegExp(`<button [^>]*id="${button}"[^>]*disabled`));
  }
  await people.sven.post("/staff/new-chats", form("yes"));
  for (const html of [...(await both()), beside(heard.join(""))]) expect(html).toContain(again);
  expect((await people.anna.get("/staff")).text).not.toMatch(/<button [^>]*disabled/);
  clock.pass(1_000);
  await people.anna.post("/staff/available", { availability: "available" });
  for (const html of await both()) expect(html).not.toMatch(/new chats/);
});
