import { beforeEach, expect, test } from "vitest";
import { youthEnds } from "#tests/support/house/chats.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { give, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";

let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
let bela: Person;

beforeEach(async () => {
  line = await house();
  await open(line);
  noor = await youth(line, "things at home");
  await give(line, noor.id, line.anna);
  bela = await staff(line, line.bela);
});

test("Noor says that something was wrong, Béla reads it and the chat, and marks it as looked into", async () => {
  expect((await noor.get("/help")).text).toContain(says("youth.help.wrong"));
  const said = await noor.post("/help", { text: "he asked <where> I live" });
  expect(said.to).toBe("/help?said=1#wrong");
  expect((await noor.get("/help?said=1")).text).toContain(says("youth.help.wrong_said"));
  expect((await bela.get("/staff")).text).toContain(says("staff.concern.waiting", { n: 1 }));
  const list = (await bela.get("/staff/concerns")).text;
  expect(list).toContain("he asked &lt;where&gt; I live");
  expect(list).not.toContain("things at home");
  expect(list).toContain(says("staff.concern.goes_on"));
  expect(list).not.toContain("/staff/concerns/1/open");
  await youthEnds(line, noor.id);
  expect((await bela.get("/staff/concerns")).text).not.toContain(`value="yes"`);
  expect((await bela.post("/staff/concerns/1/open")).text).toContain("things at home");
  await bela.post("/staff/concerns/1", { done: "yes" });
  expect((await bela.get("/staff/concerns")).text).toContain(says("staff.concern.not_yet"));
  expect((await bela.get("/staff")).text).not.toContain(says("staff.concern.waiting", { n: 1 }));
});

test("Anna, who talked with her, sees nothing of it; an admin learns only that somebody else must read it", async () => {
  await noor.post("/help", { text: "he asked where I live" });
  const anna = await staff(line, line.anna);
  expect((await anna.get("/staff/concerns")).status).toBe(403);
  expect((await anna.get("/staff")).text).not.toContain("to-concerns");
  const sam = await youth(line, "hello");
  await open(line, line.bela);
  await give(line, sam.id, line.bela);
  await sam.post("/help", { text: "not for Luna" });
  const aino = await staff(line, line.aino);
  const page = (await aino.get("/staff/concerns")).text;
  expect(page).toContain(says("staff.concern.of_nobody", { n: 1 }));
  expect(page).not.toContain("not for Luna");
  expect((await bela.get("/staff/concerns")).text).not.toContain("not for Luna");
});

test("where everyone who could read it had a part, the form says so before and after", async () => {
  const sam = await youth(line, "hello");
  await open(line, line.bela);
  await give(line, sam.id, line.bela);
  expect((await sam.get("/help")).text).toContain(says("youth.help.wrong_nobody"));
  expect((await noor.get("/help")).text).toContain(says("youth.help.wrong_text", { days: 14 }));
  await sam.post("/help", { text: "" });
  expect((await sam.get("/help?said=1")).text).toContain(says("youth.help.wrong_said_nobody"));
});

test("too long: a sentence, and nothing typed is lost; without a chat nothing is asked", async () => {
  const long = "x".repeat(2_001);
  const refused = await noor.post("/help", { text: long });
  expect(refused.status).toBe(422);
  expect(typed(refused.text)).toBe(long);
  expect((await bela.get("/help")).text).not.toContain(says("youth.help.wrong"));
});
