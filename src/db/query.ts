import type { CompiledQuery } from "kysely";

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
