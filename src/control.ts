import { chmodSync, existsSync, rmSync } from "node:fs";
import type { Db } from "./db/db.ts";
import type { Role } from "./events.ts";
import { invite } from "./staff/invitation.ts";

/** What the command line may ask of a running server: the two never write to the data side by side. */
export type Ask = { ask: "staff link"; roles: Role[]; first: boolean };

/** Answers the command line on a socket file that only the owner of the data can open. Returns what closes it. */
export function answerCommands(path: string, db: Db): () => void {
  if (existsSync(path)) rmSync(path);
  const server = Bun.serve({
    unix: path,
    fetch: async (request) => Response.json(await carryOut(db, (await request.json()) as Ask)),
  });
  chmodSync(path, 0o600);
  return () => {
    void server.stop(true);
    rmSync(path, { force: true });
  };
}

/** Asks the running server; null when none is running there. */
export async function askServer(path: string, ask: Ask): Promise<string | null> {
  if (!existsSync(path)) return null;
  try {
    const answer = await fetch("http://porchlight/", { unix: path, method: "POST", body: JSON.stringify(ask) });
    return (await answer.json()) as string;
  } catch {
    return null;
  }
}

/** Does what was asked, here or in the server: returns the token of a new link. */
export function carryOut(db: Db, ask: Ask): Promise<string> {
  return db.change("command line", (tx, emit) => invite(tx, emit, ask));
}
