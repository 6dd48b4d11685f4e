import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { queueFor } from "#src/live/console/staff-lists.tsx";
import { queueOfMember, topics } from "#src/live/topics.ts";
import { noAnswers } from "#src/settings/assessment.ts";
import { comesIn } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, member, open } from "#tests/support/house/helpline.ts";
import { give, heardSince, htmx, type Person, person, says, staff, youth } from "#tests/support/house/http.ts";
import { restarted } from "#tests/support/house/restart.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let anna: Person;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
  anna = await staff(line, line.anna);
});

const queue = (page: string) => page.split('id="queue"')[1]!.split("</section>")[0]!;

describe("GET /staff", () => {
  test("beside her chats Anna reads how many more she has room for, until there is none", async () => {
    const heading = async () => (await anna.get("/staff")).text.split('id="chats-title"')[1]!.split("</h2>")[0]!;
    const { id } = await youth(line, "hello");
    await give(line, id, line.anna);
    expect(await heading()).toContain(says("staff.chats.room", { n: 1 }));
    const { id: other } = await youth(line, "hello?");
    await give(line, other, line.anna);
    expect(await heading()).not.toContain("room-for");
  });

  test("shows who waits, with the first words, first come first; how bad it is stands beside the chat", async () => {
    const noor = await youth(line, "things <b>at home</b>");
    await noor.post("/feeling", { moment: "before", value: "8" });
    clock.pass(1000);
    await youth(line, "my turn");
    const { status, text } = await anna.get("/staff");
    expect(status).toBe(200);
    const list = queue(text);
    expect(list.indexOf("things &lt;b&gt;at home&lt;/b&gt;")).toBeGreaterThan(0);
    expect(list.indexOf("things")).toBeLessThan(list.indexOf("my turn"));
    expect(list).not.toContain("8/10");
    expect(list).toContain('action="/staff/claim"');
  });

  test("whoever chose that it cannot wait has a mark, also where no rule puts them first", async () => {
    const mark = (list: string) => list.includes('class="pressing-mark"');
    await comesIn(line, "my turn", { chosen: { ...noAnswers, urgent: "no" } });
    expect(mark(queue((await anna.get("/staff")).text))).toBe(false);
    await comesIn(line, "please", { chosen: { ...noAnswers, urgent: "soon" } });
    const [, row = ""] = queue((await anna.get("/staff")).text).split('id="waiting-2"');
    expect([mark(row), row.includes(says("youth.which.urgent.soon"))]).toEqual([true, true]);
    await comesIn(line, "help", { chosen: { ...noAnswers, urgent: "danger" }, urgent: true });
    const [first = ""] = queue((await anna.get("/staff")).text).split("my turn");
    expect([mark(first), first.includes(says("staff.queue.urgent"))]).toEqual([false, true]);
  });

  test("chats that are over stand after those that go on", async () => {
    await open(line);
    const [noor, sam] = [await youth(line, "I am Noor"), await youth(line, "I am Sam")];
    for (const { id } of [noor, sam]) await give(line, id, line.anna);
    await noor.post("/end");
    const anna = await staff(line, line.anna);
    const rows = [...(await anna.get("/staff")).text.matchAll(/id="chat-(\d+)"[^>]*class="([^"]*)"/g)];
    expect(rows.map(([, id, looks]) => [Number(id), looks])).toEqual([
      [sam.id, "row unread"],
      [noor.id, "row unread ended"],
    ]);
  });

  test("whoever is not signed in is led to the sign-in page; a script is told", async () => {
    const nobody = person(line);
    expect((await nobody.get("/staff")).to).toBe("/staff/sign-in");
    const scripted = await nobody.get("/staff", htmx);
    expect([scripted.status, scripted.text]).toEqual([401, says("error.not_signed_in")]);
  });

  test("says plainly what is wrong with the master key", async () => {
    for (const [master, key] of [
      [null, "staff.keys_state.missing"],
      ["unreadable", "staff.keys_state.unreadable"],
    ] as const) {
      const locked = await restarted(line, files, master);
      const { text } = await (await staff(locked, line.anna)).get("/staff");
      expect(text).toContain(says(key));
    }
  });

  test("somebody without the right to take a person sees who waits, no button, and not what they wrote", async () => {
    const admin = await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
    await youth(line, "it is about my father");
    const { text } = await (await staff(line, admin)).get("/staff");
    expect(queue(text)).toContain('id="waiting-1"');
    expect(queue(text)).toContain(says("staff.queue.cannot_claim"));
    expect(text).not.toContain('action="/staff/claim"');
    expect(text).not.toContain("my father");
    const comes = (who: typeof admin) => {
      const seen = queueOfMember(line.helpline.db, who);
      line.helpline.hub.join(topics.queue(seen), { send: () => {} });
      return queueFor(line.helpline, seen)[0]!.html;
    };
    expect(comes(admin)).toContain('id="waiting-1"');
    expect([comes(admin).includes("my father"), comes(line.anna).includes("my father")]).toEqual([false, true]);
  });
});

