import { resolve } from "node:path";
import { secondsOf } from "#src/backup/drill.ts";
import { whyNoKeys, whyNotThere } from "#src/backup/elsewhere/words.ts";
import { type BackupFailure, drillSteps } from "#src/backup/making.ts";
import { processEnvironment, readConfig } from "#src/config.ts";
import type { There } from "#src/control.ts";
import { translate } from "#src/i18n/i18n.ts";
import { askHelpline } from "../ask.ts";
import { misunderstood } from "../hours/hours.ts";
import { ownOptions } from "../own-options.ts";
import { CommandError, progressLine, say } from "../terminal.ts";

/** Runs `porchlight backup [FOLDER]`. Throws CommandError, ConfigError, FolderError. */
export async function backup(args: string[]): Promise<number> {
  const { words, rest } = ownOptions(args, [], []);
  if (words.length > 1) return misunderstood("Name one folder for the copy: porchlight backup /media/stick");
  const config = readConfig(processEnvironment(), rest);
  const folder = words[0] === undefined ? config.backupDir : resolve(words[0]);
  const line = stepLine(["copying", "sealing", "opening", "bringing it to the store"]);
  const waits = sayWhenItWaits(line.tell);
  const { answer } = await askHelpline(config, { ask: "backup", folder }, { beside: { progress: waits.tell } });
  waits.end();
  line.end();
  if ("why" in answer) throw new CommandError(whyNone(answer, folder));
  const { rows, chats, tookMs, heldMs, sealedTo } = answer.opened!;
  const { there } = answer;
  say(
    `The copy ${answer.name} lies in ${folder}. It was opened: ${rows} rows, the words of ${chats} ${chats === 1 ? "chat" : "chats"}.\n`,
  );
  say(`It took ${(tookMs / 1000).toFixed(1)} s; for ${heldMs} ms of it nothing was stored.\n`);
  if (there) sayWhetherThere(there);
  if (sealedTo === "sheet") return say("The recovery sheet opens it.\n");
  return say("Only the master key opens it: there is no recovery sheet yet. An admin makes one at /admin/keys.\n");
}

/** What is on its way to the store may take long: the copy here is done by then, ms. */
const patienceMs = 5_000;

/** Says after a while that only the store is waited for. */
function sayWhenItWaits(tell: (done: number, of: number) => void) {
  let late: ReturnType<typeof setTimeout> | undefined;
  return {
    tell: (done: number, of: number) => {
      tell(done, of);
      if (of !== 400 || done < 300 || late) return;
      late = setTimeout(() => {
        process.stderr.write(
          "The copy lies here and was opened. What goes to the store still takes a while; Ctrl+C ends only this waiting.\n",
        );
      }, patienceMs);
    },
    end: () => clearTimeout(late),
  };
}

/** Runs `porchlight backup drill`. Throws CommandError, ConfigError, FolderError. */
export async function backupDrill(args: string[]): Promise<number> {
  const { words, rest } = ownOptions(args, [], []);
  if (words.length > 0) return misunderstood("A drill needs no other word: porchlight backup drill");
  const config = readConfig(processEnvironment(), rest);
  const line = stepLine(drillSteps);
  const { answer } = await askHelpline(config, { ask: "backup drill" }, { beside: { progress: line.tell } });
  line.end();
  if ("why" in answer) throw new CommandError(whyNoDrill(answer, config.dataDir));
  say(`A copy made now serves again after ${secondsOf(answer).toFixed(1)} s: ${Object.values(done).join(", ")}.\n`);
  say(`  ${drillSteps.map((step) => `${done[step]} in ${answer.seconds[step].toFixed(1)} s`).join(", ")}\n`);
  return say("Whether the recovery sheet is at hand is asked for at /admin/backup.\n");
}

const done = {
  copying: "copied",
  sealing: "sealed",
  opening: "opened",
  restoring: "restored",
  starting: "started",
} as const satisfies Record<(typeof drillSteps)[number], string>;

/** Step and percent of work. */
function stepLine(steps: readonly string[]) {
  return progressLine((part) => {
    const step = steps[Math.min(steps.length - 1, Math.floor(part / 100))]!;
    return `${step.charAt(0).toUpperCase()}${step.slice(1)} … ${part % 100} %`;
  });
}

/** Whether a copy lies elsewhere too. */
function sayWhetherThere({ where, isThere, keys, failed }: There) {
  const t = translate("en");
  const noKeys = whyNoKeys(t, keys);
  if (!isThere)
    say(`It is not at ${where} yet. ${failed ? whyNotThere(t, failed) : "Porchlight tries again by itself."}\n`);
  else if (noKeys) say(`Its data lie at ${where} too, but not its keys. ${noKeys}\n`);
  else say(`It lies at ${where} too.\n`);
}

/** Returns why there is no new copy in a folder, and what to do. */
export function whyNone({ why, detail }: BackupFailure, folder: string): string {
  switch (why) {
    case "running":
      return "Another copy is being made just now. Try again in a minute.";
    case "no_key":
      return "Nobody could open a copy: there is no recovery sheet, and the master key is not here. Bring its file back.";
    case "disk":
      return `No copy could be written to ${folder}: ${inWords(detail)}. What was begun is gone again.`;
    default:
      return `The copy is not whole (${detail}), so it was thrown away. “porchlight doctor” says more about the data.`;
  }
}

function whyNoDrill({ why, detail }: BackupFailure, dataDir: string): string {
  switch (why) {
    case "running":
      return "A copy or a drill is being made just now. Try again in a minute.";
    case "no_key":
      return "A drill needs the master key in its file, and there is none, or another. Bring its file back.";
    case "disk":
      return `The drill failed beside ${dataDir} or where the copies lie: ${inWords(detail)}. Nothing of it is left.`;
    case "not_whole":
      return `The drill failed: the copy is not whole (${detail}). “porchlight doctor” says more about the data.`;
    case "not_started":
      return `The drill failed: ${seen[detail] ?? `what was restored could not be started (${inWords(detail)})`}. Nothing of it is left.`;
    case "too_slow":
      return "The drill failed: what was restored did not serve within a minute. Nothing of it is left.";
  }
}

const seen: Record<string, string> = {
  not_well: "what was restored started, but cannot read its data",
  no_keys: "what was restored started, but without the key to its chats",
  door_open: "what was restored started, but its door is not closed with a note",
};

/** Returns in words why a disk or the system refused, by its code. */
export const inWords = (code: string) => reasons[code] ?? code;

const reasons: Record<string, string> = {
  ENOSPC: "the disk is full",
  EACCES: "this account may not write there",
  EROFS: "the disk can only be read, or the service may write nowhere else (docs/copies.md, “Another folder”)",
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
