import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, minuteMs, systemClock } from "#src/clock.ts";
import { hashOfFile, isSameHash, newToken } from "#src/crypto/hash.ts";
import { type SealedName, sealedName } from "../names.ts";
import { codeFor, type ShownFile } from "./shown.ts";

/** A sealed file that a second machine may fetch. */
export interface OfferedFile extends SealedName {
  file: string;
  size: number;
  sha256: string;
}

export interface Offers {
  /** Files of the copies that count, the newest first. Rejects as a disk does. */
  files(): Promise<OfferedFile[]>;
  /**
   * One of them from one byte to before another, as a stream that reads only what is asked for; `goesOn` is asked before each piece,
   * and false breaks it off; null if two go to that machine already. It holds nothing open: whoever asked may never read on.
   */
  read(
    one: OfferedFile,
    part: { machineId: number; from: number; to: number; goesOn: () => boolean },
  ): ReadableStream<Uint8Array> | null;
  /** Something new that a machine answers by what it has. */
  question(machineId: number): string;
  /** Returns which files are shown to be there, with their hashes; null if it was not asked that, or has answered. Rejects as a disk does. */
  shown(machineId: number, question: string, all: ShownFile[]): Promise<Map<string, string> | null>;
}

/** So many files go to a machine at once. */
const mostAtOnce = 2;
/** One that was not read on for this long goes out no more, ms: a line can be cut where nobody says so. */
const silentMs = 2 * minuteMs;
/** A machine may be asked again before it has answered. */
const mostQuestions = 4;

interface Going {
  at: number;
}

/** Opens what a folder of copies offers. What was hashed once is hashed again only when it has changed. */
export function openOfferedFiles(folder: string, { elapsed }: Pick<Clock, "elapsed"> = systemClock): Offers {
  let known = new Map<string, Promise<string>>();
  const going = new Map<number, Set<Going>>();
  const questions = new Map<number, string[]>();

  function begin(machineId: number): { goesOn(): void; ends(): void } | null {
    const now = elapsed();
    const all = new Set([...(going.get(machineId) ?? [])].filter(({ at }) => now - at < silentMs));
    going.set(machineId, all);
    if (all.size >= mostAtOnce) return null;
    const own: Going = { at: now };
    all.add(own);
    return {
      goesOn: () => {
        own.at = elapsed();
      },
      ends: () => void going.get(machineId)?.delete(own),
    };
  }

  async function offered(file: string, name: SealedName, noted: string | undefined): Promise<OfferedFile> {
    const { size, mtimeMs } = await stat(join(folder, file));
    if (noted !== undefined) return { ...name, file, size, sha256: noted };
    const key = `${file} ${size} ${mtimeMs}`;
    const hash = known.get(key) ?? hashOfFile(join(folder, file));
    known.set(key, hash);
    hash.catch(() => known.delete(key));
    return { ...name, file, size, sha256: await hash };
  }

  return {
    files: async () => {
      const named = await namedIn(folder);
      const facts = new Map<string, Partial<Record<string, string>>>();
      for (const { file, name } of named)
        if (name.what === "opened") facts.set(name.set, await notedIn(join(folder, file)));
      const counted = named.filter(({ name }) => facts.has(name.set));
      const all = await Promise.all(
        counted.map(({ file, name }) => offered(file, name, facts.get(name.set)![name.what]).catch(unlessGone)),
      );
      const keys = new Set(all.flatMap((one) => (one ? `${one.file} ` : [])));
      known = new Map([...known].filter(([key]) => keys.has(key.slice(0, key.indexOf(" ") + 1))));
      return all.filter((one) => one !== null).sort((a, b) => b.at - a.at || (a.file < b.file ? -1 : 1));
    },
    read: ({ file }, { machineId, from, to, goesOn }) => {
      const own = begin(machineId);
      if (!own) return null;
      let at = from;
      const next = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
        own.goesOn();
        if (!goesOn()) throw new Error("it may not go on");
        const piece = await pieceOf(join(folder, file), at, Math.min(pieceBytes, to - at));
        at += piece.length;
        if (piece.length > 0) controller.enqueue(piece);
        else if (at < to) throw new Error("the file became shorter");
        if (at < to) return;
        own.ends();
        controller.close();
      };
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) =>
        next(controller).catch((error: unknown) => {
          own.ends();
          throw error;
        });
      return new ReadableStream<Uint8Array>({ pull, cancel: own.ends }, { highWaterMark: 0 });
    },
    question: (machineId) => {
      const question = newToken();
      questions.set(machineId, [question, ...(questions.get(machineId) ?? [])].slice(0, mostQuestions));
      return question;
    },
    shown: async (machineId, question, all) => {
      const asked = questions.get(machineId) ?? [];
      if (!asked.includes(question)) return null;
      questions.set(
        machineId,
        asked.filter((one) => one !== question),
      );
      const there = new Map<string, string>();
      for (const { name, sha256, code } of all) {
        if (sealedName(name) === null) continue;
        const own = await codeFor(question, { name, file: join(folder, name) }).catch(unlessGone);
        if (own !== null && isSameHash(own, code)) there.set(name, sha256);
      }
      return there;
    },
  };
}

async function namedIn(folder: string) {
  const files = await readdir(folder).catch((error: unknown) => unlessGone(error) ?? []);
  return files.flatMap((file) => {
    const name = sealedName(file);
    return name ? [{ file, name }] : [];
  });
}

async function notedIn(file: string): Promise<Partial<Record<string, string>>> {
  try {
    return JSON.parse(await readFile(file, "utf8")).sha256 ?? {};
  } catch {
    return {};
  }
}

/** It was forgotten just now. */
function unlessGone(error: unknown): null {
  if (error instanceof Error && "code" in error && /^(ENOENT|ENOTDIR)$/.test(String(error.code))) return null;
  throw error;
}

/** Returns which copies lie whole where these files were shown with their hashes, and up to which instant all leads (ms UTC); null = none. */
export function leadsUpTo(
  offered: OfferedFile[],
  shown: ReadonlyMap<string, string>,
): { until: number | null; copies: string[] } {
  const isThere = (set: string, what: string) =>
    offered.some((one) => one.set === set && one.what === what && shown.get(one.file) === one.sha256);
  const isWhole = (set: string) => isThere(set, "data") && isThere(set, "keys");
  const whole = offered.filter(({ set, base }) => isWhole(set) && (base === null || isWhole(base)));
  const copies = new Set(whole.flatMap(({ set, base }) => (base === null ? [set] : [])));
  return { until: whole[0]?.at ?? null, copies: [...copies] };
}

const pieceBytes = 256 * 1024;

async function pieceOf(file: string, at: number, bytes: number): Promise<Uint8Array> {
  const handle = await open(file, "r");
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(bytes), 0, bytes, at);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
