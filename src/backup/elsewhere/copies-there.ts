import { readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Backups } from "#src/backup/backup.ts";
import type { Away } from "#src/backup/delta/deltas.ts";
import { copyLateMs, isPast, type Opened, writeSynced } from "#src/backup/kept.ts";
import { type What, whats } from "#src/backup/parts.ts";
import { letWork, WorkError } from "#src/backup/work.ts";
import { type Clock, hourMs, minuteMs } from "#src/clock.ts";
import type { Config, StoreSetting } from "#src/config.ts";
import { keepFolder } from "#src/crypto/keys/master-key.ts";
import type { Proof } from "./elsewhere.ts";
import { isKeys, setsAmong } from "./old.ts";
import type { StoreFailure } from "./store-error.ts";
import type { KeysThere, StoreVisit, Visited, Wanted } from "./visit.ts";

/** It is looked through this often even if nothing new is to go there, ms: keys there must go in time. */
const visitMs = hourMs;
/** How long it waits after a try that failed, ms: twice as long each time, up to the most. */
const firstPauseMs = minuteMs;
const maxPauseMs = 10 * minuteMs;

/** The copies in the store of a helpline. Instants are ms UTC. */
export interface CopiesThere extends Away {
  /** Where it is, as BACKUP_STORE names it. */
  where: string;
  isBusy(): boolean;
  /** Whether something is on its way there, and it is not the time for a pause. */
  isDue(backups: Here): boolean;
  /** Brings there what is new, and removes what is old. Never throws: `failed` says why. */
  visit(backups: Here): Promise<void>;
  /** The newest copy there that can be restored. */
  last(): number | null;
  /** Up to when data lie there, whether their keys do or not. */
  dataUntil(): number | null;
  keys(): KeysThere;
  /** Old files that are still there. */
  left(): string[];
  /** Why the last try failed; null once one came to its end. */
  failed(): StoreFailure | null;
  /** When the last copy was brought there, or it was set up, once that is too long ago; null before. */
  lateSince(): number | null;
}

/** What lies on this machine and counts. */
export type Here = Pick<Backups, "all" | "lastDelta">;

/** What is known of the store after a start. Stands beside the copies. */
interface Note {
  where: string;
  /** When copies were to go there for the first time, ms UTC. */
  since: number;
  there: Record<string, Proof>;
  keys: KeysThere;
}

/** Visits a store in another process, so that nothing of it holds up a chat. */
async function visitApart(visit: StoreVisit): Promise<Visited> {
  try {
    return await letWork({ do: "visit", visit }, () => {}, { limitMs: maxVisitMs });
  } catch (error) {
    const isLate = error instanceof WorkError && error.message === "late";
    const failed: StoreFailure = isLate ? { why: "slow", detail: "" } : { why: "disk", detail: codeOf(error) };
    return { there: visit.known, keys: visit.keys, left: [], failed };
  }
}

/** Half a day: even a slow line brings a gigabyte by then. */
const maxVisitMs = 12 * hourMs;

const codeOf = (error: unknown) => (error instanceof WorkError ? error.message : "unknown");

/** Opens what is known of the store of a helpline; null without one. */
export function openCopiesThere(
  house: { clock: Clock; config: Pick<Config, "store" | "backupDir"> },
  go: (visit: StoreVisit) => Promise<Visited> = visitApart,
): CopiesThere | null {
  const { clock, config } = house;
  return config.store && copiesIn(config.store, config.backupDir, clock, go);
}

