import type { DataReader, Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { failedRows } from "#src/directory/files/csv/export-csv.ts";
import type { Mapping } from "#src/directory/files/meaning/mapping.ts";
import type { ZipFile } from "#src/directory/files/zip.ts";
import { regionOf } from "#src/directory/regions.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor } from "#src/events.ts";
import { localDate } from "#src/hours/instants.ts";
import { languages, type Translate } from "#src/i18n/i18n.ts";
import { inSlices } from "../time-slice.ts";
import { applyRun, undoRun } from "./apply-run.ts";
import type { Incoming } from "./incoming.ts";
import { everyIssue, importName } from "./runs.ts";
import { mappingOf } from "./source-mapping.ts";
import { toldAgain } from "./staged-again.ts";
import { openRun, stage } from "./staging.ts";
import { dropFiles, type FilesSaid, filesSaid, keepFiles, keptFiles, passFilesOn } from "./taking/kept-files.ts";
import { type FileKind, type FileOptions, type TakenFiles, takeFiles } from "./taking/take-file.ts";
import { emptyRun, followChanges, forgetRun, reindexBefore, warmRun } from "./tidy.ts";

interface Brought extends Omit<FilesSaid, "as"> {
  files: ZipFile[];
  as?: FileKind | undefined;
  actor: Actor;
  at: number;
  t: Translate;
}

/** Services compared; `of` is 0 while the file is being read, of which `read` (0 to 1) is done. */
export interface Progress {
  done: number;
  of: number;
  read: number;
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
  const { files, actor, visibility, as = null, source, timeZone } = brought;
  const from = { fileName: nameOf(files), kind: as ?? "csv", sourceId: null, actor, visibility } as const;
  const id = await openRun(db, from);
  return follow(db, id, tell, async (progress) => {
    await keepFiles(db, id, files, { as, source, timeZone, visibility });
    await readInto(db, id, { brought, progress });
  });
}

async function readInto(
  db: Db,
  id: number,
  { brought, progress }: { brought: Brought; progress: (done: number, of: number, read?: number) => void },
) {
  const { files, actor, visibility } = brought;
  const telling = told(takeFiles(files, optionsOf(db, brought)), (read) => progress(0, 0, read));
  const taken = await inSlices(telling);
  const { kind, incoming } = taken;
  const from = { fileName: nameOf(files), kind, sourceId: null, actor, visibility } as const;
  await stage(db, incoming, { ...from, progress }, id);
  await keepLeftOut(db, id, taken, brought);
}

function* told<Result>(steps: Generator<number, Result>, tell: (read: number) => void): Generator<number, Result> {
  let most = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    // Each group of files begins at its own beginning.
    if (step.value > most && step.value <= 1) most = step.value;
    tell(most);
    yield step.value;
  }
}

/** Reads the files of a run again, which stays the same run: what is said of its source has changed. Rejects with `not_found`. */
export async function readFilesAgain(
  db: Db,
  input: { runId: number; actor: Actor; at: number; t: Translate },
): Promise<Begun> {
  const { runId, actor, at, t } = input;
  const said = filesSaid(db, runId);
  if (said === null) throw new HelplineError("not_found");
  await claimed(db, input);
  return follow(db, runId, undefined, async (progress) => {
    const files = await inSlices(keptFiles(db, runId));
    await emptyRun(db, runId);
    await readInto(db, runId, { brought: { ...said, as: said.as ?? undefined, files, actor, at, t }, progress });
  });
}

// From here on nobody can apply it, nor read it again.
async function claimed(db: Db, { runId, actor }: { runId: number; actor: Actor }) {
  const ready = q.updateTable("import_run").set({ read_at: null }).where("id", "=", runId);
  const claim = ready.where("read_at", "is not", null).where("applied_at", "is", null);
  if ((await db.change(actor, (tx) => tx.run(claim))) === 0) throw new HelplineError("not_found");
}

/** Returns the first places of the files of a run as a mapping has them read, with what is wrong with those. Rejects with `not_found`. */
export async function tryMapping(
  db: Db,
  input: { runId: number; mapping: Mapping; most: number; at: number },
): Promise<Incoming> {
  const { runId, mapping, most, at } = input;
  const said = filesSaid(db, runId);
  if (said === null) throw new HelplineError("not_found");
  const files = await inSlices(keptFiles(db, runId));
  const options = optionsOf(db, { ...said, as: said.as ?? undefined, files, at });
  return (await inSlices(takeFiles(files, { ...options, mapping, most }))).incoming;
}

/** Begins a run in place of one that is ready, comparing it with the directory again. Rejects with `not_found`. */
export async function compareAgain(db: Db, input: { runId: number; actor: Actor }): Promise<Begun> {
  await claimed(db, input);
  const { incoming, fileName, kind, sourceId } = await inSlices(toldAgain(db, input.runId));
  const from = { fileName, kind, sourceId, actor: input.actor };
  const id = await openRun(db, from);
  return follow(db, id, undefined, async (progress) => {
    await stage(db, incoming, { ...from, progress }, id);
    await storeLeftOut(db, id, leftOut(db, input.runId));
    await passFilesOn(db, input.runId, id);
    await forgetRun(db, input.runId);
  });
}

function follow(
  db: Db,
  id: number,
  tell: ((progress: Progress) => void) | undefined,
  work: (progress: (done: number, of: number, read?: number) => void) => Promise<void>,
): Begun {
  const all = going.get(db) ?? new Map<number, Progress>();
  going.set(db, all);
  const note = (done: number, of: number, read = 1) => {
    all.set(id, { done, of, read });
    tell?.({ done, of, read });
  };
  note(0, 0, 0);
  return { id, ready: work(note).finally(() => all.delete(id)) };
}

function optionsOf(
  db: Db,
  { files, as, source, timeZone, at }: Pick<Brought, "files" | "as" | "source" | "timeZone" | "at">,
): FileOptions {
  return {
    as,
    mapping: mappingOf(db, source || nameOf(files)),
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

/** Returns the name by which what a run's source means is remembered. */
export function nameOfSource(db: DataReader, runId: number): string {
  return filesSaid(db, runId)?.source || importName(db, runId);
}

async function keepLeftOut(db: Db, id: number, { lists }: TakenFiles, { t }: Brought) {
  if (lists.length > 0) await storeLeftOut(db, id, await inSlices(leftOutOf(db, id, lists, t)));
}

function* leftOutOf(db: Db, id: number, lists: TakenFiles["lists"], t: Translate): Generator<unknown, string> {
  const issues = yield* everyIssue(db, id);
  let all = "";
  for (const { name, text } of lists) {
    const own = issues.filter(({ file }) => file === undefined || file === name);
    if (!own.some(({ severity, row }) => severity === "error" && row > 1)) continue;
    const failed = yield* failedRows(text, own, t);
    all += all === "" ? failed : failed.slice(failed.indexOf("\r\n") + 2);
  }
  return all;
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
  await dropFiles(db, runId);
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
