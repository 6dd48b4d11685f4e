import type { CompiledQuery } from "kysely";
import type { Query } from "./db.ts";

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
