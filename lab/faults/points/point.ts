import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import Database from "#sqlite";

// Points at which a test process can be killed: before any statement that writes, begins or ends a write, and after the last.
// Loaded only by child.ts, or by `bun --preload` before a command; never by Porchlight itself.

export interface Point {
  file: string;
  sql: string;
}

/** Die at the nth statement from now on, or `after` it; 0 = never. */
export interface Fate {
  nth: number;
  after?: boolean;
}

let fate: Fate | null = null;
const passed: Point[] = [];

/** Counts statements from now on. */
export function arm(at: Fate): void {
  passed.length = 0;
  fate = at;
}

/** Returns what was run since. */
export const soFar = (): readonly Point[] => passed;

/** Like a power button: nothing of this process runs after it. */
const die = () => process.kill(process.pid, "SIGKILL");

function at<Result>(database: Database.Database, sql: string, run: () => Result): Result {
  if (!fate) return run();
  passed.push({ file: basename(database.name), sql });
  const isMine = passed.length === fate.nth;
  if (isMine && !fate.after) die();
  const result = run();
  if (isMine) die();
  return result;
}

const { exec, pragma } = Database.prototype;
Database.prototype.exec = function (this: Database.Database, sql) {
  return at(this, sql, () => exec.call(this, sql));
};
Database.prototype.pragma = function (this: Database.Database, source, options) {
  const run = () => pragma.call(this, source, options);
  return source.startsWith("wal_checkpoint") ? at(this, source, run) : run();
};

const statement = Object.getPrototypeOf(new Database(":memory:").prepare("SELECT 1")) as Database.Statement;
for (const name of ["run", "get", "all"] as const) {
  const run = statement[name] as (...values: unknown[]) => unknown;
  Object.assign(statement, {
    [name]: function (this: Database.Statement, ...values: unknown[]) {
      const isPlain = this.readonly && !/^\s*(?:BEGIN IMMEDIATE|COMMIT)/i.test(this.source);
      return isPlain ? run.apply(this, values) : at(this.database, this.source, () => run.apply(this, values));
    },
  });
}

// Of a command: its fate, and where it leaves what it has run.
const { POINT_FATE, POINTS_FILE = "" } = process.env;
if (POINT_FATE) {
  arm(JSON.parse(POINT_FATE));
  process.once("exit", () => writeFileSync(POINTS_FILE, JSON.stringify(passed)));
}
