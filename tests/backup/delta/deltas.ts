import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { type Backups, openBackups } from "#src/backup/backup.ts";
import { type Away, nowhere } from "#src/backup/delta/deltas.ts";
import { hourMs, systemClock } from "#src/clock.ts";
import { restore } from "#src/command/copies/restore.ts";
import { withoutServer } from "#src/command/data.ts";
import { messages } from "#src/conversation/reading.ts";
import { type Copied, onDisk } from "#tests/backup/copies.ts";
import { fakeClock, open } from "#tests/support/house/helpline.ts";

/** A helpline on the disk whose copies go elsewhere too. Its clock begins three hours ago, and goes on by `pass`. */
export interface Going extends Copied {
  /** Of its data, its key and its copies. */
  base: string;
  backups: Backups;
  pass(ms: number): void;
}

/** Returns an open one. Whoever asks closes it, and removes its folder. */
export async function goingElsewhere(away: Partial<Away> = {}): Promise<Going> {
  const base = mkdtempSync(join(tmpdir(), "porchlight-delta-"));
  const clock = fakeClock(systemClock.now() - 3 * hourMs);
  const home = await onDisk(base, clock);
  await open(home);
  const backups = openBackups(home.helpline, { ...nowhere, isElsewhere: () => true, ...away });
  return { ...home, base, backups, pass: clock.pass };
}

/** Closes it, and removes what is left of it. */
export function ends(home: Going): void {
  home.helpline.db.close();
  rmSync(home.base, { recursive: true, force: true });
}

/** Its disk breaks: what is left are its key and its copies. */
export function losesData(home: Going): void {
  home.helpline.db.close();
  renameSync(home.config.dataDir, join(home.base, "broken"));
}

/** Restores from a folder or a file. Returns what was said, or why not. */
export async function restores(home: Going, from: string, ...more: string[]): Promise<string> {
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    await restore([from, ...more, "--data-dir", home.config.dataDir]);
    return out;
  } catch (error) {
    return `${out}${error instanceof Error ? error.message : error}`;
  } finally {
    vi.restoreAllMocks();
  }
}

/** What people wrote in a chat, in the data that are there now. */
export function saidIn({ config }: Going, id: number): Promise<(string | null)[]> {
  return withoutServer(config, async ({ db }) =>
    messages(db, id).flatMap(({ text, author }) => (author === "notice" ? [] : [text])),
  );
}

/** The names in the folder of the copies that belong to a delta. */
export const deltaFiles = ({ copies }: Copied): string[] =>
  existsSync(copies)
    ? readdirSync(copies)
        .filter((name) => name.includes(".since-"))
        .sort()
    : [];
