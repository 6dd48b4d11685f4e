/** One line for whoever runs the server, with the time. Never a message text, never an address. */
export function log(what: string, error?: unknown) {
  const why = error === undefined ? "" : `: ${describe(error)}`;
  process.stderr.write(`${new Date().toISOString()} ${what}${why}\n`);
}

/** What kind of error and where. Not its message: SQLite and parsers quote what somebody wrote. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error ? ` ${String(error.code)}` : "";
  const place = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6);
  return `${error.name}${code}\n${place.join("\n")}`;
}
