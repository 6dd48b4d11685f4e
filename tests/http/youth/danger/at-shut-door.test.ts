import { beforeEach, describe, expect, test } from "vitest";
import { addLine } from "#src/hours/lines.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { inLine } from "#src/queue/claim.ts";
import { questionNames } from "#src/settings/assessment.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { annaIs, byHand, inEvenings, shut, stateNow } from "#tests/support/browser/shut-doors.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, field, type Person, person, says, script, typed, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

// Danger is never refused: at a door that is full, late, paused or about to close, whoever says so comes in as long as somebody is on
// shift (safeguarding: “Danger, from the tick”). Everything as shipped: nobody's limits are raised.

const minute = 60_000;

let clock: FakeClock;
let home: House;
beforeEach(async () => {
  clock = fakeClock();
  home = await house({ clock, asShipped: true });
  await open(home);
  await inEvenings(home);
});

/** The one form of a door that is shut, as a browser without scripts sends it. */
function inForm(page: string) {
  const names = ["client_id", "l", "rules", "line", "danger"];
  return Object.fromEntries(names.map((name) => [name, field(page, name)]));
}

const first = (lines: typeof inLine) => lines(home.helpline.db)[0]!;
const starts = (who: Person, form: Record<string, string>, headers = {}) => who.post("/start", form, headers);

