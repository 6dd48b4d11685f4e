import type { Stretch, TrailCheck } from "#src/audit/check.ts";
import { processEnvironment, readConfig } from "#src/config.ts";
import type { TrailFound } from "#src/control.ts";
import { askHelpline } from "./ask.ts";
import { misunderstood } from "./hours.ts";
import { ownOptions } from "./own-options.ts";
import { say } from "./terminal.ts";

/** `porchlight audit check`. Exit code 1 where it is not whole. Throws CommandError, ConfigError, FolderError. */
export async function checkAudit(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, ["entry", "code"], []);
  if (words[0] !== undefined) return misunderstood(`“${words[0]}” is no option.`);
  const [id, code] = [own.get("entry"), own.get("code")];
  if ((id === undefined) !== (code === undefined)) return misunderstood("--entry and --code go together.");
  if (id !== undefined && !/^\d{1,12}$/.test(id))
    return misunderstood("--entry needs the number of an entry after it.");
  const entry = id === undefined ? null : { id: Number(id), code: code! };
  const { answer } = await askHelpline(readConfig(processEnvironment(), rest), { ask: "audit check", entry });
  say(trailText(answer, entry));
  const isWhole = answer.found.head !== null && answer.found.broken.length === 0;
  return isWhole && (entry === null || answer.stands !== false) ? 0 : 1;
}

/** What was found, in sentences for the person at the terminal. */
function trailText({ found, stands }: TrailFound, entry: { id: number } | null): string {
  if (found.head === null) return "The master key is missing, so the audit trail cannot be looked at.\n";
  const { broken, unchecked, late, older, head, rows } = found;
  const lines = [
    broken.length === 0 ? `The audit trail is whole: ${rows} entries.` : changed(broken),
    ...unchecked.map((one) => `${entries(one)} belong to another master key and could not be looked at.`),
    ...late.map(
      (one) =>
        `${entries(one)} were written while the master key was missing; they are secured only since ${day(one.chainedAt)}.`,
    ),
    ...(older ? [`${entries(older)} are older than this protection.`] : []),
    `Its last entry is ${head.id}, code ${head.code}.`,
    ...(entry ? [ofEntry(entry.id, stands)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function changed(broken: TrailCheck["broken"]): string {
  const places = broken.map((one) => `  ${entries(one)}`);
  return `The audit trail was changed by hand, or an older copy of the data was put back:\n${places.join("\n")}`;
}

function entries({ fromId, toId, from }: Stretch): string {
  const when = from === null ? "" : ` (${day(from)})`;
  return fromId === toId ? `Entry ${fromId}${when}` : `Entries ${fromId} to ${toId}${when}`;
}

function ofEntry(id: number, stands: boolean | null): string {
  if (stands === null) return `Entry ${id} was kept long enough and is gone.`;
  return stands ? `Entry ${id} stands there as it did.` : `Entry ${id} is not the one with this code.`;
}

const day = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
