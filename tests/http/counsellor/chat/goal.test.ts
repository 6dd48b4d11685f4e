import { beforeEach, describe, expect, test } from "vitest";
import { goalOf, maxGoal, setGoal } from "#src/conversation/colleagues/goal.ts";
import { join, readAlong } from "#src/conversation/colleagues/join.ts";
import { q } from "#src/db/schema.ts";
import { topics } from "#src/live/topics.ts";
import { giveBack } from "#src/queue/handover/give-back.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { annaEnds, takes, talking } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, htmx, type Person, staff } from "#tests/support/house/http.ts";

// One line that says what a chat is to reach, in the young person's words.

let home: House;
let anna: Person;
let bela: Person;
let id: number;
let path: string;
beforeEach(async () => {
  home = await house({ clock: fakeClock() });
  await open(home);
  anna = await staff(home, home.anna);
  bela = await staff(home, home.bela);
  id = await talking(home, "they made a group without me");
  path = `/staff/conversation/${id}/goal`;
});

const wish = "to walk into class tomorrow";
const now = () => goalOf(home.helpline.db, id);
const stored = () => home.files.data.prepare("SELECT count(*) FROM goal").pluck().get();
const chat = async (who: Person) => (await who.get(`/staff/conversation/${id}`)).text;
/** The line above the chat on a page; null = there is none. */
const lineIn = (html: string) => html.match(/class="menu goal".*?class="reach"[^>]*>([^<]*)</s)?.[1] ?? null;
const seat = (as: "joined" | "reading") =>
  act(home, home.bela, (tx, emit) =>
    (as === "joined" ? join : readAlong)(tx, emit, { conversationId: id, staffId: home.bela.id }),
  );

describe("while the chat goes on", () => {
  test("Anna sets it in the menu, and it stands above the chat, sealed; then she changes it there and takes it away", async () => {
    const before = await chat(anna);
    expect([lineIn(before), before.includes(`action="${path}"`)]).toEqual([null, true]);
    const answer = await anna.post(path, { goal: `  ${wish}\n ` });
    expect([answer.status, answer.to]).toEqual([303, `/staff/conversation/${id}`]);
    const after = await chat(anna);
    expect([now(), lineIn(after)]).toEqual([wish, wish]);
    // In one place alone: above the chat, and no longer in the menu.
    expect(after.split(`action="${path}"`)).toHaveLength(2);
    const { body } = home.helpline.db.first(q.selectFrom("goal").select("body"))!;
    expect(Buffer.from(body).includes("class")).toBe(false);
    expect((await anna.post(path, { goal: "to tell mum" }, htmx)).status).toBe(204);
    expect(lineIn(await chat(anna))).toBe("to tell mum");
    await anna.post(path, { goal: "to tell mum", remove: "yes" }, htmx);
    expect([now(), stored(), lineIn(await chat(anna))]).toEqual([null, 0, null]);
    await anna.post(path, { goal: wish });
    await anna.post(path, { goal: " " });
    expect(stored()).toBe(0);
  });

  test("a line is a line: of 120 characters, whatever is typed, and the same one is told once", async () => {
    const { anna: name } = home;
    expect((await anna.post(path, { goal: "é".repeat(maxGoal + 1) }, htmx)).status).toBe(422);
    expect(now()).toBeNull();
    await anna.post(path, { goal: `${"🙂".repeat(maxGoal - 2)}\r\n\u0007x` }, htmx);
    expect(now()).toBe(`${"🙂".repeat(maxGoal - 2)} x`);
    home.heard.length = 0;
    for (const text of [wish, wish]) {
      await act(home, name, (tx, emit) => setGoal(tx, emit, { conversationId: id, staffId: name.id, text }));
    }
    expect(home.heard).toEqual([{ type: "goal.changed", conversationId: id }]);
  });

  test("one that is too long stays in its field without scripts, with a sentence, and the menu is open", async () => {
    const long = "a".repeat(maxGoal + 1);
    const said = 'class="wrong" id="goal-wrong-';
    for (const [menu, before] of [
      [`more-${id}`, ""],
      [`goal-${id}`, wish],
    ] as const) {
      await anna.post(path, { goal: before });
      const { status, text } = await anna.post(path, { goal: long });
      expect([status, text.includes(`value="${long}"`), text.includes(said)]).toEqual([422, true, true]);
      expect(text).toMatch(new RegExp(`<details[^>]*id="${menu}"[^>]* open`));
      expect(text).toContain("121");
    }
    expect(now()).toBe(wish);
  });

  test("an open console of all who sit there follows; who reads along can press the line, not change it", async () => {
    const heard = { anna: "", bela: "" };
    home.helpline.hub.join(topics.staff(home.anna.id), { send: (html) => (heard.anna += html) });
    home.helpline.hub.join(topics.staff(home.bela.id), { send: (html) => (heard.bela += html) });
    await anna.post(path, { goal: wish }, htmx);
    expect([lineIn(heard.anna), lineIn(heard.bela)]).toEqual([wish, null]);
    await seat("reading");
    heard.bela = "";
    await anna.post(path, { goal: "to tell mum" }, htmx);
    expect(lineIn(heard.bela)).toBe("to tell mum");
    const read = await chat(bela);
    expect([lineIn(read), read.includes(path)]).toEqual(["to tell mum", false]);
    expect((await bela.post(path, { goal: "mine" })).status).toBe(403);
  });

  test("Béla, who joined, sees and changes it; so does whoever takes the chat over or gets it after the queue", async () => {
    await anna.post(path, { goal: wish });
    await seat("joined");
    expect(lineIn(await chat(bela))).toBe(wish);
    expect((await bela.post(path, { goal: "to sleep" })).status).toBe(303);
    await act(home, home.bela, (tx, emit) => takeOver(tx, emit, { conversationId: id, staffId: home.bela.id }));
    expect(lineIn(await chat(bela))).toBe("to sleep");
    expect((await anna.post(path, { goal: wish })).status).toBe(403);
    await act(home, home.bela, (tx, emit) =>
      giveBack(tx, emit, { conversationId: id, staffId: home.bela.id, why: "left" }),
    );
    await takes(home, home.anna, id);
    expect(lineIn(await chat(anna))).toBe("to sleep");
  });

  test("neither the audit log nor what the program says of itself has a word of it", async () => {
    await anna.post(path, { goal: wish });
    const said = JSON.stringify([home.heard, home.helpline.db.all(q.selectFrom("audit").selectAll())]);
    expect(said).toContain("goal.changed");
    expect(said).not.toContain("walk into class");
    expect(JSON.stringify(home.helpline.db.all(q.selectFrom("audit").select("action")))).not.toContain("goal");
  });
});

describe("when the chat has ended", () => {
  test("it still stands above the words, and is not changed any more", async () => {
    await anna.post(path, { goal: wish });
    await annaEnds(home, id);
    const text = await chat(anna);
    expect([lineIn(text), text.includes(path)]).toEqual([wish, false]);
    expect((await anna.post(path, { goal: "later" })).status).toBe(410);
    expect(now()).toBe(wish);
  });

  test("deleted by the young person, nothing is left of it", async () => {
    await anna.post(path, { goal: wish });
    await home.helpline.db.change(`conversation:${id}`, (tx, emit) => eraseChat(tx, emit, { conversationId: id }));
    expect([stored(), (await chat(anna)).includes("walk into class")]).toEqual([0, false]);
  });
});
