import { accessSync, constants, existsSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { deltasIn, hasBase, type KeptDelta } from "#src/backup/delta/kept-deltas.ts";
import { copiesIn, isPast, type Kept, partFile } from "#src/backup/kept.ts";
import { whats } from "#src/backup/parts.ts";
import { CommandError, say } from "../terminal.ts";
import { inWords } from "./backup.ts";

/** A copy, and what changed since, if that is newer than any copy or was named. */
export interface Chosen {
  folder: string;
  kept: Kept;
  delta: KeptDelta | null;
}

/** Where copies are; asked again for others once those were passed over, by their names. null = there are no more. */
export type PlaceOfCopies = (passed: ReadonlySet<string>) => string | null | Promise<string | null>;

/**
 * The copies that can be put back, one after the other, what is newest first; `isWithout`: of which there are data. `look` throws if
 * one cannot be used. Throws CommandError if there is none at all.
 */
export async function* candidatesAt(
  found: PlaceOfCopies,
  isWithout: boolean,
  now: number,
  look: (one: Chosen) => void,
): AsyncGenerator<Chosen> {
  const passed = new Set<string>();
  for (let from = await found(passed); from !== null; from = await found(passed)) {
    const all = isWithout ? chosenData(from, now) : chosenCopies(from, now, passed.size === 0);
    const one = all.find((some) => !passed.has(nameOf(some)));
    if (!one) return;
    look(one);
    passed.add(nameOf(one));
    yield one;
  }
}

const nameOf = ({ kept, delta }: Chosen) => (delta ?? kept).name;

/** Those in a folder, or the one that a file names. */
function chosenCopies(from: string, now: number, isFirst: boolean): Chosen[] {
  refuseUnreadable(from);
  if (existsSync(from) && statSync(from).isDirectory()) return newestIn(from, now, isFirst);
  const [folder, file] = [dirname(from), basename(from)];
  const all = copiesIn(folder);
  const delta = deltasIn(folder).find(({ name }) => file.startsWith(`${name}.`));
  if (delta) return [withBase(folder, all, delta)];
  const name = file.split(".")[0]!;
  const kept = wholeOf(
    folder,
    all.filter((one) => one.name === name),
  );
  if (!kept) throw new CommandError(noCopy(from));
  return [{ folder, kept, delta: null }];
}

function newestIn(folder: string, now: number, isFirst: boolean): Chosen[] {
  const [all, deltas] = [copiesIn(folder), deltasIn(folder)];
  const whole = all.filter(({ parts }) => parts.length === whats.length);
  const added = deltas.filter((one) => one.parts.length === whats.length && hasBase(all, one));
  const [last] = pastFirst(deltas, now);
  if (whole.length === 0 && last) throw new CommandError(lacksOf(folder, last));
  if (!wholeOf(folder, all)) throw new CommandError(noCopy(folder));
  const order = pastFirst([...whole, ...added], now);
  if (isFirst && last && last.at > order[0]!.at && isPast(last, now))
    say(`${lacksOf(folder, last)}\nWhat is newest before it is taken.\n`);
  return order.map((one) => ("base" in one ? withBase(folder, all, one) : { folder, kept: one, delta: null }));
}

/** The newest first, but what a clock named that ran ahead comes last: it is not newer, and can be laid there for that. */
function pastFirst<One extends { at: number }>(all: One[], now: number): One[] {
  return all.toSorted((a, b) => Number(isPast(b, now)) - Number(isPast(a, now)) || b.at - a.at);
}

/** Those that have data, or the one that is named; what changed since is of a copy with keys. */
function chosenData(from: string, now: number): Chosen[] {
  refuseUnreadable(from);
  const isFolder = existsSync(from) && statSync(from).isDirectory();
  const folder = isFolder ? from : dirname(from);
  const all = copiesIn(folder).filter(
    ({ name, parts }) => parts.includes("data") && (isFolder || basename(from).startsWith(`${name}.`)),
  );
  if (all.length === 0) throw new CommandError(noCopy(from));
  return pastFirst(all, now).map((kept) => ({ folder, kept, delta: null }));
}

const noCopy = (from: string) =>
  `There is no copy at ${from}. A copy is called like porchlight-20261201T211500Z.data.age`;

/** The newest whole one; throws CommandError if none of them is whole. */
function wholeOf(folder: string, all: Kept[]): Kept | null {
  const kept = all.find(({ parts }) => parts.length === whats.length);
  if (kept || !all[0]) return kept ?? null;
  throw new CommandError(lacksPart(folder, "copy", all[0]));
}

function withBase(folder: string, all: Kept[], delta: KeptDelta): Chosen {
  const kept = all.find(({ name }) => name === delta.base);
  if (!kept || !hasBase(all, delta) || delta.parts.length < whats.length)
    throw new CommandError(lacksOf(folder, delta));
  return { folder, kept, delta };
}

function lacksOf(folder: string, delta: KeptDelta): string {
  if (delta.parts.length < whats.length) return lacksPart(folder, "delta", delta);
  return `The delta ${delta.name} holds only what changed since the copy ${delta.base}, and that is not whole in ${folder}. Bring its files there too.`;
}

function lacksPart(folder: string, kind: "copy" | "delta", { name, parts }: Pick<Kept, "name" | "parts">): string {
  const lacking = whats.find((what) => !parts.includes(what))!;
  const isOld = kind === "copy" && lacking === "keys";
  const also = isOld ? "\nWithout its words it can come back: add --without-words to the command." : "";
  return `The ${kind} ${name} lacks its ${lacking} (${partFile(folder, name, lacking)}).${also}`;
}

/** Throws CommandError if this account cannot read it: a stick often belongs to someone else, or to the machine that is gone. */
export function refuseUnreadable(from: string) {
  try {
    accessSync(from, statSync(from).isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ENOENT" || code === "ENOTDIR") return;
    throw new CommandError(`${from} cannot be read: ${code === "EACCES" ? "this account may not" : inWords(code)}. Bring the files of the copy to a folder
of this account, as docs/backup.md says under “A new machine”, and name that.`);
  }
}