function copiesIn(
  setting: StoreSetting,
  folder: string,
  clock: Clock,
  go: (visit: StoreVisit) => Promise<Visited>,
): CopiesThere {
  const where = addressOf(setting);
  let note = noteIn(folder, where) ?? { where, since: clock.now(), there: {}, keys: null };
  let left: string[] = [];
  let failed: StoreFailure | null = null;
  let busy: Promise<void> | null = null;
  let visitedAt = Number.NEGATIVE_INFINITY;
  let failures = 0;

  const sets = () => setsAmong(Object.keys(note.there)).filter((one) => isPast(one, clock.now()));
  const whole = (isWhole: (parts: What[]) => boolean) => {
    const all = sets().filter(({ parts }) => isWhole(parts));
    return all.filter(({ base }) => base === null || all.some(({ name }) => name === base));
  };
  const usable = () => whole((parts) => parts.length === whats.length);
  const newestCopy = () => usable().find(({ base }) => base === null)?.at ?? null;
  const pauseMs = () => (failures === 0 ? 0 : Math.min(maxPauseMs, firstPauseMs * 2 ** (failures - 1)));
  const missing = (here: Here) =>
    wantedOf(here, newestCopy(), clock.now()).filter(
      ({ name }) => !note.there[name] && (note.keys === "go" || note.keys === null || !isKeys(name)),
    );

  async function visit(here: Here): Promise<void> {
    const wanted = wantedOf(here, newestCopy(), clock.now());
    const done = await go({ setting, folder, wanted, known: note.there, keys: note.keys, at: clock.now() });
    visitedAt = clock.elapsed();
    failures = done.failed ? failures + 1 : 0;
    left = done.left;
    failed = done.failed;
    note = { ...note, there: done.there, keys: done.keys };
    keepNote(folder, note);
  }

  const lateFrom = () => Math.max(newestCopy() ?? 0, note.since);
  return {
    where,
    isElsewhere: () => true,
    hasCopy: (name) => usable().some((one) => one.name === name),
    savedUntil: () => usable()[0]?.at ?? null,
    isBusy: () => busy !== null,
    isDue: (here) => {
      if (busy !== null) return false;
      const waited = clock.elapsed() - visitedAt;
      return waited >= visitMs || (waited >= pauseMs() && missing(here).length > 0);
    },
    visit: async (here) => {
      // One that goes on now may have begun without the newest copy.
      while (busy) await busy;
      busy = visit(here);
      try {
        await busy;
      } finally {
        busy = null;
      }
    },
    last: newestCopy,
    dataUntil: () => whole((parts) => parts.includes("data"))[0]?.at ?? null,
    keys: () => note.keys,
    left: () => left,
    failed: () => failed,
    lateSince: () => (clock.now() - lateFrom() > copyLateMs ? lateFrom() : null),
  };
}

/** Returns a store as BACKUP_STORE names it. */
export function addressOf({ origin, bucket, prefix }: StoreSetting): string {
  return `${origin}/${bucket}/${prefix}`.replace(/\/$/, "");
}

/** The newest copy first and what changed since, then those between it and the newest that is there. */
function wantedOf({ all, lastDelta }: Here, newestThere: number | null, now: number): Wanted[] {
  const opened = all().filter((one) => one.opened !== null && one.parts.includes("data") && isPast(one, now));
  const copies = opened.filter(({ at }, n) => n === 0 || at > (newestThere ?? Number.POSITIVE_INFINITY));
  const delta = lastDelta();
  const base = delta && opened.find(({ name }) => name === delta.base);
  const order = [...copies.slice(0, 1), ...(base ? [base, delta] : []), ...copies.slice(1)];
  return [...new Set(order)].flatMap(({ name, parts, opened: facts }) => [
    ...parts.map((what) => ({ name: `${name}.${what}.age`, sha256: hashOf(facts, what) })),
    // It comes last there too: a copy without it does not count.
    { name: `${name}.opened.json`, sha256: null },
  ]);
}

function hashOf(facts: object | null, what: What): string | null {
  const { sha256 } = (facts ?? {}) as Partial<Opened>;
  return sha256?.[what] ?? null;
}

const fileIn = (folder: string) => join(folder, "store.json");

/** Unless it is of another store. */
function noteIn(folder: string, where: string): Note | null {
  try {
    const note = JSON.parse(readFileSync(fileIn(folder), "utf8")) as Note;
    return note.where === where && Number.isFinite(note.since) && typeof note.there === "object" ? note : null;
  } catch {
    return null;
  }
}

/** What cannot be kept is looked up again after the next start. */
function keepNote(folder: string, note: Note) {
  const next = `${fileIn(folder)}.part`;
  try {
    rmSync(next, { force: true });
    writeSynced(next, `${JSON.stringify(note)}\n`);
    renameSync(next, fileIn(folder));
    keepFolder(folder);
  } catch {}
}
