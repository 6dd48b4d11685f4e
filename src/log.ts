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

/**
 * From now on what nobody has caught is a line of the log too, and the process goes on: a fault in what one chat has set off, as by
 * a timer, must not end all the others. What was being changed is undone where it failed (db/db.ts).
 */
export function outliveFaults() {
  const note = (error: unknown) => {
    // Whoever read what we write has gone: one more line would fail as well.
    if (error instanceof Error && "code" in error && error.code === "EPIPE") return;
    log("an error that nobody caught", error);
  };
  process.on("uncaughtException", note).on("unhandledRejection", note);
}
