import { beforeEach, expect, test } from "vitest";
import { q } from "#src/db/schema.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { languages } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { ownUndoMs, repliesChanges } from "#src/replies/changes.ts";
import { fillingFor } from "#src/replies/filling.ts";
import { unknownIn } from "#src/replies/placeholders.ts";
import { type RepliesOf, removeReply, repliesFor, repliesOf, setReply, shippedReply } from "#src/replies/replies.ts";
import { maxReply, type ReplyValues, readReply } from "#src/replies/reply.ts";
import { shippedReplies } from "#src/replies/shipped.ts";
import { undoReplies } from "#src/replies/undo.ts";
import { noteUse, usesOf } from "#src/replies/use.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let line: House;
beforeEach(async () => {
  line = await house();
});

const values: ReplyValues = { language: "en", topic: "Feelings", name: "Tears", text: "It is fine to cry." };
const shared = (who: StaffMember): RepliesOf => ({ member: who, ownerId: null });
const own = (who: StaffMember): RepliesOf => ({ member: who, ownerId: who.id });
const newest = (ownerId: number | null = null) => repliesChanges(line.helpline.db, ownerId)[0]!.id;
const add = (who: StaffMember, of = shared(who), more: Partial<ReplyValues> = {}) =>
  act(line, who, (tx, emit) => setReply(tx, emit, { ...of, id: null, values: { ...values, ...more }, basedOn: 0 }));
const names = (ownerId: number | null = null) => repliesOf(line.helpline.db, ownerId).map(({ name }) => name);

test("what comes with Porchlight is there in every language, as a reply that could be typed", () => {
  const all = [...shippedReplies().values()];
  expect(new Set(all.map(({ language }) => language))).toEqual(new Set(languages));
  for (const reply of all) {
    expect(readReply(reply).problems, reply.id).toEqual([]);
    expect(unknownIn(reply.text)).toEqual([]);
  }
  const [greeting] = repliesOf(line.helpline.db, null);
  expect(greeting).toMatchObject({ id: "greeting.en", text: expect.stringContaining("{alias} from {helpline}") });
  for (const language of languages) expect(all.filter((one) => one.language === language)).toHaveLength(22);
});

/** The words of a promise and of what nobody gives away, by language. */
const promises = {
  en: /\bpromise|\bi(?:’ll| will) be here/i,
  fr: /promett|je serai là/i,
  nl: /belo(?:ven|of)|ik er morgen ben/i,
  es: /promet|estaré/i,
  fi: /lupaa|luvata|olenko täällä/i,
  hu: /ígér|itt leszek/i,
};
const unsure = { en: /don’t|n’t/, fr: /ne .*pas/, nl: /\bniet\b/, es: /\bno\b/i, fi: /\ben\b/i, hu: /\bnem\b/i };

test.each(languages)("in %s no reply promises to be there, gives an age, a number or a private address", (language) => {
  const texts = [...shippedReplies().values()].filter((one) => one.language === language);
  for (const { id, text } of texts) {
    for (const sentence of text.split(/(?<=[.!?:])\s/).filter((one) => promises[language].test(one))) {
      expect(sentence, id).toMatch(unsure[language]);
    }
    expect(text.replace(/0\D{1,6}10/, ""), id).not.toMatch(/\d|@|https?:/);
  }
  const said = (name: string) => shippedReplies().get(`${name}.${language}`)!.text;
  expect(said("tomorrow")).toMatch(promises[language]);
  expect(said("tomorrow")).toContain("{next}");
  expect(said("robot")).toContain("{alias}");
});