describe.each(shut)("at a door that is %s", (name, shuts) => {
  beforeEach(async () => {
    await shuts(home, clock);
    expect(stateNow(home)).toBe(name);
  });

  test("whoever is in danger finds a button, without scripts too, and is the first of the line", async () => {
    const noor = person(home);
    const page = (await noor.get("/")).text;
    expect(page.match(/<form[^>]*action="\/start/g)).toHaveLength(1);
    expect(page).toContain(says("youth.door.danger"));
    expect((await starts(noor, inForm(page))).to).toBe("/");
    expect(first(inLine)).toMatchObject({ lane: "urgent", lineId: 1 });
    expect((await noor.get("/")).text).toContain(says("youth.waiting.place", { place: 1 }));
  });

  test("what was typed before it shut comes in with the tick", async () => {
    const before = rows(home.files, "message").length;
    const form = { client_id: clientId(), rules: "1", l: "en", line: "1", text: "he is outside", danger: "yes" };
    expect((await starts(person(home), form, script)).status).toBe(204);
    expect(rows(home.files, "message")).toHaveLength(before + 1);
  });

  test("nobody else is let in by it, and keeps their words", async () => {
    const before = rows(home.files, "conversation").length;
    const form = { client_id: clientId(), rules: "1", l: "en", line: "1", text: "hello there" };
    const refused = await starts(person(home), form);
    expect(refused.status).toBe(422);
    expect(typed(refused.text)).toBe("hello there");
    expect(rows(home.files, "conversation")).toHaveLength(before);
    // There the tick takes the words along: no button beside them would.
    expect(refused.text.match(/<form[^>]*action="\/start[^>]*>/g)).toEqual([expect.stringContaining('id="start"')]);
    expect(refused.text).toMatch(/<input type="checkbox" name="danger"/);
  });
});

describe("at a door where nobody is available", () => {
  test("somebody who stepped away and is still there is enough", async () => {
    await annaIs(home, "away");
    clock.pass(11 * minute);
    home.helpline.staff.touched(home.anna.id);
    expect(stateNow(home)).toBe("paused");
    const page = (await person(home).get("/")).text;
    expect((await starts(person(home), inForm(page))).to).toBe("/");
    expect(first(inLine).lane).toBe("urgent");
  });

  test("before anybody has come on shift there is nobody to let them in: numbers and silent ways stand first", async () => {
    await annaIs(home, "gone");
    clock.pass(30 * minute);
    expect(stateNow(home)).toBe("paused");
    await refusesWithNumbers();
  });
});

test("a line that is closed says whom to call first of all, and how without a voice", async () => {
  clock.pass(200 * minute);
  home.helpline.staff.touched(home.anna.id);
  expect(stateNow(home)).toBe("closed");
  await refusesWithNumbers();
});

test("a line closed by hand lets nobody in", async () => {
  await byHand(home, "closed");
  await refusesWithNumbers();
});

async function refusesWithNumbers() {
  const value = shippedEmergency.filter(({ country }) => country === "FI");
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value }));
  const page = (await person(home).get("/")).text;
  expect(page).not.toContain(says("youth.door.danger"));
  expect(page).not.toContain('name="danger"');
  const parts = ['class="card listed', 'href="tel:112"', 'href="sms:112"', "It’s good you looked for someone"];
  const found = parts.map((part) => page.indexOf(part, page.indexOf('id="now"')));
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(Math.min(...found)).toBeGreaterThan(0);
  const form = { client_id: clientId(), rules: "1", l: "en", line: "1", text: "help", danger: "yes" };
  const refused = await starts(person(home), form);
  expect(refused.status).toBe(422);
  expect(typed(refused.text)).toBe("help");
  expect(rows(home.files, "conversation")).toEqual([]);
}

test("words for a line where nobody is go with the tick to one where somebody is", async () => {
  const values = { name: "Chat <fr>", country: "BE", languages: ["fr" as const], ageFrom: null, ageTo: 18 };
  const second = await act(home, home.aino, (tx, emit) =>
    addLine(tx, emit, { ...values, intakeCap: null, pauseAfterMinutes: 10, staffIds: [home.anna.id] }),
  );
  await byHand(home, "closed");
  const form = { client_id: clientId(), rules: "1", l: "en", line: "1", text: "help me" };
  expect((await starts(person(home), form)).status).toBe(422);
  expect((await starts(person(home), { ...form, danger: "yes" })).to).toBe("/");
  expect(first(inLine)).toMatchObject({ lineId: second, lane: "urgent" });
});

test("the first questions lead in too, whatever the door says", async () => {
  await act(home, home.aino, (tx, emit) =>
    setSetting(tx, emit, { name: "assessment", value: { on: true, questions: [...questionNames] } }),
  );
  await byHand(home, "paused");
  const sam = person(home);
  const asked = await sam.post("/which", { urgent: "danger" });
  const page = (await sam.get(asked.to!)).text;
  expect(page).toContain(says("youth.door.danger"));
  expect((await starts(sam, inForm(page))).to).toBe("/");
  expect(first(inLine).lane).toBe("urgent");
});

test("a page left open learns that somebody is there for whoever is in danger, and its form is a whole one", async () => {
  await annaIs(home, "gone");
  clock.pass(30 * minute);
  const page = (await person(home).get("/")).text;
  const [rest, now] = [...page.matchAll(/<div id="(?:door|now)"[^>]* data-v="(\w+)"/g)].map((found) => found[1]!);
  await annaIs(home, "away");
  home.helpline.staff.touched(home.anna.id);
  const news = (await person(home).get(`/?v=${now}.${rest}`, script)).text;
  expect((await starts(person(home), inForm(news))).to).toBe("/");
});

test("closing sends home who waits, and not whoever is in danger, who is told nothing of it before either", async () => {
  const noor = await youth(home);
  const sam = person(home);
  await starts(sam, { client_id: clientId(), rules: "1", l: "en", line: "1", text: "help", danger: "yes" });
  const { id } = first(inLine);
  const ends = async (minutes: number) => {
    clock.pass(minutes * minute);
    for (const one of [noor.id, id]) home.helpline.youth.touched(one);
    await runJob(home.helpline, jobs.find(({ name }) => name === "doors that say something else")!);
  };
  await ends(170);
  expect((await noor.get("/")).text).toContain("We close at");
  expect((await sam.get("/")).text).not.toContain("We close at");
  await ends(20);
  expect(stateNow(home)).toBe("closed");
  expect(inLine(home.helpline.db).map((one) => one.id)).toEqual([id]);
  expect((await sam.get("/")).text).toContain(says("youth.waiting.place", { place: 1 }));
});
