import { existsSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, dayMs, hourMs, minuteMs } from "#src/clock.ts";
import { hashOfFile, isSameHash } from "#src/crypto/hash.ts";
import { keepFolder } from "#src/crypto/keys/master-key.ts";
import { deltasIn, hasBase } from "../delta/kept-deltas.ts";
import { copiesIn, forgetOldCopies, isPast, keysKeptMs, openedFile, partFile, removeAll } from "../kept.ts";
import { type SealedName, sealedName } from "../names.ts";
import { whats } from "../parts.ts";
import { fetchedIn, keepFetched } from "./folder.ts";
import { codeFor, mostShown } from "./shown.ts";
import { type CopySource, FetchError, type Listed } from "./wire.ts";

/** What came of asking once. */
export interface Round {
  /** Files that came, and their bytes. */
  fetched: string[];
  bytes: number;
  /** Up to which instant everything is here, ms UTC; null = nothing whole. */
  until: number | null;
  /** How far the clock of the helpline is ahead of the one here, ms; 0 for less than can be. */
  aheadMs: number;
  /** There is more to come: it was left for another round, so that what is newest comes soon. */
  isPartial: boolean;
  /** Files of which the helpline says now that they are others: what lies here stays. */
  others: string[];
}

interface Wanted extends Listed {
  says: SealedName;
}

/** Clocks that differ by more are wrong, ms. */
const aheadMostMs = 5 * minuteMs;
/** So long one file goes on coming until it is asked again what is newest, ms: a copy can take hours on a slow line. */
const turnMs = minuteMs;
/** So long a file is trusted to be as it was when it was looked at, ms: a disk can lose what it had. */
const lookedAtMs = 6 * hourMs;

interface Means {
  source: CopySource;
  folder: string;
  clock: Clock;
  /** Of the disk of a folder, bytes. */
  roomIn?: (folder: string) => { free: number; all: number };
}

function roomOf(folder: string): { free: number; all: number } {
  const { bavail, blocks, bsize } = statfsSync(folder);
  return { free: bavail * bsize, all: blocks * bsize };
}

/** So much of a disk stays free, bytes, or a tenth of it where that is less: a full one would stop more than the fetching. */
const staysFree = 1_000_000_000;

type Tell = (done: number, of: number) => void;