describe("POST /staff/available", () => {
  test("opens and closes the door, heard once each", async () => {
    const before = line.heard.length;
    expect((await anna.post("/staff/available", { availability: "available" })).to).toBe("/staff");
    expect((await anna.post("/staff/available", { availability: "away" })).to).toBe("/staff");
    expect(line.heard.slice(before)).toEqual([
      { type: "availability.changed", staffId: line.anna.id, availability: "away" },
    ]);
    expect((await person(line).get("/")).text).toContain(says("youth.shut.paused.title"));
  });

  test.each(["gone", "", "AVAILABLE", "constructor"])("%j is no answer", async (availability) => {
    const { status, text } = await anna.post("/staff/available", { availability });
    expect(status).toBe(422);
    expect(text).toContain(says("error.bad_input"));
    expect(rows(files, "presence_log")).toHaveLength(1);
  });
});

describe("taking somebody", () => {
  test("the next one: whoever waits longest, told to them at once", async () => {
    const noor = await youth(line, "first");
    await youth(line, "second");
    const before = line.heard.length;
    expect((await anna.post("/staff/claim")).to).toBe(`/staff/conversation/${noor.id}`);
    expect(heardSince(line, before)).toEqual(["conversation.claimed", "message.written"]);
    expect((await noor.get("/")).text).toContain(says("youth.talking.here", { alias: "Mika" }));
  });

  test("this one, even if others came before", async () => {
    await youth(line, "first");
    const sam = await youth(line, "second");
    expect((await anna.post(`/staff/conversation/${sam.id}/claim`)).to).toBe(`/staff/conversation/${sam.id}`);
    expect((await sam.get("/")).text).toContain(says("youth.talking.here", { alias: "Mika" }));
    const before = line.heard.length;
    expect((await anna.post(`/staff/conversation/${sam.id}/claim`)).to).toBe(`/staff/conversation/${sam.id}`);
    expect(heardSince(line, before)).toEqual([]);
  });

  test("two at once: one has them, the other is told", async () => {
    const noor = await youth(line);
    const bela = await staff(line, line.bela);
    const path = `/staff/conversation/${noor.id}/claim`;
    const both = await Promise.all([anna.post(path), bela.post(path)]);
    expect(both.map((one) => one.status).sort()).toEqual([303, 409]);
    expect(both.find((one) => one.status === 409)!.text).toContain(says("error.taken"));
    expect(heardSince(line, 0).filter((type) => type === "conversation.claimed")).toHaveLength(1);
  });

  test("nobody waits, gone, unknown, full hands: each has its sentence", async () => {
    expect((await anna.post("/staff/claim")).text).toContain(says("error.nobody_waits"));
    const noor = await youth(line);
    await noor.post("/leave");
    const gone = await anna.post(`/staff/conversation/${noor.id}/claim`, {}, htmx);
    expect([gone.status, gone.text]).toEqual([410, says("error.ended")]);
    expect((await anna.post("/staff/conversation/999/claim")).status).toBe(403);
    for (const words of ["a", "b"]) await give(line, (await youth(line, words)).id, line.anna);
    await youth(line, "c");
    const full = await anna.post("/staff/claim", {}, htmx);
    expect([full.status, full.text]).toEqual([422, says("error.full_hands", { n: 2 })]);
  });

  test("an admin alone may not, whatever the state of the chat", async () => {
    const admin = await staff(line, await member(line.helpline, "sven", "Sven Berg", "Ash", ["admin"]));
    const noor = await youth(line);
    for (const path of ["/staff/claim", `/staff/conversation/${noor.id}/claim`, "/staff/conversation/999/claim"]) {
      if (path !== "/staff/claim") expect((await admin.post(path)).text).toContain(says("error.not_allowed"));
      else expect((await admin.post(path)).status).toBe(403);
    }
    expect(rows(files, "conversation")).toMatchObject([{ counsellor_id: null }]);
  });
});

describe("POST /staff/ready", () => {
  test("after a chat the top line says until when one counts as busy, and one tap ends it; so does “available”", async () => {
    const noor = await youth(line, "I am Noor");
    await give(line, noor.id, line.anna);
    await noor.post("/end");
    const anna = await staff(line, line.anna);
    const shown = async () => (await anna.get("/staff")).text.includes('action="/staff/ready"');
    expect(await shown()).toBe(true);
    expect((await anna.post("/staff/ready")).to).toBe("/staff");
    expect(await shown()).toBe(false);
    const sam = await youth(line, "I am Sam");
    await give(line, sam.id, line.anna);
    await sam.post("/end");
    expect(await shown()).toBe(true);
    await anna.post("/staff/available", { availability: "available" });
    expect(await shown()).toBe(false);
  });
});
