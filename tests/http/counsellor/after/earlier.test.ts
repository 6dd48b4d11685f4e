import { beforeEach, describe, expect, test } from "vitest";
import { join, readAlong } from "#src/conversation/colleagues/join.ts";
import { earlierOf, openEarlier } from "#src/conversation/return/return-code.ts";
import { q } from "#src/db/schema.ts";
import { inLine } from "#src/queue/claim.ts";
import { close } from "#src/queue/end/ending.ts";
import { forget } from "#src/retention/forget.ts";
import { annaSays } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, field, give, heardSince, type Person, says, staff, youth } from "#tests/support/house/http.ts";
import { comesOnShift, sealsOver } from "#tests/support/keys/keys.ts";
import { beginsAgain, getsCode, otherPhone } from "#tests/support/people/codes.ts";

const minute = 60_000;
let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
let code: string;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "the words of last week");
  await give(line, noor.id, line.anna);
  await annaSays(line, noor.id, "Anna’s answer of last week");
  code = await getsCode(noor);
  await noor.post("/end");
});

const newest = () => inLine(line.helpline.db).at(-1)!.id;

/** It is days later, and the words are the team’s alone. */
async function daysLater() {
  await comesOnShift(line, "bela");
  await act(line, line.anna, (tx, emit) => close(tx, emit, { conversationId: noor.id, staffId: line.anna.id }));
  clock.pass(6 * 24 * 60 * minute);
  await sealsOver(line);
  expect(line.helpline.db.keyring.isSealed(noor.id)).toBe(true);
  await open(line);
  await open(line, line.bela);
}

/** Noor comes back, and Béla takes her. Returns the id of the new chat. */
async function comesBack(form: Record<string, string> = {}): Promise<{ id: number; noor: Person; bela: Person }> {
  const again = await beginsAgain(line, code, form);
  const id = newest();
  await give(line, id, line.bela);
  return { id, noor: again, bela: await staff(line, line.bela) };
}

const page = (who: Person, id: number) => who.get(`/staff/conversation/${id}`);
const opens = (who: Person, id: number) => who.post(`/staff/conversation/${id}/earlier`);

