import { chmodSync, existsSync, rmSync } from "node:fs";
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
}

/**
 * Answers the command line on a socket file that only the owner of the data can open. `address` is where the helpline
 * is found, like http://localhost:8080. Returns what closes it. Needs the lock of the folder: a file that is there
 * already is taken to be left over.
 */
export function answerCommands(path: string, db: Db, address: string): () => void {
  rmSync(path, { force: true });
  const server = Bun.serve({
    unix: path,
    development: false,
    fetch: async (request) => {
      try {
        return Response.json(await carryOut(db, address, (await request.json()) as Ask));
      } catch {
        return new Response(null, { status: 503 });
      }
    },
  });
  chmodSync(path, 0o600);
  return () => {
    void server.stop(true);
    rmSync(path, { force: true });
  };
}

/** Asks the running server; null when none answers there. */
export async function askServer(path: string, ask: Ask): Promise<Link | null> {
  if (!existsSync(path)) return null;
  try {
    const answer = await fetch("http://porchlight/", { unix: path, method: "POST", body: JSON.stringify(ask) });
    return answer.ok ? ((await answer.json()) as Link) : null;
  } catch {
    return null;
  }
}

/** Does what was asked, here or in the server. While nobody has an account, the link makes the first one: with all roles. */
export async function carryOut(db: Db, address: string, ask: Ask): Promise<Link> {
  const first = !hasStaff(db);
  const given = first ? roles : ask.roles;
  const token = await db.change("command line", (tx, emit) => invite(tx, emit, { roles: given, first }));
  return { url: `${address}/staff/welcome/${token}`, roles: given };
}
