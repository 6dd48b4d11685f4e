/** Writes one line with the time for the person running the server. Never a message text, never an address. */
export function log(what: string, error?: unknown) {
  const why = error === undefined ? "" : `: ${describe(error)}`;
  process.stderr.write(`${new Date().toISOString()} ${what}${why}\n`);
}

/** Not the error's message: SQLite and parsers quote what people wrote. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error ? ` ${String(error.code)}` : "";
  const place = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6);
  return `${error.name}${code}\n${place.join("\n")}`;
}

/** Logs uncaught errors and goes on: a fault in one chat must not end all others. Its change is undone (db/db.ts). */
export function outliveFaults() {
  const note = (error: unknown) => {
    // Nobody reads our output any more, so another line would fail as well.
    if (error instanceof Error && "code" in error && error.code === "EPIPE") return;
    log("an error that nobody caught", error);
  };
  process.on("uncaughtException", note).on("unhandledRejection", note);
}
