import { beforeEach, describe, expect, test } from "vitest";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { topicsAsked } from "#src/directory/assessment/assessment.ts";
import { plainChannel } from "#src/directory/entry/entry.ts";
import { firstInstant } from "#src/hours/instants.ts";
import { languages } from "#src/i18n/i18n.ts";
import { type AssessmentRule, blankRule, questionNames } from "#src/settings/assessment.ts";
import { setSetting } from "#src/settings/settings.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, clientId, field, look, type Person, person, says, staff, youth } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";

/** A Saturday, 23:00 in Brussels. */
const saturdayNight = firstInstant("Europe/Brussels", "2026-11-21", 23 * 60);

let line: House;
let files: OpenFiles;

beforeEach(async () => {
  const clock = fakeClock(saturdayNight);
  line = await house({ clock });
  files = line.files;
  await open(line);
  await ask(true);
  const { db } = line.helpline;
  const at = { verifiedOn: "2026-11-01" };
  await place(db, "Emergency line", { ...at, emergency: true, calendar: daily(0, 1440) });
  await place(db, "Bully help", { ...at, topics: ["bullying"], calendar: daily(14 * 60, 20 * 60) });
  await place(db, "Night line", {
    ...at,
    topics: ["other"],
    calendar: daily(20 * 60, 26 * 60),
    channels: [plainChannel("phone", "0800 111")],
  });
  await place(db, "Suicide line", { ...at, topics: ["suicide"], calendar: daily(0, 1440), ageFrom: 12 });
});

const ask = (on: boolean, questions = [...questionNames]) =>
  act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "assessment", value: { on, questions } }));
const rule = (rules: AssessmentRule[]) =>
  act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "assessmentRules", value: rules }));

/** In which order these stand on a page. */
const inOrder = (page: string, ...words: string[]) => {
  const at = words.map((one) => page.indexOf(one));
  expect(at, words.join(" < ")).not.toContain(-1);
  expect(at).toEqual([...at].sort((a, b) => a - b));
};

interface Row {
  id: number;
  lane: string;
  chosen: Uint8Array | null;
}

describe("GET /which", () => {
  test("the door leads there only while it is switched on; else it leads to the door", async () => {
    const link = says("youth.which.link");
    const noor = person(line);
    expect((await noor.get("/?l=fr")).text).toContain('href="/which?l=fr"');
    expect((await noor.get("/")).text).toContain(link);
    await ask(false);
    expect((await noor.get("/")).text).not.toContain(link);
    expect(await noor.get("/which?l=fr")).toMatchObject({ status: 303, to: "/?l=fr" });
    expect(await noor.post("/which", { urgent: "danger" })).toMatchObject({ status: 303, to: "/" });
  });

  test("the closed door leads there too", async () => {
    const closed = await house();
    await act(closed, closed.aino, (tx, emit) =>
      setSetting(tx, emit, { name: "assessment", value: { on: true, questions: ["age"] } }),
    );
    expect((await person(closed).get("/")).text).toContain('href="/which"');
  });

  test.each(languages)(
    "in %s it asks one thing a page, nothing required, no script needed, with a way to the chat",
    async (l) => {
      const { status, text, set, headers } = await person(line).get(`/which?l=${l}`);
      expect(status).toBe(200);
      inOrder(
        text,
        "1/4",
        `<h1>${says("youth.which.ask.urgent", {}, l)}`,
        says("youth.continue.yes", {}, l),
        'value="skip"',
        says("youth.which.skip", {}, l),
      );
      for (const name of ["topics", "age", "channel"] as const)
        expect(text).not.toContain(says(`youth.which.ask.${name}`, {}, l));
      expect(text).not.toMatch(/<[^>]* required|value="back"/);
      expect(text).toContain("<title>Chat</title>");
      expect(text).toContain('href="tel:112"');
      expect(set).toEqual([]);
      expect(headers.get("cache-control")).toContain("no-store");
    },
  );

  test("only what the admin chose is asked, in that order; a region only where there is a choice", async () => {
    await ask(true, ["age", "urgent", "region"]);
    const noor = person(line);
    expect((await noor.get("/which")).text).toContain(says("youth.which.ask.age"));
    const second = await step(noor, { at: "age", age: "12" });
    inOrder(second, "2/2", says("youth.which.ask.urgent"), says("youth.which.go"));
    await place(line.helpline.db, "Of France", { regions: ["FR"] });
    await place(line.helpline.db, "Of Belgium", { regions: ["BE"] });
    const third = await step(noor, { at: "urgent", age: "12" });
    inOrder(third, "3/3", says("youth.which.ask.region"), 'value="FR"');
  });

  test("what is easiest to say comes first, what is heaviest near the end, and nothing is missing", async () => {
    const asked = [...(await step(person(line), { at: "urgent" })).matchAll(/name="topics" value="(\w+)"/g)];
    const topics = asked.map(([, topic]) => topic!);
    expect(topics[0]).toBe("school");
    expect(topics.slice(-4)).toEqual(["sexual_violence", "self_harm", "suicide", "other"]);
    expect(topics.toSorted()).toEqual(topicsAsked.toSorted());
  });
});

