import { beforeEach, describe, expect, test } from "vitest";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { approachOf, markOfLines } from "#src/conversation/messages/agreed-plan.ts";
import { q } from "#src/db/schema.ts";
import { topics } from "#src/live/topics.ts";
import { inLine } from "#src/queue/claim.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, field, give, htmx, type Person, person, says, staff, youth } from "#tests/support/house/http.ts";
import { beginsAgain, getsCode, otherPhone } from "#tests/support/people/codes.ts";

const lines = "Breathe out slowly\nGo to Kim’s\nWrite here before it gets dark";
let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
let anna: Person;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "it is bad in the evenings");
  await give(line, noor.id, line.anna);
  anna = await staff(line, line.anna);
});

const typedIn = /<textarea[^>]* name="approach"[^>]*>([^<]*)/;
const suggests = (who: Person, text = lines, id = noor.id) =>
  who.post(`/staff/conversation/${id}/approach`, { approach: text });
const answers = (who: Person, want: "agree" | "decline") =>
  who.post("/back", { want, lines: markOfLines(now()?.text ?? "") });
const now = () => approachOf(line.helpline.db, noor.id);
const newest = () => inLine(line.helpline.db).at(-1)!.id;
const shown = (text: string) => lines.split("\n").map((one) => text.includes(one));

/** The lines are agreed on, and their chat is over; gives its code. */
async function agreed() {
  await suggests(anna);
  await answers(noor, "agree");
  const code = await getsCode(noor);
  await noor.post("/end");
  await open(line, line.bela);
  return code;
}

