import type Database from "#sqlite";
import type { DataReader } from "./db.ts";
import type { Query, Writer } from "./query.ts";

/** Returns the reads and writes of one connection; each statement is prepared once. */
export function writer(connection: Database.Database): Writer {
  const statements = new Map<string, Database.Statement<unknown[]>>();
  const prepared = (query: Query<unknown>) => {
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
      const { statement, parameters } = prepared(query);
      return statement.all(...parameters) as Row[];
    },
    first: <Row>(query: Query<Row>) => {
      const { statement, parameters } = prepared(query);
      return statement.get(...parameters) as Row | undefined;
    },
    run: (query) => {
      const { statement, parameters } = prepared(query);
      return statement.run(...parameters).changes;
    },
  };
}

/** Returns reads that are each made only once, for work that nothing can come between. */
export function steady(db: DataReader): DataReader {
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
    keyring: db.keyring,
    crowd: db.crowd,
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
