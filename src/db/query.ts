import type { CompiledQuery } from "kysely";
import type Database from "#sqlite";

export interface Query<Row> {
  compile(): CompiledQuery<Row>;
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
    made ??= build(holes<Values>()).compile();
    const { parameters } = made;
    const filled = parameters.map((one) => (one instanceof Hole ? values[one.name] : one));
    const compiled = { ...made, parameters: filled };
    return { compile: () => compiled };
  };
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

/** Returns reads that are each made only once, for work that nothing can come between. */
export function steady(db: Reader): Reader {
  const rows = new Map<string, Map<string, unknown>>();
  function once<Found>(query: Query<unknown>, kind: string, read: () => Found): Found {
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

/** Returns SQLite's own name for an error, like SQLITE_FULL; "" for any other error. */
export function sqliteCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Returns whether another process holds the file now. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error));
}

/** Returns whether the disk or the file refused, not the verb. */
export function isStorageError(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN|BUSY|LOCKED)/.test(sqliteCode(error));
}