describe("three lines for another time", () => {
  test("are written by the counsellor, seen by both, and agreed on by the young person", async () => {
    expect((await suggests(anna)).to).toBe(`/staff/conversation/${noor.id}/approach`);
    const chat = (await noor.get("/")).text;
    expect(chat).toContain(says("notice.approach", { alias: "Mika" }));
    expect(chat).toContain(`<a href="/back" target="_top">${says("youth.approach.look")}</a>`);
    const page = (await noor.get("/back")).text;
    expect(shown(page)).toEqual([true, true, true]);
    expect(page).toContain(says("youth.approach.ask"));
    expect((await anna.get(`/staff/conversation/${noor.id}`)).text).toContain(says("staff.approach.waits"));
    expect((await answers(noor, "agree")).to).toBe("/");
    expect(now()).toEqual({ text: lines, agreed: true, brought: false });
    expect((await noor.get("/back")).text).toContain(says("youth.approach.agreed"));
    const seen = (await anna.get(`/staff/conversation/${noor.id}`)).text;
    expect(seen).toContain(says("staff.approach.agreed"));
    expect(seen).toContain(says("notice.approach_agreed"));
    // Twice changes nothing.
    const before = line.heard.length;
    await answers(noor, "agree");
    await suggests(anna);
    expect(line.heard.slice(before).filter(({ type }) => type === "message.written")).toEqual([]);
    expect(now()?.agreed).toBe(true);
  });

  test("are gone when the young person does not agree, and asked for anew when they change", async () => {
    await suggests(anna);
    await answers(noor, "decline");
    expect(now()).toBeNull();
    expect((await anna.get(`/staff/conversation/${noor.id}`)).text).toContain(says("notice.approach_declined"));
    await suggests(anna);
    await answers(noor, "agree");
    await suggests(anna, "Only this");
    expect(now()).toEqual({ text: "Only this", agreed: false, brought: false });
    expect((await person(line).post("/back", { want: "agree" })).status).toBe(422);
  });

  test("nobody agrees with other lines than those they have read", async () => {
    await suggests(anna);
    const [, read = ""] = /name="lines" value="(\w+)"/.exec((await noor.get("/back")).text) ?? [];
    await suggests(anna, "Only this");
    for (const want of ["agree", "decline"]) {
      const { status, text } = await noor.post("/back", { want, lines: read });
      expect(status).toBe(422);
      expect(text).toContain(says("youth.approach.others"));
      expect(text).toContain("Only this");
      expect(now()).toEqual({ text: "Only this", agreed: false, brought: false });
    }
    await answers(noor, "agree");
    expect(now()?.agreed).toBe(true);
  });

  test.each([
    ["", "error.approach_lines"],
    [" \n ", "error.approach_lines"],
    ["a\nb\nc\nd", "error.approach_lines"],
    [`${"x".repeat(141)}`, "error.approach_long"],
  ] as const)("are one to three short ones, not %j: they stay in their field, with why", async (text, key) => {
    const path = `/staff/conversation/${noor.id}/approach`;
    const plain = await suggests(anna, text);
    const scripted = await anna.post(path, { approach: text }, htmx);
    for (const { status, text: page } of [plain, scripted]) {
      expect(status).toBe(422);
      expect(page).toContain(says(key, { lines: 3, most: 140 }));
      expect(typedIn.exec(page)?.[1]).toBe(text);
    }
    // Without scripts it is the console, with that tab open; with them the tab alone.
    expect(plain.text).toContain(`id="tab-approach-${noor.id}" data-of="approach">`);
    expect(scripted.text.startsWith(`<section class="approach" id="approach-${noor.id}"`)).toBe(true);
    expect(now()).toBeNull();
  });

  test("lead to nobody outside of the helpline, but to places that help", async () => {
    const typed = "Breathe out slowly\nText me on 0470 12 34 56";
    const refused = await suggests(anna, typed);
    expect([refused.status, now()]).toEqual([422, null]);
    expect(refused.text).toContain(says("error.approach_contact", { found: "0470 12 34 56" }));
    expect(typedIn.exec(refused.text)?.[1]).toBe(typed);
    await suggests(anna, "Call 112 when I am not safe");
    expect(now()?.text).toBe("Call 112 when I am not safe");
  });

  test("an open console follows: what was suggested, a yes, a no, how the young person feels; nobody else's does", async () => {
    const heard = { anna: "", bela: "" };
    const { hub } = line.helpline;
    hub.join(topics.staff(line.anna.id), { send: (html) => (heard.anna += html) });
    hub.join(topics.staff(line.bela.id), { send: (html) => (heard.bela += html) });
    /** What came for a place on the page since it was last looked at. */
    const piece = (id: string) => {
      const place = new RegExp(`<hx-partial hx-target="#${id}-${noor.id}".*?</hx-partial>`, "gs");
      const found = heard.anna.match(place)?.at(-1) ?? "";
      expect(Buffer.byteLength(found)).toBeLessThan(2_048);
      return found;
    };
    await suggests(anna);
    for (const id of ["about", "approach-now"]) {
      expect(shown(piece(id))).toEqual([true, true, true]);
      expect(piece(id)).toContain(says("staff.approach.waits"));
      // What is being written is left alone.
      expect(piece(id)).not.toContain("textarea");
    }
    await answers(noor, "agree");
    expect(piece("about")).toContain(says("staff.approach.agreed"));
    expect(piece("approach-now")).toContain(says("staff.approach.agreed"));
    await noor.post("/feeling", { moment: "before", value: "7" });
    expect(piece("about")).toContain(says("staff.about.of_ten", { n: 7 }));
    await answers(noor, "decline");
    expect(shown(piece("about"))).toEqual([false, false, false]);
    expect(piece("approach-now")).toContain(says("staff.approach.none"));
    expect(heard.bela).not.toContain("approach-now");
  });

  test("are sealed on the disk, and go with the words", async () => {
    await suggests(anna);
    const row = line.helpline.db.first(q.selectFrom("approach").select("body"))!;
    expect(Buffer.from(row.body).includes("Breathe")).toBe(false);
  });

  test("are shown to nobody who opens the page after a while away", async () => {
    await suggests(anna);
    clock.pass(60_000);
    expect(shown((await noor.get("/back")).text)).toEqual([false, false, false]);
  });
});

