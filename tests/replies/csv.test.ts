import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { repliesChanges } from "#src/replies/changes.ts";
import { readRepliesCsv, readRepliesFile, writeRepliesCsv } from "#src/replies/csv.ts";
import { repliesOf } from "#src/replies/replies.ts";
import { maxReply, type Reply } from "#src/replies/reply.ts";
import { compareFile, importReplies } from "#src/replies/take-file.ts";
import { undoReplies } from "#src/replies/undo.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const told = (text: string) =>
  readRepliesCsv(text, "en").problems.map(({ row, field, problem, part }) =>
    [row, field ?? "", problem, part].join(" "),
  );

test("the columns are found in any order, by names of our languages, and without a language it is the usual one", () => {
  const { rows, problems } = readRepliesCsv(
    'Réponse;Nom;Langue;Sujet\n"Bonjour ; ça va ?";Salut;français;Début\nHi;Hey;EN-GB;',
    "nl",
  );
  expect(problems).toEqual([]);
  expect(rows.map(({ values }) => values)).toEqual([
    { language: "fr", topic: "Début", name: "Salut", text: "Bonjour ; ça va ?" },
    { language: "en", topic: "", name: "Hey", text: "Hi" },
  ]);
  expect(readRepliesCsv("name,text\nA,B", "nl").rows[0]!.values.language).toBe("nl");
});

test("a row that cannot be a reply is left out and told by its number, and the others are there", () => {
  const text = `name,text,language\n,words,en\nNo words,,en\nA,"Hi {you}",en\nB,words,xx\nC,words,en\nc,again,en\n${"n".repeat(61)},words,en`;
  expect(readRepliesCsv(text, "en").rows.map(({ row }) => row)).toEqual([6]);
  expect(told(text)).toEqual([
    "2 name missing ",
    "3 text missing ",
    "4 text unknown_placeholder {you}",
    "5 language unknown_language xx",
    "7 name twice c",
    "8 name too_long 60",
  ]);
});

test.each<[string, Uint8Array, string]>([
  ["nothing at all", new Uint8Array(), "empty"],
  ["spaces", bytes(" \n "), "empty"],
  ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff), "not_text"],
  ["a spreadsheet of its own kind", bytes("PK\u0003\u0004\u0000"), "not_text"],
  ["8 MB", new Uint8Array(8_000_000), "too_big"],
  ["prose", bytes("Dear Anna,\nhello"), "no_columns"],
  ["a quote that never ends", bytes('name,text\nA,"b'), "open_quote"],
])("%s is refused in words", (_, file, problem) => {
  const read = readRepliesFile(file, "en");
  expect(read.rows).toEqual([]);
  expect(read.problems[0]).toMatchObject({ problem });
});

test("a file of another alphabet or an older spreadsheet is read", () => {
  const wide = new Uint8Array([
    0xff,
    0xfe,
    ...new Uint8Array(new Uint16Array([..."name\ttext\nÉ\tß"].map((c) => c.charCodeAt(0))).buffer),
  ]);
  expect(readRepliesFile(wide, "en").rows[0]!.values).toMatchObject({ name: "É", text: "ß" });
  const old = Uint8Array.from([..."name,text\n\xe9,caf\xe9"].map((c) => c.charCodeAt(0)));
  expect(readRepliesFile(old, "en").rows[0]!.values).toMatchObject({ name: "é", text: "café" });
});

test("5,000 rows, 100 wrong ones and 500 columns end where they must", () => {
  const many = `name,text\n${Array.from({ length: 5_000 }, (_, n) => `n${n},x`).join("\n")}`;
  const read = readRepliesCsv(many, "en");
  expect([read.rows.length, read.problems[0]]).toMatchObject([1_000, { problem: "too_many_rows" }]);
  expect(told(`name,text\n${",\n".repeat(1_000)}a,\n`.repeat(1)).length).toBeLessThanOrEqual(100);
  const wide = `${"x,".repeat(500)}name,text\n`;
  expect(readRepliesCsv(wide, "en").problems[0]!.problem).toBe("no_columns");
});