/** Answers one question, and returns the page that comes next. */
const step = async (who: Person, form: Record<string, string>, act = "next") =>
  (await look(who, { ...form, do: act }, "/which")).text;

const isTicked = (page: string, value: string) => new RegExp(`value="${value}" checked`).test(page);

describe("from question to question", () => {
  test("each answer goes along, and Back finds it as it was, also the one that was not sent on", async () => {
    const noor = person(line);
    const topics = await step(noor, { at: "urgent", urgent: "soon" });
    expect(topics).toContain(says("youth.which.ask.topics"));
    expect(field(topics, "urgent")).toBe("soon");
    const back = await step(noor, { at: "topics", urgent: "soon", topics: "grief" }, "back");
    expect(isTicked(back, "soon")).toBe(true);
    expect(field(back, "topics")).toBe("grief");
    const again = await step(noor, { at: "urgent", urgent: "soon", topics: "grief" });
    expect(isTicked(again, "grief")).toBe(true);
    const age = await step(noor, { at: "topics", urgent: "soon", topics: "grief" });
    expect(age).toContain("3/4");
    const last = await step(noor, { at: "age", urgent: "soon", topics: "grief", age: "15" });
    inOrder(last, says("youth.which.ask.channel"), says("youth.which.go"));
    const found = await step(noor, { at: "channel", urgent: "soon", topics: "grief", age: "15", channel: "chat" });
    inOrder(found, says("youth.which.found"), says("youth.which.again"));
    const changed = await step(noor, { urgent: "soon", topics: "grief", age: "15", channel: "chat" }, "back");
    inOrder(changed, 'name="urgent" value="soon"', says("youth.which.ask.channel"));
    expect(isTicked(changed, "chat")).toBe(true);
  });

  test("skipping takes the answer to this question away, and no other", async () => {
    const next = await step(person(line), { at: "topics", urgent: "soon", topics: "grief" }, "skip");
    expect(next).toContain(says("youth.which.ask.age"));
    expect(next).toContain('name="urgent" value="soon"');
    expect(next).not.toContain("grief");
  });

  test("danger waits for no other question, and Back leads to where it was said", async () => {
    const noor = person(line);
    const found = await step(noor, { at: "urgent", urgent: "danger" });
    inOrder(found, says("youth.which.found"), "Don’t wait for us");
    const back = await step(noor, { urgent: "danger" }, "back");
    expect(isTicked(back, "danger")).toBe(true);
    expect(await step(noor, { at: "urgent", urgent: "danger" }, "skip")).toContain(says("youth.which.ask.topics"));
  });
});

describe("POST /which", () => {
  test("a 13-year-old at 23:00 comes to a line that is open, and sees why", async () => {
    const { status, text, set } = await look(
      person(line),
      [
        ["topics", "bullying"],
        ["age", "13-14"],
        ["urgent", "no"],
        ["channel", ""],
      ],
      "/which",
    );
    expect(status).toBe(200);
    inOrder(text, says("youth.which.found"), "Night line", "Bully help", says("youth.which.enough"));
    expect(text).toContain('href="tel:0800111"');
    expect(text).toContain(says("youth.which.why", { answers: "Bullying" }));
    inOrder(text, 'action="/start"', "Night line");
    expect(text.match(/<article/g)!.length).toBeLessThanOrEqual(5);
    expect(set).toEqual([]);
    expect(rows(files, "conversation")).toEqual([]);
  });

  test("danger: whom to call before all else, the emergency entry first, and first in the queue", async () => {
    const { text } = await look(person(line), { urgent: "danger" }, "/which");
    inOrder(
      text,
      says("youth.which.found"),
      "Don’t wait for us",
      says("youth.which.say.danger"),
      "Emergency line",
      says("youth.which.first"),
      'action="/start"',
    );
    expect(text).toContain('name="urgent" value="danger"');
    expect(text).not.toContain('name="first"');
  });

  test("suicide: a line that is open, and a tick to be taken first", async () => {
    const { text } = await look(person(line), { topics: "suicide" }, "/which");
    inOrder(text, "Don’t wait for us", says("youth.which.say.crisis"), "Suicide line", says("youth.which.take_first"));
  });

  test("why is said once for places in a row that have it in common", async () => {
    const more = { verifiedOn: "2026-11-01", topics: ["bullying" as const], calendar: daily(0, 1440) };
    for (const name of ["One more", "Two more"]) await place(line.helpline.db, name, more);
    const parts = (await look(person(line), { topics: "bullying" }, "/which")).text.split(/(?:One|Two) more/);
    expect(parts.slice(0, 2).map((part) => part.includes("Because you chose: Bullying"))).toEqual([true, false]);
  });

  test("nothing chosen: the box first, and everybody who is there", async () => {
    await place(line.helpline.db, "Silent line", { verifiedOn: "2026-11-01", calendar: daily(0, 1440) });
    const { text } = await look(person(line), {}, "/which");
    inOrder(text, says("youth.which.write"), 'action="/start"', "Night line", "Silent line");
    // It is said of the one that says so itself, not of one that says nothing.
    expect(text.split(says("youth.which.why_any"))).toHaveLength(2);
    // Nobody has asked about suicide: that line is shown since it is open, and for no other reason.
    inOrder(text, "Night line", says("youth.which.why_open"), "Suicide line");
  });

  test("where the door is shut it says when it opens, and there is no dead form", async () => {
    await act(line, line.aino, (tx, emit) => setSetting(tx, emit, { name: "opening", value: "break" }));
    const { text } = await look(person(line), { topics: "grief" }, "/which");
    expect(text).toContain(says("youth.shut.away.pill"));
    expect(text).not.toContain('action="/start"');
    inOrder(text, "Night line", says("youth.shut.away.pill"));
  });

  test("in a chat it leads back to that", async () => {
    const noor = await youth(line);
    const { text } = await look(noor, { topics: "grief" }, "/which");
    expect(text).toContain(says("youth.frame.back_to_chat"));
    expect(text).not.toContain('action="/start"');
  });

  test("own sentences are said in their language, and none in another", async () => {
    await rule([{ ...blankRule, chat: "after", say: { en: "You are <b>welcome</b>.", fr: "Bienvenue." } }]);
    expect((await look(person(line), {}, "/which")).text).toContain("You are &lt;b&gt;welcome&lt;/b&gt;.");
    expect((await look(person(line), {}, "/which?l=fr")).text).toContain("Bienvenue.");
    expect((await look(person(line), {}, "/which?l=nl")).text).not.toContain("welcome");
  });
});

