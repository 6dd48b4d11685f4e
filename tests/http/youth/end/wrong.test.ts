import { beforeEach, describe, expect, test } from "vitest";
import { openConcern, settleConcern } from "#src/conversation/complaint/complaint.ts";
import { writeAnswer } from "#src/conversation/complaint/complaint-answer.ts";
import { concernKinds } from "#src/conversation/complaint/complaint-file.ts";
import { concernFor } from "#src/conversation/complaint/complaint-reading.ts";
import { q } from "#src/db/schema.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { eraseChat } from "#src/retention/erase.ts";
import { openEnded } from "#src/retention/reading/opening.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { gives, withSecret } from "#tests/support/browser/secrets.ts";
import { youthEnds } from "#tests/support/house/chats.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, field, give, type Person, person, says, typed, youth } from "#tests/support/house/http.ts";

const day = 24 * 60 * 60_000;
let clock: FakeClock;
let line: House;
let noor: Awaited<ReturnType<typeof youth>>;
beforeEach(async () => {
  clock = fakeClock();
  line = await house({ clock });
  await open(line);
  noor = await youth(line, "things at home");
  await give(line, noor.id, line.anna);
});

const kindOf = (id: number) => concernFor(line.helpline.db, { id, staffId: line.bela.id, at: clock.now() }).kind;
const shownCode = (text: string) => text.match(/<strong id="words">([^<]+)</)![1]!;
const codeOf = async (who: Person = noor, mark = "") =>
  shownCode((await who.post("/help", { want: "code", mark })).text);
const types = (code: string, who = person(line)) => who.post("/back", { code });
const answers = (text: string) =>
  act(line, line.bela, (tx, emit) => writeAnswer(tx, emit, { id: 1, staffId: line.bela.id, text }));
const closes = () =>
  act(line, line.bela, (tx, emit) => {
    openEnded(tx, emit, { conversationId: noor.id, member: line.bela, why: "concern" });
    openConcern(tx, emit, { id: 1, staffId: line.bela.id });
    settleConcern(tx, emit, { id: 1, staffId: line.bela.id, done: true });
  });
const forgets = () => runJob(line.helpline, jobs.find(({ name }) => name === "words kept long enough")!);

describe("SG20: what was wrong", () => {
  test("four kinds are asked, none is ticked, and all of it can be skipped", async () => {
    const { text } = await noor.get("/help");
    const labels = [...text.matchAll(/name="kind" value="(\w+)"[^>]*\/><span>([^<]+)</g)].map((found) =>
      found.slice(1),
    );
    expect(labels).toEqual([
      ["contact", "They asked me for contact, photos or to meet"],
      ["hurt", "They said something that hurt"],
      ["unheard", "They didn’t listen"],
      ["other", "Something else"],
    ]);
    expect(text.split('id="wrong"')[1]).not.toMatch(/checked|required/);
    expect((await noor.post("/help", { text: "" })).to).toBe("/help?said=1#wrong");
    expect(kindOf(1)).toBe(null);
  });

  test.each(concernKinds)("%s is kept with it, with words or without", async (kind) => {
    await noor.post("/help", { kind, text: "" });
    await noor.post("/help", { kind, text: "" });
    await noor.post("/help", { kind, text: "he did it twice" });
    expect([kindOf(1), kindOf(2)]).toEqual([kind, kind]);
    expect(line.helpline.db.all(q.selectFrom("concern").select("id"))).toHaveLength(2);
  });

  test("too long: what was ticked and typed is not lost", async () => {
    const long = "x".repeat(2_001);
    const refused = await noor.post("/help", { kind: "hurt", text: long });
    expect([refused.status, typed(refused.text)]).toEqual([422, long]);
    expect(refused.text).toMatch(/name="kind" value="hurt" checked/);
  });
});