test("all that a list may hold, in any letters, goes out as a file that comes in again", () => {
  const { name, topic, text } = maxReply;
  const reply = (i: number): Reply => ({
    id: String(i),
    ownerId: null,
    language: "hu",
    topic: "字".repeat(topic),
    name: `${i}`.padEnd(name, "字"),
    text: i % 2 ? "字".repeat(text) : '"'.repeat(text),
  });
  const file = writeRepliesCsv(Array.from({ length: maxReply.replies }, (_, i) => reply(i)));
  const { rows, problems } = readRepliesFile(new TextEncoder().encode(file), "en");
  expect([rows.length, problems]).toEqual([maxReply.replies, []]);
});

test("[ASVS 1.2.10] what is written as a file is read as the same, whatever stands in it, and is no formula in a spreadsheet", () => {
  const text = fc.string({ minLength: 1, maxLength: 80 }).filter((one) => !/[{}]/.test(one) && one.trim() !== "");
  fc.assert(
    fc.property(text, text, (name, words) => {
      const reply: Reply = { id: "x", ownerId: null, language: "fr", topic: "=1+1", name, text: words };
      const [row] = readRepliesCsv(writeRepliesCsv([reply]), "en").rows;
      const clean = readRepliesCsv(writeRepliesCsv([{ ...reply, ...row?.values }]), "en").rows[0];
      expect(clean?.values).toEqual(row?.values);
    }),
    { numRuns: 300 },
  );
  expect(
    writeRepliesCsv([{ id: "", ownerId: null, language: "en", topic: "", name: "=HYPERLINK()", text: "-1" }]),
  ).toContain("'=HYPERLINK(),'-1");
});

let line: House;
beforeEach(async () => {
  line = await house();
});

test("a file is taken in one change: new ones come, known ones change by name, and one undo takes all back", async () => {
  const { db } = line.helpline;
  const before = repliesOf(db, null);
  const same = before.find(({ id }) => id === "thanks.en")!;
  const file = readRepliesCsv(
    writeRepliesCsv([{ ...same }, { ...same, name: "Greeting", text: "Hello you" }, { ...same, name: "New one" }]),
    "en",
  );
  expect(compareFile(db, null, file).map(({ does }) => does)).toEqual(["nothing", "change", "add"]);
  const of = { member: line.bela, ownerId: null };
  const change = await act(line, line.bela, (tx, emit) => importReplies(tx, emit, { ...of, file, basedOn: 0 }));
  const after = repliesOf(db, null);
  expect(after).toHaveLength(before.length + 1);
  expect(after.find(({ id }) => id === "greeting.en")!.text).toBe("Hello you");
  expect(repliesChanges(db, null)).toHaveLength(1);
  await act(line, line.bela, (tx, emit) => undoReplies(tx, emit, { ...of, changeId: change, basedOn: change }));
  expect(repliesOf(db, null)).toEqual(before);
  await expect(
    act(line, line.anna, (tx, emit) => importReplies(tx, emit, { member: line.anna, ownerId: null, file, basedOn: 0 })),
  ).rejects.toMatchObject({ code: "not_allowed" });
});

test("the whole list taken back as it was written changes nothing, in French neither", async () => {
  const { db } = line.helpline;
  const file = readRepliesCsv(writeRepliesCsv(repliesOf(db, null)), "en");
  expect(new Set(compareFile(db, null, file).map(({ does }) => does))).toEqual(new Set(["nothing"]));
  const of = { member: line.bela, ownerId: null };
  expect(await act(line, line.bela, (tx, emit) => importReplies(tx, emit, { ...of, file, basedOn: 0 }))).toBe(0);
});

test("more than a list holds is refused, and nothing is taken", async () => {
  const rows = (n: number) => `name,text\n${Array.from({ length: n }, (_, i) => `n${i},x`).join("\n")}`;
  const file = readRepliesCsv(rows(950), "en");
  const of = { member: line.bela, ownerId: null };
  await expect(
    act(line, line.bela, (tx, emit) => importReplies(tx, emit, { ...of, file, basedOn: 0 })),
  ).rejects.toMatchObject({
    code: "bad_input",
  });
  expect(repliesChanges(line.helpline.db, null)).toEqual([]);
});
