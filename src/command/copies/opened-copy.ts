import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { addDelta, OtherBaseError } from "#src/backup/delta/add-delta.ts";
import { type KeptDelta, nameOfDelta } from "#src/backup/delta/kept-deltas.ts";
import { type Kept, nameOfCopy, partFile } from "#src/backup/kept.ts";
import { fileOf, type Head, isProved, openPart, type Proving, type What } from "#src/backup/parts.ts";
import { type MasterKey, readMasterKey } from "#src/crypto/keys/master-key.ts";
import { proofOfSheet } from "#src/crypto/recovery-sheet.ts";
import { isForMaster, type OpenedBy, SealedFileError } from "#src/crypto/sealed-file.ts";
import { openReadOnly } from "#src/db/connection.ts";
import { CommandError, say } from "../terminal.ts";
import type { Chosen } from "./chosen-copy.ts";
import { typedSheetKey } from "./sheet-key.ts";

/** What is opened, where to, and whether one that cannot show that it is ours will do. */
interface Sought {
  parts: readonly What[];
  into: string;
  masterKeyFile: string;
  isUnprovedTaken: boolean;
  /** Throws CommandError for one of an instant (ms UTC) that is too old. */
  refuseOld(at: number): void;
}

/** The two files of a copy, as they lie open now. */
export interface OpenedCopy {
  chosen: Chosen;
  /** Of its data. */
  head: Head;
  /** Of the sheet, if that was needed. */
  secret: string | null;
}

/** Why a copy is passed over. */
type NotOurs = "false" | "unproved" | "renamed";

interface Keys {
  by: OpenedBy;
  proving: Proving;
}

/** Opens the first of some copies that shows that it is ours. Throws CommandError if none does, or if it is of no use. */
export async function openOurs(all: AsyncIterable<Chosen>, sought: Sought): Promise<OpenedCopy> {
  const master = masterIn(sought.masterKeyFile);
  const passed: { chosen: Chosen; why: NotOurs }[] = [];
  let secret: string | null = null;
  for await (const chosen of all) {
    const { folder, kept, delta } = chosen;
    // By its name before a long key is typed, by what is sealed in it once it is open.
    sought.refuseOld((delta ?? kept).at);
    let found = master && (await openedBy(chosen, sought, keysOf(master)));
    if (!found) {
      if (await isForMaster(partFile(folder, kept.name, sought.parts[0]!))) throw new CommandError(onlyMaster(sought));
      secret ??= await askForSecret(kept);
      found = await openedBy(chosen, sought, keysOf(master, secret));
    }
    if (!found) throw new CommandError(otherSheet(chosen));
    if (typeof found !== "string") {
      sought.refuseOld(found.at);
      return { chosen, head: found, secret };
    }
    passed.push({ chosen, why: found });
    say(`${wordsOf(chosen, found)}\n`);
  }
  throw new CommandError(noneIsOurs(passed));
}

function masterIn(file: string): MasterKey | null {
  const master = readMasterKey(file);
  return master === "unreadable" ? null : master;
}

function keysOf(master: MasterKey | null, secret?: string): Keys {
  const own = master ? { master: master.proof } : {};
  if (secret === undefined) return { by: { master: master!.copies }, proving: own };
  return { by: { secret }, proving: { ...own, sheet: proofOfSheet(secret) } };
}

function askForSecret({ name }: Kept): Promise<string> {
  say(`The copy ${name} is sealed to the recovery sheet. Capitals and spaces do not matter in its key.\n`);
  return typedSheetKey();
}

/** The head of the newest; null where it was sealed for someone else. */
async function openedBy({ folder, kept, delta }: Chosen, sought: Sought, keys: Keys): Promise<Head | NotOurs | null> {
  const { parts, into, isUnprovedTaken } = sought;
  empty(into);
  const heads = await partsOpened(folder, kept, { parts, into, keys });
  if (heads === null || heads === "false") return heads;
  const isOurs = heads.every((head) => isProved(head, keys.by, keys.proving));
  if (!isOurs && !isUnprovedTaken) return "unproved";
  if (!isOurs) say(`The copy ${kept.name} cannot show that it is ours. It is taken all the same, as you said.\n`);
  const newest = delta ? await deltaAdded(folder, delta, { into, heads, isUnprovedTaken, ...keys }) : heads;
  if (newest === "false") return newest;
  const [head] = newest;
  if (head!.format === 1) return head!;
  const isNamed = nameOfCopy(heads[0]!.at) === kept.name;
  if (!isNamed || (delta && nameOfDelta(nameOfCopy(head!.at), kept.name) !== delta.name)) return "renamed";
  // Its code is right, so nobody but us has made it of two moments.
  if (!endsWith(into, head!)) throw new CommandError(`The copy ${kept.name} is of another moment than it says.`);
  return head!;
}