describe("whoever answers the next time", () => {
  test("sees the lines where the young person chose them, and nothing else of before", async () => {
    const code = await agreed();
    const asked = (await otherPhone(line, code)).answer.text;
    expect(asked).toContain('value="approach"');
    // Everything is these lines too, and the page says so.
    expect(asked).toContain(says("youth.again.everything_agreed"));
    await beginsAgain(line, code, { shows: "approach" });
    const id = newest();
    await give(line, id, line.bela);
    const bela = await staff(line, line.bela);
    const seen = (await bela.get(`/staff/conversation/${id}`)).text;
    expect(shown(seen)).toEqual([true, true, true]);
    expect(seen).toContain(says("staff.approach.brought"));
    expect(seen).toContain(says("staff.earlier.mark"));
    expect(seen).not.toContain("bad in the evenings");
    expect((await bela.post(`/staff/conversation/${id}/earlier`)).status).toBe(404);
  });

  test("sees none where nothing was chosen", async () => {
    await beginsAgain(line, await agreed(), { shows: "nothing" });
    const id = newest();
    await give(line, id, line.bela);
    const seen = (await (await staff(line, line.bela)).get(`/staff/conversation/${id}`)).text;
    expect(shown(seen)).toEqual([false, false, false]);
    expect(seen).not.toContain(says("staff.earlier.mark"));
  });

  test("they stay with the code: the time after too, also after a time in which nothing was shown", async () => {
    const code = await agreed();
    for (const shows of ["nothing", "approach", "everything"]) {
      const again = await beginsAgain(line, code, { shows });
      const id = newest();
      await give(line, id, line.bela);
      expect(approachOf(line.helpline.db, id)?.text).toBe(shows === "nothing" ? undefined : lines);
      await again.post("/end");
    }
  });

  test("is not offered lines that nobody agreed on", async () => {
    await suggests(anna);
    const code = await getsCode(noor);
    await noor.post("/end");
    const page = (await otherPhone(line, code)).answer.text;
    expect(page).not.toContain('value="approach"');
    expect(page).toContain(says("youth.again.everything"));
    await beginsAgain(line, code, { shows: "approach" });
    expect(approachOf(line.helpline.db, newest())).toBeNull();
  });
});

describe("on a phone on which somebody else may have typed a code that they found", () => {
  const fieldOf = (page: string, name: string) => [name, field(page, name)];

  test("the lines are shown nowhere before somebody has answered there", async () => {
    const code = await agreed();
    expect(shown((await otherPhone(line, code)).answer.text)).toEqual([false, false, false]);
    const phone = await beginsAgain(line, code, { shows: "everything" });
    for (const path of ["/", "/back"]) expect(shown((await phone.get(path)).text)).toEqual([false, false, false]);
    await give(line, newest(), line.bela);
    expect(shown((await phone.get("/back")).text)).toEqual([true, true, true]);
  });

  test("the secret word opens them: before it no page has them, after it they need not wait for an answer", async () => {
    await noor.post("/back", { want: "secret", secret: "a green boat" });
    const phone = await otherPhone(line, await agreed());
    expect(phone.answer.text).toContain(says("youth.secret.with_code"));
    expect(shown(phone.answer.text)).toEqual([false, false, false]);
    const asked = await phone.post("/back", { pass: field(phone.answer.text, "pass"), secret: "a green boat" });
    const hidden = Object.fromEntries(["pass", "client_id", "rules"].map((name) => fieldOf(asked.text, name)));
    await phone.post("/back", { ...hidden, shows: "approach", text: "it is me again" });
    expect(shown((await phone.get("/back")).text)).toEqual([true, true, true]);
    // And it is asked again of whoever has the phone a minute later.
    clock.pass(61_000);
    expect(shown((await phone.get("/back")).text)).toEqual([false, false, false]);
  });
});

test("who may read them: whoever reads the chat, and nobody else", async () => {
  await suggests(anna);
  const carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  const reads = async (who: Person) => shown((await who.get(`/staff/conversation/${noor.id}`)).text)[0];
  expect(await reads(anna)).toBe(true);
  for (const one of [carl, line.aino, line.bela]) {
    expect(await reads(await staff(line, one))).toBe(false);
    expect((await suggests(await staff(line, one))).status).toBe(403);
  }
  const bela = line.bela;
  await act(line, bela, (tx, emit) => readAlong(tx, emit, { conversationId: noor.id, staffId: bela.id }));
  expect(await reads(await staff(line, bela))).toBe(true);
  expect((await suggests(await staff(line, bela))).status).toBe(403);
  expect(shown((await (await youth(line, "Sam")).get("/back")).text)[0]).toBe(false);
});
