import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { noteOf, recordOfChat, unfinishedRecords } from "#src/record/reading.ts";
import { setSetting } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, htmx, type Person, says, staff, typed } from "#tests/support/house/http.ts";
import { ages, coded, endedChat, saves } from "#tests/support/house/records.ts";

const hourMs = 3_600_000;
let clock: FakeClock;
let home: House;
let anna: Person;
let bela: Person;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock });
  await open(home);
  anna = await staff(home, home.anna);
  bela = await staff(home, home.bela);
});
const db = () => home.helpline.db;

describe("after a chat", () => {
  let id: number;
  let path: string;
  beforeEach(async () => {
    id = await endedChat(home);
    path = `/staff/conversation/${id}`;
  });

  test("its record stands in the place of the composer, every reason of it, and nothing is asked that need be said", async () => {
    const { text } = await anna.get(path);
    expect(text).toContain(`id="record-${id}"`);
    expect(text.match(/name="reason"/g)).toHaveLength(69);
    expect(text).toContain(says("staff.about.not_said"));
    expect(text.split(`id="record-${id}"`)[1]!.split("</form>")[0]).not.toContain("required");
    expect(text).not.toContain(`id="compose-${id}"`);
  });

  test("done, it says what it was, and until when it can be changed", async () => {
    const form = { do: "finish", reason: "violence.bullying", note: "her sister knows" };
    expect((await anna.post(`${path}/record`, form)).to).toBe(path);
    const { text } = await anna.get(path);
    expect(text).toContain(`id="recorded-${id}"`);
    expect(text).toContain(says("reason.violence.bullying"));
    expect(text).not.toContain("her sister knows");
    expect(noteOf(db(), recordOfChat(db(), id)!.id)).toBe("her sister knows");
  });

  test("without a reason it is refused beside the field, and nothing is lost, with scripts and without", async () => {
    const form = { do: "finish", age: "13-14", note: "her sister knows" };
    const plain = await anna.post(`${path}/record`, form);
    expect(plain.status).toBe(422);
    expect(plain.text).toContain(says("staff.record.choose"));
    expect(typed(plain.text, "record-note")).toBe("her sister knows");
    expect(plain.text).toContain(`action="${path}/record"`);
    const scripted = await anna.post(`${path}/record`, form, htmx);
    expect(scripted.status).toBe(422);
    expect(scripted.text).toMatch(new RegExp(`^<form id="record-${id}"`));
    expect(typed(scripted.text, `record-${id}-note`)).toBe("her sister knows");
    for (const { text } of [plain, scripted]) expect(text).toMatch(/value="13-14" selected/);
  });

  test("what is ticked is kept as it comes, and stands in the form again", async () => {
    const draft = { do: "draft", reason: "family.siblings", note: "half a sen" };
    expect((await anna.post(`${path}/record`, draft, htmx)).status).toBe(204);
    const { text } = await anna.get(path);
    expect(text).toMatch(/value="family\.siblings" checked/);
    expect(typed(text, `record-${id}-note`)).toBe("half a sen");
    expect(text).toContain(says("staff.records.bar", { n: 1 }));
  });

  test("one button says that it was no counselling", async () => {
    expect((await anna.post(`${path}/record`, { no_counselling: "joke", outcome: "relieved" })).to).toBe(path);
    expect(recordOfChat(db(), id)).toMatchObject({ finishedAt: clock.now(), coding: { outcome: "joke" } });
  });

  test("Undo brings its form back, with what was ticked besides, while it may be changed; what was about something stays", async () => {
    await anna.post(`${path}/record`, {
      no_counselling: "wrong_number",
      reason: "family.siblings",
      note: "asked for pizza",
    });
    expect((await anna.get(path)).text).toContain(`id="record-undo-${id}"`);
    const heard = home.heard.length;
    expect((await bela.post(`${path}/record`, { do: "undo" })).status).toBe(403);
    expect((await anna.post(`${path}/record`, { do: "undo" }, htmx)).status).toBe(204);
    expect((await anna.post(`${path}/record`, { do: "undo" })).to).toBe(path);
    expect(home.heard.slice(heard).map(({ type }) => type)).toEqual(["record.reopened"]);
    const { text } = await anna.get(path);
    expect(text).toContain(`id="record-${id}"`);
    expect(text).toMatch(/value="family\.siblings" checked/);
    expect(typed(text, `record-${id}-note`)).toBe("asked for pizza");
    expect(recordOfChat(db(), id)).toMatchObject({ finishedAt: null, coding: { outcome: null } });
    await anna.post(`${path}/record`, { do: "finish", reason: "family.siblings" });
    expect((await anna.get(path)).text).not.toContain(`id="record-undo-${id}"`);
    expect((await anna.post(`${path}/record`, { do: "undo" })).status).toBe(403);
  });

  test("after the hours in which it may be changed there is no Undo, and none is done", async () => {
    await anna.post(`${path}/record`, { no_counselling: "joke" });
    const record = recordOfChat(db(), id)!;
    await ages(home, record.id, 24 * hourMs);
    expect((await anna.get(path)).text).not.toContain(`id="record-undo-${id}"`);
    expect((await anna.post(`${path}/record`, { do: "undo" })).status).toBe(403);
    expect(recordOfChat(db(), id)?.coding.outcome).toBe("joke");
  });

  test("whoever closes without one is asked once, and may put it by", async () => {
    const asked = await anna.post(`${path}/close`, { open: "" });
    expect(asked.to).toBe(`${path}?close=ask`);
    const { text } = await anna.get(asked.to!);
    expect(text).toContain(says("staff.record.close_ask"));
    expect((await anna.post(`${path}/close`, { asked: "yes", do: "later" })).to).toBe("/staff");
    const [waits] = unfinishedRecords(db(), home.anna.id);
    expect(waits?.conversationId).toBe(id);
    const room = await anna.get("/staff");
    expect(room.text).toContain(says("staff.records.bar", { n: 1 }));
    expect((await anna.get("/staff/records")).text).toContain(`/staff/records/${waits!.id}`);
  });

  test("or closes without one, which leaves none", async () => {
    expect((await anna.post(`${path}/close`, { asked: "yes", do: "without" })).to).toBe("/staff");
    expect(unfinishedRecords(db(), home.anna.id)).toEqual([]);
  });

  test("one that was begun, or is done, is no longer asked for", async () => {
    await anna.post(`${path}/record`, { do: "draft", reason: "family.siblings" }, htmx);
    expect((await anna.post(`${path}/close`)).to).toBe("/staff");
  });
});

