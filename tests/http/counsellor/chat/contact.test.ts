import { beforeEach, describe, expect, test } from "vitest";
import { contactsSent } from "#src/conversation/messages/contact-asking.ts";
import { messages } from "#src/conversation/reading.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let line: House;
let anna: Person;
let chat: number;
const words = "You can text me on 0470 12 34 56";

beforeEach(async () => {
  line = await house();
  await open(line);
  chat = (await youth(line, "hello")).id;
  await give(line, chat, line.anna);
  anna = await staff(line, line.anna);
});

const path = () => `/staff/conversation/${chat}/send`;
const sent = () =>
  messages(line.helpline.db, chat)
    .filter(({ author }) => author === "counsellor")
    .map(({ text }) => text);
const flagged = () =>
  rows<{ action: string; after: string; actor: string }>(line.files, "audit").filter(
    ({ action }) => action === "contact.sent",
  );

describe("a message with what looks like an own number", () => {
  test("is not sent, is kept on a page, and goes with a reason", async () => {
    const id = clientId();
    const asked = await anna.post(path(), { client_id: id, text: words });
    expect(asked.status).toBe(409);
    expect(asked.text).toContain(says("staff.contact.title"));
    expect(asked.text).toContain("0470 12 34 56");
    expect(sent()).toEqual([]);
    expect(flagged()).toEqual([]);
    // Without a choice it is asked again, with none of ours too.
    for (const contact of ["", "because"]) {
      expect((await anna.post(path(), { client_id: id, text: words, contact })).status).toBe(409);
    }
    expect((await anna.post(path(), { client_id: id, text: words, contact: "agreed" })).status).toBe(303);
    expect(sent()).toEqual([words]);
    expect(flagged()).toMatchObject([{ actor: `staff:${line.anna.id}`, after: "agreed" }]);
    // A late copy of the form is no second message, and no second flag.
    await anna.post(path(), { client_id: id, text: words, contact: "agreed" });
    expect(sent()).toHaveLength(1);
    expect(flagged()).toHaveLength(1);
    expect(JSON.stringify(rows(line.files, "audit"))).not.toContain("0470");
  });

  test("is flagged too where a page sends it under the id of other words", async () => {
    const id = clientId();
    await anna.post(path(), { client_id: id, text: "hello" });
    for (const _ of [1, 2]) await anna.post(path(), { client_id: id, text: words, contact: "place" });
    expect(sent()).toEqual(["hello", words]);
    expect(flagged()).toHaveLength(1);
  });

  test("is asked about by script in a sentence, with a sign that there is a choice", async () => {
    const answer = await anna.post(path(), { client_id: clientId(), text: words }, { "HX-Request": "true" });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain("0470 12 34 56");
    expect(answer.text).not.toContain("<");
  });

  test("can be sent changed, and is nobody’s to know then", async () => {
    const asked = await anna.post(path(), { client_id: clientId(), text: words });
    expect(asked.status).toBe(409);
    expect(
      (await anna.post(path(), { client_id: clientId(), text: "You can come back here", contact: "agreed" })).status,
    ).toBe(303);
    expect(flagged()).toEqual([]);
  });

  test("is seen by supervisors from above, without the words, for seven days", async () => {
    await anna.post(path(), { client_id: clientId(), text: words, contact: "place" });
    const bela = await staff(line, line.bela);
    const shown = (await sheet(bela, "/staff/overview")).words("#overview-contacts")!;
    expect(shown).toContain(`Mika in chat ${chat}: it belongs to a place that helps`);
    expect(shown).not.toContain("0470");
    const now = line.helpline.clock.now();
    expect(contactsSent(line.helpline.db, now + 6 * 24 * 3_600_000)).toHaveLength(1);
    expect(contactsSent(line.helpline.db, now + 8 * 24 * 3_600_000)).toEqual([]);
  });
});

test("a young person may write whatever they like", async () => {
  const sam = await youth(line, "hi");
  await sam.post("/send", { client_id: clientId(), text: "I am on 0470 12 34 56" });
  expect(messages(line.helpline.db, sam.id).at(-1)!.text).toContain("0470");
  expect(flagged()).toEqual([]);
});
