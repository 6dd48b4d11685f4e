import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { hashOfFile } from "#src/crypto/hash.ts";
import { type SealedName, sealedName } from "../names.ts";

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
   * and false breaks it off. It holds nothing open: whoever asked may never read on.
   */
  read(one: OfferedFile, part: { from: number; to: number; goesOn: () => boolean }): ReadableStream<Uint8Array>;
}

/** Opens what a folder of copies offers. What was hashed once is hashed again only when it has changed. */
export function openOfferedFiles(folder: string): Offers {
  let known = new Map<string, Promise<string>>();

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
    read: ({ file }, { from, to, goesOn }) => {
      let at = from;
      const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
        if (!goesOn()) throw new Error("it may not go on");
        const piece = await pieceOf(join(folder, file), at, Math.min(pieceBytes, to - at));
        at += piece.length;
        if (piece.length > 0) controller.enqueue(piece);
        else if (at < to) throw new Error("the file became shorter");
        if (at >= to) controller.close();
      };
      return new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
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
