import { cpSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inFolder, writersOf } from "#lab/load/people/stage.ts";
import { fillWorld, type World } from "#lab/load/people/world.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { q } from "#src/db/schema.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { readUpgrade } from "#src/upgrade/record.ts";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { newer, newerBinary } from "#tests/support/upgrade/newer.ts";
import { stored, type Unit, unitOf } from "#tests/support/upgrade/unit.ts";

/** What is done: the program is replaced by a newer one, or goes back. */
export type Work = "upgrade" | "rollback";
export const works: Work[] = ["upgrade", "rollback"];

/** What a work begins from, in a folder. */
export interface Prepared {
  program: string;
  data: string;
}

const chats = 3;

/** Makes a helpline with some chats, and for a way back an upgrade of it; of both what must lie somewhere is laid into a folder. */
export async function prepare(work: Work, folder: string): Promise<Prepared> {
  let world: World | undefined;
  const unit = await unitOf(binary(), async (dataDir) => {
    world = await inFolder(dataDir, async (helpline) => {
      // By night a copy of its own may be under way, and a work would wait for that.
      await helpline.db.change("porchlight", (tx) => tx.run(q.updateTable("line").set({ time_zone: noonZone() })));
      return fillWorld(helpline, chats);
    });
  });
  try {
    if (work === "rollback") {
      await unit.serves();
      const { code, out, err } = await ended(unit.command(wordsOf("upgrade")));
      if (code !== 0) throw new Error(`not upgraded: ${out}${err}`);
      // What is written since tells the two states apart.
      await writersOf(world!, unit, Math.random)[0]!.write(1, 0);
      await unit.stop();
    }
    const program = join(folder, "program/porchlight");
    mkdirSync(join(folder, "program"));
    for (const end of ["", ".before"]) if (existsSync(unit.program + end)) cpSync(unit.program + end, program + end);
    const data = join(folder, "data");
    likeIt(unit.data, data);
    return { program, data };
  } finally {
    await unit.remove();
  }
}

/** A time zone in which it is about noon now. */
function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  // Such names count to the west.
  return `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}

/** Lays data, their key and their copies elsewhere. */
export function likeIt(data: string, to: string): void {
  for (const end of ["", ".key", ".copies"])
    if (existsSync(data + end)) cpSync(data + end, to + end, { recursive: true, preserveTimestamps: true });
}

/** What is typed. */
export const wordsOf = (work: Work) =>
  work === "upgrade" ? ["upgrade", newerBinary(), "--sha256", sha256(newerBinary())] : ["rollback"];

/** Waits for a command. */
export const ended = async (command: ReturnType<Unit["command"]>) => ({
  code: await command.ended,
  out: command.out(),
  err: command.err(),
});

/** How it stands once the service has come back by itself: "old" or "new", else what is wrong in words. */
export async function standsOf(work: Work, unit: Unit, told: boolean): Promise<string> {
  const until = performance.now() + 30_000;
  const comesIn = async () => {
    const { ok } = await fetch(`${unit.origin}/healthz`);
    return ok ? await (await fetch(`${unit.origin}/`)).text() : null;
  };
  let door: string | null = null;
  while (door === null) {
    if (performance.now() > until) return `the door stays closed: ${unit.log().slice(-500)}`;
    await Bun.sleep(50);
    door = await comesIn().catch(() => null);
  }
  await unit.stop();
  const isNewer = unit.sha256() === sha256(newerBinary());
  const { migrations, rows, replaced } = stored(unit);
  const said = [...rows.values()].flat().filter(({ side, text }) => side === "youth" && text !== null).length;
  const record = readUpgrade(unit.data);
  const left = leftIn(unit);
  unit.start();
  if (migrations.includes(newer.migration) !== isNewer)
    return `the program is ${isNewer ? "new" : "old"}, and the data are not`;
  if (record?.state === "trying") return "it is neither done nor undone";
  if (left) return left;
  const isDone = work === "upgrade" ? isNewer : !isNewer;
  if (told && !isDone) return "told that it is done, and it is not";
  const expected = work === "upgrade" || isDone ? chats : chats + 1;
  if (said !== expected) return `${said} messages of ${expected}`;
  // An upgrade that was done, whether it was gone back from or not, and a way back each say it once.
  const noted = work === "rollback" || isDone ? 1 : 0;
  if (replaced.length !== noted) return `the audit trail says ${replaced.length} times that it was replaced`;
  const isShut = languages.some((language) => door.includes(translate(language)("backup.restored_note")));
  if (isShut !== (work === "rollback" && isDone)) return `the helpline is ${isShut ? "closed" : "open"}`;
  return isDone ? "new" : "old";
}

function leftIn(unit: Unit): string | null {
  for (const file of ["porchlight.db", "keys.db"]) {
    const opened = openReadOnly(join(unit.data, file));
    const whole = opened.pragma("integrity_check", { simple: true });
    opened.close();
    if (whole !== "ok") return `${file} is damaged`;
  }
  const going = readdirSync(unit.data).filter((name) => name.includes(".going") || name.endsWith(".db.next"));
  return going.length > 0 ? `left behind: ${going.join(", ")}` : null;
}
