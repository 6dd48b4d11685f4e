interface Typed {
  words: string[];
  /** "as" → "csv"; "" without a value. */
  own: Map<string, string>;
  /** Settings of the process, with their values. */
  rest: string[];
}

/** Splits up what was typed: `valued` options have a value, `flags` stand alone, and all others are settings with a value. */
export function ownOptions(args: string[], valued: readonly string[], flags: readonly string[]): Typed {
  const typed: Typed = { words: [], own: new Map(), rest: [] };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at]!;
    if (!arg.startsWith("--")) {
      typed.words.push(arg);
      continue;
    }
    const [name = "", ...values] = arg.slice(2).split("=");
    const isWhole = values.length > 0 || flags.includes(name);
    const value = isWhole ? values.join("=") : (args[at + 1] ?? "");
    if (valued.includes(name) || flags.includes(name)) typed.own.set(name, value);
    else typed.rest.push(...(isWhole ? [arg] : args.slice(at, at + 2)));
    if (!isWhole) at += 1;
  }
  return typed;
}
