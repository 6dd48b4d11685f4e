import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changing, placesIn } from "#lab/faults/backup/kills.ts";
import { inFolder, writersOf } from "#lab/load/people/stage.ts";
import { fillWorld, type World } from "#lab/load/people/world.ts";
import { between, type Random } from "#lab/load/report/random.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { languages, translate } from "#src/i18n/i18n.ts";
import { readUpgrade } from "#src/upgrade/record.ts";
import { binary, sha256 } from "#tests/support/outside/binary.ts";
import { newer, newerBinary } from "#tests/support/upgrade/newer.ts";
import { stored, type Unit, unitOf } from "#tests/support/upgrade/unit.ts";

/** What is done: the program is replaced by a newer one, or goes back. */
export type Work = "upgrade" | "rollback";

export interface Killed {
  /** Killed at a moment of chance, at a single call to the system, and together with the server. */
  byTime: number;
  byStep: number;
  withAll: number;
  /** Beside these, how often it was done before. */
  over: number;
  old: number;
  new: number;
  /** How often the same command was typed again, which must do it. */
  again: number;
  wrong: string[];
}

const traced = ["-D", "-f", "-e", `trace=${changing}`];
/** The order of the ways to die. */
const ways = ["step", "time", "step", "all"] as const;

interface Prepared {
  program: string;
  data: string;
  world: World;
}

/** Kills a work at `times` points, and looks each time how it stands once the service is back by itself. */
export async function killAll(
  work: Work,
  { strace, times, random }: { strace: string; times: number; random: Random },
): Promise<Killed> {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-killed-"));
  const found: Killed = { byTime: 0, byStep: 0, withAll: 0, over: 0, old: 0, new: 0, again: 0, wrong: [] };
  try {
    const prepared = await prepare(work, folder);
    const log = join(folder, "log");
    const whole = await once(work, prepared, {});
    const recorded = await once(work, prepared, { around: [strace, ...traced, "-o", log] });
    for (const { stands } of [whole, recorded]) if (stands !== "new") throw new Error(`left alone: ${stands}`);
    const places = placesIn(readFileSync(log, "latin1"));
    let tries = 0;
    let killed = 0;
    const lane = async () => {
      while (killed < times && tries < 3 * times) {
        const way = ways[tries % ways.length]!;
        tries += 1;
        const nth = places[Math.floor(random() * places.length)]!;
        const inject = ["-e", `inject=${changing}:signal=SIGKILL:when=${nth}`, "-o", "/dev/null"];
        // Most of its time goes by before anything is replaced.
        const killMs = between(random, random() < 0.7 ? whole.ms / 2 : 0, whole.ms);
        const isStep = way === "step";
        const fate = isStep ? { around: [strace, ...traced, ...inject] } : { killMs, isAll: way === "all" };
        const again = tries % 4 === 1;
        const { code, stands } = await once(work, prepared, { ...fate, again });
        if (code === 0) found.over += 1;
        else {
          killed += 1;
          found[isStep ? "byStep" : way === "all" ? "withAll" : "byTime"] += 1;
          if (again) found.again += 1;
        }
        if (stands === "old" || stands === "new") found[stands] += 1;
        else
          found.wrong.push(
            `${isStep ? `call ${nth} of a thread` : `${way} after ${Math.round(killMs)} ms`}: ${stands}`,
          );
      }
    };
    await Promise.all([lane(), lane()]);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const chats = 3;

async function prepare(work: Work, folder: string): Promise<Prepared> {
  let world: World | undefined;
  const unit = await unitOf(binary(), async (dataDir) => {
    world = await inFolder(dataDir, (helpline) => fillWorld(helpline, chats));
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
    for (const end of ["", ".key", ".copies"])
      if (existsSync(unit.data + end))
        cpSync(unit.data + end, data + end, { recursive: true, preserveTimestamps: true });
    return { program, data, world: world! };
  } finally {
    await unit.remove();
  }
}

const wordsOf = (work: Work) =>
  work === "upgrade" ? ["upgrade", newerBinary(), "--sha256", sha256(newerBinary())] : ["rollback"];

const ended = async (command: ReturnType<Unit["command"]>) => ({
  code: await command.ended,
  out: command.out(),
  err: command.err(),
});

/** Does the work in a place of its own, with a fate, and once more if wanted. */
async function once(
  work: Work,
  { program, data }: Prepared,
  { around, killMs, isAll, again }: { around?: string[]; killMs?: number; isAll?: boolean; again?: boolean },
) {
  const unit = await unitOf(program, async (to) => {
    for (const end of ["", ".key", ".copies"])
      if (existsSync(data + end)) cpSync(data + end, to + end, { recursive: true, preserveTimestamps: true });
  });
  try {
    await unit.serves();
    const begun = performance.now();
    const command = unit.command(wordsOf(work), "back\n", around);
    const kill = async () => {
      command.child.kill("SIGKILL");
      if (!isAll) return;
      await unit.stop("SIGKILL");
      unit.start();
    };
    let killed = Promise.resolve();
    const late =
      killMs === undefined
        ? undefined
        : setTimeout(() => {
            killed = kill();
          }, killMs);
    const { code, out, err } = await ended(command);
    clearTimeout(late);
    // Else the server that is just being killed could answer once more.
    await killed;
    const ms = performance.now() - begun;
    const first = await standsOf(work, unit, code === 0);
    if (!again || code === 0 || first !== "old") return { code, ms, stands: first };
    const second = await ended(unit.command(wordsOf(work), "back\n"));
    const stands = await standsOf(work, unit, second.code === 0);
    const isDone = second.code === 0 && stands === "new";
    return {
      code,
      ms,
      stands: isDone ? first : `the same command again: ${stands} ${second.code} ${second.err} (${out}${err})`,
    };
  } finally {
    await unit.remove();
  }
}

/** How it stands once the service has come back by itself: "old" or "new", else what is wrong in words. */
async function standsOf(work: Work, unit: Unit, told: boolean): Promise<string> {
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
