import { beforeEach, describe, expect, test } from "vitest";
import { readAlong } from "#src/conversation/colleagues/join.ts";
import { answerOf } from "#src/conversation/complaint/complaint-answer.ts";
import { q } from "#src/db/schema.ts";
import { lines } from "#src/hours/lines.ts";
import { translate } from "#src/i18n/i18n.ts";
import { liveBarScene } from "#src/live/console/staff-shift.ts";
import { setMember } from "#src/staff/accounts/member.ts";
import { availabilityOf, type StaffMember } from "#src/staff/staff.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, give, type Person, says, staff, typed, youth } from "#tests/support/house/http.ts";
import { namesLead, tellsAnna, wrongIn } from "#tests/support/rights/lead.ts";

let clock: FakeClock;
let line: House;
let dora: StaffMember;
let noor: Awaited<ReturnType<typeof youth>>;
let people: Record<"anna" | "bela" | "aino" | "dora", Person>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  dora = await namesLead(line);
  await open(line);
  noor = await youth(line, "things at home");
  await give(line, noor.id, line.anna);
  people = {
    anna: await staff(line, line.anna),
    bela: await staff(line, line.bela),
    aino: await staff(line, line.aino),
    dora: await staff(line, dora),
  };
});

const at = "/staff/concerns/1";
/** Dora has read it, and the chat, which is over. */
async function looks() {
  await youthEnds(line, noor.id);
  await people.dora.post(`${at}/read`);
  await people.dora.post(`${at}/open`);
}

describe("SG20", () => {
  test("a lead begins at what was said, and has no console and nothing of a shift", async () => {
    expect((await people.dora.get("/staff")).to).toBe("/staff/concerns");
    const { text } = await people.dora.get("/staff/concerns");
    expect(text).toContain(says("staff.concern.none", { time: "19:00" }));
    expect(text).not.toMatch(/id="availability"|href="\/staff\/(replies|overview|records)"/);
    expect(text).not.toContain(says("staff.nav.console"));
    const refused = await people.dora.get("/staff/concerns/99");
    expect(refused.text).toContain(says("staff.refused.to_concerns"));
    expect(refused.text).not.toContain(says("staff.refused.back"));
    expect((await people.bela.get("/staff/concerns/99")).text).toContain(says("staff.refused.back"));
    for (const path of ["/staff/shift", `/staff/conversation/${noor.id}`, "/staff/records", "/admin/staff"]) {
      expect((await people.dora.get(path)).status, path).toBe(403);
    }
    expect((await people.dora.post("/staff/available", { availability: "available" })).status).toBe(403);
    expect((await people.dora.post(`/staff/conversation/${noor.id}/claim`)).status).toBe(403);
    expect((await people.dora.get("/staff/me")).status).toBe(200);
    // Nor does anybody see by who is there that she has come.
    const shift = (await people.anna.get("/staff/shift")).text.split('id="shift-people"')[1]!;
    expect([shift.includes("Mika"), shift.includes("Heron")]).toEqual([true, false]);
  });

  test("it calls the lead on every page, without a word of it, until they press that they read it", async () => {
    await wrongIn(line, noor.id);
    for (const page of ["/staff/concerns", "/staff/me", "/admin/keys", at]) {
      const { text } = await people.dora.get(page);
      expect(text, page).toContain('data-ids="concern-1"');
      expect(text, page).toContain('href="/staff/concerns/1"');
      expect(text, page).not.toMatch(/where I live|Asked for contact/);
    }
    expect((await people.dora.post(`${at}/read`)).to).toBe(at);
    const { text } = await people.dora.get(at);
    expect(text).not.toContain('data-ids="concern-1"');
    expect(text).toContain("he asked where I live");
    expect(text).toContain(says("staff.concern.kind.contact"));
    // A page that is open hears it by its live bar.
    expect(liveBarScene(line.helpline, dora).toAnswer).toMatchObject({ emergencies: [], unanswered: [], concerns: [] });
  });

  test("nobody else opens its page, nor does anything there", async () => {
    await wrongIn(line, noor.id);
    const acts = ["read", "open", "agree", "inform", "unheard", "answer"];
    for (const [name, one] of Object.entries(people)) {
      if (name === "dora") continue;
      expect((await one.get(at)).status, name).toBe(403);
      for (const what of acts) {
        const form = { staff: String(line.anna.id), words: "x", why: "x", text: "x", sure: "yes" };
        expect((await one.post(`${at}/${what}`, form)).status, `${name} ${what}`).toBe(403);
      }
    }
    expect(line.helpline.db.all(q.selectFrom("concern_told").select("staff_id"))).toEqual([]);
  });

  test("the lead takes Anna off new chats there, and lifts it again; the second trail says why", async () => {
    await wrongIn(line, noor.id);
    await people.dora.post(`${at}/read`);
    expect((await people.dora.get(at)).text).toContain(says("staff.new_chats.off", { alias: "Mika" }));
    const form = { staff: String(line.anna.id), concern: "1" };
    expect((await people.dora.post("/staff/new-chats", { ...form, takes: "no" })).to).toBe(at);
    expect(availabilityOf(line.helpline.db, line.anna.id)).toBe("away");
    expect((await people.dora.get(at)).text).toContain(says("staff.new_chats.lift", { alias: "Mika" }));
    await people.dora.post("/staff/new-chats", { ...form, takes: "yes" });
    const trail = q.selectFrom("concern_audit").select(["actor", "action", "after"]).orderBy("id", "desc").limit(2);
    expect(line.helpline.db.all(trail)).toEqual([
      { actor: `staff:${dora.id}`, action: "concern.let_back", after: `staff:${line.anna.id}` },
      { actor: `staff:${dora.id}`, action: "concern.taken_off", after: `staff:${line.anna.id}` },
    ]);
  });
});

