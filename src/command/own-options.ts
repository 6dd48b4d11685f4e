/** What somebody typed behind a command that has options of its own. */
export interface Typed {
  /** What is no option, and belongs to none. */
  words: string[];
  /** By name: "as" → "csv"; "" where it stands alone or ends there. */
  own: Map<string, string>;
  /** Options of others: settings. */
  rest: string[];
}

/** Parts what somebody typed. `valued` have a value behind them, `flags` stand alone; every other option has a value and is a setting. */
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
