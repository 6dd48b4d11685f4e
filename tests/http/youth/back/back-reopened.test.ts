import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { override } from "#src/hours/rules/override.ts";
import { inLine } from "#src/queue/claim.ts";
import { end } from "#src/queue/end/ending.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, field, give, heardSince, says, staff, youth } from "#tests/support/house/http.ts";
import { coded, saves } from "#tests/support/house/records.ts";
import { comesOnShift, sealsOver } from "#tests/support/keys/keys.ts";
import { getsCode, otherPhone } from "#tests/support/people/codes.ts";

const minute = 60_000;
let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "the secret words");
});

const talk = () => give(line, noor.id, line.anna);
const leaves = async () => expect((await noor.get("/leave")).status).toBe(303);
/** A storm closes the line for some minutes. */
const shuts = (minutes: number) =>
  act(line, line.bela, (tx, emit) => {
    const until = clock.now() + minutes * minute;
    override(tx, emit, { lineId: 1, staffId: line.bela.id, kind: "closed", until, reason: "storm" });
  });
const wrong = () => says("youth.back.wrong");

describe("after leaving fast", () => {
  test("the chat opens again at the head of the line, with its words, and waits for whoever comes", async () => {
    await talk();
    const code = await getsCode(noor);
    const sam = await comesIn(line, "Sam came before");
    await leaves();
    clock.pass(59 * minute);
    line.helpline.staff.touched(line.anna.id);
    const before = line.heard.length;
    const phone = await otherPhone(line, code);
    expect(phone.answer.to).toBe("/");
    expect(heardSince(line, before)).toEqual([
      "conversation.reopened",
      "message.written",
      "conversation.moved",
      "conversation.returned",
    ]);
    expect(inLine(line.helpline.db).map(({ id }) => id)).toEqual([noor.id, sam]);
    const page = (await phone.get("/")).text;
    expect(page).toContain("the secret words");
    expect(page).toContain(says("notice.reopened"));
    await give(line, noor.id, line.bela);
    const seen = await (await staff(line, line.bela)).get(`/staff/conversation/${noor.id}`);
    expect(seen.text).toContain("the secret words");
  });

  test("in the numbers it is one contact: waits and talks added up, the time between neither, the feelings of the whole", async () => {
    await noor.post("/feeling", { moment: "before", value: "7" });
    clock.pass(2 * minute);
    await talk();
    const code = await getsCode(noor);
    clock.pass(10 * minute);
    await leaves();
    clock.pass(30 * minute);
    line.helpline.staff.touched(line.anna.id);
    const phone = await otherPhone(line, code);
    clock.pass(minute);
    await give(line, noor.id, line.bela);
    clock.pass(5 * minute);
    await phone.post("/send", { client_id: clientId(), text: "here again" });
    await phone.post("/end");
    await phone.post("/feeling", { moment: "after", value: "4" });
    expect(line.helpline.db.all(q.selectFrom("contact").selectAll())).toMatchObject([
      {
        conversation_id: noor.id,
        end_reason: "ended_by_youth",
        waited_s: 3 * 60,
        talked_s: 15 * 60,
        youth_messages: 2,
        feeling_before: 7,
        feeling_after: 4,
      },
    ]);
  });

  test("the record that was begun goes on with whoever takes the chat again, and stays their own where somebody else does", async () => {
    const { db } = line.helpline;
    const records = () => db.all(q.selectFrom("contact_record").select(["staff_id", "contact_id", "outcome"]));
    const contact = () => db.first(q.selectFrom("contact").select("id"))!.id;
    await talk();
    const code = await getsCode(noor);
    await act(line, line.anna, (tx, emit) =>
      end(tx, emit, { conversationId: noor.id, reason: "faded_out", staffId: line.anna.id }),
    );
    await saves(line, line.anna, {
      of: { conversationId: noor.id },
      coding: coded({ outcome: "faded_out" }),
      wish: "later",
    });
    let phone = await otherPhone(line, code);
    await give(line, noor.id, line.anna);
    await phone.get("/leave");
    expect(records()).toEqual([{ staff_id: line.anna.id, contact_id: contact(), outcome: null }]);
    phone = await otherPhone(line, code);
    await give(line, noor.id, line.bela);
    await phone.post("/end");
    await saves(line, line.bela, { of: { conversationId: noor.id } });
    expect(records()).toMatchObject([
      { staff_id: line.anna.id, contact_id: null },
      { staff_id: line.bela.id, contact_id: contact() },
    ]);
  });

  test("also when its words were left to the team meanwhile", async () => {
    await talk();
    const code = await getsCode(noor);
    await leaves();
    await comesOnShift(line, "bela");
    await saves(line, line.anna, { of: { conversationId: noor.id } });
    clock.pass(20 * minute);
    await sealsOver(line);
    expect(line.helpline.db.keyring.isSealed(noor.id)).toBe(true);
    const phone = await otherPhone(line, code);
    expect((await phone.get("/")).text).toContain("the secret words");
  });

  test("after an hour it has ended, and a new one begins", async () => {
    await talk();
    const code = await getsCode(noor);
    await leaves();
    clock.pass(60 * minute);
    const phone = await otherPhone(line, code);
    expect(phone.answer.text).toContain(says("youth.again.title"));
    expect(phone.cookies.size).toBe(0);
    expect(phone.answer.text).not.toContain("secret words");
  });

  test("a chat that is over can still be deleted with its code, and then the code leads nowhere", async () => {
    await talk();
    const code = await getsCode(noor);
    await noor.post("/end");
    clock.pass(24 * 60 * minute);
    const phone = await otherPhone(line, code);
    const pass = field(phone.answer.text, "pass");
    const asked = await phone.post("/back", { pass, want: "clear" });
    expect(asked.text).toContain(says("rules.clear.title"));
    expect(asked.text).not.toContain("secret words");
    // No cookie of it before that is sure: whoever keeps it finds nothing of it there.
    expect(asked.set).toEqual([]);
    expect((await phone.get("/")).text).toContain(says("youth.door.label"));
    const sure = { pass: field(asked.text, "pass"), want: "clear", sure: "yes" };
    expect((await phone.post("/back", sure)).text).toContain(says("rules.clear.done_text"));
    for (const table of ["message", "return_code"] as const) {
      expect(line.helpline.db.all(q.selectFrom(table).selectAll())).toEqual([]);
    }
    expect((await otherPhone(line, code)).answer.text).toContain(wrong());
    for (const old of [pass, sure.pass]) {
      expect((await phone.post("/back", { pass: old, want: "clear", sure: "yes" })).status).toBe(422);
    }
  });

  test("nobody is let in where the line is closed, and the code stays good", async () => {
    await talk();
    const code = await getsCode(noor);
    await leaves();
    await shuts(10);
    const { text, set } = (await otherPhone(line, code)).answer;
    expect(text).toContain(says("youth.again.shut"));
    expect(text).toContain(says("youth.shut.closed.text"));
    expect(text).toContain('class="next"');
    expect(text).toContain('href="tel:112"');
    for (const none of ['name="code"', 'name="text"', "secret words", code]) expect(text).not.toContain(none);
    expect(set).toEqual([]);
    clock.pass(10 * minute);
    expect((await otherPhone(line, code)).answer.to).toBe("/");
  });

  test("nor to begin anew; what was typed just before it closed stays, and the chat before can be deleted", async () => {
    await talk();
    const code = await getsCode(noor);
    await noor.post("/end");
    const sam = await otherPhone(line, code);
    await shuts(10);
    const hidden = ["pass", "client_id", "rules"].map((name) => [name, field(sam.answer.text, name)]);
    const late = await sam.post("/back", { ...Object.fromEntries(hidden), text: "it is me again" });
    expect(late.status).toBe(422);
    expect(late.text).toContain(says("error.door.closed"));
    expect(late.text).toContain("it is me again</textarea>");
    const phone = await otherPhone(line, code);
    expect(phone.answer.text).toContain(says("youth.again.shut"));
    expect(phone.answer.text).not.toContain('name="text"');
    const asked = await phone.post("/back", { pass: field(phone.answer.text, "pass"), want: "clear" });
    expect(asked.text).toContain(says("rules.clear.title"));
  });

  test("words that nobody read are gone, and the code with them", async () => {
    const code = await getsCode(noor);
    await leaves();
    const answer = (await otherPhone(line, code)).answer;
    expect(answer.text).toContain(wrong());
    expect(line.helpline.db.all(q.selectFrom("return_code").selectAll())).toEqual([]);
  });
});