describe("while the chat goes on", () => {
  const goes = () => people.dora.get(at);
  beforeEach(async () => {
    await wrongIn(line, noor.id);
    await people.dora.post(`${at}/read`);
  });

  test("the lead has no way to it, and reads which supervisor without a part can stop it; never who is complained of", async () => {
    const before = (await goes()).text;
    expect(before).not.toContain(`href="/staff/conversation/${noor.id}"`);
    expect(before).toContain(says("staff.concern.stop.home", { people: "Luna" }));
    await open(line, line.bela);
    expect((await goes()).text).toContain(says("staff.concern.stop.shift", { people: "Luna" }));
    await act(line, line.bela, (tx, emit) => readAlong(tx, emit, { conversationId: noor.id, staffId: line.bela.id }));
    expect((await goes()).text).toContain(says("staff.concern.stop.nobody"));
  });

  test("what she cannot open names nobody who answers chats; a counsellor is still told whom to ask", async () => {
    for (const path of [`/staff/conversation/${noor.id}`, "/staff/overview", "/staff/records"]) {
      const { status, text } = await people.dora.get(path);
      expect(status, path).toBe(403);
      expect(text, path).not.toMatch(/Mika|Luna/);
    }
    expect((await people.dora.get(`/staff/conversation/${noor.id}`)).text).toContain(says("error.only.shift"));
    expect((await people.anna.get("/staff/overview")).text).toContain("Luna");
  });

  test("whoever can take it over has the way to it", async () => {
    await wrongIn(line, noor.id, "hurt");
    const { text } = await people.bela.get("/staff/concerns/2");
    expect(text).toContain(`href="/staff/conversation/${noor.id}"`);
    expect(text).toContain(says("staff.concern.reads_along"));
  });
});

test("that something goes to the leads first is said where somebody leads, and nowhere else", async () => {
  const first = says("staff.concern.lead_first");
  expect((await people.bela.get("/staff/concerns")).text).toContain(first);
  const other = await house({ clock });
  expect((await (await staff(other, other.bela)).get("/staff/concerns")).text).not.toContain(first);
});

