import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { workName } from "#src/backup/making.ts";
import { letWork, WorkError } from "#src/backup/work.ts";
import { systemClock } from "#src/clock.ts";
import { askHelpline } from "#src/command/ask.ts";
import { inWords, whyNone } from "#src/command/copies/backup.ts";
import { CommandError } from "#src/command/terminal.ts";
import type { Config } from "#src/config.ts";
import { createMasterKeyFile, readMasterKey } from "#src/crypto/keys/master-key.ts";
import type { Hands } from "./hands.ts";
import { inSeconds, nothingChanged } from "./swap.ts";
import type { Task } from "./task.ts";

/** Has a copy of the data made and opened again. Throws CommandError if there is none. */
export async function backUp(config: Config, hands: Hands, step: string) {
  await hands.say(`${step}  Copying the data, and opening the copy again …\n`);
  const { answer } = await askHelpline(config, { ask: "backup", folder: config.backupDir });
  if ("why" in answer) throw new CommandError(whyNone(answer, config.backupDir));
  await hands.say(`        The copy ${answer.name} lies in ${config.backupDir}.\n`);
}

/** Lets the program that is to come start from a copy of the data, where nobody reaches it. Returns in words what was seen. */
export async function rehearse(config: Config, task: Task, copy: (folder: string) => Promise<void>): Promise<string> {
  const { dataDir, masterKeyFile } = config;
  const own = readMasterKey(masterKeyFile);
  if (own === null || own === "unreadable")
    throw new CommandError(`An upgrade needs the master key in its file, to read a chat with it: ${masterKeyFile}`);
  // One that was cut off left it: keys that open what is erased must not lie there.
  for (const name of readdirSync(dataDir))
    if (name.startsWith(tryName)) rmSync(join(dataDir, name), { recursive: true, force: true });
  const work = mkdtempSync(join(dataDir, tryName));
  const begun = systemClock.elapsed();
  try {
    const key = join(work, "data.key");
    createMasterKeyFile(key, own.line);
    await copy(work);
    const asked = { do: "rehearse", dataDir: work, masterKeyFile: key } as const;
    const seen = await letWork(asked, () => {}, { env: {}, by: task.next, limitMs: task.closedMs });
    const damages = seen!.damages.join("; ");
    if (damages !== "" || !seen!.sawWords)
      throw new CommandError(`${damages || "Its chats do not open."} ${nothingChanged}`);
    return `It was started from it and is whole: ${seen!.rows} rows, the words of ${seen!.chats} chats. That took ${inSeconds(systemClock.elapsed() - begun)}.`;
  } catch (error) {
    if (!(error instanceof WorkError)) throw error;
    throw new CommandError(`${task.to!.version} ${whyNotTried(error.message, task)} ${nothingChanged}`);
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

const tryName = `${workName}upgrade-`;

function whyNotTried(why: string, { closedMs }: Task): string {
  if (why.includes(" ")) return `does not take these data: ${why}`;
  if (why === "late")
    return `needs more than ${closedMs / 1000} s for these data, and the door is not closed for longer. With --closed it is.`;
  if (why === "not_well" || why === "no_keys") return "started from a copy of the data, but cannot read it.";
  return `could not be started from a copy of the data (${inWords(why)}).`;
}