describe("what was chosen goes along", () => {
  const start = (page: string, more: Record<string, string> = {}) => ({
    client_id: field(page, "client_id"),
    rules: field(page, "rules"),
    text: "hello",
    ...more,
  });

  test("codes only, with the chat, for whoever takes it; danger is taken first", async () => {
    await youth(line, "came before");
    const noor = person(line);
    const page = (
      await look(
        noor,
        [
          ["topics", "bullying"],
          ["topics", "school"],
          ["age", "13-14"],
          ["urgent", "danger"],
        ],
        "/which",
      )
    ).text;
    const form = Object.entries(start(page)).concat([
      ["urgent", "danger"],
      ["topics", "bullying"],
      ["topics", "school"],
      ["age", "13-14"],
    ]);
    expect((await noor.post("/start", form)).to).toBe("/");
    const [, row] = rows<Row>(files, "conversation");
    expect(row!.lane).toBe("urgent");
    expect(chosenIn(line.helpline.db, row!.id)).toMatchObject({
      urgent: "danger",
      topics: ["bullying", "school"],
      age: "13-14",
    });
    // What it was about is sealed like their words.
    expect(Buffer.from(row!.chosen!).toString("latin1")).not.toContain("bullying");
    const anna = await staff(line, line.anna);
    const queue = (await anna.get("/staff")).text;
    inOrder(queue, says("staff.queue.urgent"), "came before");
    const { to } = await anna.post("/staff/claim");
    const pane = (await anna.get(to!)).text;
    for (const words of [
      says("staff.about.chosen"),
      says("topic.bullying"),
      says("topic.school"),
      "13–14",
      says("youth.which.urgent.danger"),
    ]) {
      expect(pane).toContain(words);
    }
  });

  test("without the questions nothing is kept, and nothing typed into the form makes it urgent", async () => {
    await person(line).post("/start", { client_id: clientId(), text: "hello" });
    await ask(false);
    await person(line).post("/start", { client_id: clientId(), text: "hello", urgent: "danger", age: "13-14" });
    expect(rows<Row>(files, "conversation").map(({ lane, chosen }) => [lane, chosen])).toEqual([
      ["normal", null],
      ["normal", null],
    ]);
  });

  test("a refused form keeps it for the next try", async () => {
    const noor = person(line);
    const refused = await noor.post("/start", {
      client_id: clientId(),
      text: "x".repeat(5_000),
      topics: "suicide",
      first: "yes",
    });
    expect(refused.status).toBe(422);
    expect(field(refused.text, "topics")).toBe("suicide");
    expect(field(refused.text, "first")).toBe("yes");
  });

  test("whoever leaves the line before anybody read it leaves nothing of it", async () => {
    const noor = person(line);
    await noor.post("/start", { client_id: clientId(), text: "hello", topics: "grief" });
    expect(chosenIn(line.helpline.db, rows<Row>(files, "conversation")[0]!.id)?.topics).toEqual(["grief"]);
    await noor.post("/end");
    expect(rows<Row>(files, "conversation")[0]!.chosen).toBeNull();
  });

  test("the rules of the service say so while they are on", async () => {
    expect((await person(line).get("/how")).text).toContain(says("rules.kept.chosen"));
    await ask(false);
    expect((await person(line).get("/how")).text).not.toContain(says("rules.kept.chosen"));
  });
});