describe("SG22", () => {
  beforeEach(async () => {
    await wrongIn(line, noor.id);
  });

  test("telling the counsellor is asked once more, and what was typed is not lost", async () => {
    await looks();
    const words = "Somebody felt <asked> for a number.";
    const form = { staff: String(line.anna.id), words };
    const asked = await people.dora.post(`${at}/inform`, form);
    expect(asked.status).toBe(422);
    expect(asked.text).toContain(says("staff.concern.inform.sure_wrong"));
    expect(typed(asked.text, "words")).toBe(words);
    expect((await people.anna.get("/staff/heard")).text).toContain(says("staff.heard.none"));
    expect((await people.dora.post(`${at}/inform`, { ...form, sure: "yes" })).to).toBe(at);
    expect((await people.dora.get(at)).text).toContain(says("staff.concern.told_waits", { alias: "Mika" }));
  });

  test("while the chat goes on nobody can be told, and the page does not offer it", async () => {
    await people.dora.post(`${at}/read`);
    expect((await people.dora.get(at)).text).not.toContain(says("staff.concern.inform.title"));
    const form = { staff: String(line.anna.id), words: "x", sure: "yes" };
    expect((await people.dora.post(`${at}/inform`, form)).status).toBe(403);
  });

  test("closing before Anna is heard says why not, on its page; with her words, or why not, it is closed", async () => {
    await looks();
    await tellsAnna(line, dora, 1);
    const early = await people.dora.post(at, { done: "yes" });
    expect(early.status).toBe(422);
    expect(early.text).toContain(says("error.concern_unheard", { alias: "Mika" }));
    expect((await people.dora.post(`${at}/unheard`, { staff: String(line.anna.id), why: "" })).status).toBe(422);
    await people.dora.post(`${at}/unheard`, { staff: String(line.anna.id), why: "no answer for 14 days" });
    expect((await people.dora.get(at)).text).toContain("no answer for 14 days");
    expect((await people.dora.post(at, { done: "yes" })).to).toBe("/staff/concerns");
  });
});

describe("SG22, where no lead can read it", () => {
  const form = () => ({ staff: String(line.anna.id), words: "Somebody felt asked.", sure: "yes" });
  const leaves = () =>
    act(line, line.aino, (tx, emit) => setMember(tx, emit, { staffId: dora.id, values: { closed: true } }));

  test("a supervisor without a part takes Anna off new chats, tells her, and closes it once she was heard", async () => {
    await leaves();
    await wrongIn(line, noor.id);
    await youthEnds(line, noor.id);
    await people.bela.post(`${at}/open`);
    const { text } = await people.bela.get(at);
    expect(text).toContain(says("staff.concern.no_lead"));
    expect(text).toContain(says("staff.new_chats.off", { alias: "Mika" }));
    expect(text).toContain(says("staff.concern.inform.title"));
    await people.bela.post("/staff/new-chats", { ...form(), concern: "1", takes: "no" });
    expect(availabilityOf(line.helpline.db, line.anna.id)).toBe("away");
    expect((await people.bela.post(`${at}/inform`, form())).to).toBe(at);
    expect((await people.anna.get("/staff/heard")).text).toContain("Somebody felt asked.");
    expect((await people.bela.post(at, { done: "yes" })).text).toContain(
      says("error.concern_unheard", { alias: "Mika" }),
    );
    await people.bela.post(`${at}/unheard`, { ...form(), why: "no answer for 14 days" });
    expect((await people.bela.post(at, { done: "yes" })).to).toBe("/staff/concerns");
    const trail = q.selectFrom("concern_audit").select(["actor", "action"]).where("action", "like", "concern.%");
    const actions = line.helpline.db.all(trail).filter(({ actor }) => actor === `staff:${line.bela.id}`);
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["concern.taken_off", "concern.informed", "concern.unheard", "concern.settled"]),
    );
  });

  test("where one can, the page says so and offers none of it, and nothing of it is taken", async () => {
    await wrongIn(line, noor.id, "hurt");
    await youthEnds(line, noor.id);
    await people.dora.post(`${at}/read`);
    const { text } = await people.bela.get(at);
    expect(text).toContain(says("staff.concern.lead_reads"));
    expect(text).not.toContain(says("staff.concern.inform.title"));
    expect(text).not.toContain('action="/staff/new-chats"');
    expect((await people.bela.post(`${at}/inform`, form())).status).toBe(403);
    expect((await people.bela.post("/staff/new-chats", { ...form(), concern: "1", takes: "no" })).status).toBe(403);
    expect(availabilityOf(line.helpline.db, line.anna.id)).toBe("available");
    const theirs = (await people.dora.get(at)).text;
    for (const key of ["staff.concern.lead_reads", "staff.concern.no_lead"] as const) {
      expect(theirs).not.toContain(says(key));
    }
  });
});

