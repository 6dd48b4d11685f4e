import { setTimeout as pause } from "node:timers/promises";
import { settleRestored } from "#src/backup/restored.ts";
import { systemClock } from "#src/clock.ts";
import { answerCommands } from "#src/control.ts";
import type { Tx } from "#src/db/db.ts";
import { isUpgrading } from "#src/db/lock.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { openApp } from "#src/http/server/app.tsx";
import type { Helpline } from "#src/http/server/context.ts";
import { lazily } from "#src/lazy.ts";
import { putBack, removeCopies, sweepGoing } from "./data.ts";
import {
  keepUpgrade,
  keepVersion,
  ownSha256,
  ownVersion,
  readUpgrade,
  readVersion,
  type UpgradeNow,
  type UpgradeRecord,
} from "./record.ts";

const { momentPages } = lazily(() => import("#src/http/server/moment.tsx"));
const { openStandIn } = lazily(() => import("./stand-in.ts"));

/**
 * What a start does before it opens the data, with the folder locked. Returns the record if this program is new and on trial: the
 * door stays closed. Any other program gets back the data of before, without loss, as nobody has written since.
 */
export function settleUpgrade(dataDir: string): UpgradeRecord | null {
  const record = readUpgrade(dataDir);
  if (record?.state !== "trying") {
    sweepGoing(dataDir);
    return null;
  }
  if (ownSha256() !== record.to.sha256) {
    undo(dataDir, record);
    return null;
  }
  if (record.takes) putBack(dataDir, record.takes.copies);
  return record;
}

/** Puts the data back as they were before a trial, with the folder locked. */
export function undo(dataDir: string, { copies, takes, before }: UpgradeRecord): void {
  putBack(dataDir, copies);
  if (takes) removeCopies(dataDir, takes.copies);
  keepUpgrade(dataDir, before && { ...before, before: null });
}

/** How often a program on trial looks whether it may open, ms. */
const lookMs = 100;

/**
 * Keeps the door closed until whoever replaces the program has seen that it is well. If they are gone, it looks at itself, and opens
 * if it is well: so neither a kill nor a power cut leaves it between two programs. Throws PortError.
 */
export async function passTrial(helpline: Helpline, record: UpgradeRecord, socket: string): Promise<void> {
  const { config, db } = helpline;
  await db.change("porchlight", (tx, emit) => {
    if (record.takes) settleRestored(tx, emit, { at: record.takes.at });
    noteReplaced(tx, emit, record);
  });
  const closeStandIn = await openStandIn(config, await momentPages(helpline));
  const upgrade = { now: () => upgradeNow(helpline, "trying"), isOnTrial: true } as const;
  const closeControl = await answerCommands(socket, { ...helpline, upgrade }, "");
  try {
    let isTold = false;
    while (readUpgrade(config.dataDir)?.state === "trying") {
      if (!isUpgrading(config.dataDir)) {
        if ((await whatIsWrong(helpline)) === null) pass(config.dataDir);
        else if (!isTold)
          helpline.report("the upgrade was cut off, and this program is not well: porchlight rollback", null);
        isTold = true;
      }
      await pause(lookMs);
    }
  } finally {
    closeControl();
    await closeStandIn();
  }
}

/** Before the door opens: a kill just after would lose it. What is undone with the trial takes it along. */
function noteReplaced(tx: Tx, emit: Emit, { from, to, at }: UpgradeRecord) {
  const noted = q.selectFrom("audit").select("object").where("action", "=", "program.replaced");
  // A start that was killed on trial may have noted it.
  if (tx.all(noted.where("exact_at", ">=", at).limit(1)).length > 0) return;
  emit({ type: "program.replaced", from: from.version, to: to.version });
}

/**
 * Writes it down if another version runs than the last one: a package, or a folder of sources, may have brought it while the helpline
 * stood still.
 */
export async function noteProgram({ config: { dataDir }, db }: Helpline): Promise<void> {
  const noted = q.selectFrom("audit").select("object").where("action", "=", "program.replaced");
  const [last] = db.all(noted.orderBy("id", "desc").limit(1));
  // What the data say comes first: they may have been restored, or gone back to.
  const from = last ? last.object.split(" → ")[1]! : readVersion(dataDir);
  const to = ownVersion();
  if (from !== null && from !== to)
    await db.change("porchlight", (_tx, emit) => emit({ type: "program.replaced", from, to }));
  keepVersion(dataDir, to);
}

/** Ends a trial: from now on what is written counts, and a way back costs it. */
export function pass(dataDir: string): void {
  const record = readUpgrade(dataDir);
  if (record?.state !== "trying") return;
  keepUpgrade(dataDir, { ...record, state: "done", openedAt: systemClock.now(), before: null });
  if (record.takes) removeCopies(dataDir, record.takes.copies);
}

/** Returns how this process does; only on trial it looks at its own pages. */
export async function upgradeNow(helpline: Helpline, state: UpgradeNow["state"]): Promise<UpgradeNow> {
  const wrong = state === "trying" ? await whatIsWrong(helpline) : null;
  return { pid: process.pid, version: ownVersion(), sha256: ownSha256(), state, wrong };
}

/** Asks for the pages behind the door that everyone comes through. Returns in words what is wrong; null for nothing. */
async function whatIsWrong(helpline: Helpline): Promise<string | null> {
  const app = openApp(helpline);
  const host = helpline.config.publicAddress?.host ?? "localhost";
  const ask = async (path: string) => await app.request(`http://${host}${path}`);
  const health = await ask("/healthz");
  if (health.status !== 200) return "it cannot read its data";
  const { keys } = (await health.json()) as { keys?: string };
  if (keys !== "ready") return "it has not the key to its chats";
  for (const path of ["/", "/staff/sign-in"]) {
    const { status } = await ask(path);
    if (status !== 200) return `its page ${path} answers with ${status}`;
  }
  return null;
}
