import { existsSync } from "node:fs";
import { join } from "node:path";
import { say, stopped } from "#src/command/terminal.ts";
import { processEnvironment, readConfig } from "#src/config.ts";
import { demoIn } from "#src/demo/demo.ts";
import { catalog, languages } from "#src/i18n/i18n.ts";
import type { Listen } from "#src/listen.ts";
import { listenOnBun } from "#src/listen-bun.ts";
import { endWith } from "#src/main.ts";
import { viewDoors } from "./doors.ts";
import { folderOf } from "./folder.ts";
import { endLeftOver } from "./left-over.ts";

// Started by bin/dev.mjs: the demo in the folder whose name ends so, with /dev/views beside it.

const [end = "", ...options] = process.argv.slice(2);
const folder = folderOf(end);
if (folder !== null) endWith(dev(folder));
else {
  process.stderr.write("npm run dev starts this.\n");
  process.exitCode = 2;
}

async function dev(folder: string): Promise<number> {
  // A mistake in a catalog is told at once, not at the first page that needs it.
  for (const language of languages) catalog(language);
  const isAgain = existsSync(join(folder, "data"));
  let address = "";
  const listen: Listen = async (helpline) => {
    await endLeftOver(helpline);
    const listening = listenOnBun(helpline, viewDoors());
    address = `http://localhost:${listening.port}`;
    return listening;
  };
  const sayOpen = (invitation: string) =>
    say(isAgain ? "Started again.\n" : `${invitation}Every state of every view:  ${address}/dev/views\n\n`);
  return demoIn(folder, readConfig(processEnvironment(), options), listen, { say: sayOpen, stopped });
}
