import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "#src/clock.ts";
import type { Config } from "#src/config.ts";
import { type AnswerTo, askServer, type BesideAsk, type ControlAsk, carryOut } from "#src/control.ts";
import { LockError } from "#src/db/lock.ts";
import { controlPath } from "#src/serve.ts";
import { refuseNoData, withoutServer } from "./data.ts";
import { CommandError } from "./terminal.ts";

/** How long to wait for a server that is just starting or stopping. */
const patience = 5_000;

/** Asks the running server, as there is never a second writer; without one opens the data. Throws CommandError, FolderError. */
export async function askHelpline<One extends ControlAsk>(
  config: Config,
  asked: One,
  { address = "", beside = {} }: { address?: string; beside?: BesideAsk } = {},
): Promise<{ answer: AnswerTo<One>; running: boolean }> {
  refuseNoData(config);
  const giveUp = systemClock.elapsed() + patience;
  for (;;) {
    const answer = await askServer(controlPath(config.dataDir), asked, beside);
    if (answer) return { answer, running: true };
    try {
      const made = await withoutServer(config, (helpline) => carryOut(helpline, address, asked, beside));
      return { answer: made, running: false };
    } catch (error) {
      if (!(error instanceof LockError)) throw error;
      if (systemClock.elapsed() > giveUp) throw new CommandError("The helpline runs, but it does not answer.");
    }
    await pause(100);
  }
}
