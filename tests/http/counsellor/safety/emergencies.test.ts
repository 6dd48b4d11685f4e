import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { give, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";

let home: House;
let anna: Person;
let bela: Person;
let at: string;
beforeEach(async () => {
  home = await house();
  await open(home);
  const noor = await youth(home, "I took something");
  await give(home, noor.id, home.anna);
  [anna, bela] = [await staff(home, home.anna), await staff(home, home.bela)];
  at = `/staff/conversation/${noor.id}/emergency`;
});

const emergencyId = () => home.helpline.db.first(q.selectFrom("emergency").select("id"))!.id;

test("the record: filled by its counsellor, read and put right by a supervisor, refused with all that was typed", async () => {
  await anna.post(at);
  const record = `/staff/emergencies/${emergencyId()}`;
  const form = {
    decided: String(home.bela.id),
    informed: "police",
    passed: "place",
    told: "before",
    outcome: "",
    note: "By the river.",
  };
  const saved = await anna.post(record, form);
  expect([saved.status, saved.to]).toEqual([303, `${record}?saved=1`]);
  const read = (await bela.get(record)).text;
  expect(typed(read, "note")).toBe("By the river.");
  expect(read).toMatch(/value="police" checked/);
  expect(read).toMatch(new RegExp(`value="${home.bela.id}" selected`));
  expect((await bela.get("/staff/emergencies")).text).toContain(says("staff.emergencies.open"));
  await bela.post(record, { ...form, outcome: "help_came" });
  expect((await bela.get("/staff/emergencies")).text).toContain(says("staff.emergency.outcome.help_came"));
  const long = await bela.post(record, { ...form, note: "a".repeat(2_001) });
  expect([long.status, typed(long.text, "note")]).toEqual([422, "a".repeat(2_001)]);
  const aino = await staff(home, home.aino);
  expect((await aino.get(record)).status).toBe(403);
  expect((await aino.get("/staff/emergencies")).text).not.toContain(record);
});

test("from the record a supervisor comes to the chat while it goes on, and to where its words are held once it is over", async () => {
  await anna.post(at);
  const record = `/staff/emergencies/${emergencyId()}`;
  const chat = at.replace("/emergency", "");
  const [toChat, toHold] = [says("staff.emergency.to_chat"), says("staff.emergency.to_hold")];
  const during = (await bela.get(record)).text;
  expect(during).toContain(`<a href="${chat}">${toChat}</a>`);
  expect(during).not.toContain(toHold);
  await anna.post(`${chat}/end`);
  const after = (await bela.get(record)).text;
  const held = chat.split("/").at(-1);
  expect(after).not.toContain(toChat);
  expect(after).toContain(`<a href="/staff/holds?chat=${held}#chat-${held}">${toHold}</a>`);
  const own = (await anna.get(record)).text;
  expect(own).toContain(`<a href="${at}">${toChat}</a>`);
  // Keeping is not reading: whoever is on shift holds a chat.
  expect(own).toContain(toHold);
});