describe("SG23", () => {
  test("closing it while an answer is waited for is asked once more, and the page says who answered, and when", async () => {
    await wrongIn(line, noor.id, "hurt");
    await noor.post("/help", { want: "code" });
    await youthEnds(line, noor.id);
    await people.dora.post(`${at}/open`);
    await people.bela.post(`${at}/agree`);
    await people.dora.post(`${at}/open`);
    const asked = await people.dora.post(at, { done: "yes" });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain(says("error.concern_unanswered"));
    expect(asked.text).toContain(says("staff.concern.unanswered_do"));
    expect(asked.text).toContain('href="#answer"');
    expect((await people.dora.get("/staff/concerns")).text).not.toContain(says("staff.concern.not_yet"));
    expect((await people.dora.post(at, { done: "yes", unanswered: "yes" })).to).toBe("/staff/concerns");
    await people.dora.post(at, { done: "no" });
    // Once there is one, nothing is asked.
    await people.bela.post(`${at}/answer`, { text: "We are sorry." });
    const when = translate("en").dateTime(clock.now(), lines(line.helpline.db)[0]!.timeZone);
    for (const one of [people.dora, people.bela]) {
      expect((await one.get(at)).text).toContain(says("staff.concern.answer.saved_by", { alias: "Luna", when }));
    }
    expect((await people.dora.post(at, { done: "yes" })).to).toBe("/staff/concerns");
    // Whoever said it reads no name of ours.
    expect(JSON.stringify(answerOf(line.helpline.db, 1))).not.toContain(`"by"`);
  });

  test("whoever reads it writes an answer once there is a code, and sees that there is none before", async () => {
    await wrongIn(line, noor.id, "hurt");
    for (const one of [people.bela, people.dora]) {
      expect((await one.get(at)).text).toContain(says("staff.concern.answer.no_code"));
      expect((await one.post(`${at}/answer`, { text: "We are sorry." })).status).toBe(403);
    }
    await noor.post("/help", { want: "code" });
    const empty = await people.bela.post(`${at}/answer`, { text: " " });
    expect([empty.status, empty.text.includes(says("staff.concern.answer.text_wrong"))]).toEqual([422, true]);
    expect((await people.bela.post(`${at}/answer`, { text: "We are sorry." })).to).toBe(at);
    expect(typed((await people.dora.get(at)).text)).toBe("We are sorry.");
    const trail = q.selectFrom("concern_audit").select("actor").where("action", "=", "concern.answered");
    expect(line.helpline.db.all(trail)).toEqual([{ actor: `staff:${line.bela.id}` }]);
  });
});

test("an admin who leads too keeps the console, and is called there", async () => {
  const erik = await member(line.helpline, "erik", "Erik Berg", "Crane", ["admin", "lead"]);
  await wrongIn(line, noor.id);
  const browser = await staff(line, erik);
  const { text, status } = await browser.get("/staff");
  expect([status, text.includes('data-ids="concern-1"')]).toEqual([200, true]);
});
