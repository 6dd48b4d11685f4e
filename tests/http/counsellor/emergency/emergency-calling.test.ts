import { beforeEach, expect, test } from "vitest";
import { join } from "#src/conversation/colleagues/join.ts";
import { topics } from "#src/live/topics.ts";
import { saveEmergency } from "#src/record/emergency.ts";
import { emergencyById } from "#src/record/emergency-reading.ts";
import { talking } from "#tests/support/house/chats.ts";
import { type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, htmx, type Person, says, staff } from "#tests/support/house/http.ts";

// Somebody is in danger. Anna writes, Carl has joined, Béla answers for it: all three see who calls the emergency services.

let home: House;
let chat: number;
let [anna, carl, bela]: Person[] = [];
let ids: Record<"anna" | "carl" | "bela", number>;
const record = "/staff/emergencies/1";
const calls = (who: Person, on = "yes") => who.post(`${record}/calling`, { on }, htmx);

beforeEach(async () => {
  home = await house();
  await open(home);
  const finch = await member(home.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  await open(home, finch);
  chat = await talking(home);
  [anna, carl, bela] = [await staff(home, home.anna), await staff(home, finch), await staff(home, home.bela)];
  ids = { anna: home.anna.id, carl: finch.id, bela: home.bela.id };
  await anna!.post(`/staff/conversation/${chat}/emergency`);
  await act(home, finch, (tx, emit) => join(tx, emit, { conversationId: chat, staffId: finch.id }));
});

/** The red line above the chat as one of them reads it. */
async function redLine(who: Person): Promise<string> {
  const { text } = await who.get(`/staff/conversation/${chat}`);
  return text.slice(text.indexOf(`id="alarm-${chat}"`)).split("</form>")[0]!;
}

test("until someone says so, the red line says that no one is calling, and offers to whoever sits there", async () => {
  for (const who of [anna!, carl!]) {
    expect(await redLine(who)).toContain(says("staff.calling.none"));
    expect(await redLine(who)).toContain(says("staff.calling.say"));
  }
});

test("Carl calls: Anna reads it over the chat, Béla in the bar and in the record, at once and after a reload", async () => {
  const heard: Record<string, string> = {};
  for (const [name, id] of Object.entries(ids))
    for (const topic of [topics.staff(id), topics.bar(id)])
      home.helpline.hub.join(topic, { send: (html) => (heard[name] = (heard[name] ?? "") + html) });
  expect((await calls(carl!)).status).toBe(204);
  const said = says("staff.calling.by", { alias: "Finch" });
  const inBar = says("staff.calling.bar", { alias: "Finch" });
  expect(heard.anna).toContain(said);
  expect(heard.carl).toContain(said);
  expect(heard.bela).toContain(inBar);
  expect(await redLine(anna!)).toContain(said);
  expect(await redLine(carl!)).toContain(says("staff.calling.not"));
  expect((await bela!.get("/staff/me")).text).toContain(inBar);
  expect((await bela!.get(record)).text).toContain(said);
});

test("Anna calls instead, and takes it back; Carl cannot take back what she said", async () => {
  await calls(carl!);
  await calls(anna!);
  await calls(carl!, "no");
  expect(await redLine(carl!)).toContain(says("staff.calling.by", { alias: "Mika" }));
  await calls(anna!, "no");
  expect(await redLine(carl!)).toContain(says("staff.calling.none"));
  expect(home.heard.filter(({ type }) => type === "emergency.calling")).toMatchObject([
    { staffId: ids.carl, on: true },
    { staffId: ids.anna, on: true },
    { staffId: ids.anna, on: false },
  ]);
});

test("somebody who is not there says nothing, and nobody does once it is over", async () => {
  const dirk = await member(home.helpline, "dirk", "Dirk Claes", "Heron", ["counsellor"]);
  expect((await calls(await staff(home, dirk))).status).toBe(403);
  const { decidedBy, informed, passed, told } = emergencyById(home.helpline.db, 1)!;
  const said = { decidedBy, informed, passed, told, outcome: "help_came" as const };
  await act(home, home.bela, (tx, emit) => saveEmergency(tx, emit, { member: home.bela, id: 1, said, note: null }));
  expect((await calls(anna!)).status).toBe(403);
  expect((await bela!.get(record)).text).not.toContain("who-calls");
});
