import { beforeEach, describe, expect, test } from "vitest";
import { join, leave, readAlong } from "#src/conversation/colleagues/join.ts";
import { q } from "#src/db/schema.ts";
import { topics } from "#src/live/topics.ts";
import { takeOver } from "#src/queue/handover/take-over.ts";
import { recordOfChat, unfinishedRecords } from "#src/record/reading.ts";
import { tickedReasons } from "#src/record/reasons/ticks.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { annaEnds, talking } from "#tests/support/house/chats.ts";
import { fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { act, htmx, type Person, staff } from "#tests/support/house/http.ts";

// Reasons for contact that are ticked while a chat goes on.

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
  path = `/staff/conversation/${id}/reasons`;
});

const bullying = "violence.bullying";
const siblings = "family.siblings";
const now = () => tickedReasons(home.helpline.db, id);
/** The reasons that are ticked in a form on a page. */
const tickedIn = (text: string, form: string) => {
  const [, inside = ""] = text.split(`id="${form}-${id}"`);
  return [...inside.split("</form>")[0]!.matchAll(/name="reason" value="([\w.]+)" checked/g)].map(([, code]) => code);
};
const ticks = (who: Person, ...reason: string[]) =>
  who.post(path, reason.length === 0 ? {} : { reason: reason[0]! }, htmx);
const seat = (as: "joined" | "reading") =>
  act(home, home.bela, (tx, emit) =>
    (as === "joined" ? join : readAlong)(tx, emit, { conversationId: id, staffId: home.bela.id }),
  );

describe("while the chat goes on", () => {
  test("what Anna ticks is kept at once, sealed, and stands ticked when she loads the page again", async () => {
    expect((await ticks(anna, bullying)).status).toBe(204);
    expect(now()).toEqual([bullying]);
    expect(tickedIn((await anna.get(path)).text, "ticking")).toEqual([bullying]);
    const { body } = home.helpline.db.first(q.selectFrom("ticked_reasons").select("body"))!;
    expect(Buffer.from(body).includes("bullying")).toBe(false);
  });

  test("without scripts the form says what it ticks and what it takes back", async () => {
    const { text } = await anna.get(path);
    expect(text).toContain(`<form class="record ticking" id="ticking-${id}"`);
    expect((await anna.post(path, { reason: siblings })).to).toBe(path);
    expect((await anna.post(path, { shown: siblings, reason: bullying })).to).toBe(path);
    expect(now()).toEqual([bullying]);
    expect((await anna.get(path)).text).toContain(`<input type="hidden" name="shown" value="${bullying}"/>`);
  });

  test("nothing ticks by itself, nothing unknown is ticked, and twice is once", async () => {
    expect(tickedIn((await anna.get(path)).text, "ticking")).toEqual([]);
    await ticks(anna, "violence.everything");
    expect(now()).toEqual([]);
    const heard = () => home.heard.filter(({ type }) => type === "reasons.ticked").length;
    await ticks(anna, bullying);
    await ticks(anna, bullying);
    expect([now(), heard()]).toEqual([[bullying], 1]);
    await anna.post(path, { shown: bullying }, htmx);
    expect([now(), home.files.data.prepare("SELECT count(*) FROM ticked_reasons").pluck().get()]).toEqual([[], 0]);
  });

  test("Béla, who joined, ticks beside her: an older page of Anna's takes nothing of it back", async () => {
    await seat("joined");
    await ticks(anna, bullying);
    await ticks(bela, siblings);
    await anna.post(path, { shown: bullying }, htmx);
    expect(now()).toEqual([siblings]);
  });

  test("a supervisor who reads along sees none of it, nor does one who has left, nor anyone else", async () => {
    await ticks(anna, bullying);
    const kim = await member(home.helpline, "kim", "Kim Maes", "Sol", ["counsellor", "supervisor", "admin"]);
    await seat("reading");
    const read = (await bela.get(`/staff/conversation/${id}`)).text;
    expect(read).toContain("they made a group without me");
    expect(read).not.toContain(`ticking-${id}`);
    expect(read).not.toContain(path);
    for (const who of [bela, await staff(home, kim)]) {
      expect((await who.get(path)).status).toBe(403);
      expect((await ticks(who, siblings)).status).toBe(403);
    }
    await act(home, home.bela, (tx, emit) => leave(tx, emit, { conversationId: id, staffId: home.bela.id }));
    expect((await bela.get(path)).status).toBe(403);
    expect(now()).toEqual([bullying]);
  });

  test("an open console of those who write follows, and nobody else's", async () => {
    await seat("reading");
    const heard = { anna: "", bela: "" };
    home.helpline.hub.join(topics.staff(home.anna.id), { send: (html) => (heard.anna += html) });
    home.helpline.hub.join(topics.staff(home.bela.id), { send: (html) => (heard.bela += html) });
    await ticks(anna, bullying);
    expect(heard.anna).toMatch(new RegExp(`hx-target="#ticked-${id}".*value="${bullying}"`, "s"));
    expect(heard.bela).not.toContain("bullying");
  });

  test("handed over, they are the next counsellor's, and Anna's no longer", async () => {
    await ticks(anna, bullying);
    await act(home, home.bela, (tx, emit) => takeOver(tx, emit, { conversationId: id, staffId: home.bela.id }));
    expect(tickedIn((await bela.get(path)).text, "ticking")).toEqual([bullying]);
    expect((await anna.get(path)).status).toBe(403);
    expect((await ticks(anna, siblings)).status).toBe(403);
    expect((await ticks(bela, siblings)).status).toBe(204);
    expect(now()).toEqual([bullying, siblings]);
  });
});

describe("when the chat has ended", () => {
  test("they stand ticked in its record, and in one that is put by; only there they are changed", async () => {
    await ticks(anna, bullying);
    await annaEnds(home, id);
    const { text } = await anna.get(`/staff/conversation/${id}`);
    expect(tickedIn(text, "record")).toEqual([bullying]);
    expect(text).not.toContain(`ticking-${id}`);
    expect(recordOfChat(home.helpline.db, id)).toBeUndefined();
    expect((await anna.get(path)).to).toBe(`/staff/conversation/${id}`);
    expect((await ticks(anna, siblings)).status).toBe(410);
    await anna.post(`/staff/conversation/${id}/close`, { asked: "yes", do: "later" });
    expect(unfinishedRecords(home.helpline.db, home.anna.id)[0]?.coding.reasons).toEqual([bullying]);
  });

  test("deleted by the young person, nothing that was ticked is left, nor ticked in the record", async () => {
    await ticks(anna, bullying);
    await home.helpline.db.change(`conversation:${id}`, (tx, emit) => eraseChat(tx, emit, { conversationId: id }));
    expect(home.files.data.prepare("SELECT count(*) FROM ticked_reasons").pluck().get()).toBe(0);
    const { text } = await anna.get(`/staff/conversation/${id}`);
    expect(text).toContain(`id="record-${id}"`);
    expect(tickedIn(text, "record")).toEqual([]);
    expect(text).not.toContain(`ticking-${id}`);
  });
});
