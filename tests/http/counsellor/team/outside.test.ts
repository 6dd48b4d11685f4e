import { beforeEach, expect, test } from "vitest";
import { account, setMember } from "#src/staff/accounts/member.ts";
import { silencesGoOn, youthSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";

// A conversation of Anna, as colleagues come to it and go from it without scripts.

let clock: FakeClock;
let home: House;
let noor: Person & { id: number };
let anna: Person;
let bela: Person;
let at: string;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  noor = await youth(home, "the secret words");
  await give(home, noor.id, home.anna);
  [anna, bela] = [await staff(home, home.anna), await staff(home, home.bela)];
  at = `/staff/conversation/${noor.id}`;
});

const words = "the secret words";

test("from outside a supervisor sees whose it is and what may be done, and not a word of it", async () => {
  const page = await bela.get(at);
  expect(page.status).toBe(200);
  expect(page.text).toContain(says("staff.outside.with", { alias: "Mika" }));
  for (const act of ["read-along", "join", "take-over"]) expect(page.text).toContain(`action="${at}/${act}"`);
  expect(page.text).not.toContain(words);
  expect(page.text).not.toContain(`id="say-${noor.id}"`);
  expect(page.text).not.toContain("Peeters");
});

test("reading along: every word and no field; Anna sees who reads, Noor sees nothing", async () => {
  expect((await bela.post(`${at}/read-along`)).to).toBe(at);
  const page = await bela.get(at);
  expect(page.text).toContain(words);
  expect(page.text).toContain(says("staff.act.reading_note", { alias: "Mika" }));
  expect(page.text).not.toContain(`id="say-${noor.id}"`);
  expect(page.text).not.toContain(`id="end-${noor.id}"`);
  expect((await bela.post(`${at}/send`, { client_id: clientId(), text: "x" })).status).toBe(403);
  expect((await anna.get(at)).text).toContain(says("staff.beside.reading", { alias: "Luna" }));
  expect((await noor.get("/")).text).not.toContain("Luna");
  expect((await bela.post(`${at}/leave`)).to).toBe("/staff");
  expect((await anna.get(at)).text).not.toContain(says("staff.beside.reading", { alias: "Luna" }));
  expect((await bela.get(at)).text).not.toContain(words);
});

test("joined: both write, Noor is told who came and who went, and only Anna can end it", async () => {
  await bela.post(`${at}/join`);
  const page = await bela.get(at);
  expect(page.text).toContain(`id="say-${noor.id}"`);
  expect(page.text).toContain(says("staff.beside.you_joined", { alias: "Mika" }));
  expect(page.text).not.toContain(`id="end-${noor.id}"`);
  expect((await bela.post(`${at}/send`, { client_id: clientId(), text: "Hi from Luna" })).status).toBe(303);
  expect((await bela.post(`${at}/end`)).status).toBe(403);
  const chat = await noor.get("/");
  expect(chat.text).toContain(says("notice.joined", { alias: "Luna" }));
  expect(chat.text).toContain("<b>Luna</b>");
  expect((await anna.get(at)).text).toContain(says("staff.beside.joined", { alias: "Luna" }));
  await bela.post(`${at}/leave`);
  expect((await noor.get("/")).text).toContain(says("notice.left", { alias: "Luna", colleague: "Mika" }));
  expect((await bela.post(`${at}/leave`)).to).toBe("/staff");
});

test("taken over: it is Luna’s, Noor is told, and Anna has no page of it any more", async () => {
  expect((await bela.post(`${at}/take-over`)).to).toBe(at);
  expect((await bela.get(at)).text).toContain(`id="end-${noor.id}"`);
  expect((await noor.get("/")).text).toContain(says("notice.taken_over", { alias: "Mika", colleague: "Luna" }));
  const refused = await anna.get(at);
  expect(refused.status).toBe(403);
  expect(refused.text).not.toContain(words);
  expect(refused.text).toContain(says("error.not_yours"));
});

test("a colleague finds nothing there, until the young person is left alone", async () => {
  const aino = await staff(home, home.aino);
  expect((await aino.get(at)).status).toBe(403);
  await youthSays(home, noor.id, "are you there?");
  clock.pass(6 * 60_000);
  await silencesGoOn(home);
  const list = (await aino.get("/staff")).text;
  expect(list).toContain(`href="${at}"`);
  expect(list).toContain(says("staff.queue.unanswered"));
  const page = await aino.get(at);
  expect(page.text).toContain(`action="${at}/take-over"`);
  expect(page.text).not.toContain(`action="${at}/join"`);
  expect(page.text).not.toContain(words);
  expect((await aino.post(`${at}/take-over`)).to).toBe(at);
});

test("whoever is a supervisor no more finds no word of it, at the next request", async () => {
  await bela.post(`${at}/read-along`);
  const values = { ...account(home.helpline.db, home.bela.id)!.values, roles: ["counsellor" as const] };
  await act(home, home.aino, (tx, emit) => setMember(tx, emit, { staffId: home.bela.id, values }));
  expect((await bela.get(at)).status).toBe(403);
  expect((await bela.get("/staff")).text).not.toContain(words);
  expect((await anna.get(at)).text).not.toContain(says("staff.beside.reading", { alias: "Luna" }));
});
