import type { OpenFiles } from "#src/db/files.ts";
import { openHelpline, type Parts } from "#src/helpline.ts";
import { openApp } from "#src/http/server/app.tsx";
import type { House } from "./helpline.ts";

/** Returns the same house restarted on its files, without anything that was only in memory. */
export async function restarted(before: House, files: OpenFiles, master: Parts["master"]): Promise<House> {
  const { config, clock } = before.helpline;
  const reported: string[] = [];
  const report: Parts["report"] = (what, error) =>
    reported.push(`${what}: ${error instanceof Error ? error.stack : ""}`);
  const helpline = await openHelpline({ config, clock, ...files, master, report });
  const heard: House["heard"] = [];
  helpline.db.listen((events) => heard.push(...events));
  return { ...before, helpline, app: openApp(helpline), heard, reported };
}
