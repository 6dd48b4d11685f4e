import { existsSync, readFileSync } from "node:fs";
import { embedded } from "./embedded.ts";

// What the unit knows, commands know too: nobody types where the data are.

export const settingsFile = "/etc/porchlight.conf";
/** Where the package puts the program, and where setup does. */
export const packagePlace = "/usr/bin/porchlight";
export const ownPlace = "/usr/local/bin/porchlight";
/** Where the unit has the data. */
export const unitDataDir = "/var/lib/porchlight/data";

/** Returns whether this is the one file in the place where a unit starts it, and not a run from sources or a container. */
export function isInstalled(): boolean {
  return embedded !== null && [packagePlace, ownPlace].includes(process.execPath) && existsSync(settingsFile);
}

/** Returns the settings that the unit starts an installed helpline with, by their names. Throws as readFileSync. */
export function unitSettings(): Record<string, string> {
  return { DATA_DIR: unitDataDir, ...settingsIn(readFileSync(settingsFile, "utf8")) };
}

/** Returns the settings in a file that systemd reads too, by their names. */
export function settingsIn(text: string): Record<string, string> {
  const lines = text.matchAll(/^[ \t]*(\w+)=(?:"(.*)"|'(.*)'|(.*?))[ \t]*$/gm);
  return Object.fromEntries([...lines].map(([, name, ...values]) => [name!, values.find((one) => one !== undefined)!]));
}
