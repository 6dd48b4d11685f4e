/** What is wrong at a place of a file, as a sentence for whoever wrote it. */
export interface ScenarioProblem {
  /** The place, like `rules[3].if.turn`. */
  at: string;
  /** A sentence that goes on from the place: “should be a list”. */
  text: string;
}

/** Returns what is wrong with a value at a place; [] if nothing is. */
export type Shape = (value: unknown, at: string) => ScenarioProblem[];

const wrong = (at: string, text: string): ScenarioProblem[] => [{ at, text }];

/** Any text that is not empty. */
export const text: Shape = (value, at) => {
  if (typeof value !== "string") return wrong(at, "should be a text in quotation marks");
  return value.trim() === "" ? wrong(at, "is empty") : [];
};

export const yes: Shape = (value, at) => (value === true ? [] : wrong(at, "can only be true, or be left out"));

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): Shape {
  return (value, at) => {
    const isWhole = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
    return isWhole ? [] : wrong(at, `should be a whole number from ${least} to ${most}`);
  };
}

/** One of some words. */
export function oneAmong(...known: readonly (string | number | null)[]): Shape {
  return (value, at) => {
    if (known.some((one) => one === value)) return [];
    return wrong(at, `is ${JSON.stringify(value)}, and should be one of ${known.map(String).join(", ")}`);
  };
}

/** A list, of at least `least`. */
export function list(of: Shape, least = 0): Shape {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong(at, "should be a list in square brackets");
    if (value.length < least) return wrong(at, `needs at least ${least}`);
    return value.flatMap((one, index) => of(one, `${at}[${index}]`));
  };
}

/** Two whole numbers, the smaller one first. */
export function range(least: number, most: number): Shape {
  return (value, at) => {
    const problems = list(whole(least, most), 2)(value, at);
    if (problems.length > 0) return problems;
    const [from, to, more] = value as number[];
    if (more !== undefined) return wrong(at, "should be two numbers");
    return from! <= to! ? [] : wrong(at, "should begin with the smaller number");
  };
}

/** An object whose members have names of the author’s own. */
export function named(of: Shape): Shape {
  return (value, at) => {
    if (!isObject(value)) return wrong(at, "should be an object in braces");
    return Object.entries(value).flatMap(([name, one]) => {
      if (!/^[a-z][a-z0-9_]*$/.test(name)) return wrong(`${at}.${name}`, "should have a name of small letters and _");
      return of(one, `${at}.${name}`);
    });
  };
}

/** An object with these members; those of the second list may be left out. */
export function object(members: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape {
  return (value, at) => {
    if (!isObject(value)) return wrong(at, "should be an object in braces");
    const inside = (name: string) => (at === "" ? name : `${at}.${name}`);
    const missing = Object.keys(members).filter((name) => !(name in value));
    const found = Object.entries(value).flatMap(([name, one]) => {
      const shape = members[name] ?? optional[name];
      return shape ? shape(one, inside(name)) : wrong(inside(name), "is not known here; is its name spelled right?");
    });
    return [...missing.flatMap((name) => wrong(inside(name), "is missing")), ...found];
  };
}

/** Either of two shapes; what is wrong is said of the first if `takes` says that it was meant. */
export function either(takes: (value: unknown) => boolean, first: Shape, second: Shape): Shape {
  return (value, at) => (takes(value) ? first(value, at) : second(value, at));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
