import { beforeEach, describe, expect, test } from "vitest";
import { setMember } from "#src/staff/accounts/member.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, give, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";
import { gives, ownKey } from "#tests/support/keys/addresses.ts";
import { namesLead } from "#tests/support/rights/lead.ts";

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

test("what the list says while it is empty is true of when it was opened, whatever calls above it since", async () => {
  const clock = fakeClock();
  line = await house({ clock });
  const dora = await staff(line, await namesLead(line));
  expect((await dora.get("/staff/concerns")).text).toContain(says("staff.concern.none", { time: "19:00" }));
  clock.pass(60_000);
  expect((await dora.get("/staff/concerns")).text).toContain(says("staff.concern.none", { time: "19:01" }));
});

describe("of which chats a lead reads", () => {
  const key = says("staff.concern.lead_key");
  const since = (who: Person) =>
    who.get("/staff/concerns").then(({ text }) => text.match(/id="reads-since">[^<]*/)?.[0]);

  test("named by an admin they read since when, and what the team key changes, whether anything was said or not", async () => {
    const erik = await member(line.helpline, "erik", "Erik Berg", "Crane", ["lead"], "en", line.aino.id);
    const before = await since(await staff(line, erik));
    expect(before).toMatch(/You’ve been a safeguarding lead since .+ Earlier ones go to supervisors/);
    expect(before).toContain(key);
    await noor.post("/help", { text: "he asked where I live" });
    expect(await since(await staff(line, erik))).toBe(before);
    expect((await bela.get("/staff/concerns")).text).not.toContain("reads-since");
  });

  test("not where they read all of them: with the team key from other hands, or given by nobody", async () => {
    const lead = await namesLead(line);
    expect(await since(await staff(line, lead))).toBe(undefined);
    const erik = await member(line.helpline, "erik", "Erik Berg", "Crane", ["lead"], "en", line.aino.id);
    const { open: opened } = await ownKey(line, line.bela);
    await ownKey(line, erik);
    await gives(line, erik, opened);
    expect(await since(await staff(line, erik))).toBe(undefined);
  });

  test("nor a word of the key to one who gave themselves the role: it changes nothing for them", async () => {
    const values = { roles: ["admin" as const, "lead" as const] };
    const change = { staffId: line.aino.id, values, by: line.aino.id };
    await act(line, line.aino, (tx, emit) => setMember(tx, emit, change));
    const said = await since(await staff(line, line.aino));
    expect(said).toContain("You’ve been a safeguarding lead since");
    expect(said).not.toContain(key);
  });
});
