import type { CompiledQuery } from "kysely";
import type Database from "#sqlite";

export interface Query<Row> {
  compile(): CompiledQuery<Row>;
  /** Its rows are kept in memory until one of its tables is written (`remembering`), and nobody may change them. */
  readonly isRemembered?: true;
}

export interface Reader {
  all<Row>(query: Query<Row>): Row[];
  first<Row>(query: Query<Row>): Row | undefined;
}

export interface Writer extends Reader {
  run(query: Query<unknown>): number;
}

export interface KeysTx {
  readonly keys: Writer;
  /** Runs once this change is on disk: had the key gone first and the change failed, a conversation would lack its key. */
  erase(query: Query<unknown>): void;
  readonly at: number;
}

class Hole {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Compiles a query once, for what runs at every message. `build` gets names instead of values, so they may not shape it. */
export function prepared<Values extends Record<string, unknown>, Row>(
  build: (values: Values) => Query<Row>,
): (values: Values) => Query<Row> {
  let made: CompiledQuery<Row> | undefined;
  return (values) => {
    made ??= settled(build(holes<Values>()).compile());
    const { parameters } = made;
    const filled = parameters.map((one) => (one instanceof Hole ? values[one.name] : one));
    const compiled = { ...made, parameters: filled };
    return { compile: () => compiled };
  };
}

/**
 * Returns a query that SQLite plans once. It replans whenever a bare `?` in a comparison is bound (STAT4,
 * https://sqlite.org/c3ref/prepare.html): constants become literals, which partial indexes need, and the rest `+?`, which means
 * the same. tests/db/scans.test.ts checks that every plan stays the same.
 */
function settled<Row>(query: CompiledQuery<Row>): CompiledQuery<Row> {
  const given = [...query.parameters];
  const parameters: unknown[] = [];
  const sql = query.sql.replace(/'[^']*'|"[^"]*"|([<>=] )?\?/g, (part, comparison: string | undefined) => {
    if (!part.endsWith("?")) return part;
    const value = given.shift();
    if (typeof value === "number") return `${comparison ?? ""}${value}`;
    if (typeof value === "string") return `${comparison ?? ""}'${value.replaceAll("'", "''")}'`;
    parameters.push(value);
    return comparison && value instanceof Hole ? `${comparison}+?` : part;
  });
  return { ...query, sql, parameters };
}

/** As `prepared`, for what is asked all the time and seldom changes: its rows are kept until one of its tables is written. */
export function remembered<Values extends Record<string, unknown>, Row>(
  build: (values: Values) => Query<Row>,
): (values: Values) => Query<Row> {
  const ask = prepared(build);
  return (values) => ({ ...ask(values), isRemembered: true });
}

function holes<Values>(): Values {
  return new Proxy({}, { get: (_target, name) => new Hole(String(name)) }) as Values;
}

/** Returns the reads and writes of one connection; each statement is prepared once. */
export function writer(connection: Database.Database): Writer {
  const statements = new Map<string, Database.Statement<unknown[]>>();
  const statementOf = (query: Query<unknown>) => {
    const { sql, parameters } = query.compile();
    let statement = statements.get(sql);
    if (!statement) {
      statement = connection.prepare(sql);
      statements.set(sql, statement);
    }
    return { statement, parameters };
  };
  return {
    all: <Row>(query: Query<Row>) => {
      const { statement, parameters } = statementOf(query);
      return statement.all(...parameters) as Row[];
    },
    first: <Row>(query: Query<Row>) => {
      const { statement, parameters } = statementOf(query);
      return statement.get(...parameters) as Row | undefined;
    },
    run: (query) => {
      const { statement, parameters } = statementOf(query);
      return statement.run(...parameters).changes;
    },
  };
}

/** Reads and writes of a connection; rows of `remembered` queries are read once until one of their tables is written. */
export interface Remembering extends Writer {
  /** What was written in this turn is on the disk, or undone. */
  settle(): void;
}

/** More answers than one query has in any evening; past it they are read again. */
const maxAnswers = 5_000;

// Captured at import, so that tests with fake timers still get their turns.
const soon = setImmediate;