test("one that a later Porchlight brings under the name of a helpline’s own leaves that as it is", async () => {
  const robot = { topic: "Boundaries", name: "Are you a ROBOT?", text: "No. I have cold feet." };
  // Typed before there was one: today the name would be taken.
  const stored = ["before", null, "en", robot.topic, robot.name, robot.text, 0];
  line.files.data
    .prepare("INSERT INTO reply (id, owner_id, language, topic, name, body, removed) VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(...stored);
  const called = repliesOf(line.helpline.db, null).filter(({ name }) => /robot\?$/i.test(name));
  expect(called.map(({ language, id }) => [language, id])).toContainEqual(["en", "before"]);
  expect(called.map(({ id }) => id)).not.toContain("robot.en");
  const reworded = { ...values, ...robot, text: "No. I have cold hands." };
  await act(line, line.bela, (tx, emit) =>
    setReply(tx, emit, { ...shared(line.bela), id: "before", values: reworded, basedOn: 0 }),
  );
  expect(repliesOf(line.helpline.db, null).find(({ id }) => id === "before")?.text).toBe("No. I have cold hands.");
});

test("a supervisor adds one for everybody, a counsellor one for herself alone", async () => {
  await add(line.bela);
  await add(line.anna, own(line.anna), { name: "Mine" });
  expect(names()).toContain("Tears");
  expect(names(line.anna.id)).toEqual(["Mine"]);
  expect(repliesFor(line.helpline.db, line.anna.id).map(({ name }) => name)).toEqual([...names(), "Mine"]);
  expect(repliesFor(line.helpline.db, line.bela.id).map(({ name }) => name)).not.toContain("Mine");
});

test("a counsellor sets nothing that is everybody’s, and nobody what is somebody else’s", async () => {
  await expect(add(line.anna)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(add(line.bela, { member: line.bela, ownerId: line.anna.id })).rejects.toMatchObject({
    code: "not_allowed",
  });
  const remove = { ...shared(line.anna), id: "greeting.en", basedOn: 0 };
  await expect(act(line, line.anna, (tx, emit) => removeReply(tx, emit, remove))).rejects.toMatchObject({
    code: "not_allowed",
  });
});

test("one that came with Porchlight is changed and removed, and comes back by undo", async () => {
  const id = "greeting.en";
  const { db } = line.helpline;
  const before = names();
  await act(line, line.bela, (tx, emit) => setReply(tx, emit, { ...shared(line.bela), id, values, basedOn: 0 }));
  expect(shippedReply(db, "greeting", "en")).toMatchObject({ name: "Tears", text: values.text });
  expect(names()).toHaveLength(before.length);
  await act(line, line.bela, (tx, emit) => removeReply(tx, emit, { ...shared(line.bela), id, basedOn: newest() }));
  expect(shippedReply(db, "greeting", "en")).toBeUndefined();
  expect(names()).not.toContain("Tears");
  for (const change of [newest(), repliesChanges(db, null)[1]!.id]) {
    const undo = { ...shared(line.bela), changeId: change, basedOn: newest() };
    await act(line, line.bela, (tx, emit) => undoReplies(tx, emit, undo));
  }
  expect(names()).toEqual(before);
  expect(shippedReply(db, "greeting", "fr")).toMatchObject({ language: "fr" });
});

test("an added one is removed for good, and undo brings it back as it was", async () => {
  await add(line.anna, own(line.anna));
  const { id } = repliesOf(line.helpline.db, line.anna.id)[0]!;
  const of = own(line.anna);
  await act(line, line.anna, (tx, emit) => removeReply(tx, emit, { ...of, id, basedOn: newest(line.anna.id) }));
  expect(names(line.anna.id)).toEqual([]);
  const undo = { ...of, changeId: newest(line.anna.id), basedOn: newest(line.anna.id) };
  await act(line, line.anna, (tx, emit) => undoReplies(tx, emit, undo));
  expect(repliesOf(line.helpline.db, line.anna.id)).toEqual([{ id, ownerId: line.anna.id, ...values }]);
  // A change of another list is none of this one.
  const foreign = { ...shared(line.bela), changeId: newest(line.anna.id), basedOn: 0 };
  await expect(act(line, line.bela, (tx, emit) => undoReplies(tx, emit, foreign))).rejects.toMatchObject({
    code: "not_found",
  });
});

test("what is taken back does not make two of one name: that is refused with the name", async () => {
  await add(line.bela);
  const { id } = repliesOf(line.helpline.db, null).find(({ name }) => name === "Tears")!;
  const removed = await act(line, line.bela, (tx, emit) =>
    removeReply(tx, emit, { ...shared(line.bela), id, basedOn: newest() }),
  );
  await act(line, line.bela, (tx, emit) =>
    setReply(tx, emit, { ...shared(line.bela), id: null, values, basedOn: newest() }),
  );
  const undo = { ...shared(line.bela), changeId: removed, basedOn: newest() };
  await expect(act(line, line.bela, (tx, emit) => undoReplies(tx, emit, undo))).rejects.toMatchObject({
    key: "admin.replies.problem.name_taken",
    values: { part: "Tears" },
  });
  expect(names().filter((name) => name === "Tears")).toHaveLength(1);
});

test("of one’s own no text is in the audit trail, and what was replaced is kept for undo for thirty days", async () => {
  const clock = fakeClock();
  line = await house({ clock });
  const { db } = line.helpline;
  const of = own(line.anna);
  await add(line.anna, of, { text: "for Noor alone" });
  const { id } = repliesOf(db, line.anna.id)[0]!;
  const audited = db.all(q.selectFrom("audit").selectAll().where("action", "=", "replies.changed"));
  expect(audited).toMatchObject([{ after: JSON.stringify({ [id]: null }) }]);
  expect(JSON.stringify(audited)).not.toContain("Noor");
  expect(repliesChanges(db, line.anna.id)).toMatchObject([{ after: { [id]: { text: "for Noor alone" } } }]);
  const sweep = () => runJob(line.helpline, jobs.find(({ name }) => name === "replaced replies, kept long enough")!);
  const seen = newest(line.anna.id);
  clock.pass(ownUndoMs - 1);
  await sweep();
  expect(repliesChanges(db, line.anna.id)).toHaveLength(1);
  clock.pass(1);
  await sweep();
  expect(repliesChanges(db, line.anna.id)).toEqual([]);
  // What is there stays, and is set by whoever saw the newest change as before.
  const remove = { ...of, id, basedOn: seen };
  await act(line, line.anna, (tx, emit) => removeReply(tx, emit, remove));
  expect(names(line.anna.id)).toEqual([]);
});

test("of everybody’s the audit trail says which and how long, not the text; that is kept for undo while the page shows it", async () => {
  const { db } = line.helpline;
  await add(line.bela, shared(line.bela), { text: "a long and careful text" });
  const { id } = repliesOf(db, null).find(({ name }) => name === "Tears")!;
  const audited = db.all(q.selectFrom("audit").selectAll().where("object", "=", "replies"));
  expect(JSON.parse(audited[0]!.after!)).toEqual({ [id]: { language: "en", name: "Tears", length: 23 } });
  expect(JSON.stringify(audited)).not.toContain("careful");
  const sweep = () => runJob(line.helpline, jobs.find(({ name }) => name === "replaced replies, kept long enough")!);
  const texts = () => db.all(q.selectFrom("reply_change").selectAll()).filter(({ after }) => after.includes("careful"));
  for (let n = 0; n < 49; n += 1) await add(line.bela, shared(line.bela), { name: `Reply ${n}` });
  await sweep();
  expect([texts().length, repliesChanges(db, null).length]).toEqual([1, 50]);
  await add(line.bela, shared(line.bela), { name: "One more" });
  await sweep();
  expect([texts().length, repliesChanges(db, null).length]).toEqual([0, 50]);
});

test("whoever did not see the newest change of a reply is refused, and other replies are no matter", async () => {
  await add(line.bela);
  const { id } = repliesOf(line.helpline.db, null).find(({ name }) => name === "Tears")!;
  const set = (basedOn: number, text: string) =>
    act(line, line.bela, (tx, emit) =>
      setReply(tx, emit, { ...shared(line.bela), id, values: { ...values, text }, basedOn }),
    );
  await expect(set(0, "too late")).rejects.toMatchObject({ code: "taken" });
  const seen = newest();
  await add(line.aino, shared(line.aino), { name: "Another" });
  await set(seen, "in time");
  await expect(set(seen, "too late")).rejects.toMatchObject({ code: "taken" });
});

test("two of one name in one language are refused, as are more than a list holds", async () => {
  await add(line.bela);
  expect(await add(line.bela, shared(line.bela), { name: "TÉARS" })).toMatchObject({ problem: "name_taken" });
  expect(await add(line.bela, shared(line.bela), { language: "fr" })).toBeTypeOf("number");
  expect(
    await act(line, line.bela, (tx, emit) =>
      setReply(tx, emit, { ...shared(line.bela), id: "x", values, basedOn: 0 }),
    ).catch((e) => e.code),
  ).toBe("not_found");
});

test("what may not be a reply has its problem beside its field", () => {
  const problems = (draft: Partial<ReplyValues> | Record<string, string>) =>
    readReply({ ...values, ...draft }).problems.map(({ field, problem, part }) => [field, problem, part].join(" "));
  expect(problems({ name: " \u202e ", text: "\n" })).toEqual(["name missing ", "text missing "]);
  expect(problems({ name: "n".repeat(61), text: "t".repeat(2_001) })).toEqual([
    "name too_long 60",
    `text too_long ${maxReply.text}`,
  ]);
  expect(problems({ language: "xx", text: "Hello {name}" })).toEqual([
    "language unknown_language xx",
    "text unknown_placeholder {name}",
  ]);
  expect(readReply({ ...values, text: "a\r\nb" }).values.text).toBe("a\nb");
});

test("how often somebody takes one is counted for them alone", async () => {
  for (const replyId of ["a", "a", "b"]) {
    await act(line, line.anna, (tx) => noteUse(tx, { staffId: line.anna.id, replyId }));
  }
  expect([...usesOf(line.helpline.db, line.anna.id)]).toEqual([
    ["a", 2],
    ["b", 1],
  ]);
  expect(usesOf(line.helpline.db, line.bela.id).size).toBe(0);
});

test("the placeholders know the end of tonight and the next opening by the clock of the line, and nothing without hours", async () => {
  const clock = fakeClock(Date.UTC(2026, 10, 24, 18, 0));
  line = await house({ clock });
  const { db } = line.helpline;
  const ask = (language: "en" | "fr") => fillingFor(db, { alias: "Mika", lineId: 1, language, now: clock.now() });
  expect(ask("en")).toMatchObject({ alias: "Mika", closes: null, next: null });
  const evening = [{ opens: 16 * 60, closes: 22 * 60 }];
  const calendar = {
    ...{ timeZone: "Europe/Brussels", lastEntryMinutes: 30, seasons: [], dayRules: [], cuts: [] },
    week: Array.from({ length: 7 }, () => evening),
  };
  await act(line, line.aino, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone: "Europe/Brussels", calendar }));
  expect(ask("en")).toMatchObject({ closes: "22:00", next: expect.stringContaining("tomorrow at 16:00") });
  expect(ask("fr")).toMatchObject({ next: expect.stringContaining("demain") });
});
