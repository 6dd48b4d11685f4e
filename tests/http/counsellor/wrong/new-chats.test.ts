import { beforeEach, expect, test } from "vitest";
import { availabilityOf, type StaffMember } from "#src/staff/staff.ts";
import { type House, house, member, open } from "#tests/support/house/helpline.ts";
import { type Person, says, staff } from "#tests/support/house/http.ts";
import { namesLead } from "#tests/support/rights/lead.ts";

let line: House;
let sven: StaffMember;
let people: Record<"anna" | "bela" | "aino" | "sven" | "dora", Person>;
beforeEach(async () => {
  line = await house();
  const dora = await namesLead(line);
  sven = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  await open(line);
  const who = { anna: line.anna, bela: line.bela, aino: line.aino, sven, dora };
  const all = await Promise.all(Object.entries(who).map(async ([name, one]) => [name, await staff(line, one)]));
  people = Object.fromEntries(all);
});

const form = (takes: string) => ({ staff: String(line.anna.id), takes });
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
  expect(availabilityOf(line.helpline.db, line.anna.id)).toBe("away");
});

test("a lead does it from the list too, for whatever reason, and sees who did it", async () => {
  await people.sven.post("/staff/new-chats", form("no"));
  const { text } = await people.dora.get("/staff/concerns");
  expect(text).toMatch(/No new chats since [^<]+ Said by: Ash\./);
  expect((await people.dora.post("/staff/new-chats", form("yes"))).to).toBe("/staff/concerns#new-chats");
  expect((await people.dora.get("/staff/concerns")).text).not.toContain("Said by");
});

test("nobody else does, and nothing but yes or no is taken", async () => {
  for (const who of [people.anna, people.bela])
    expect((await who.post("/staff/new-chats", form("no"))).status).toBe(403);
  expect((await people.sven.post("/staff/new-chats", form("maybe"))).status).toBe(422);
  expect((await people.sven.post("/staff/new-chats", { staff: "99", takes: "no" })).status).toBe(403);
});