/** Returns them over the reads and writes of a connection; other processes' commits are noticed at the next turn of the event loop. */
export function remembering(connection: Database.Database, plain: Writer): Remembering {
  const asked = new Map<string, { tables: string[]; answers: Map<string, unknown> }>();
  const written = new Map<string, string[]>();
  /** Written, and neither on the disk nor undone: what is read of these now may never have been. */
  const unsettled = new Set<string>();
  let tables: Map<string, string[]> | undefined;
  const versionNow = connection.prepare("PRAGMA data_version").pluck();
  const changesNow = connection.prepare("SELECT total_changes()").pluck();
  let version: unknown;
  let changes: unknown;
  let isLooked = false;

  /** The tables that a statement names, wherever: one too many costs a reading, one too few would be a lie. */
  function named(sql: string): string[] {
    tables ??= tablesOf(connection);
    return [...new Set(sql.match(/\w+/g))].filter((word) => tables!.has(word));
  }

  function read<Found>(query: Query<unknown>, kind: "all" | "first", ask: () => Found): Found {
    const { sql, parameters } = query.compile();
    if (!query.isRemembered) return /^select\b/i.test(sql) ? ask() : write(sql, ask);
    const known = asked.get(sql) ?? { tables: named(sql), answers: new Map() };
    const { tables, answers } = known;
    if (unsettled.size > 0 && tables.some((table) => unsettled.has(table))) return ask();
    forgetOthers();
    const name = kind + JSON.stringify(parameters);
    if (answers.has(name)) return answers.get(name) as Found;
    if (answers.size >= maxAnswers) answers.clear();
    asked.set(sql, known);
    const found = ask();
    for (const row of Array.isArray(found) ? [found, ...found] : [found]) Object.freeze(row);
    answers.set(name, found);
    return found;
  }

  function write<Done>(sql: string, work: () => Done): Done {
    forgetOthers();
    const changed = changedBy(sql);
    for (const table of changed) unsettled.add(table);
    for (const { tables, answers } of asked.values()) {
      if (answers.size > 0 && tables.some((table) => changed.includes(table))) answers.clear();
    }
    const done = work();
    changes = changesNow.get();
    return done;
  }

  function changedBy(sql: string): string[] {
    const known = written.get(sql);
    if (known) return known;
    const direct = named(sql);
    // Replacing a row deletes it first.
    const changed = /\b(delete|replace)\b/i.test(sql) ? withChildren(direct, tables!) : direct;
    written.set(sql, changed);
    return changed;
  }

  /** What was written past this: by another process, which is looked at once a turn, or over the same connection. */
  function forgetOthers() {
    const [versionThen, changesThen] = [version, changes];
    changes = changesNow.get();
    if (!isLooked) {
      isLooked = true;
      soon(() => {
        isLooked = false;
      });
      version = versionNow.get();
    }
    if (version === versionThen && changes === changesThen) return;
    for (const { answers } of asked.values()) answers.clear();
  }

  return {
    all: (query) => read(query, "all", () => plain.all(query)),
    first: (query) => read(query, "first", () => plain.first(query)),
    run: (query) => write(query.compile().sql, () => plain.run(query)),
    settle: () => unsettled.clear(),
  };
}

/** Every table, with those whose rows refer to its own and are changed when these are deleted. */
function tablesOf(connection: Database.Database): Map<string, string[]> {
  const rows = connection
    .prepare(
      `SELECT one.name, other."table" AS refersTo FROM sqlite_schema AS one
       LEFT JOIN pragma_foreign_key_list(one.name) AS other ON other.on_delete <> 'NO ACTION'
       WHERE one.type = 'table'`,
    )
    .all() as { name: string; refersTo: string | null }[];
  const tables = new Map<string, string[]>(rows.map(({ name }) => [name, []]));
  for (const { name, refersTo } of rows) if (refersTo !== null) tables.get(refersTo)?.push(name);
  return tables;
}

function withChildren(direct: string[], tables: Map<string, string[]>): string[] {
  const all = new Set(direct);
  for (const table of all) for (const child of tables.get(table) ?? []) all.add(child);
  return [...all];
}

/** Returns reads that are each made only once, for work that nothing can come between. */
export function steady(db: Reader): Reader {
  const rows = new Map<string, Map<string, unknown>>();
  function once<Found>(query: Query<unknown>, kind: string, read: () => Found): Found {
    if (query.isRemembered) return read();
    const { sql, parameters } = query.compile();
    const known = rows.get(sql) ?? new Map<string, unknown>();
    rows.set(sql, known);
    const name = kind + JSON.stringify(parameters);
    if (!known.has(name)) known.set(name, read());
    return known.get(name) as Found;
  }
  return {
    all: (query) => once(query, "all", () => db.all(query)),
    first: (query) => once(query, "first", () => db.first(query)),
  };
}
