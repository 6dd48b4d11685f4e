import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, onTestFinished, test } from "vitest";
import Database from "#sqlite";
import { type Query, remembering, type Writer, writer } from "#src/db/query.ts";
import { setSetting, setting } from "#src/settings/settings.ts";
import { house } from "#tests/support/house/helpline.ts";
import { night } from "#tests/support/run/night.ts";

// What is remembered must be what the file says: at every moment, whatever was written, undone, or is half done.

const schema = `
  CREATE TABLE line (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE conversation (id INTEGER PRIMARY KEY, line_id INTEGER NOT NULL REFERENCES line ON DELETE CASCADE);
  CREATE TABLE message (seq INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE);
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;
const open: Database.Database[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

function file(path = ":memory:"): Database.Database {
  const connection = new Database(path);
  connection.pragma("foreign_keys = ON");
  open.push(connection);
  return connection;
}

/** The reads and writes of a small file, remembered, and how many statements SQLite was given. */
function small(connection = file()) {
  connection.exec(schema);
  const plain = writer(connection);
  const given = { statements: 0 };
  const counted = <Asked, Found>(ask: (query: Asked) => Found) => {
    return (query: Asked) => {
      given.statements += 1;
      return ask(query);
    };
  };
  const { all, first, run } = plain;
  const through = { all: counted(all), first: counted(first), run: counted(run) } as Writer;
  return { connection, plain, given, db: remembering(connection, through) };
}

const raw = (sql: string, ...parameters: unknown[]): Query<unknown> => ({
  compile: () => ({ sql, parameters }) as unknown as ReturnType<Query<unknown>["compile"]>,
});
const kept = (sql: string, ...parameters: unknown[]): Query<unknown> => ({
  ...raw(sql, ...parameters),
  isRemembered: true,
});

const questions = [
  ["SELECT * FROM line ORDER BY id"],
  ["SELECT name FROM line WHERE id = ?", 1],
  ["SELECT name FROM line WHERE id = ?", 2],
  ["SELECT * FROM conversation ORDER BY id"],
  ["SELECT * FROM message ORDER BY seq"],
  ["SELECT message.seq FROM message JOIN conversation ON conversation.id = conversation_id ORDER BY seq"],
  ["SELECT count(*) AS n FROM message WHERE conversation_id IN (SELECT id FROM conversation WHERE line_id = ?)", 1],
  ["SELECT value FROM setting WHERE name = ?", "a"],
] as const;

const id = fc.integer({ min: 1, max: 3 });
const write = fc.oneof(
  id.map((n) => raw("INSERT OR IGNORE INTO line VALUES (?, ?)", n, `line ${n}`)),
  fc.tuple(id, fc.string({ maxLength: 2 })).map(([n, name]) => raw("UPDATE line SET name = ? WHERE id = ?", name, n)),
  id.map((n) => raw("REPLACE INTO line VALUES (?, ?)", n, "replaced")),
  id.map((n) => raw("DELETE FROM line WHERE id = ?", n)),
  fc
    .tuple(id, id)
    .map(([n, line]) => raw("INSERT OR IGNORE INTO conversation SELECT ?, id FROM line WHERE id = ?", n, line)),
  fc
    .tuple(id, id)
    .map(([n, of]) => raw("INSERT OR IGNORE INTO message SELECT ?, id FROM conversation WHERE id = ?", n, of)),
  id.map((n) => raw("DELETE FROM conversation WHERE id = ? RETURNING id", n)),
  fc
    .nat(9)
    .map((n) =>
      raw("INSERT INTO setting VALUES ('a', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", `${n}`),
    ),
);
const step = fc.oneof(
  { weight: 4, arbitrary: write.map((query) => ({ kind: "write" as const, query })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("begin", "savepoint", "undo", "release", "commit", "roll back")
      .map((kind) => ({ kind })),
  },
);

test("what is remembered is what the file says, whatever was written, undone or is half done: a thousand courses, at night ten", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      const { connection, plain, db } = small();
      for (const table of ["line", "conversation", "message"]) {
        for (const n of [1, 2, 3]) connection.exec(`INSERT INTO ${table} VALUES (${n}, ${n})`);
      }
      let isInside = false;
      for (const one of steps) {
        const { kind } = one;
        if ("query" in one) {
          // Nothing is written outside a turn.
          if (!isInside) continue;
          if (/RETURNING/.test(one.query.compile().sql)) db.all(one.query);
          else db.run(one.query);
        } else if (kind === "begin" && !isInside) {
          connection.exec("BEGIN IMMEDIATE; SAVEPOINT change");
          isInside = true;
        } else if (kind === "savepoint" && isInside) connection.exec("RELEASE change; SAVEPOINT change");
        else if (kind === "undo" && isInside) connection.exec("ROLLBACK TO change");
        else if ((kind === "commit" || kind === "roll back") && isInside) {
          connection.exec(kind === "commit" ? "COMMIT" : "ROLLBACK");
          db.settle();
          isInside = false;
        }
        for (const [sql, ...parameters] of questions) {
          expect(db.all(kept(sql, ...parameters))).toEqual(plain.all(raw(sql, ...parameters)));
          expect(db.first(kept(sql, ...parameters))).toEqual(plain.first(raw(sql, ...parameters)));
        }
      }
      open.pop()!.close();
    }),
    { numRuns: night ? 10_000 : 1_000 },
  );
});

test("it is asked once until one of its tables is written, and not again for what is written elsewhere", () => {
  const { db, given } = small();
  const lines = kept("SELECT * FROM line");
  for (let n = 0; n < 3; n++) db.all(lines);
  expect(given.statements).toBe(1);
  db.run(raw("INSERT INTO setting VALUES ('a', '1')"));
  db.settle();
  db.all(lines);
  expect(given.statements).toBe(2);
  db.run(raw("INSERT INTO line VALUES (1, 'Main line')"));
  db.settle();
  expect(db.all(lines)).toEqual([{ id: 1, name: "Main line" }]);
  expect(given.statements).toBe(4);
  // Of a thousand people each is asked for once, however many there are; past the most they are asked again, and right.
  for (let n = 0; n < 6_000; n++) db.first(kept("SELECT name FROM line WHERE id = ?", n));
  expect(db.first(kept("SELECT name FROM line WHERE id = ?", 1))).toEqual({ name: "Main line" });
});

test("what another process stores is read at the next turn, and what goes past it over the same connection at once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-remembering-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "data.db");
  const { db } = small(file(path));
  const value = kept("SELECT value FROM setting WHERE name = ?", "a");
  expect(db.first(value)).toBeUndefined();
  const other = file(path);
  other.exec("INSERT INTO setting VALUES ('a', '1')");
  await new Promise(setImmediate);
  expect(db.first(value)).toEqual({ value: "1" });
  open[0]!.exec("UPDATE setting SET value = '2'");
  expect(db.first(value)).toEqual({ value: "2" });
  open[0]!.exec("UPDATE setting SET value = '3'");
  db.run(raw("INSERT INTO line VALUES (1, 'Main line')"));
  db.settle();
  expect(db.first(value)).toEqual({ value: "3" });
});

test("nobody can change what others will read", () => {
  const { db } = small();
  db.run(raw("INSERT INTO line VALUES (1, 'Main line')"));
  db.settle();
  const rows = db.all(kept("SELECT * FROM line")) as { name: string }[];
  expect(() => (rows[0]!.name = "Other")).toThrow(TypeError);
  expect(() => rows.push({ name: "Another" })).toThrow(TypeError);
});

test("a change sees its own writes, and leaves nothing behind when it is refused", async () => {
  const { helpline } = await house();
  const { db } = helpline;
  const most = () => setting(db, "chatsAtOnce");
  const before = most();
  const refused = db.change("porchlight", (tx, emit) => {
    setSetting(tx, emit, { name: "chatsAtOnce", value: before + 1 });
    expect(setting(tx, "chatsAtOnce")).toBe(before + 1);
    throw new RangeError("planted");
  });
  await expect(refused).rejects.toThrow("planted");
  expect(most()).toBe(before);
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "chatsAtOnce", value: before + 1 }));
  expect(most()).toBe(before + 1);
});