describe("one record", () => {
  test("is changed for 24 hours, read for 28 days, and then no more: each with its sentence", async () => {
    const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) }, note: "words" });
    const path = `/staff/records/${id}`;
    const form = { reason: "family.siblings", note: "words" };
    expect((await anna.get(path)).text).toContain(`action="${path}"`);
    expect((await anna.post(path, form)).to).toBe("/staff/records?saved=1");
    await ages(home, id, 24 * hourMs);
    const read = await anna.get(path);
    expect(read.text).toContain(says("staff.record.too_late", { hours: 24 }));
    expect(read.text).not.toContain("<textarea");
    expect(read.text).toContain(says("reason.family.siblings"));
    const late = await anna.post(path, form);
    expect(late.status).toBe(403);
    expect(late.text).toContain(says("staff.record.too_late", { hours: 24 }));
    await ages(home, id, 27 * 24 * hourMs);
    const past = await anna.get(path);
    expect(past.status).toBe(403);
    expect(past.text).toContain(says("staff.record.past", { days: 28 }));
    expect(past.text).not.toContain(says("reason.family.siblings"));
  });

  test("is put right by a supervisor of its line, who is told that this is kept; others never see it", async () => {
    const id = await saves(home, home.anna, { of: { conversationId: await endedChat(home) } });
    const aino = await staff(home, home.aino);
    expect((await aino.get(`/staff/records/${id}`)).status).toBe(403);
    await ages(home, id, 40 * 24 * hourMs);
    const page = await bela.get(`/staff/records/${id}`);
    expect(page.text).toContain(says("staff.record.corrects", { alias: "Mika" }));
    expect((await bela.post(`/staff/records/${id}`, { reason: "peers.friends" })).to).toBe("/staff/records?saved=1");
    const trail = db().all(q.selectFrom("audit").selectAll().where("action", "=", "record.corrected"));
    expect(trail).toMatchObject([{ actor: `staff:${home.bela.id}`, object: `record:${id}` }]);
  });

  test("a reason that was switched off since is still ticked, by the name it had", async () => {
    const of = { conversationId: await endedChat(home) };
    const id = await saves(home, home.anna, { of, coding: coded({ reasons: ["missing.runaway"] }) });
    const { shippedReasons } = await import("#src/settings/reasons.ts");
    await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "reasons", value: shippedReasons.slice(1) }));
    const { text } = await anna.get(`/staff/records/${id}`);
    expect(text).toMatch(/value="missing\.runaway" checked/);
    const fresh = await anna.get("/staff/records/new");
    expect(fresh.text).not.toContain("missing.runaway");
  });
});

describe("a contact by phone, e-mail or visit", () => {
  const form = () => ({
    client_id: clientId(),
    channel: "phone",
    line: "1",
    day: "2026-11-20",
    reason: "peers.friends",
  });

  test("is written down by hand and stands among the own records", async () => {
    const page = await anna.get("/staff/records/new");
    expect(page.text).toContain('max="2026-11-24"');
    expect((await anna.post("/staff/records/new", form())).to).toBe("/staff/records?saved=1");
    const list = await anna.get("/staff/records?saved=1");
    expect(list.text).toContain(says("staff.records.saved"));
    expect(list.text).toContain(says("staff.record.channel.phone"));
    expect(list.text).toContain(says("reason.peers.friends"));
  });

  test.each([
    ["2026-11-25", "staff.record.day_wrong"],
    ["2026-02-31", "staff.record.day_wrong"],
    ["2025-01-01", "staff.record.day_wrong"],
    ["", "staff.record.day_wrong"],
  ] as const)("a day like %j is refused, and nothing typed is lost", async (day, key) => {
    const answer = await anna.post("/staff/records/new", { ...form(), day, note: "at the desk" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(says(key));
    expect(typed(answer.text, "record-note")).toBe("at the desk");
    expect(answer.text).toMatch(/value="phone" checked/);
    expect(answer.text).toMatch(/value="peers\.friends" checked/);
  });

  test("without saying how they were in touch it is refused, and kept while it is typed", async () => {
    const { channel: _, ...silent } = form();
    const answer = await anna.post("/staff/records/new", silent);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(says("staff.record.channel_wrong"));
    expect((await anna.post("/staff/records/new", { ...silent, do: "draft" }, htmx)).status).toBe(204);
    const [draft] = unfinishedRecords(db(), home.anna.id);
    expect((await anna.post(`/staff/records/${draft!.id}`, { ...silent, channel: "visit" })).to).toBe(
      "/staff/records?saved=1",
    );
    expect(unfinishedRecords(db(), home.anna.id)).toEqual([]);
  });
});
