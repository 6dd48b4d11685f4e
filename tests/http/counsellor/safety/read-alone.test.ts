import { beforeEach, expect, test } from "vitest";
import { raiseConcern } from "#src/conversation/complaint/complaint.ts";
import { q } from "#src/db/schema.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";

// What people find on their pages before and after somebody reads a chat alone; no mail can go.

let clock: FakeClock;
let line: House;
let carl: StaffMember;
let noor: Awaited<ReturnType<typeof youth>>;
let people: Record<"anna" | "bela" | "carl" | "aino", Person>;
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  await open(line);
  noor = await youth(line, "he waits for me at school");
  await give(line, noor.id, line.anna);
  await youthEnds(line, noor.id);
  people = {
    anna: await staff(line, line.anna),
    bela: await staff(line, line.bela),
    carl: await staff(line, carl),
    aino: await staff(line, line.aino),
  };
});

const holdsIt = () => people.bela.post(`/staff/holds/${noor.id}`, { reason: "danger", days: "28" });
const opens = (form = {}) => people.bela.post(`/staff/holds/${noor.id}/open`, form);
const carlLeaves = () =>
  act(line, line.aino, (tx, emit) => setMember(tx, emit, { staffId: carl.id, values: { roles: ["counsellor"] } }));
const toldOne = says("staff.read_alone.told", { n: 1 });
const toReviewOne = says("staff.read_alone.to_review", { n: 1 });
/** What stands on the console of somebody, and on their own page. */
const everywhere = async (who: Person) => `${(await who.get("/staff")).text}${(await who.get("/staff/me")).text}`;
const times = (text: string, words: string) => text.split(words).length - 1;

test("Béla reads it alone since nobody said yes: it says before what follows, Carl looks at it, and Aino is told", async () => {
  await holdsIt();
  await opens();
  clock.pass(5 * 60_000);
  const before = (await people.bela.get("/staff/holds")).text;
  expect(before).toContain(`${says("staff.open.alone")} ${says("staff.open.then.hold.reviewed")}`);
  for (const who of Object.values(people)) expect(await everywhere(who)).not.toContain('/staff/read-alone">');
  expect((await opens({ alone: "yes" })).text).toContain("he waits for me at school");

  expect(times(await everywhere(people.carl), toReviewOne)).toBe(2);
  expect(times(await everywhere(people.aino), toldOne)).toBe(2);
  for (const who of [people.anna, people.bela]) {
    const pages = await everywhere(who);
    expect([times(pages, toldOne), times(pages, toReviewOne)]).toEqual([0, 0]);
  }
  const list = (await people.carl.get("/staff/read-alone")).text;
  for (const words of ["Luna", says("staff.read_alone.no_answer"), says("staff.holds.reason.danger")]) {
    expect(list).toContain(words);
  }
  expect(list).not.toContain("he waits");
  expect((await people.aino.get("/staff/read-alone")).text).not.toContain("/staff/read-alone/1");
  expect((await people.aino.post("/staff/read-alone/1")).status).toBe(403);
  expect((await people.carl.post("/staff/read-alone/1")).to).toBe("/staff/read-alone");
  expect((await people.aino.get("/staff/read-alone")).text).toContain("Finch");
  for (const who of Object.values(people)) expect(await everywhere(who)).not.toContain('/staff/read-alone">');
  expect((await people.anna.get("/staff/read-alone")).status).toBe(403);
});

test("with nobody else who could say yes the button says so, and an admin who is no supervisor looks at it", async () => {
  await carlLeaves();
  await holdsIt();
  const before = (await people.bela.get("/staff/holds")).text;
  expect(before).toContain(`${says("staff.open.nobody_else")} ${says("staff.open.then.hold.reviewed")}`);
  expect(before).toContain(says("staff.open.alone_do"));
  await opens();
  const after = (await people.bela.get("/staff/holds")).text;
  expect(after).toContain(`${says("staff.open.again")} ${says("staff.open.then.hold.reviewed")}`);
  expect(after).toContain(says("staff.open.again_do"));
  for (const key of ["staff.open.nobody_else", "staff.open.alone_do"] as const) expect(after).not.toContain(says(key));
  expect((await opens()).text).toContain("he waits for me at school");
  expect(times(await everywhere(people.aino), toReviewOne)).toBe(2);
  const list = (await people.aino.get("/staff/read-alone")).text;
  expect(list).toContain(says("staff.read_alone.nobody_else"));
  expect(list).toContain(`action="/staff/read-alone/1"`);
  expect((await people.aino.post("/staff/read-alone/1")).status).toBe(303);
  expect((await people.aino.get("/staff/read-alone")).text).not.toContain(`action="/staff/read-alone/1"`);
});

test("of one that something was wrong with, nobody is told who had a part in it; where nobody else is left, the page says that", async () => {
  await carlLeaves();
  await line.helpline.db.change("youth", (tx, emit) =>
    raiseConcern(tx, emit, { conversationId: noor.id, text: "he asked where I live" }),
  );
  const open = async () => (await people.bela.get("/staff/concerns")).text;
  expect(await open()).toContain(`${says("staff.open.nobody_else")} ${says("staff.open.then.concern.reviewed")}`);
  // Aino talked with Anna about it, and so had a part.
  await act(line, line.aino, (tx) =>
    tx.run(q.insertInto("debrief_taker").values({ conversation_id: noor.id, staff_id: line.aino.id })),
  );
  expect(await open()).toContain(says("staff.open.then.concern.nobody"));
  await people.bela.post("/staff/concerns/1/open");
  expect(await everywhere(people.aino)).not.toContain(toldOne);
  expect((await people.aino.get("/staff/read-alone")).text).toContain(says("staff.read_alone.none", { days: 28 }));
  expect((await people.bela.get("/staff/read-alone")).text).toContain(says("staff.read_alone.nobody"));
});

test("whoever had the chat is offered no other reason to hold it longer, and as many days as it is held already", async () => {
  await people.bela.post(`/staff/holds/${noor.id}`, { reason: "danger", days: "200" });
  const form = (page: string) => /<form class="hold"[\s\S]*?<\/form>/.exec(page)![0];
  const annas = form((await people.anna.get("/staff/holds")).text);
  expect(annas).toContain(`<input type="hidden" name="reason" value="danger"/>`);
  expect(annas).not.toContain("<select");
  expect(annas).toContain(`value="200"`);
  expect(form((await people.bela.get("/staff/holds")).text)).toContain(`<option value="law">`);
  await people.anna.post(`/staff/holds/${noor.id}`, { reason: "law", days: "365" });
  const now = (await people.bela.get("/staff/holds")).text;
  expect(now).toContain(`${says("staff.holds.reason.danger")} · Luna`);
});
