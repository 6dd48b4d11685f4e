import { beforeEach, describe, expect, test } from "vitest";
import { conversation, shortName } from "#src/conversation/conversation.ts";
import { markRisk } from "#src/conversation/safety/risk.ts";
import { topics } from "#src/live/topics.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { declareEmergency } from "#src/record/emergency.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { annaEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, give, type Person, says, staff, youth } from "#tests/support/house/http.ts";

// Who finds what can be done for Noor, who left in danger, and where. Anna had her chat though she is away, Carl has come on shift, and Béla
// supervises.

let clock: FakeClock;
let line: House;
let carl: StaffMember;
let [anna, colleague, bela] = [] as unknown as [Person, Person, Person];
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  carl = await member(line.helpline, "carl", "Carl Janssens", "Finch", ["counsellor"]);
  await open(line, carl);
  [anna, colleague, bela] = await Promise.all([staff(line, line.anna), staff(line, carl), staff(line, line.bela)]);
  noor = await youth(line, "he waits at the gate");
  await give(line, noor.id, line.anna);
  const marked = { conversationId: noor.id, staffId: line.anna.id, present: true };
  await act(line, line.anna, (tx, emit) => markRisk(tx, emit, marked));
});

const path = () => `/staff/danger/${noor.id}`;
const chat = () => `/staff/conversation/${noor.id}`;
const way = () => `href="${path()}"`;
const deletes = () => noor.post("/clear", { sure: "yes" });
/** All that comes by a topic from now on. */
function listen(topic: string) {
  const frames: string[] = [];
  line.helpline.hub.join(topic, { send: (html) => frames.push(html) });
  return () => frames.join("");
}
/** A row of the queue, or what stands under another id up to the next of its kind. */
const from = (html: string, id: string) => html.slice(html.indexOf(`id="${id}"`));

describe("what was written", () => {
  test("Anna, who was with her at the end, reads it at once though she is away, and closes the danger", async () => {
    await deletes();
    const { text } = await anna.get(path());
    expect(text).toContain('id="be-away" name="availability" value="away" aria-pressed="true"');
    expect(text).toContain(says("staff.left.read"));
    expect(text).toContain('id="declare-left"');
    expect(text).not.toContain('id="left-why"');
    expect((await anna.post(`${path()}/open`)).text).toContain("he waits at the gate");
    expect((await anna.post(`${path()}/close`, { sure: "yes" })).to).toMatch(/^\/staff\?w=/);
  });

  test("whoever is not on shift reads what lets them in, and nothing that is another’s; available, they are in", async () => {
    const paul = await staff(line, await member(line.helpline, "paul", "Paul Maes", "Wren", ["counsellor"]));
    await noor.get("/leave");
    const before = (await paul.get(path())).text;
    expect(before).toContain(`data-follows="availability">${says("staff.left.why.away")}</p>`);
    expect(before).not.toMatch(/talked with|earlier/);
    const form = { availability: "available" };
    const referer = { referer: `http://localhost${path()}`, host: "localhost" };
    expect((await paul.post("/staff/available", form, referer)).to).toBe(path());
    const after = (await paul.get(path())).text;
    expect(after).toContain(says("staff.left.read"));
    expect(after).not.toContain("data-follows");
  });

  test("who had her chat before, and not at the end, is told that a colleague reads it, and of no switch", async () => {
    await act(line, line.bela, (tx, emit) => takeOver(tx, emit, { conversationId: noor.id, staffId: line.bela.id }));
    await noor.get("/leave");
    const { text } = await anna.get(path());
    expect(text).toContain(says("staff.left.why.met"));
    expect(text).not.toMatch(/data-follows|Switch to “Available”/);
    expect((await anna.post(`${path()}/open`)).status).toBe(403);
  });
});

test("a colleague who had joined finds what can be done where the chat was, when she deletes it", async () => {
  await anna.post(`${chat()}/help`);
  await colleague.post(`${chat()}/help/answer`);
  const heard = listen(topics.staff(carl.id));
  await deletes();
  const pane = from(heard(), `pane-${noor.id}`);
  expect(pane).toContain(says("staff.left.they_deleted"));
  expect(pane).toContain(way());
  expect(heard()).not.toContain(says("staff.not_yours"));
  expect((await colleague.get(path())).text).toContain(says("staff.left.read"));
});

describe("left fast, with nothing declared", () => {
  test("Anna’s pane leads to what can be done before the contact record, at once, until the danger is over", async () => {
    const heard = listen(topics.staff(line.anna.id));
    await noor.get("/leave");
    expect(from(heard(), `left-way-${noor.id}`)).toContain(way());
    const pane = (await anna.get(chat())).text;
    const at = pane.indexOf(`id="left-way-${noor.id}"`);
    expect(pane.slice(at, at + 600)).toContain(way());
    expect(at).toBeLessThan(pane.indexOf(`id="record-${noor.id}"`));
    await colleague.post(`${path()}/close`, { sure: "yes" });
    expect(heard().slice(heard().lastIndexOf(`id="left-way-${noor.id}"`))).not.toContain(way());
    expect((await anna.get(chat())).text).not.toContain(way());
  });

  test("the steps of the emergency are those for somebody who has left, there and on a page that is open", async () => {
    const heard = listen(topics.staff(line.anna.id));
    const steps = says("staff.left.step.read");
    expect((await anna.get(`${chat()}/emergency`)).text).not.toContain(steps);
    await noor.get("/leave");
    const { text } = await anna.get(`${chat()}/emergency`);
    for (const html of [from(text, `emergency-${noor.id}`), from(heard(), `emergency-${noor.id}`)]) {
      expect(html).toContain(steps);
      expect(html).toContain(says("staff.emergency.step.say_left", { name: "Chat" }));
      expect(html).not.toContain(says("staff.emergency.step.ask"));
      expect(html).not.toContain(says("staff.emergency.step.stay"));
    }
  });

  test("without danger nothing of it stands there", async () => {
    await act(line, line.anna, (tx, emit) =>
      markRisk(tx, emit, { conversationId: noor.id, staffId: line.anna.id, present: false, why: "talked" }),
    );
    await noor.get("/leave");
    const pane = (await anna.get(`${chat()}/emergency`)).text;
    expect(pane).not.toContain(way());
    expect(pane).not.toContain(says("staff.left.step.read"));
  });
});