function empty(folder: string) {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}

async function partsOpened(
  folder: string,
  { name }: Kept,
  { parts, into, keys }: { parts: readonly What[]; into: string; keys: Keys },
): Promise<Head[] | "false" | null> {
  try {
    const heads: Head[] = [];
    for (const what of parts)
      heads.push(await openPart({ from: partFile(folder, name, what), to: join(into, fileOf[what]), ...keys }));
    if (heads.every(({ id, what }, i) => id === heads[0]!.id && what === parts[i])) return heads;
    throw new CommandError(`The copy ${name} is not one: its two parts were made at two times.`);
  } catch (error) {
    if (!(error instanceof SealedFileError)) throw error;
    if (error.why === "not_ours") return null;
    if (error.why === "false") return "false";
    throw new CommandError(`The copy ${name} is broken. Name another one: porchlight restore FILE`);
  }
}

async function deltaAdded(
  folder: string,
  { name, base }: KeptDelta,
  files: { into: string; heads: Head[]; isUnprovedTaken: boolean } & Keys,
): Promise<Head[] | "false"> {
  const alone = `To put back the copy alone, name it: porchlight restore ${partFile(folder, base, "data")}`;
  try {
    return await addDelta({ from: folder, name, ...files });
  } catch (error) {
    if (error instanceof OtherBaseError)
      throw new CommandError(`The delta ${name} was made since another copy than ${base} here. ${alone}`);
    if (!(error instanceof SealedFileError)) throw error;
    if (error.why === "false") return "false";
    if (error.why === "broken") throw new CommandError(`The delta ${name} is broken. ${alone}`);
    throw new CommandError(`The delta ${name} opens with another key than its copy. ${alone}`);
  }
}

/** Returns whether the audit trail in the data of a folder ends as a head says. */
function endsWith(folder: string, { last }: Head): boolean {
  const data = openReadOnly(join(folder, fileOf.data));
  try {
    const sql = "SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1";
    const row = data.prepare(sql).get() as { id: number; mac: Uint8Array | null } | undefined;
    if (!row) return last.id === 0;
    return row.id === last.id && Buffer.from(row.mac ?? []).toString("hex") === last.mac;
  } finally {
    data.close();
  }
}

function wordsOf({ kept, delta }: Chosen, why: NotOurs): string {
  const what = `The ${delta ? "delta" : "copy"} ${(delta ?? kept).name}`;
  switch (why) {
    case "false":
      return `${what} is not ours: it is sealed as ours are, but someone else made or changed it. It is not taken.`;
    case "renamed":
      return `${what} was made at another time than its name says: someone has renamed it. It is not taken.`;
    case "unproved":
      return `${what} cannot show that it is ours: it was made by an older Porchlight, or for a sheet of one, or while the
master key was missing, or by someone else. It is not taken.`;
  }
}

function noneIsOurs(passed: { chosen: Chosen; why: NotOurs }[]): string {
  const place = passed[0]?.chosen.folder ?? "";
  const unproved = passed.find(({ why }) => why === "unproved");
  const begin = `There is no copy in ${place} that shows that it is ours. Look for one in another place, which nobody but you can
write to, and find out who can write to this one.`;
  if (!unproved) return begin;
  return `${begin} Only if you know where ${unproved.chosen.kept.name} has lain all the time,
add --unproved to the command. docs/copies.md says more under “Whether a copy is ours”.`;
}

function otherSheet({ kept, delta }: Chosen): string {
  return `This is the key of another sheet. A copy opens with the sheet that was in use when it was made. If this is the newest sheet,
someone else has put ${(delta ?? kept).name} there: name another one, porchlight restore FILE`;
}

function onlyMaster({ masterKeyFile }: Pick<Sought, "masterKeyFile">): string {
  return `There was no recovery sheet when this copy was made: only the master key opens it. Bring its file back to
${masterKeyFile}, from where a copy of it is kept (paper, a password safe).`;
}