describe("SG23: what the young person reads", () => {
  const sentence =
    "Only people who weren’t in this chat read it. We keep the chat until they’ve looked, and 14 days after that.";

  test("that it was right, who reads it, that they may talk with her counsellor then, how long the chat is kept, and of an answer", async () => {
    expect(concernHeldDays).toBe(14);
    const before = (await noor.get("/help")).text;
    for (const said of [says("youth.help.wrong_right"), sentence, says("youth.help.wrong_next")]) {
      expect(before).toContain(said);
    }
    await noor.post("/help", { text: "" });
    const { text } = await noor.get("/help?said=1");
    for (const said of [says("youth.help.wrong_said"), sentence, says("youth.help.wrong_next")]) {
      expect(text).toContain(said);
    }
    expect(text).toContain("Want an answer? Get a code.");
    // Whoever said nothing is offered none.
    const sam = await youth(line, "hello");
    await give(line, sam.id, line.anna);
    expect((await sam.get("/help?said=1")).text).not.toContain("Want an answer?");
    expect((await sam.post("/help", { want: "code" })).status).toBe(422);
  });

  test("the code opens the answer in any browser, and nothing of the chat", async () => {
    await noor.post("/help", { kind: "hurt", text: "he laughed" });
    const code = await codeOf();
    expect(JSON.stringify(line.files.data.serialize().toString("latin1"))).not.toContain(code);
    const before = await types(code);
    expect([before.status, before.text.includes(says("youth.help.answer_none"))]).toEqual([200, true]);
    await answers("We talked with our team.\nThank you for <telling> us.");
    const heard = line.heard.length;
    const { text, set } = await types(code.toUpperCase());
    expect(text).toContain('<p dir="auto">We talked with our team.</p>');
    expect(text).toContain("Thank you for &lt;telling&gt; us.");
    expect(text).not.toMatch(/things at home|he laughed|Mika|Luna/);
    expect([set, line.heard.slice(heard)]).toEqual([[], []]);
    expect((await types(`${code} x`)).text).not.toContain("We talked");
  });

  test("also while a chat goes on in that browser, and beside the code of the chat, which stays as it is", async () => {
    const chats = shownCode((await noor.post("/back", { want: "code" })).text);
    await noor.post("/help", { text: "" });
    const code = await codeOf();
    await answers("We are sorry.");
    expect((await types(code, noor)).text).toContain("We are sorry.");
    expect((await types(chats)).to).toBe("/");
  });

  test("nothing takes her code from her unasked: pressed twice it is the same, and later the page says that she has one", async () => {
    await noor.post("/help", { text: "" });
    const first = await codeOf();
    expect(await codeOf()).toBe(first);
    // A minute later.
    line.helpline.answerCodes.forget(noor.id);
    expect((await noor.post("/help", { want: "code", mark: "" })).to).toBe("/help#wrong");
    const { text } = await noor.get("/help");
    expect(text).toContain(says("youth.help.answer_made"));
    expect(text).not.toContain(says("youth.help.answer_ask"));
    await answers("We are sorry.");
    expect((await types(first)).text).toContain("We are sorry.");
    // Another is a second choice, folded, and says before what it does.
    const folded = text.split(`<details><summary>${says("youth.help.answer_lost")}`)[1]!.split("</details>")[0]!;
    expect(folded).toContain(says("youth.help.answer_stops"));
    const second = await codeOf(noor, field(folded, "mark"));
    expect((await types(first)).text).toContain(says("youth.back.wrong"));
    expect((await types(second)).text).toContain("We are sorry.");
  });

  test("a reload, and coming back to the page while the session is there, show what was said and the code still", async () => {
    await noor.post("/help", { text: "" });
    const isOffered = async () => {
      const { text } = await noor.get("/help");
      return [says("youth.help.wrong_said"), sentence, says("youth.help.answer_ask")].map((one) => text.includes(one));
    };
    expect(await isOffered()).toEqual([true, true, true]);
    clock.pass(5 * 60_000);
    expect(await isOffered()).toEqual([true, true, true]);
    await youthEnds(line, noor.id);
    expect(await isOffered()).toEqual([true, true, true]);
    // There is more to say, if she wants.
    expect((await noor.get("/help")).text).toContain(says("youth.help.wrong_more"));
  });

  test("it stays good when they delete the chat, and opens nothing else then either", async () => {
    await noor.post("/help", { text: "" });
    const code = await codeOf();
    await line.helpline.db.change("youth", (tx, emit) => eraseChat(tx, emit, { conversationId: noor.id }));
    await answers("We are sorry.");
    const { text } = await types(code);
    expect(text).toContain("We are sorry.");
    expect(text).not.toContain("things at home");
  });

  test("it is gone with what was said, 14 days after somebody has looked, and says until when", async () => {
    await noor.post("/help", { text: "" });
    const code = await codeOf();
    await answers("We are sorry.");
    await youthEnds(line, noor.id);
    await line.helpline.db.change("youth", (tx, emit) => eraseChat(tx, emit, { conversationId: noor.id }));
    await closes();
    expect((await types(code)).text).toContain(says("youth.help.answer_until", { date: "8 December 2026" }));
    clock.pass(concernHeldDays * day - 1);
    await forgets();
    expect((await types(code)).text).toContain("We are sorry.");
    clock.pass(1);
    await forgets();
    expect((await types(code)).text).toContain(says("youth.back.wrong"));
    expect(line.files.keys.prepare("SELECT count(*) FROM concern_wrap").pluck().get()).toBe(0);
  });

  test("whoever has the phone and not the secret word gets no code; who has the code is asked for the word", async () => {
    const kim = await withSecret(line);
    await give(line, kim.id, line.anna);
    await kim.post("/help", { text: "" });
    const code = await codeOf(kim);
    await answers("We are sorry.");
    clock.pass(2 * 60_000);
    expect((await kim.get("/help?said=1")).text).not.toContain("Want an answer?");
    expect((await kim.post("/help", { want: "code" })).text).toContain(says("youth.secret.first"));
    const other = person(line);
    const asked = await types(code, other);
    expect(asked.text).toContain(says("youth.secret.ask"));
    expect(asked.text).not.toMatch(/We are sorry|rules.clear/);
    const pass = field(asked.text, "pass");
    // What opens the answer alone deletes no chat and begins none.
    expect((await other.post("/back", { pass, want: "clear", sure: "yes" })).text).toContain(says("youth.back.late"));
    const again = field((await types(code, other)).text, "pass");
    expect((await other.post("/back", { pass: again, secret: "moonstone" })).text).toContain("We are sorry.");
    expect((await gives(kim, "moonstone")).to).toBe("/");
  });
});

test("SG7: afterwards nothing is asked of them that they do not ask for", async () => {
  await noor.post("/help", { kind: "unheard", text: "" });
  await youthEnds(line, noor.id);
  const { text } = await noor.get("/");
  for (const key of ["youth.helped.title", "youth.next_step.title"] as const) expect(text).not.toContain(says(key));
  expect(text).toMatch(/<form method="post" action="\/helped"><button name="value" value="ask">/);
  expect(text).not.toMatch(/action="\/thanks"|class="face smile"/);
});