describe("the bar of a supervisor", () => {
  const row = (html: string) => {
    const at = html.indexOf(`id="to-left-${noor.id}"`);
    return at < 0 ? null : html.slice(html.lastIndexOf("<div", at), html.indexOf("</div>", at));
  };
  const name = () => shortName("en", conversation(line.helpline.db, noor.id)!.nameIndex);

  test("tells of her on every page, red and as news, until a colleague sees to it; then calm, until it is over", async () => {
    const heard = listen(topics.bar(line.bela.id));
    await noor.get("/leave");
    for (const page of ["/staff", "/staff/me"]) {
      const { text } = await bela.get(page);
      expect(row(text), page).toContain('class="emergency-line"');
      expect(row(text), page).toContain(`title="${says("staff.left.mark")} · ${name()}"`);
      expect(text, page).toContain(`data-ids="left-${noor.id}" data-said="${says("staff.left.said")}"`);
    }
    expect(heard()).toContain(`to-left-${noor.id}`);
    await colleague.post(`${path()}/open`);
    const calm = row((await bela.get("/staff/me")).text);
    expect(calm).toContain('class="emergency-line seen"');
    expect(calm).toContain("Finch");
    expect(heard().slice(heard().lastIndexOf(`to-left-${noor.id}`))).toContain("Finch");
    await colleague.post(`${path()}/close`, { sure: "yes" });
    expect(row((await bela.get("/staff/me")).text)).toBeNull();
    expect(row(heard().slice(heard().lastIndexOf('id="emergencies"')))).toBeNull();
  });

  test("tells of a declared emergency once, as that; and a counsellor’s tells of neither", async () => {
    await act(line, line.anna, (tx, emit) =>
      declareEmergency(tx, emit, { conversationId: noor.id, staffId: line.anna.id }),
    );
    await noor.get("/leave");
    const { text } = await bela.get("/staff/me");
    expect(row(text)).toBeNull();
    expect(text).toContain('id="to-emergency-1"');
    expect((await anna.get("/staff/me")).text).not.toMatch(/id="to-(left|emergency)-/);
  });
});

describe("the page", () => {
  test("asks whether the danger is over before everything else on it", async () => {
    await deletes();
    const { text } = await colleague.post(`${path()}/close`);
    const main = text.slice(text.indexOf("<h1"));
    expect(main.indexOf(says("staff.left.close_yes"))).toBeGreaterThan(0);
    expect(main.indexOf(says("staff.left.close_yes"))).toBeLessThan(main.indexOf('id="left-calls"'));
    expect(main.match(/id="close-danger"/g)).toHaveLength(1);
  });

  test("says whom to call where somebody may kill themselves, and that she has written, and has left", async () => {
    await noor.get("/leave");
    const { text } = await colleague.get(path());
    expect(text).toContain(`${says("staff.left.for_suicide")}: <a href="tel:112">`);
    expect(text).toContain("Someone wrote to us, is in danger, and has left the chat.");
    expect(text).not.toContain("Someone is writing to us");
  });
});

describe("the record of an emergency that says what came of it", () => {
  const record = "/staff/emergencies/1";
  const declares = () =>
    act(line, line.anna, (tx, emit) => declareEmergency(tx, emit, { conversationId: noor.id, staffId: line.anna.id }));
  const saves = async (who: Person) => {
    await who.post(record, { outcome: "help_came", note: "" });
    return (await who.get(`${record}?saved=1`)).text;
  };
  const name = () => shortName("en", conversation(line.helpline.db, noor.id)!.nameIndex);

  test("says that this closes the danger, and what becomes of the words; nothing leads to a chat with none", async () => {
    await declares();
    await deletes();
    expect((await anna.get(record)).text).not.toContain(says("staff.emergency.to_chat"));
    const text = await saves(bela);
    expect(text).toContain(says("staff.emergency.saved_closed"));
    expect(text).toContain(says("staff.left.closed.deleted", { chat: name() }));
  });

  test("says until when the words stay of a chat that was only left", async () => {
    await declares();
    await noor.get("/leave");
    const text = await saves(anna);
    expect(text).toContain(`The danger in “${name()}” is closed, so people on shift can no longer read it for this.`);
    expect(text).toMatch(/The messages are deleted by [^<]+, unless they are held\./);
    expect(text).not.toContain(`>${says("staff.emergency.saved")}<`);
  });

  test("says no more than that it is closed where nobody left in danger", async () => {
    await declares();
    await annaEnds(line, noor.id);
    const text = await saves(bela);
    expect(text).toContain(says("staff.emergency.saved_closed"));
    expect(text).not.toContain("The danger in");
  });
});
