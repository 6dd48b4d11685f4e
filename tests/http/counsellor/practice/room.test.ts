import { beforeEach, expect, test } from "vitest";
import { walks } from "#src/practice/readings.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { clientId, type Person, says, staff, typed, unescaped } from "#tests/support/house/http.ts";
import { inRoom, practiceLines, practises } from "#tests/training/in-practice.ts";

let line: House;
let anna: Person;
let bela: Person;

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  anna = await staff(line, line.anna);
  bela = await staff(line, line.bela);
});

/** Goes the good way through a scenario, sentence by sentence, and returns the page at its end. */
async function plays(who: Person, room: string, scenario: string): Promise<string> {
  const walk = walks().find((one) => one.scenario === scenario && one.name === "good")!;
  for (const event of walk.untagged) {
    if (event.kind === "message") await inRoom(who, room, { text: event.text });
    else if (event.kind === "silence") await inRoom(who, room, { act: "wait" });
    else if (event.kind === "card") await inRoom(who, room, { act: "card", place: "Youth health line" });
    else await inRoom(who, room, { act: event.kind });
  }
  return unescaped((await who.get(room)).text);
}

test("alone: Anna writes, the young person answers at once, and afterwards she reads her own sentences and no points", async () => {
  const room = await practises(anna, "peers-group-chat", "alone");
  const first = unescaped((await anna.get(room)).text);
  expect(first).toContain(says("staff.practice.band"));
  expect(practiceLines(first)).toEqual(["youth: hi", "youth: everyone in my class has a group chat and im not in it"]);
  const page = await plays(anna, room, "peers-group-chat");
  expect(page).toContain(says("staff.practice.end.good"));
  expect(page).toContain(says("staff.practice.strengths"));
  expect(page).toMatch(/<polyline class="trust" points="[\d, ]+"/);
  expect(page).not.toMatch(/\b(score|points?|rank|correct)\b(?!=)/i);
  expect(page).not.toContain('id="practice-foot"');
  expect((await inRoom(anna, room, { text: "one more" }).catch(() => null))?.status ?? 410).toBe(410);
});

test("guided: she chooses one of three sentences, and reads why it helps or does not", async () => {
  const room = await practises(anna, "peers-group-chat", "guided");
  const page = unescaped((await anna.get(room)).text);
  expect(page.match(/name="choice"/g)).toHaveLength(3);
  expect(page).toContain('aria-current="step"');
  await inRoom(anna, room, { choice: "0" });
  const after = unescaped((await anna.get(room)).text);
  expect(after).toMatch(/<small class="why">[^<]{10,}<\/small>/);
  expect((await inRoom(anna, room, { choice: "9" })).status).toBe(422);
});

test("with hints: a hint is one she asks for, each once", async () => {
  const room = await practises(anna, "craft-silent-hi", "hints");
  await inRoom(anna, room, { act: "hint" });
  const lines = practiceLines(unescaped((await anna.get(room)).text));
  expect(lines.filter((one) => one.startsWith("hint: "))).toHaveLength(1);
});

test("silence passes when she waits: the young person does what they would have done by themselves", async () => {
  const room = await practises(anna, "craft-silent-hi", "alone");
  await inRoom(anna, room, { text: "Hi, I'm Juno. Take your time, I'm here." });
  await inRoom(anna, room, { act: "wait" });
  const lines = practiceLines(unescaped((await anna.get(room)).text));
  expect(lines.slice(-3)).toEqual(["notice: 75 seconds passed.", "youth: sry", "youth: dont know how to start"]);
});

test("what is sent twice is said once; too long is said beside the field, with the words", async () => {
  const room = await practises(anna, "peers-group-chat", "alone");
  const form = { client_id: clientId(), text: "Hi, I'm Juno." };
  await anna.post(room, form);
  await anna.post(room, form);
  const said = practiceLines((await anna.get(room)).text).filter((one) => one.startsWith("other: "));
  expect(said).toHaveLength(1);
  const long = "x".repeat(4001);
  const refused = await inRoom(anna, room, { text: long });
  expect(refused.status).toBe(422);
  expect(typed(refused.text, "say")).toBe(long);
  expect(refused.text).toContain(says("error.too_long", { length: 4001, most: 4000 }));
});

test("nobody reads another's practice, not even a supervisor, until it is handed in; what is taken back closes again", async () => {
  const room = await practises(anna, "home-brother", "alone");
  await inRoom(anna, room, { text: "I promise I will not tell anybody." });
  expect((await bela.get(room)).status).toBe(403);
  await inRoom(anna, room, { act: "ended" });
  expect((await bela.get(room)).status).toBe(403);
  await anna.post(room, { act: "hand_in" });
  const read = await bela.get(room);
  expect([read.status, unescaped(read.text).includes("I promise I will not tell anybody.")]).toEqual([200, true]);
  expect(read.text).not.toContain('value="take_back"');
  expect((await bela.get("/staff/practice")).text).toContain(`href="${room}"`);
  // Reading is all: what is said there is the trainee's alone.
  expect((await bela.post(room, { client_id: clientId(), text: "x" })).status).toBe(403);
  expect((await bela.post(`${room}/forget`)).status).toBe(403);
  await anna.post(room, { act: "take_back" });
  expect((await bela.get(room)).status).toBe(403);
});

test("what she deletes is gone with its key", async () => {
  const room = await practises(anna, "home-brother", "alone");
  const count = (file: "data" | "keys", table: string) =>
    line.files[file].prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect([count("data", "practice"), count("keys", "practice_wrap")]).toEqual([1, 1]);
  expect((await anna.post(`${room}/forget`)).to).toBe("/staff/practice");
  expect([count("data", "practice"), count("keys", "practice_wrap")]).toEqual([0, 0]);
  expect((await anna.get(room)).status).toBe(403);
});

test("what Anna has typed and not said yet stands there again, also after a hint or a wait, until it is said; nobody else reads it", async () => {
  const room = await practises(anna, "craft-silent-hi", "hints");
  const field = async () => typed((await anna.get(room)).text, "say");
  expect((await inRoom(anna, room, { act: "draft", text: "Take your ti" })).status).toBe(204);
  expect(await field()).toBe("Take your ti");
  // Without a script the button takes the words along.
  await inRoom(anna, room, { act: "hint", text: "Take your time." });
  expect(await field()).toBe("Take your time.");
  await inRoom(anna, room, { act: "wait" });
  expect(await field()).toBe("Take your time.");
  expect(practiceLines((await anna.get(room)).text).filter((one) => one.startsWith("other: "))).toEqual([]);
  await inRoom(anna, room, { text: "Take your time." });
  expect(await field()).toBe("");
  // What was typed a moment before arrives after it.
  await inRoom(anna, room, { act: "draft", text: "Take your time." });
  expect(await field()).toBe("");
  await inRoom(anna, room, { act: "draft", text: "I am not sure what to" });
  expect((await bela.post(room, { act: "draft", text: "x" })).status).toBe(403);
  await inRoom(anna, room, { act: "ended" });
  await anna.post(room, { act: "hand_in" });
  expect((await bela.get(room)).text).not.toContain("I am not sure what to");
});
