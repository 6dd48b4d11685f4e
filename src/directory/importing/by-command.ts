import type { Db } from "#src/db/db.ts";
import { type ExportKind, exportDirectory } from "#src/directory/files/export-directory.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { translate } from "#src/i18n/i18n.ts";
import { inSlices } from "../time-slice.ts";
import { causesOf, causeText, moreText } from "./causes.ts";
import { applyWhole, bringFiles } from "./import-files.ts";
import { usableText } from "./outlook.ts";
import { type ImportRun, importRun } from "./runs.ts";
import type { FileKind } from "./taking/take-file.ts";

/** The bytes of the files come separately, one after the other. */
export interface FilesAsk {
  files: { name: string; size: number }[];
  as: FileKind | null;
  source: string;
  timeZone: string | null;
  visibility: "public" | "counsellors";
}

export interface Compared {
  run: ImportRun;
  /** What of it will be of use, in one line; "" = nothing to say. */
  usable: string;
  /** What is wrong, by file: a sentence for each cause. */
  causes: { file: string; sentences: string[] }[];
}

/** Reads files and prepares a run, which changes nothing until it is applied. `at` is ms UTC. */
export async function compareFiles(
  db: Db,
  asked: FilesAsk,
  beside: { bytes?: Uint8Array; progress?: (done: number, of: number) => void; at: number },
): Promise<Compared> {
  const { bytes = new Uint8Array(), progress, at } = beside;
  const { as, source, visibility } = asked;
  let end = 0;
  const files = asked.files.map(({ name, size }) => {
    end += size;
    return { name, bytes: bytes.subarray(end - size, end) };
  });
  const timeZone = asked.timeZone ?? homeZone(db);
  const given = { files, as: as ?? undefined, source, timeZone, visibility, t: translate("en"), at };
  const { id, ready } = await bringFiles(db, { ...given, actor: "command line" }, ({ done, of, read }) =>
    of === 0 ? progress?.(Math.floor(read * 100), 0) : progress?.(done, of),
  );
  await ready;
  const run = importRun(db, id)!;
  const causes = causesOf(db, id).map((one) => ({
    file: one.file,
    sentences: [...one.causes.map((cause) => causeText(cause, given.t)), moreText(one, given.t)].filter(Boolean),
  }));
  return { run, usable: usableText(run.outlook, given.t), causes };
}

/** Applies a run; returns false, and does nothing, if the directory has changed meanwhile. */
export async function applyCompared(db: Db, { runId, at }: { runId: number; at: number }): Promise<boolean> {
  try {
    await applyWhole(db, { runId, actor: "command line", at });
    return true;
  } catch (error) {
    if (error instanceof HelplineError && error.code === "taken") return false;
    throw error;
  }
}

const maxPiece = 48_000;

/** Sends the directory as a file, in pieces. Returns how many services are in it. */
export async function sendDirectory(
  db: Db,
  { as, onlyPublic }: { as: ExportKind; onlyPublic: boolean },
  { piece }: { piece?: (bytes: Uint8Array) => void },
): Promise<number> {
  const timeZone = homeZone(db);
  const { bytes, services } = await inSlices(exportDirectory(db, { as, onlyPublic, timeZone }));
  for (let at = 0; at < bytes.length; at += maxPiece) piece?.(bytes.subarray(at, at + maxPiece));
  return services;
}
