import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { nameOfCopy, partFile } from "#src/backup/kept.ts";
import {
  type BareHead,
  fileOf,
  type Head,
  openPart,
  type ProofKey,
  sealPart,
  type What,
  whats,
} from "#src/backup/parts.ts";
import type { Clock } from "#src/clock.ts";
import { type Config, readConfig } from "#src/config.ts";
import { createMasterKeyFile } from "#src/crypto/keys/master-key.ts";
import { checkOf, newSheet, proofOfSheet, type Sheet, sealToSheet } from "#src/crypto/recovery-sheet.ts";
import type { OpenedBy, Opener } from "#src/crypto/sealed-file.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { type OpenFiles, openFiles } from "#src/db/files.ts";
import { evening, type House, house } from "#tests/support/house/helpline.ts";
import { filesIn } from "#tests/support/run/empty-files.ts";

/** A helpline on the disk, with its master key and the folder of its copies. */
export interface Copied extends House {
  config: Config;
  /** Of the copies. */
  copies: string;
}

/** Returns a folder that goes with the test. */
export function folderHere(): string {
  const folder = mkdtempSync(join(tmpdir(), "porchlight-backup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Returns a helpline with Anna, Béla and Aino in a folder. */
export async function onDisk(
  base = folderHere(),
  clock: Clock = evening,
  more: Record<string, string> = {},
): Promise<Copied> {
  const config = readConfig({ OUTGOING_ALLOW: "off", ...more }, ["--data-dir", join(base, "data")]);
  const home = await house({ clock, config, files: filesIn(config.dataDir, clock.now()) });
  createMasterKeyFile(config.masterKeyFile, home.helpline.db.keyring.line()!.line);
  return { ...home, config, copies: config.backupDir };
}

/** Makes a recovery sheet that was shown to be at hand. Returns its secret. */
export async function withSheet(home: House): Promise<string> {
  return (await sheetAtHand(home)).secret;
}

/** Makes a recovery sheet that was shown to be at hand, and returns it. */
export async function sheetAtHand({ helpline: { db } }: House): Promise<Sheet> {
  const { secret, recipient, checks } = await newSheet();
  const own = db.keyring.line()!;
  const masters = [{ masterKeyId: own.masterKeyId, bytes: await sealToSheet(recipient, own.line) }];
  const bytes = await sealToSheet(recipient, JSON.stringify({ team: [] }));
  await db.change("porchlight", (tx) => {
    const id = db.keyring.sheets.keep(tx, {
      recipient,
      checks: checks.map(checkOf),
      bytes,
      holds: [],
      masters,
      proof: proofOfSheet(secret),
    });
    db.keyring.sheets.prove(tx, id);
  });
  return { secret, recipient, checks };
}

/** Leaves a copy of the two files of a folder, as if made at an instant (ms UTC). Returns its name. */
export async function leaveCopy(
  from: string,
  copies: string,
  {
    at,
    openers,
    ids = { data: "one", keys: "one" },
    proof = null,
  }: { at: number; openers: Opener[]; ids?: Record<What, string>; proof?: ProofKey | null },
): Promise<string> {
  mkdirSync(copies, { recursive: true });
  const name = nameOfCopy(at);
  const last = lastIn(from);
  for (const what of whats) {
    const head: BareHead<Head> = { id: ids[what], what, at, version: "0.1.0", last };
    await sealPart(
      { from: join(from, fileOf[what]), to: partFile(copies, name, what), head, openers, proof },
      () => {},
    );
  }
  return name;
}

/** The last entry of the audit trail in a folder. */
function lastIn(folder: string): Head["last"] {
  const data = openReadOnly(join(folder, fileOf.data));
  const row = data.prepare("SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1").get() as { id: number; mac: Buffer };
  data.close();
  return { id: row?.id ?? 0, mac: row?.mac?.toString("hex") ?? "" };
}

/** Opens both files of a copy in a folder of their own, which is returned too. */
export async function openCopy(copies: string, name: string, by: OpenedBy): Promise<OpenFiles & { folder: string }> {
  const folder = folderHere();
  for (const what of whats) {
    await openPart({ from: partFile(copies, name, what), to: join(folder, fileOf[what]), by });
  }
  const files = openFiles(folder, 0);
  onTestFinished(() => {
    for (const file of [files.data, files.keys]) file.close();
  });
  return { ...files, folder };
}

/** Everything below some folders, as text byte by byte. */
export function bytesIn(...folders: string[]): string {
  const files = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => readFileSync(join(one.parentPath, one.name), "latin1")),
  );
  return files.join("\n");
}

/** The chats of which there is a row, and those of which there is a key. */
export function chatsOf({ data, keys }: OpenFiles): { rows: number[]; keys: number[] } {
  return {
    rows: data.prepare("SELECT id FROM conversation ORDER BY id").pluck().all() as number[],
    keys: keys.prepare("SELECT conversation_id FROM wrap ORDER BY conversation_id").pluck().all() as number[],
  };
}
