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

interface Brought {
  files: ZipFile[];
  as?: FileKind | undefined;
  /** "" = not said; the name of the file stands for it. */
  source: string;
  timeZone: string;
  /** Who sees what is new, at most. */
  visibility: "public" | "counsellors";
  actor: Actor;
  at: number;
  t: Translate;
}

/** Services compared; `of` is 0 while the file is being read. */
interface Progress {
  done: number;
  of: number;
}

interface Begun {
  id: number;
  ready: Promise<void>;
}

/** What is being read, per open database. A run that a restart breaks off is forgotten like all that no one applies. */
const going = new WeakMap<Db, Map<number, Progress>>();

/** Returns how far a run is, or undefined if it is not being read. */
export function progressOf(db: Db, runId: number): Progress | undefined {
  return going.get(db)?.get(runId);
}

/** Begins a run that compares files with the directory, in pieces, beside everything else. */
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

/** Begins a run in place of one that is ready, comparing it with the directory again. Rejects with `not_found`. */
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

/** Applies a run and updates the search. Rejects as `applyRun` throws. `at` is ms UTC. */
export async function applyWhole(db: Db, input: { runId: number; actor: Actor; at: number }): Promise<void> {
  const { runId, actor, at } = input;
  await warmRun(db, runId, at);
  await db.change(actor, (tx, emit) => applyRun(tx, emit, { runId }));
  await followChanges(db);
}

/** Undoes a run and updates the search. Returns and rejects as `undoRun` does. */
export async function undoWhole(db: Db, input: { runId: number; actor: Actor }): Promise<number> {
  const { runId, actor } = input;
  await reindexBefore(db, runId);
  const kept = await db.change(actor, (tx, emit) => undoRun(tx, emit, { runId }));
  await followChanges(db);
  return kept;
}

/** Returns the rows that a run left out, with the reasons, as CSV; "" = none. */
export function leftOut(db: DataReader, runId: number): string {
  const pieces = q.selectFrom("import_left_out").select("text").where("run_id", "=", runId).orderBy("number");
  return db
    .all(pieces)
    .map(({ text }) => text)
    .join("");
}