/** Fetches into a folder, as often as it is asked to; knows what it has looked at lately. */
export function openFetching({ source, folder, clock, roomIn = roomOf }: Means) {
  const looked = new Map<string, { sha256: string; key: string; at: number }>();

  let agreed: { at: number; elapsed: number } | null = null;

  /** A clock that goes back, as of a machine without a battery for it, must not make keys young again. */
  function surely(): number {
    agreed ??= { at: fetchedIn(folder)?.surelyAt ?? Number.NEGATIVE_INFINITY, elapsed: clock.elapsed() };
    return agreed.at + clock.elapsed() - agreed.elapsed;
  }

  function noteTime(now: number, there: number) {
    if (Math.abs(there - now) > aheadMostMs) return;
    agreed = { at: Math.max(now, surely()), elapsed: clock.elapsed() };
  }

  /** Neither a wrong clock here nor one there makes young copies old; one here that has gone back counts no more. */
  function timeFor(now: number, there: number): number {
    const hasGoneBack = now < surely() - aheadMostMs;
    return Math.max(hasGoneBack ? there : Math.min(now, there), surely());
  }

  function keepTime() {
    const fetched = fetchedIn(folder);
    if (fetched && Number.isFinite(surely())) keepFetched(folder, { ...fetched, surelyAt: surely() });
  }

  async function hashHere(file: string): Promise<string> {
    const { size, mtimeMs } = statSync(join(folder, file));
    const key = `${size} ${mtimeMs}`;
    const known = looked.get(file);
    if (known?.key === key && clock.elapsed() - known.at < lookedAtMs) return known.sha256;
    const sha256 = await hashOfFile(join(folder, file));
    looked.set(file, { sha256, key, at: clock.elapsed() });
    return sha256;
  }

  /** Before a server that was broken into can fill it. */
  function refuseFull(bytes: number) {
    const { free, all } = roomIn(folder);
    if (free - bytes < Math.min(staysFree, all / 10)) throw new FetchError("no_room", String(bytes));
  }

  /** Brings a file, going on where an earlier try was cut off. A name is never written twice: a server that was broken into may lie. */
  async function bring(one: Wanted, tell: (bytes: number) => void): Promise<boolean> {
    const over = clock.elapsed() + turnMs;
    const part = join(folder, `${one.name}.part`);
    for (let tries = 0; ; tries += 1) {
      const there = existsSync(part) ? statSync(part).size : 0;
      refuseFull(Math.max(0, one.size - there));
      const { from, pieces } = there < one.size ? await source.file(one, there) : { from: there, pieces: nothing() };
      const isWhole = await pour(part, from, pieces, (bytes) => {
        tell(bytes);
        return clock.elapsed() < over;
      });
      if (!isWhole) return false;
      if (isSameHash(await hashOfFile(part), one.sha256)) break;
      rmSync(part);
      // What was left of an earlier try can have been of other bytes.
      if (from === 0 || tries > 0) throw new FetchError("strange", one.name);
    }
    renameSync(part, join(folder, one.name));
    keepFolder(folder);
    return true;
  }

  return {
    /** Asks once. Rejects with FetchError, and as a disk does; what came whole by then stays. */
    once: async (tell: Tell = () => {}): Promise<Round> => {
      const { at, zone, files, question } = await source.list();
      const now = clock.now();
      const fetched = fetchedIn(folder);
      if (fetched) keepFetched(folder, { ...fetched, reachedAt: now, zone: zone ?? fetched.zone ?? null });
      const listed = files.flatMap((one) => {
        const says = sealedName(one.name);
        return says && isPast(says, now) ? [{ ...one, says }] : [];
      });
      const missing = wantedOf(listed.filter(mayCome(folder, now))).filter(
        ({ name }) => !existsSync(join(folder, name)),
      );
      const all = missing.reduce((sum, { size }) => sum + size, 0);
      forgetParts(folder, (name) => missing.some((one) => one.name === name));
      let bytes = 0;
      const came: string[] = [];
      for (const one of missing) {
        const isWhole = await bring(one, (more) => {
          bytes += more;
          tell(bytes, all);
        });
        if (!isWhole) break;
        came.push(one.name);
      }
      const here = listed.filter(({ name }) => existsSync(join(folder, name))).slice(0, mostShown);
      const shown = await Promise.all(
        here.map(async ({ name }) => ({
          name,
          sha256: await hashHere(name),
          code: await codeFor(question, { name, file: join(folder, name) }),
        })),
      );
      const until = await source.prove(question, shown);
      const others = here.filter(({ sha256 }, n) => !isSameHash(shown[n]!.sha256, sha256)).map(({ name }) => name);
      const after = fetchedIn(folder);
      if (after) keepFetched(folder, { ...after, savedUntil: until ?? after.savedUntil });
      noteTime(now, at);
      forgetFetched(folder, timeFor(now, at));
      keepTime();
      const isAhead = Math.abs(at - now) > aheadMostMs;
      const isPartial = came.length < missing.length;
      return { fetched: came, bytes, until, isPartial, aheadMs: isAhead ? at - now : 0, others };
    },
    /** Forgets what was kept long enough while nothing can be fetched. Throws at the end if one cannot be removed. */
    forget: () => {
      forgetFetched(folder, Math.max(clock.now(), surely()));
      keepTime();
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * Whether a copy is newer than all that came, or has begun to come. Otherwise a server that was broken into could name one after each
 * day, and the true copies of those days would be forgotten.
 */
function mayCome(folder: string, now: number): (one: Wanted) => boolean {
  const copies = copiesIn(folder).filter((one) => isPast(one, now));
  const newest = copies[0]?.at ?? Number.NEGATIVE_INFINITY;
  return ({ says }) => says.base !== null || says.at > newest || copies.some(({ name }) => name === says.set);
}

/** The files of the newest copy or delta, after those of the copy it belongs to; and of the newest whole copy. */
function wantedOf(listed: Wanted[]): Wanted[] {
  const isWhole = (set: string) =>
    (["data", "keys"] as const).every((what) => listed.some(({ says }) => says.set === set && says.what === what));
  const sets = [...new Map(listed.map(({ says }) => [says.set, says])).values()]
    .filter(({ set, base }) => isWhole(set) && (base === null || isWhole(base)))
    .sort((a, b) => b.at - a.at);
  const [newest] = sets;
  const full = sets.find(({ base }) => base === null);
  const order = [...new Set([newest?.base, newest?.set, full?.set])];
  return order.flatMap((set) =>
    (["data", "keys", "opened"] as const).flatMap((what) =>
      listed.filter(({ says }) => says.set === set && says.what === what),
    ),
  );
}

const syncBytes = 8 * 1024 * 1024;

/** Returns whether it came to its end: `goOn` hears how many bytes came, and may say no. */
async function pour(
  file: string,
  from: number,
  pieces: AsyncIterable<Uint8Array>,
  goOn: (bytes: number) => boolean,
): Promise<boolean> {
  const to = await openAt(file, from);
  let unsynced = 0;
  let at = from;
  let isWhole = true;
  try {
    for await (const piece of pieces) {
      for (let done = 0; done < piece.length; )
        done += (await to.write(piece, done, piece.length - done, at + done)).bytesWritten;
      at += piece.length;
      isWhole = goOn(piece.length);
      if (!isWhole) break;
      unsynced += piece.length;
      if (unsynced < syncBytes) continue;
      await to.datasync();
      unsynced = 0;
    }
    await to.sync();
    return isWhole;
  } finally {
    await to.close();
  }
}

async function openAt(file: string, from: number): Promise<FileHandle> {
  if (from === 0) rmSync(file, { force: true });
  return open(file, from === 0 ? "wx" : "r+", 0o600);
}

/** Half a file of keys opens half of them, so none stays that is not gone on with. */
function forgetParts(folder: string, isWanted: (name: string) => boolean) {
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".part") || sealedName(file.slice(0, -".part".length)) === null) continue;
    if (!isWanted(file.slice(0, -".part".length))) rmSync(join(folder, file), { force: true });
  }
}

/**
 * Forgets what was kept long enough at an instant (ms UTC), by the rule that copies have at home; only the last deltas of an older copy
 * stay for a day, as a newer copy can be of a server that was broken into. Throws at the end if one cannot be removed.
 */
export function forgetFetched(folder: string, at: number): void {
  if (!existsSync(folder)) return;
  forgetParts(folder, (name) => at - sealedName(name)!.at < keysKeptMs);
  const copies = copiesIn(folder);
  const newest = copies.find(({ parts }) => parts.length === whats.length)?.name;
  const seen = new Map<string, number>();
  const old = deltasIn(folder).filter((one) => {
    const nth = (seen.get(one.base) ?? 0) + 1;
    seen.set(one.base, nth);
    const kept = one.base === newest ? keysKeptMs : dayMs;
    return nth > deltasOfBase || at - one.at >= kept || !hasBase(copies, one);
  });
  try {
    removeAll(
      old.flatMap(({ name }) => [openedFile(folder, name), ...whats.map((what) => partFile(folder, name, what))]),
    );
  } finally {
    forgetOldCopies(folder, at);
  }
}

const deltasOfBase = 2;
