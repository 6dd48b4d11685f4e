import { chmodSync, existsSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import { systemClock } from "./clock.ts";
import type { Db } from "./db/db.ts";
import type { Role } from "./events.ts";
import type { HoursFile } from "./hours/imported.ts";
import type { Line } from "./hours/lines.ts";
import { type Taken, takeFile } from "./hours/take-file.ts";
import type { DoorNow } from "./queue/door.ts";
import { doors } from "./queue/doors.ts";
import { hasStaff, invite } from "./staff/invitation.ts";
import { roles } from "./staff/permissions.ts";

/** What the command line may ask of a running server: the two never write to the data side by side. */
export type Ask =
  | { ask: "staff link"; roles: Role[] }
  | { ask: "hours" }
  | ({ ask: "hours import"; lineId: number | null } & Pick<HoursFile, "week" | "rules">);

interface Answers {
  "staff link": Link;
  hours: LinesNow;
  "hours import": Taken;
}

export type AnswerTo<One extends Ask> = Answers[One["ask"]];

/** A link for a new account, with the roles it gives. */
export interface Link {
  url: string;
  roles: Role[];
  /** It makes the first account. */
  first: boolean;
}

/** What the doors of the lines say at an instant (ms UTC). */
export interface LinesNow {
  at: number;
  lines: { line: Line; door: DoorNow }[];
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
        (told) => answer.end(JSON.stringify(told)),
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
export async function askServer<One extends Ask>(path: string, ask: One): Promise<AnswerTo<One> | null> {
  if (!existsSync(path)) return null;
  try {
    return await new Promise<AnswerTo<One> | null>((resolve, reject) => {
      const signal = AbortSignal.timeout(answerMs);
      const asking = request({ socketPath: path, method: "POST", signal }, (answer) => {
        text(answer)
          .then((body) => (answer.statusCode === 200 ? (JSON.parse(body) as AnswerTo<One>) : null))
          .then(resolve, reject);
      });
      asking.on("error", reject);
      asking.end(JSON.stringify(ask));
    });
  } catch {
    return null;
  }
}

/** Does what was asked, here or in the server. */
export async function carryOut<One extends Ask>(db: Db, address: string, ask: One): Promise<AnswerTo<One>> {
  return (await done(db, address, ask)) as AnswerTo<One>;
}

function done(db: Db, address: string, ask: Ask): Promise<Answers[Ask["ask"]]> | LinesNow {
  switch (ask.ask) {
    case "staff link":
      return makeLink(db, address, ask.roles);
    case "hours":
      return linesNow(db, systemClock.now());
    case "hours import":
      return db.change("command line", (tx, emit) => takeFile(tx, emit, ask));
    default:
      throw new Error("an older Porchlight runs here, or a newer one", { cause: ask satisfies never });
  }
}

function linesNow(db: Db, at: number): LinesNow {
  return { at, lines: doors(db, at) };
}

/** While nobody has an account, the link makes the first one: with all roles. */
async function makeLink(db: Db, address: string, wanted: Role[]): Promise<Link> {
  const first = !hasStaff(db);
  const given = first ? roles : wanted;
  const token = await db.change("command line", (tx, emit) => invite(tx, emit, { roles: given, first }));
  return { url: `${address}/staff/welcome/${token}`, roles: given, first };
}
