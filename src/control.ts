import { chmodSync, existsSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Db } from "./db/db.ts";
import type { Role } from "./events.ts";
import { hasStaff, invite } from "./staff/invitation.ts";
import { roles } from "./staff/permissions.ts";

/** What the command line may ask of a running server: the two never write to the data side by side. */
export type Ask = { ask: "staff link"; roles: Role[] };

/** A link for a new account, with the roles it gives. */
export interface Link {
  url: string;
  roles: Role[];
  /** It makes the first account. */
  first: boolean;
}

/**
 * Answers the command line on a socket file that only the owner of the data can open. `address` is where the helpline
 * is found, like http://localhost:8080. Returns what closes it. Needs the lock of the folder: a file that is there
 * already is taken to be left over. Rejects with what the system says when the file cannot be made.
 */
export async function answerCommands(path: string, db: Db, address: string): Promise<() => void> {
  rmSync(path, { force: true });
  const server = createServer((asked, answer) => {
    text(asked)
      .then((body) => carryOut(db, address, JSON.parse(body) as Ask))
      .then(
        (link) => answer.end(JSON.stringify(link)),
        () => answer.writeHead(503).end(),
      );
  });
  await new Promise<void>((open, failed) => {
    server.once("error", failed);
    server.listen(path, open);
  });
  chmodSync(path, 0o600);
  return () => {
    server.close();
    server.closeAllConnections();
    rmSync(path, { force: true });
  };
}

/** A server that says nothing for so long is stuck, ms. */
const answerMs = 3_000;

/** Asks the running server; null when none answers there. */
export async function askServer(path: string, ask: Ask): Promise<Link | null> {
  if (!existsSync(path)) return null;
  try {
    return await new Promise<Link | null>((resolve, reject) => {
      const signal = AbortSignal.timeout(answerMs);
      const asking = request({ socketPath: path, method: "POST", signal }, (answer) => {
        text(answer)
          .then((body) => (answer.statusCode === 200 ? (JSON.parse(body) as Link) : null))
          .then(resolve, reject);
      });
      asking.on("error", reject);
      asking.end(JSON.stringify(ask));
    });
  } catch {
    return null;
  }
}

/** Does what was asked, here or in the server. While nobody has an account, the link makes the first one: with all roles. */
export async function carryOut(db: Db, address: string, ask: Ask): Promise<Link> {
  const first = !hasStaff(db);
  const given = first ? roles : ask.roles;
  const token = await db.change("command line", (tx, emit) => invite(tx, emit, { roles: given, first }));
  return { url: `${address}/staff/welcome/${token}`, roles: given, first };
}
