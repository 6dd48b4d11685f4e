import { beforeEach, describe, expect, test } from "vitest";
import type { OpenFiles } from "#src/db/files.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { clientId, give, heardSince, says, script, staff, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

let clock: FakeClock;
let files: OpenFiles;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;

beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  files = line.files;
  await open(line);
  noor = await youth(line, "the secret words");
});

const minute = 60_000;
const talk = () => give(line, noor.id, line.anna);
const endLost = () => runJob(line.helpline, jobs.find((job) => job.name === "young persons who are gone")!);
const nothingSaid = /secret|words that|Mika|Anna|Peeters|joined/;

describe("coming back", () => {
  test("within a minute the chat is simply there", async () => {
    await talk();
    clock.pass(59_000);
    const before = line.heard.length;
    expect((await noor.get("/")).text).toContain("the secret words");
    expect(heardSince(line, before)).toEqual([]);
  });

  test("after a minute the page asks first, and holds nothing of the chat", async () => {
    await talk();
    clock.pass(minute);
    const before = line.heard.length;
    for (const path of ["/", "/?l=fr", "/", "/log", "/box"]) {
      const { status, text, set } = await noor.get(path);
      expect(status).toBe(200);
      expect(text).not.toMatch(nothingSaid);
      expect(text).not.toContain(says("youth.talking.here", { alias: "Mika" }));
      expect(set).toEqual([]);
    }
    const page = (await noor.get("/")).text;
    for (const key of [
      "youth.continue.title",
      "youth.continue.yes",
      "youth.continue.new",
      "youth.continue.wipe",
    ] as const)
      expect(page).toContain(says(key));
    for (const action of ["/continue", "/start-new", "/end"]) expect(page).toContain(`action="${action}"`);
    expect(heardSince(line, before)).toEqual([]);
  });

  test("continue shows the chat again and tells the counsellor how long it was", async () => {
    await talk();
    clock.pass(9 * minute);
    await noor.get("/");
    const before = line.heard.length;
    expect((await noor.post("/continue")).to).toBe("/");
    expect(line.heard.slice(before)).toEqual([
      { type: "conversation.returned", conversationId: noor.id, staffId: line.anna.id, awayMs: 9 * minute },
      // The clock of their silence begins anew.
      { type: "silence.broken", conversationId: noor.id, staffId: line.anna.id },
    ]);
    expect((await noor.get("/")).text).toContain("the secret words");
    const anna = await staff(line, line.anna);
    const pane = (await anna.get(`/staff/conversation/${noor.id}`)).text;
    expect(pane).toContain(says("reply.back.text"));
  });

  test("the poll of a page that was away brings the chat, and is told as a return", async () => {
    await talk();
    clock.pass(9 * minute);
    const before = line.heard.length;
    const { status, text } = await noor.post("/updates", { after: "0" }, script);
    expect([status, /the secret words/.test(text)]).toEqual([200, true]);
    expect(line.heard.slice(before)).toMatchObject([{ type: "conversation.returned", awayMs: 9 * minute }]);
  });

  test("a message sent by a page that was away is stored, shown, and told as a return", async () => {
    await talk();
    clock.pass(5 * minute);
    const before = line.heard.length;
    const { status, text } = await noor.post("/send", { client_id: clientId(), text: "hello again" }, script);
    expect(status).toBe(200);
    expect(text).toContain("hello again");
    expect(heardSince(line, before)).toEqual(["conversation.returned", "message.written"]);
  });

  test("start new and delete: the old chat ends, the door is there, the counsellor hears it", async () => {
    await talk();
    clock.pass(2 * minute);
    const before = line.heard.length;
    await noor.post("/end", { wipe: "1" });
    expect(heardSince(line, before)).toContain("conversation.ended");
    expect(noor.cookies.size).toBe(0);
    expect((await noor.get("/")).text).toContain(says("youth.door.title"));
  });
});

describe("too late", () => {
  test("a chat ends 15 min after the last sign; then the page says so once and the cookie goes", async () => {
    await talk();
    clock.pass(15 * minute - 1);
    await endLost();
    expect((await noor.get("/")).text).toContain(says("youth.continue.title"));
    clock.pass(1);
    const before = line.heard.length;
    await endLost();
    expect(line.heard.slice(before)).toEqual([
      { type: "wrap_up.changed", staffId: line.anna.id, on: true },
      { type: "conversation.ended", conversationId: noor.id, staffId: line.anna.id, reason: "lost" },
    ]);
    const over = await noor.get("/");
    expect(over.text).toContain(says("youth.over.title"));
    expect(over.text).not.toMatch(nothingSaid);
    expect(over.set).toEqual([expect.stringMatching(/^s=; Max-Age=0; Path=\//)]);
    expect((await noor.get("/")).text).toContain(says("youth.door.title"));
  });

  test("a place in the line is kept 5 min, and the words go with it", async () => {
    clock.pass(5 * minute - 1);
    await endLost();
    expect(rows(files, "message")).toHaveLength(1);
    clock.pass(1);
    await endLost();
    expect(line.heard.at(-1)).toMatchObject({ type: "conversation.ended", reason: "lost" });
    expect(rows(files, "message")).toEqual([]);
    const over = (await noor.get("/")).text;
    expect(over).toContain(says("youth.over.place_title"));
    expect(over).toContain(says("youth.over.place_text", { minutes: 5 }));
  });

  test("continue, sent after the end, leads to the page that says so", async () => {
    await talk();
    clock.pass(15 * minute);
    await endLost();
    const before = line.heard.length;
    expect((await noor.post("/continue")).to).toBe("/");
    expect(heardSince(line, before)).toEqual([]);
    expect((await noor.get("/")).text).toContain(says("youth.over.title"));
  });
});
