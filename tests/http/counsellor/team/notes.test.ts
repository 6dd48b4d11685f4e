import { beforeEach, describe, expect, test } from "vitest";
import { noteDraft, sideNotes, unreadNotes } from "#src/conversation/colleagues/side-notes.ts";
import { q } from "#src/db/schema.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, htmx, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";

let line: House;
let anna: Person;
let bela: Person;
let id: number;
let path: string;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
  const noor = await youth(line, "hello");
  id = noor.id;
  await give(line, id, line.anna);
  anna = await staff(line, line.anna);
  bela = await staff(line, line.bela);
  path = `/staff/conversation/${id}/notes`;
  await act(line, line.bela, (tx) => {
    const row = {
      conversation_id: id,
      staff_id: line.bela.id,
      kind: "reading" as const,
      since_at: tx.at,
      left_at: null,
    };
    tx.run(q.insertInto("conversation_colleague").values(row));
  });
});

const notes = () => sideNotes(line.helpline.db, id).map(({ alias, text }) => `${alias}: ${text}`);
const unread = (staffId: number) => unreadNotes(line.helpline.db, { conversationId: id, staffId });

test("without scripts: a page that says whom it is for, a form, and the page again", async () => {
  const { status, text } = await anna.get(path);
  expect(status).toBe(200);
  expect(text).toMatch(/Colleagues only: [\w ]+ never sees this\./);
  const sent = await anna.post(path, { client_id: clientId(), text: "is this <abuse>?" });
  expect([sent.status, sent.to]).toEqual([303, path]);
  const after = (await bela.get(path)).text;
  expect(after).toContain("is this &lt;abuse&gt;?");
  expect(after).toContain("<b>Mika</b>");
  expect(after).not.toContain("Peeters");
});

test("the console gets 204, and a sentence for what cannot be sent", async () => {
  expect((await anna.post(path, { client_id: clientId(), text: "yes" }, htmx)).status).toBe(204);
  const refused = await anna.post(path, { client_id: clientId(), text: " " }, htmx);
  expect([refused.status, refused.text]).toEqual([422, says("error.empty")]);
  expect(notes()).toEqual(["Mika: yes"]);
});

test("too long: beside the field, and nothing of it is lost", async () => {
  const long = "x".repeat(2001);
  const { status, text } = await anna.post(path, { client_id: clientId(), text: long });
  expect(status).toBe(422);
  expect(text).toContain(says("error.too_long", { length: 2001, most: 2000 }));
  expect(typed(text, `note-text-${id}`)).toBe(long);
  expect(notes()).toEqual([]);
});

describe("what has not been read", () => {
  test("stands on the tab and on the row, until it is seen", async () => {
    await bela.post(path, { client_id: clientId(), text: "ask her" });
    const before = (await anna.get(`/staff/conversation/${id}`)).text;
    expect(before.split(says("staff.notes.unread", { n: 1 })).length - 1).toBe(2);
    expect((await anna.post(`${path}/seen`, { seq: "1" })).status).toBe(204);
    expect((await anna.get(`/staff/conversation/${id}`)).text).not.toContain(says("staff.notes.unread", { n: 1 }));
    expect((await anna.post(`${path}/seen`, { seq: "-1" })).status).toBe(422);
  });

  test("without scripts the way to the tab has them read", async () => {
    await bela.post(path, { client_id: clientId(), text: "ask her" });
    expect(unread(line.anna.id)).toBe(1);
    await anna.post(`/staff/conversation/${id}/draft`, { text: "", to: "notes" });
    expect(unread(line.anna.id)).toBe(0);
  });
});

test("what is half written is kept, and stands in the field of the next page", async () => {
  expect((await anna.post(`${path}/draft`, { text: "half a no" })).status).toBe(204);
  expect(noteDraft(line.helpline.db, { conversationId: id, staffId: line.anna.id })).toBe("half a no");
  expect(typed((await anna.get(path)).text, `note-text-${id}`)).toBe("half a no");
  expect(typed((await bela.get(path)).text, `note-text-${id}`)).toBe("");
});