describe("the young person chooses", () => {
  test("nothing is chosen for them but nothing; the page tells nothing of the chat that is over", async () => {
    const { answer } = await otherPhone(line, code);
    expect(answer.text).toContain(says("youth.again.shows"));
    expect(answer.text).toMatch(/value="nothing"[^>]*checked/);
    expect(answer.text).not.toMatch(/value="everything"[^>]*checked/);
    expect(answer.text).not.toMatch(/last week|Mika/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test.each([{}, { shows: "nothing" }, { shows: "all of it" }])(
    "nothing (%o): nobody learns that they were here before",
    async (form) => {
      await daysLater();
      const before = line.heard.length;
      const { id, bela } = await comesBack(form);
      expect(heardSince(line, before)).not.toContain("earlier.opened");
      const seen = await page(bela, id);
      expect(seen.text).toContain("it is me again");
      expect(seen.text).not.toMatch(/last week|\/earlier/);
      expect(seen.text).not.toContain(says("staff.earlier.mark"));
      expect((await opens(bela, id)).status).toBe(404);
      expect(line.helpline.db.all(q.selectFrom("return_earlier").selectAll())).toEqual([]);
    },
  );

  test("only what was agreed on: no word of before is shown, and none can be opened", async () => {
    await daysLater();
    const { id, bela } = await comesBack({ shows: "approach" });
    expect((await page(bela, id)).text).not.toMatch(/last week|\/earlier/);
    expect((await opens(bela, id)).status).toBe(404);
    expect(line.helpline.db.all(q.selectFrom("return_earlier").selectAll())).toEqual([]);
  });

  test("everything: the mark is there, and the words open without the team key, which stands in the trail", async () => {
    await daysLater();
    const { id, bela } = await comesBack({ shows: "everything" });
    const seen = await page(bela, id);
    expect(seen.text).toContain(says("staff.earlier.mark"));
    expect(seen.text).toContain(`action="/staff/conversation/${id}/earlier"`);
    expect(seen.text).not.toContain("last week");
    // A restart: no team key is open in any session.
    const before = line.heard.length;
    const read = await opens(bela, id);
    expect(read.status).toBe(200);
    expect(read.text).toContain("the words of last week");
    expect(read.text).toContain("Anna’s answer of last week");
    expect(read.headers.get("cache-control")).toBe("no-store");
    expect(heardSince(line, before)).toEqual(["earlier.opened"]);
    const [row] = line.helpline.db.all(q.selectFrom("audit").selectAll().where("action", "=", "earlier.opened"));
    expect(row).toMatchObject({ actor: `staff:${line.bela.id}`, object: `conversation:${id}` });
  });

  test("the new chat waits where everybody does who begins one", async () => {
    const sam = await youth(line, "Sam came before");
    await beginsAgain(line, code);
    expect(inLine(line.helpline.db).map(({ id }) => id)).toEqual([sam.id, newest()]);
  });
});

describe("whoever has the chat tonight, and nobody else", () => {
  test("may open them: not those who have another, nor an admin, nor a supervisor who only reads along", async () => {
    await daysLater();
    const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
    const { id, bela } = await comesBack({ shows: "everything" });
    for (const who of [line.anna, line.aino, carl]) {
      expect((await opens(await staff(line, who), id)).status).toBe(403);
    }
    expect((await opens(bela, noor.id)).status).toBe(403);
    expect((await opens(bela, id)).status).toBe(200);
  });

  test("not somebody who only reads along, whether on the page or through the verb itself", async () => {
    await daysLater();
    const dora = await member(line.helpline, "dora", "Dora Peeters", "Heron", ["supervisor"]);
    const { id } = await comesBack({ shows: "everything" });
    const who = { conversationId: id, staffId: dora.id };
    await act(line, dora, (tx, emit) => readAlong(tx, emit, who));
    expect((await page(await staff(line, dora), id)).text).toContain("it is me again");
    expect((await opens(await staff(line, dora), id)).status).toBe(403);
    await expect(act(line, dora, (tx, emit) => openEarlier(tx, emit, who))).rejects.toMatchObject({
      code: "not_allowed",
    });
  });

  test("a colleague who writes beside them may too", async () => {
    await daysLater();
    await beginsAgain(line, code, { shows: "everything" });
    const id = newest();
    await give(line, id, line.anna);
    await act(line, line.bela, (tx, emit) => join(tx, emit, { conversationId: id, staffId: line.bela.id }));
    expect((await opens(await staff(line, line.bela), id)).text).toContain("the words of last week");
  });

  test("only as long as it goes on; then the keys are gone from keys.db too", async () => {
    await daysLater();
    const { id, noor: again, bela } = await comesBack({ shows: "everything" });
    expect((await opens(bela, id)).status).toBe(200);
    await again.post("/end");
    expect((await opens(bela, id)).status).toBe(404);
    expect(earlierOf(line.helpline.db, id)).toEqual([]);
    expect(line.files.keys.prepare("SELECT count(*) FROM earlier_wrap").pluck().get()).toBe(0);
  });

  test("and not once the earlier one was forgotten", async () => {
    await daysLater();
    const { id, bela } = await comesBack({ shows: "everything" });
    clock.pass(9 * 24 * 60 * minute);
    await line.helpline.db.change("porchlight", (tx, emit) => forget(tx, emit, { conversationId: noor.id }));
    expect((await opens(await staff(line, line.bela), id)).status).toBe(404);
    expect(bela).toBeDefined();
    expect(line.files.keys.prepare("SELECT count(*) FROM earlier_wrap").pluck().get()).toBe(0);
  });
});

describe("the code afterwards", () => {
  test("leads to the new chat, on another phone and the time after, with both to show", async () => {
    const again = await beginsAgain(line, code);
    const second = newest();
    expect((await otherPhone(line, code)).answer.to).toBe("/");
    expect((await again.get("/")).text).toContain(says("youth.elsewhere.title"));
    await give(line, second, line.anna);
    await act(line, line.anna, (tx, emit) => close(tx, emit, { conversationId: noor.id, staffId: line.anna.id }));
    const back = await otherPhone(line, code);
    await back.post("/end");
    await beginsAgain(line, code, { shows: "everything" });
    const third = newest();
    expect(earlierOf(line.helpline.db, third)).toEqual([noor.id, second]);
    await open(line, line.bela);
    await give(line, third, line.bela);
    const read = (await opens(await staff(line, line.bela), third)).text;
    expect(read).toContain("the words of last week");
    expect(read).toContain("it is me again");
  });

  test("a new one takes its place, for all of them", async () => {
    const again = await beginsAgain(line, code);
    const next = await getsCode(again);
    expect((await otherPhone(line, code)).answer.text).toContain(says("youth.back.wrong"));
    expect((await otherPhone(line, next)).answer.to).toBe("/");
    const parts = line.helpline.db.all(q.selectFrom("return_part").select("conversation_id as id"));
    expect(parts).toEqual([{ id: newest() }]);
    expect(line.files.keys.prepare("SELECT conversation_id FROM code_wrap").pluck().all()).toEqual([newest()]);
  });

  test("a form sent twice begins one chat, and late it asks for the code again", async () => {
    const phone = await otherPhone(line, code);
    const hidden = ["pass", "client_id", "rules"].map((name) => [name, field(phone.answer.text, name)]);
    const form = Object.fromEntries(hidden);
    const before = line.heard.length;
    expect((await phone.post("/back", form)).to).toBe("/");
    expect((await phone.post("/back", form)).to).toBe("/");
    clock.pass(15 * minute + 1);
    phone.cookies.clear();
    expect((await phone.post("/back", form)).text).toContain(says("youth.back.late"));
    expect(heardSince(line, before).filter((type) => type === "conversation.started")).toHaveLength(1);
  });
});
