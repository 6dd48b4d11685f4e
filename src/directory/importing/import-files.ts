import type { DataReader, Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { failedRows } from "#src/directory/files/csv/export-csv.ts";
import type { ZipFile } from "#src/directory/files/zip.ts";
import { regionOf } from "#src/directory/regions.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor } from "#src/events.ts";
import { localDate } from "#src/hours/instants.ts";
import { languages, type Translate } from "#src/i18n/i18n.ts";
import { inSlices } from "../time-slice.ts";
import { applyRun, undoRun } from "./apply-run.ts";
import { everyIssue } from "./runs.ts";
import { toldAgain } from "./staged-again.ts";
import { openRun, stage } from "./staging.ts";
import { type FileKind, type FileOptions, type TakenFiles, takeFiles } from "./take-file.ts";
import { followChanges, forgetRun, reindexBefore, warmRun } from "./tidy.ts";

/** Files that somebody brings into the directory. */
export interface Brought {
  files: ZipFile[];
  as?: FileKind | undefined;
  /** Whose list it is; "" = nobody says, and the name of the file stands for it. */
  source: string;
  /** IANA; of hours that name no zone. */
  timeZone: string;
  /** Who sees what is new, at most. */
  visibility: "public" | "counsellors";
  actor: Actor;
  /** ms UTC */
  at: number;
  /** Speaks the language in which rows that are left out say why. */
  t: Translate;
}

/** How far a file is: how many services of how many are compared; `of` 0 while it is still being read. */
export interface Progress {
  done: number;
  of: number;
}

/** A run that was begun. */
export interface Begun {
  id: number;
  /** Resolves when all is laid ready, rejects when that could not be. */
  ready: Promise<void>;
}

/** What is being read now, by the open files. What a restart breaks off stays unread, and is forgotten like all that nobody applies. */
const going = new WeakMap<Db, Map<number, Progress>>();

/** How far a run is; undefined when nobody reads it now. */
export function progressOf(db: Db, runId: number): Progress | undefined {
  return going.get(db)?.get(runId);
}

/** Begins to read files and to compare them with the directory, which stays as it is. In pieces, beside everything else. */
export async function bringFiles(db: Db, brought: Brought, tell?: (progress: Progress) => void): Promise<Begun> {
  const { files, actor, visibility } = brought;
  const from = { fileName: nameOf(files), kind: brought.as ?? "csv", sourceId: null, actor, visibility } as const;
  const id = await openRun(db, from);
  return follow(db, id, tell, async (progress) => {
    const taken = await inSlices(takeFiles(files, optionsOf(db, brought)));
    const { kind, incoming } = taken;
    await stage(db, incoming, { ...from, kind, progress }, id);
    await keepLeftOut(db, id, taken, brought);
  });
}

/**
 * Compares once more what a run has laid ready, with the directory as it is now: somebody has changed it. That run is forgotten.
 * Rejects with `not_found` for one that is not ready, was applied, or is compared again already.
 */
export async function compareAgain(db: Db, input: { runId: number; actor: Actor }): Promise<Begun> {
  const ready = q.updateTable("import_run").set({ read_at: null }).where("id", "=", input.runId);
  const claimed = ready.where("read_at", "is not", null).where("applied_at", "is", null);
  if ((await db.change(input.actor, (tx) => tx.run(claimed))) === 0) throw new HelplineError("not_found");
  const { incoming, fileName, kind, sourceId } = await inSlices(toldAgain(db, input.runId));
  const from = { fileName, kind, sourceId, actor: input.actor };
  const id = await openRun(db, from);
  return follow(db, id, undefined, async (progress) => {
    await stage(db, incoming, { ...from, progress }, id);
    await storeLeftOut(db, id, leftOut(db, input.runId));
    await forgetRun(db, input.runId);
  });
}

function follow(
  db: Db,
  id: number,
  tell: ((progress: Progress) => void) | undefined,
  work: (progress: (done: number, of: number) => void) => Promise<void>,
): Begun {
  const all = going.get(db) ?? new Map<number, Progress>();
  going.set(db, all);
  const note = (done: number, of: number) => {
    all.set(id, { done, of });
    tell?.({ done, of });
  };
  note(0, 0);
  return { id, ready: work(note).finally(() => all.delete(id)) };
}

function optionsOf(db: Db, { files, as, source, timeZone, at }: Brought): FileOptions {
  return {
    as,
    source: source || nameOf(files),
    ...(source === "" ? {} : { sourceName: source }),
    timeZone,
    today: localDate(timeZone, at),
    regionOf: (text: string) => regionOf(db, text, languages),
  };
}

/** "places.csv", or that of the first of several and how many more: "phones.csv + 5". */
function nameOf(files: ZipFile[]): string {
  const [first, ...others] = files.map(({ name }) => name);
  return others.length === 0 ? (first ?? "") : `${first} + ${others.length}`;
}

async function keepLeftOut(db: Db, id: number, { text }: TakenFiles, { t }: Brought) {
  if (text !== null) await storeLeftOut(db, id, await inSlices(leftOutOf(db, id, text, t)));
}

function* leftOutOf(db: Db, id: number, text: string, t: Translate): Generator<unknown, string> {
  const issues = yield* everyIssue(db, id);
  const isLeftOut = issues.some(({ severity, row }) => severity === "error" && row > 1);
  return isLeftOut ? yield* failedRows(text, issues, t) : "";
}

const maxPiece = 100_000;

async function storeLeftOut(db: Db, id: number, text: string) {
  for (let at = 0; at < text.length; at += maxPiece) {
    const values = { run_id: id, number: at / maxPiece, text: text.slice(at, at + maxPiece) };
    await db.change("porchlight", (tx) => tx.run(q.insertInto("import_left_out").values(values)));
  }
}

/** Makes what a run has laid ready the directory. Rejects as `applyRun` throws. `at` is ms UTC. */
export async function applyWhole(db: Db, input: { runId: number; actor: Actor; at: number }): Promise<void> {
  const { runId, actor, at } = input;
  await warmRun(db, runId, at);
  await db.change(actor, (tx, emit) => applyRun(tx, emit, { runId }));
  await followChanges(db);
}

/** Takes back what a run did, as `undoRun`; returns how many services stay because somebody has changed them since. */
export async function undoWhole(db: Db, input: { runId: number; actor: Actor }): Promise<number> {
  const { runId, actor } = input;
  await reindexBefore(db, runId);
  const kept = await db.change(actor, (tx, emit) => undoRun(tx, emit, { runId }));
  await followChanges(db);
  return kept;
}

/** The rows of a run that were left out, with the reasons, as a CSV file; "" = none. */
export function leftOut(db: DataReader, runId: number): string {
  const pieces = q.selectFrom("import_left_out").select("text").where("run_id", "=", runId).orderBy("number");
  return db
    .all(pieces)
    .map(({ text }) => text)
    .join("");
}
