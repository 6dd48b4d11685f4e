import type { TrailCheck } from "#src/audit/check.ts";
import type { Stands } from "#src/audit/noted.ts";
import type { AuditStretch } from "#src/audit/walk.ts";
import { quarterMs } from "#src/clock.ts";
import { processEnvironment, readConfig } from "#src/config.ts";
import type { TrailFound } from "#src/control.ts";
import { askHelpline } from "./ask.ts";
import { misunderstood } from "./hours/hours.ts";
import { ownOptions } from "./own-options.ts";
import { momentIn, say } from "./terminal.ts";

/** Runs `porchlight audit check`; exit code 1 if the trail is not whole. Throws CommandError, ConfigError, FolderError. */
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
  return isWhole && answer.stands !== "other" ? 0 : 1;
}

function trailText({ found, stands, zone }: TrailFound, entry: { id: number } | null): string {
  if (found.head === null) return "The master key is missing, so the audit trail cannot be looked at.\n";
  const { broken, unchecked, late, older, anew, head, rows } = found;
  const day = timesIn(zone);
  const entries = (one: AuditStretch) => entriesOf(one, day);
  const lines = [
    broken.length === 0 ? `The audit trail is whole: ${rows} entries.` : changed(broken.map(entries)),
    ...unchecked.map((one) => `${entries(one)} belong to another master key and could not be looked at.`),
    ...late.map(
      (one) =>
        `${entries(one)} were written while the master key was missing; they are secured only since ${day(one.chainedAt)}.`,
    ),
    ...(older ? [`${entries(older)} are older than this protection.`] : []),
    ...(anew ? [chainedAnew(anew, day)] : []),
    `Its last entry is ${head.id}, code ${head.code}.`,
    ...(entry && stands ? [ofEntry(entry.id, stands)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function changed(places: string[]): string {
  return `The audit trail was changed by hand, or an older copy of the data was put back:\n  ${places.join("\n  ")}`;
}

type Said = ReturnType<typeof timesIn>;

function chainedAnew({ before, after, rows, at, around }: NonNullable<TrailCheck["anew"]>, day: Said): string {
  const when = day(at, around);
  return `Up to entry ${after.id} it was secured anew (${when}, ${rows} entries), so that exact times can go. Before, its last entry was ${before.id}, code ${before.code}.`;
}

function entriesOf({ fromId, toId, from, around }: AuditStretch, day: Said): string {
  const when = from === null ? "" : ` (${day(from, around)})`;
  return fromId === toId ? `Entry ${fromId}${when}` : `Entries ${fromId} to ${toId}${when}`;
}

function ofEntry(id: number, stands: Stands): string {
  switch (stands) {
    case "stands":
      return `Entry ${id} stands there as it did.`;
    case "other":
      return `Entry ${id} is not the one with this code.`;
    case "gone":
      return `Entry ${id} was kept long enough and is gone.`;
    case "anew":
      return `Entry ${id} was secured anew since, and its older code has gone with its exact time.`;
    default:
      return stands satisfies never;
  }
}

/** Says a time by the clock of the helpline, as its pages do; known only to the quarter hour, from when to when. */
const timesIn = (zone: string) => (at: number, around?: boolean) =>
  around ? `${momentIn(zone, at).slice(0, 16)} to ${momentIn(zone, at + quarterMs).slice(11)}` : momentIn(zone, at);
