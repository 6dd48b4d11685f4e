import type { CompiledQuery } from "kysely";

/** Anything Kysely can turn into SQL and parameters. */
export interface Query<Row> {
  compile(): CompiledQuery<Row>;
}

/** Reading: at once and synchronous, so that nothing can come between. */
export interface Reader {
  all<Row>(query: Query<Row>): Row[];
  first<Row>(query: Query<Row>): Row | undefined;
}

/** Writing, which exists only inside `change()`. */
export interface Writer extends Reader {
  /** Runs one statement; the number of rows it changed. */
  run(query: Query<unknown>): number;
}

/** What a change gives to the keys: keys.db and the moment it happens (ms UTC), and nothing of the data file. */
export interface KeysTx {
  readonly keys: Writer;
  /**
   * Runs a statement on keys.db once this change is on the disk. What destroys keys goes here: had it gone first and
   * the change then been refused, a conversation would live on without its key.
   */
  erase(query: Query<unknown>): void;
  readonly at: number;
}

/** Stands in a query for a value that is filled in later. */
class Hole {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query whose SQL is made once and kept: for what is asked for every message. `build` gets the names of its values
 * instead of them, so the shape of the query may not depend on one.
 */
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
