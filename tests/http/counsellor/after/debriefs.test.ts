import { beforeEach, describe, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { onPage } from "#src/http/server/pages.ts";
import { type House, house, open } from "#tests/support/house/helpline.ts";
import { give, type Person, says, staff, youth } from "#tests/support/house/http.ts";

let line: House;
let anna: Person;
let bela: Person;
let noor: Awaited<ReturnType<typeof youth>>;
beforeEach(async () => {
  line = await house();
  await open(line);
  [anna, bela] = [await staff(line, line.anna), await staff(line, line.bela)];
  noor = await youth(line, "my secret words");
  await give(line, noor.id, line.anna);
});

const debrief = (weight: string, note = "") => anna.post(`/staff/conversation/${noor.id}/debrief`, { weight, note });
const shown = async (who: Person, path: string) => (await who.get(path)).text;

describe("how a chat was", () => {
  test("is asked beside a chat that is over, in one tap, and stands there until somebody has seen it", async () => {
    const chat = `/staff/conversation/${noor.id}`;
    expect(await shown(anna, chat)).not.toContain(says("staff.debrief.ask"));
    await noor.post("/end");
    expect(await shown(anna, chat)).toContain(says("staff.debrief.ask"));
    expect((await debrief("heavy", "it was about my sister")).to).toBe(chat);
    const page = await shown(anna, chat);
    expect(page).toMatch(/value="heavy" aria-pressed="true"/);
    expect(page).toContain("it was about my sister");
    await debrief("none");
    expect(await shown(anna, chat)).not.toContain('aria-pressed="true">Heavy');
    expect(await shown(bela, "/staff/debriefs")).toContain(says("staff.inbox.heavy_none"));
  });

  test("“need to talk” marks the top line of supervisors and of nobody else; who takes it is told to whoever asked", async () => {
    await noor.post("/end");
    expect(await shown(bela, "/staff")).toMatch(/id="inbox"[^>]*data-talk="0"/);
    await debrief("talk", "please");
    expect(await shown(bela, "/staff")).toMatch(/id="inbox"[^>]*data-talk="1"/);
    expect(await shown(anna, "/staff")).not.toContain('id="inbox"');
    const inbox = await shown(bela, "/staff/debriefs");
    expect(inbox).toContain("please");
    expect(inbox).not.toMatch(/secret|Peeters/);
    expect((await bela.post("/staff/debriefs/1", { act: "take" })).to).toBe("/staff/debriefs");
    expect(await shown(bela, "/staff")).toMatch(/id="inbox"[^>]*data-talk="0"/);
    const console = await shown(anna, "/staff");
    expect(console).toMatch(/id="for-you"[^>]*>.*Luna will talk to you/s);
    await anna.post("/staff/told", { kind: "debrief", id: "1" });
    expect(await shown(anna, "/staff")).not.toContain("Luna will talk to you");
    expect((await debrief("light")).status).toBe(409);
  });
});

test("what is done is shown page by page, with older and newer ones; what is to be dealt with stands on each", async () => {
  await noor.post("/end");
  await debrief("talk", "please");
  await line.helpline.db.change("command line", (tx) => {
    const { id, ...row } = tx.first(q.selectFrom("debrief").selectAll())!;
    for (let n = 1; n <= onPage + 1; n += 1) {
      const older = { note: null, conversation_id: null, weight: "light" as const, at: row.at - n };
      tx.run(q.insertInto("debrief").values({ ...row, ...older }));
    }
  });
  const listed = async (page: string) =>
    [...(await shown(bela, `/staff/debriefs${page}`)).matchAll(/id="debrief-(\d+)"/g)].map(([, one]) => Number(one));
  const count = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
  expect(await listed("")).toEqual([1, ...count(2, onPage + 1)]);
  expect(await listed("?page=2")).toEqual([1, onPage + 2]);
  expect(await shown(bela, "/staff/debriefs")).toContain('rel="next" href="/staff/debriefs?page=2"');
  expect(await shown(bela, "/staff/debriefs?page=2")).toContain('rel="prev" href="/staff/debriefs?page=1"');
});

describe("thanks", () => {
  test("are read by a supervisor, passed on, put away by whoever they are for, and stay on their own page", async () => {
    await noor.post("/end");
    await noor.post("/thanks", { text: "you listened <3" });
    expect(await shown(anna, "/staff")).not.toContain("you listened");
    expect(await shown(bela, "/staff/debriefs")).toContain("you listened &lt;3");
    await bela.post(`/staff/debriefs/thanks/${noor.id}`, { act: "passed" });
    expect(await shown(anna, "/staff")).toContain("you listened &lt;3");
    await anna.post("/staff/told", { kind: "thanks", id: String(noor.id) });
    expect(await shown(anna, "/staff")).not.toContain("you listened");
    expect(await shown(anna, "/staff/me")).toContain("you listened &lt;3");
    await bela.post(`/staff/debriefs/thanks/${noor.id}`, { act: "again" });
    await bela.post(`/staff/debriefs/thanks/${noor.id}`, { act: "kept" });
    expect(await shown(anna, "/staff/me")).not.toContain("you listened");
  });

  test("what is for one is put away by nobody else", async () => {
    await noor.post("/end");
    await noor.post("/thanks", { text: "you listened" });
    await bela.post(`/staff/debriefs/thanks/${noor.id}`, { act: "passed" });
    await bela.post("/staff/told", { kind: "thanks", id: String(noor.id) });
    expect(await shown(anna, "/staff")).toContain("you listened");
  });
});
