import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { onPage } from "#src/http/server/pages.ts";
import { topics } from "#src/live/topics.ts";
import { forget } from "#src/retention/forget.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, type Person, says, staff } from "#tests/support/house/http.ts";
import { ages, coded, endedChat, saves } from "#tests/support/house/records.ts";

const dayMs = 24 * 3_600_000;
let home: House;
let anna: Person;
let bela: Person;
beforeEach(async () => {
  home = await house({ clock: fakeClock() });
  await open(home);
  anna = await staff(home, home.anna);
  bela = await staff(home, home.bela);
});

test("nobody has written any", async () => {
  const { text } = await anna.get("/staff/records");
  expect(text).toContain(says("staff.records.to_finish_none"));
  expect(text).toContain(says("staff.records.none"));
  expect(text).not.toContain("?of=lines");
});

test("what is to be finished comes first, then the own ones of 28 days", async () => {
  const done = await saves(home, home.anna, { of: { conversationId: await endedChat(home) } });
  const waits = await saves(home, home.anna, { of: { conversationId: await endedChat(home) }, wish: "later" });
  const { text } = await anna.get("/staff/records");
  const at = (id: number) => text.indexOf(`/staff/records/${id}"`);
  expect(at(waits)).toBeGreaterThan(0);
  expect(at(done)).toBeGreaterThan(at(waits));
  expect((await bela.get("/staff/records")).text).not.toContain(`/staff/records/${done}"`);
  await ages(home, done, 28 * dayMs);
  const later = (await anna.get("/staff/records")).text;
  expect(later).not.toContain(`/staff/records/${done}"`);
  expect(later).toContain(`/staff/records/${waits}"`);
});

test("the row of a chat that is over says so while its record is to be finished, and no more after", async () => {
  const chat = await endedChat(home);
  const row = async () => (await anna.get("/staff")).text.match(new RegExp(`<li id="chat-${chat}"[\\s\\S]*?</li>`))![0];
  expect(await row()).toContain(says("staff.chats.record_open"));
  const of = { conversationId: chat };
  await saves(home, home.anna, { of, wish: "later" });
  expect(await row()).toContain(says("staff.chats.record_open"));
  const got: string[] = [];
  home.helpline.hub.join(topics.staff(home.anna.id), { send: (frame) => got.push(frame) });
  await saves(home, home.anna, { of });
  expect(await row()).not.toContain(says("staff.chats.record_open"));
  // The open page is told too.
  await expect.poll(() => got.join("")).toContain(`id="chat-${chat}"`);
  expect(got.join("")).not.toContain(says("staff.chats.record_open"));
});

test("more than a page of them has older and newer ones, each once; a page that is not there is the last", async () => {
  const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) } });
  await home.helpline.db.change("command line", (tx) => {
    const row = tx.first(q.selectFrom("contact_record").selectAll().where("id", "=", id))!;
    for (let n = 1; n <= onPage; n += 1) {
      const older = { id: id + n, contact_id: null, client_id: `copy ${n}`, finished_at: row.finished_at! - n };
      tx.run(q.insertInto("contact_record").values({ ...row, ...older, channel: "phone" }));
    }
  });
  for (const [who, of] of [
    [anna, "own"],
    [bela, "lines"],
  ] as const) {
    const listed = async (page: string) => {
      const { text } = await who.get(`/staff/records?of=${of}${page}`);
      return { text, ids: [...text.matchAll(/href="\/staff\/records\/(\d+)"/g)].map(([, one]) => Number(one)) };
    };
    const [first, second, beyond] = [await listed(""), await listed("&page=2"), await listed("&page=99")];
    expect(first.ids).toEqual(Array.from({ length: onPage }, (_, n) => id + n));
    expect(second.ids).toEqual([id + onPage]);
    expect(beyond.ids).toEqual(second.ids);
    expect(first.text).toContain(`rel="next" href="/staff/records?of=${of}&amp;page=2#finished"`);
    expect(first.text).not.toContain('rel="prev"');
    expect(second.text).toContain(`rel="prev" href="/staff/records?of=${of}&amp;page=1#finished"`);
  }
});

test("a supervisor sees all of the lines that they serve, and who wrote each; a counsellor never", async () => {
  const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) } });
  await ages(home, id, 100 * dayMs);
  const { text } = await bela.get("/staff/records?of=lines");
  expect(text).toContain(`/staff/records/${id}"`);
  expect(text).toContain(says("staff.records.by", { alias: "Mika" }));
  expect((await anna.get("/staff/records?of=lines")).text).not.toContain(`/staff/records/${id}"`);
  await act(home, home.aino, (tx) => tx.run(q.insertInto("line_staff").values({ line_id: 1, staff_id: home.anna.id })));
  expect((await bela.get("/staff/records?of=lines")).text).not.toContain(`/staff/records/${id}"`);
});

test("a record is called by its chat while that is kept, and then by its day; a word of a note is in no list", async () => {
  const conversationId = await endedChat(home);
  const coding = coded({ reasons: [], outcome: "joke" });
  await saves(home, home.anna, { of: { conversationId }, coding, note: "her sister knows" });
  const before = (await anna.get("/staff/records")).text;
  expect(before).toContain(says("staff.record.no.joke"));
  expect(before).not.toContain("sister");
  await home.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId }));
  const after = (await anna.get("/staff/records")).text;
  expect(after).toMatch(/<b>chat<\/b>\s*24 November 2026/);
});
