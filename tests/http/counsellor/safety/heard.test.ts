import { beforeEach, expect, test } from "vitest";
import { settleConcern } from "#src/conversation/complaint/complaint.ts";
import { conversation, shortName } from "#src/conversation/conversation.ts";
import { q } from "#src/db/schema.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { talking, youthEnds } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, type Person, says, staff, typed } from "#tests/support/house/http.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { givesAddress, namesLead, reads, tellsAnna, wrongIn } from "#tests/support/rights/lead.ts";

let line: House;
let dora: StaffMember;
let anna: Person;
beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  dora = await namesLead(line);
  await open(line);
  const id = await talking(line, "words of Noor");
  await wrongIn(line, id);
  await youthEnds(line, id);
  await reads(line, dora, 1);
  anna = await staff(line, line.anna);
});

test("SG22: before she is told her page is empty, as everybody’s; then it says the kind and the lead’s words", async () => {
  const before = await anna.get("/staff/heard");
  expect(before.text).toContain(says("staff.heard.none"));
  expect((await anna.post("/staff/heard/1", { text: "x" })).status).toBe(403);
  await sendsTo(line, 25);
  await givesAddress(line, line.anna, "anna@staff.example");
  await tellsAnna(line, dora, 1, "Somebody felt <asked> for a number.");
  const { text } = await anna.get("/staff/heard");
  expect(text).toContain("Somebody felt &lt;asked&gt; for a number.");
  expect(text).toContain(says("staff.concern.kind.contact"));
  expect(text).not.toMatch(/where I live|words of Noor/);
  expect(line.helpline.db.all(q.selectFrom("mail").select("purpose"))).toEqual([{ purpose: "concern" }]);
});

test("she is led there from her console and from every page, until she has said something to it", async () => {
  const isLed = async () =>
    Promise.all(["/staff", "/staff/me"].map(async (page) => (await anna.get(page)).text.includes("/staff/heard")));
  expect(await isLed()).toEqual([false, false]);
  await tellsAnna(line, dora, 1);
  expect(await isLed()).toEqual([true, true]);
  // Above the lists of her console, not among what can wait.
  const [banners] = (await anna.get("/staff")).text.split("<main");
  expect(banners).toContain('href="/staff/heard#heard-of-1"');
  await anna.post("/staff/heard/1", { text: "I asked for the town." });
  expect(await isLed()).toEqual([false, false]);
});

test("what she says is kept and can be changed until it is closed; nothing typed is lost", async () => {
  await tellsAnna(line, dora, 1);
  const long = "x".repeat(2_001);
  const refused = await anna.post("/staff/heard/1", { text: long });
  expect([refused.status, typed(refused.text, "text-1")]).toEqual([422, long]);
  expect((await anna.post("/staff/heard/1", { text: "" })).text).toContain(says("staff.heard.text_wrong"));
  expect((await anna.post("/staff/heard/1", { text: "the town" })).to).toBe("/staff/heard?saved=1#heard-of-1");
  expect(typed((await anna.get("/staff/heard")).text, "text-1")).toBe("the town");
  const lead = await staff(line, dora);
  expect((await lead.get("/staff/concerns/1")).text).toContain("the town");
  await lead.post("/staff/concerns/1/open");
  await act(line, dora, (tx, emit) => settleConcern(tx, emit, { id: 1, staffId: dora.id, done: true }));
  expect((await anna.get("/staff/heard")).text).toMatch(/Closed [^<]+2026[^<]+ You don’t need to do anything more\./);
  const chat = shortName("en", conversation(line.helpline.db, 1)!.nameIndex);
  const news = says("staff.for_you.closed", { chat });
  expect((await anna.get("/staff")).text).toContain(news);
  await anna.post("/staff/told", { kind: "closed", id: "1" });
  expect((await anna.get("/staff")).text).not.toContain(news);
  expect((await anna.post("/staff/heard/1", { text: "more" })).status).toBe(410);
});

test("nobody else reads or says anything there", async () => {
  await tellsAnna(line, dora, 1);
  for (const who of [line.bela, line.aino, dora]) {
    const one = await staff(line, who);
    expect((await one.get("/staff/heard")).text).toContain(says("staff.heard.none"));
    expect((await one.post("/staff/heard/1", { text: "x" })).status).toBe(403);
  }
});
