import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversation } from "#src/conversation/conversation.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { addLine } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setOpening } from "#src/queue/line/opening.ts";
import { dueToGo } from "#src/retention/forget.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { setSetting } from "#src/settings/settings.ts";
import { open } from "#tests/support/house/helpline.ts";
import { act, clientId, give, heardSince, person, says, script, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { evenings, hours, houseWithHours, minute, pass, stay } from "#tests/support/states/youth/door.ts";
import type { TimedServer } from "#tests/support/states/youth/youth.ts";

// Who waits when a line closes: told before, and given the own words after. Helsinki, 18:00 to 22:00; it is 18:00.

let files: OpenFiles;
let line: TimedServer;
let noor: Awaited<ReturnType<typeof youth>>;

const start = Date.UTC(2026, 10, 24, 16);
const words = "nobody <knows>\nwhat it is like";
const watched = () => runJob(line.helpline, jobs.find((job) => job.name === "doors that say something else")!);
const lastMinutes = () => stay(line, 220 * minute);
const closes = async () => {
  await stay(line, 240 * minute);
  await watched();
};
const gone = () => conversation(line.helpline.db, noor.id) === undefined;

beforeEach(async () => {
  line = await houseWithHours(start, evenings);
  files = line.files;
  await open(line);
  noor = await youth(line, words, line);
});
afterEach(() => line.stop());

describe("before closing", () => {
  test("the page and a poll that waits say it when the last minutes begin, and no more when the hours have changed", async () => {
    const before = (await noor.get("/")).text;
    expect(before).not.toContain("We close at");
    const v = before.match(/id="state"[^>]*data-v="(\w+)"/)![1]!;
    const poll = noor.post("/updates", { after: "1", v }, script);
    await expect.poll(() => line.helpline.hub.heard(`youth:${noor.id}`)).toBe(true);
    await lastMinutes();
    const told = /<strong>We close at <time datetime="2026-11-24T22:00\+02:00" [^>]*>22:00<\/time>/;
    expect((await poll).text).toMatch(told);
    const { text } = await noor.get("/");
    expect(text).toMatch(told);
    expect(text).toContain("We may not get to you today.");
    // What may not happen is not promised beside it.
    expect([before, text].map((page) => page.includes(says("youth.waiting.open")))).toEqual([true, false]);
    expect(text).toContain("tomorrow at 18:00");
    expect(text).toContain(says("youth.closing.leave"));
    const [, now] = text.match(/id="state"[^>]*data-v="(\w+)"/)!;
    expect(now).not.toBe(v);
    await stay(line, minute);
    expect((await noor.get("/")).text).toContain(`data-v="${now}"`);
    await hours(line, { ...evenings, week: evenings.week.map(() => [{ opens: 1080, closes: 1440 }]) });
    expect((await noor.get("/")).text).not.toContain("We close at");
  });

  test("a frame that opens then says it too, in its line and among the messages", async () => {
    await lastMinutes();
    const reader = (await noor.send("/log")).body!.getReader();
    let text = "";
    while (!text.includes("Both are fine.")) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toContain('<p class="status">You’re next · We close at 22:00</p>');
    expect(text).toContain("22:00</time><noscript> (Eastern European Time)</noscript>. We may not get to you today.");
    await reader.cancel();
  });

  test.each([
    ["fr", "On ferme à", "demain à 18:00"],
    ["nl", "We sluiten om", "morgen om 18:00"],
  ])("in %s too", async (language, said, next) => {
    const sam = person(line, line);
    await sam.post("/start", { client_id: clientId(), rules: "1", l: language, text: "x" });
    await lastMinutes();
    const { text } = await sam.get("/");
    expect(text).toContain(said);
    expect(text).toContain(next);
  });

  test("each line has its own places, its own people and its own closing", async () => {
    const values = { name: "Second", country: "FI", languages: [], ageFrom: null, ageTo: null, intakeCap: null };
    const second = await act(line, line.aino, (tx, emit) =>
      addLine(tx, emit, { ...values, pauseAfterMinutes: 10, staffIds: [line.bela.id] }),
    );
    await open(line, line.bela);
    const sam = person(line, line);
    await sam.post("/start", { client_id: clientId(), rules: "1", text: "x", line: String(second) });
    await lastMinutes();
    const text = (await sam.get("/")).text;
    expect(text).toContain(says("youth.waiting.place", { place: 1 }));
    expect(text).toContain(says("youth.waiting.open"));
    expect(text).not.toContain("We close at");
    expect((await noor.get("/")).text).toContain(says("youth.waiting.place", { place: 1 }));
  });
});

describe("closed while waiting", () => {
  test("the page says so, whose fault it is not, shows the own words and nothing else, and when it opens again", async () => {
    await closes();
    const { status, text, set } = await noor.get("/");
    expect([status, set]).toEqual([200, []]);
    for (const key of ["youth.unanswered.title", "youth.unanswered.text", "youth.unanswered.unread"] as const)
      expect(text).toContain(says(key));
    expect(text).toContain(says("youth.unanswered.deleted", { minutes: 15 }));
    expect(text).toMatch(
      /<textarea id="own-words"[^>]*dir="auto"[^>]*>nobody &lt;knows&gt;\nwhat it is like<\/textarea>/,
    );
    expect(text).toContain("tomorrow at 18:00");
    expect(text).toContain('href="tel:112"');
    expect(text).not.toContain('action="/start-new"');
    expect((await noor.post("/updates", { after: "1" }, script)).text).toBe('<b id="over"></b>');
  });

  test("by a break: the note and the ways to get help stand there as at the door, and no empty line", async () => {
    const value = [{ country: "FR", call: "112", sms: "114", app: "", press: "" }];
    const closed = { opening: "break", closedNote: { en: "Back in September." }, waiting: 1 } as const;
    await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
    const basedOn = settingsHistory.newest(line.helpline.db, "opening");
    await act(line, line.aino, (tx, emit) => setOpening(tx, emit, { ...closed, basedOn }));
    const { text } = await noor.get("/");
    expect(text).toContain(says("youth.unanswered.title"));
    expect(text).toContain("<strong>Back in September.</strong>");
    expect(text).toContain('<p>Can’t talk out loud? <a href="sms:114">Text 114</a>.</p>');
    expect(text).not.toContain('<p class="next">');
  });

  test("the frame of a browser without scripts leads there", async () => {
    const response = await noor.send("/log");
    const reader = response.body!.getReader();
    let text = "";
    await closes();
    while (!text.includes('target="_top"')) text += new TextDecoder().decode((await reader.read()).value);
    // In the link too: a small frame shows nothing else.
    expect(text).toContain(`>${says("youth.unanswered.title")}. ${says("youth.continue.yes")}</a>`);
    expect((await reader.read()).done).toBe(true);
  });

  test("words that are sent too late come back with the truth, and with no new chat where none can begin", async () => {
    await closes();
    for (const frame of ["1", "0"]) {
      const late = { client_id: clientId(), text: "are you there", frame };
      const { status, text } = await noor.post("/send", late);
      expect(status).toBe(410);
      for (const key of ["youth.unanswered.title", "youth.unanswered.text"] as const) expect(text).toContain(says(key));
      expect(text).toContain(">are you there</textarea>");
      expect(text).not.toContain(says("error.ended"));
      expect(text).not.toContain('action="/start-new"');
    }
  });

  test("after a minute away nobody is shown the words", async () => {
    await closes();
    pass(line, 2 * minute);
    const { text } = await noor.get("/");
    expect(text).toContain(says("youth.unanswered.title"));
    expect(text).not.toContain("knows");
    expect(text).toContain(says("youth.unanswered.unread"));
  });

  test("with nothing written nothing is said of words", async () => {
    const sam = person(line, line);
    await sam.post("/start", { client_id: clientId(), rules: "1", l: "en", text: "" });
    await closes();
    const { text } = await sam.get("/");
    expect(text).toContain(says("youth.unanswered.title"));
    expect(text).not.toContain(says("youth.unanswered.unread"));
    expect(text).not.toContain("own-words");
  });

  test.each(["/wipe", "/start-new", "/leave"])(
    "POST %s forgets the words at once, and takes the cookie",
    async (path) => {
      await closes();
      const before = line.heard.length;
      const { set } = await noor.post(path);
      expect(set).toContainEqual(expect.stringMatching(/^s=; Max-Age=0/));
      expect(heardSince(line, before)).toEqual(["conversation.forgotten"]);
      expect([gone(), rows(files, "message")]).toEqual([true, []]);
      expect((await noor.get("/")).text).toContain(says("youth.shut.closed.title"));
    },
  );

  test("whoever does nothing is forgotten after the time that was said, and the page shows the door", async () => {
    await closes();
    pass(line, 15 * minute - 1_000);
    expect((await noor.get("/")).text).toContain(says("youth.unanswered.title"));
    pass(line, 1_000);
    expect(dueToGo(line.helpline.db, line.clock.now())).toContain(noor.id);
    await runJob(line.helpline, jobs.find((job) => job.name === "words kept long enough")!);
    expect(gone()).toBe(true);
    expect((await noor.get("/")).text).toContain(says("youth.shut.closed.title"));
    expect(jobs.find((job) => job.name === "words kept long enough")!.every).toBeLessThanOrEqual(minute);
  });

  test("who talks goes on", async () => {
    await give(line, noor.id, line.anna);
    await closes();
    expect((await noor.get("/")).text).toContain(says("youth.talking.here", { alias: "Mika" }));
    expect((await noor.post("/send", { client_id: clientId(), text: "still here" })).to).toBe("/");
    expect((await noor.get("/")).text).toContain("still here");
  });
});
