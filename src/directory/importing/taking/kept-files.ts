import type { DataReader, Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { ZipFile } from "#src/directory/files/zip.ts";
import { inPieces } from "../../time-slice.ts";
import type { FileKind } from "./take-file.ts";

// The files of a run, until it is applied or forgotten: a mapping is tried on them, and has them read again.

/** What was said when files came. */
export interface FilesSaid {
  as: FileKind | null;
  /** "" = not said; the name of the file stands for it. */
  source: string;
  timeZone: string;
  /** Who sees what is new, at most. */
  visibility: "public" | "counsellors";
}

const maxPiece = 100_000;

/** Keeps the files of a run and what was said of them. */
export async function keepFiles(db: Db, runId: number, files: ZipFile[], said: FilesSaid): Promise<void> {
  const asked = JSON.stringify(said);
  await db.change("porchlight", (tx) => tx.run(q.updateTable("import_run").set({ asked }).where("id", "=", runId)));
  const pieces = files.flatMap(({ name, bytes }) => {
    const starts = Array.from({ length: Math.max(1, Math.ceil(bytes.length / maxPiece)) }, (_, i) => i * maxPiece);
    return starts.map((at) => ({ name: at === 0 ? name : "", bytes: bytes.subarray(at, at + maxPiece) }));
  });
  await inPieces(db, pieces, (tx, { name, bytes }, number) =>
    tx.run(q.insertInto("import_piece").values({ run_id: runId, number, file_name: name, bytes })),
  );
}

/** Returns what was said of the files of a run, or null if they are not kept. */
export function filesSaid(db: DataReader, runId: number): FilesSaid | null {
  const kept = q
    .selectFrom("import_run as run")
    .innerJoin("import_piece as piece", "piece.run_id", "run.id")
    .select("run.asked")
    .where("run.id", "=", runId)
    .where("piece.number", "=", 0);
  const asked = db.first(kept)?.asked ?? null;
  return asked === null ? null : (JSON.parse(asked) as FilesSaid);
}

/** Returns the files of a run as they came; [] = they are not kept. Yields after every piece. */
export function* keptFiles(db: DataReader, runId: number): Generator<number, ZipFile[]> {
  const files: { name: string; pieces: Uint8Array[] }[] = [];
  for (let number = 0; ; number += 1) {
    const one = q.selectFrom("import_piece").select(["file_name", "bytes"]).where("run_id", "=", runId);
    const piece = db.first(one.where("number", "=", number));
    if (!piece) break;
    if (piece.file_name !== "" || files.length === 0) files.push({ name: piece.file_name, pieces: [] });
    files.at(-1)!.pieces.push(piece.bytes);
    yield number;
  }
  return files.map(({ name, pieces }) => ({ name, bytes: new Uint8Array(Buffer.concat(pieces)) }));
}

/** Has another run keep the files of a run. */
export async function passFilesOn(db: Db, from: number, to: number): Promise<void> {
  const asked = db.first(q.selectFrom("import_run").select("asked").where("id", "=", from))?.asked ?? null;
  await db.change("porchlight", (tx) => tx.run(q.updateTable("import_run").set({ asked }).where("id", "=", to)));
  await inPieces(db, numbersOf(db, from), (tx, { number }) =>
    tx.run(q.updateTable("import_piece").set({ run_id: to }).where("run_id", "=", from).where("number", "=", number)),
  );
}

const numbersOf = (db: DataReader, runId: number) =>
  db.all(q.selectFrom("import_piece").select("number").where("run_id", "=", runId).orderBy("number"));

/** Lets go of the files of a run. */
export async function dropFiles(db: Db, runId: number): Promise<void> {
  await inPieces(db, numbersOf(db, runId), (tx, { number }) =>
    tx.run(q.deleteFrom("import_piece").where("run_id", "=", runId).where("number", "=", number)),
  );
}
