import { resolve } from "node:path";
import type { BackupFailure } from "#src/backup/backup.ts";
import { processEnvironment, readConfig } from "#src/config.ts";
import { askHelpline } from "./ask.ts";
import { misunderstood } from "./hours/hours.ts";
import { ownOptions } from "./own-options.ts";
import { CommandError, progressLine, say } from "./terminal.ts";

/** Runs `porchlight backup [FOLDER]`. Throws CommandError, ConfigError, FolderError. */
export async function backup(args: string[]): Promise<number> {
  const { words, rest } = ownOptions(args, [], []);
  if (words.length > 1) return misunderstood("Name one folder for the copy: porchlight backup /media/stick");
  const config = readConfig(processEnvironment(), rest);
  const folder = words[0] === undefined ? config.backupDir : resolve(words[0]);
  const line = progressLine((done) => `${steps[Math.min(2, Math.floor(done / 100))]} … ${done % 100} %`);
  const { answer } = await askHelpline(config, { ask: "backup", folder }, { beside: { progress: line.tell } });
  line.end();
  if ("why" in answer) throw new CommandError(whyNone(answer, folder));
  const { rows, chats, tookMs, heldMs, sealedTo } = answer.opened!;
  say(
    `The copy ${answer.name} lies in ${folder}. It was opened: ${rows} rows, the words of ${chats} ${chats === 1 ? "chat" : "chats"}.\n`,
  );
  say(`It took ${(tookMs / 1000).toFixed(1)} s; for ${heldMs} ms of it nothing was stored.\n`);
  if (sealedTo === "sheet") return say("The recovery sheet opens it.\n");
  return say("Only the master key opens it: there is no recovery sheet yet. An admin makes one at /admin/keys.\n");
}

const steps = ["Copying", "Sealing", "Opening"];

function whyNone({ why, detail }: BackupFailure, folder: string): string {
  switch (why) {
    case "running":
      return "Another copy is being made just now. Try again in a minute.";
    case "no_key":
      return "Nobody could open a copy: there is no recovery sheet, and the master key is not here. Bring its file back.";
    case "disk":
      return `No copy could be written to ${folder}: ${inWords(detail)}. What was begun is gone again.`;
    case "not_whole":
      return `The copy is not whole (${detail}), so it was thrown away. “porchlight doctor” says more about the data.`;
  }
}

/** Returns in words why a disk or the system refused, by its code. */
export const inWords = (code: string) => reasons[code] ?? code;

const reasons: Record<string, string> = {
  ENOSPC: "the disk is full",
  EACCES: "this account may not write there",
  EROFS: "it is on a disk that can only be read",
  ENOENT: "there is no such place",
  ENOTDIR: "something on the way to it is a file",
  EEXIST: "there is a file with that name",
  EBUSY: "it is a disk of its own; choose a folder on that disk as DATA_DIR",
  EXDEV: "it is a disk of its own; choose a folder on that disk as DATA_DIR",
  ENOTEMPTY: "something else was written there meanwhile",
  EIO: "the disk does not do its work",
  not_stored: "the disk is full, or does not do its work",
  SQLITE_FULL: "the disk of the data is full, and a copy needs room there while it is made",
  killed: "the system ended it, perhaps for lack of memory",
};
