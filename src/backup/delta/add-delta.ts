import { rmSync } from "node:fs";
import { join } from "node:path";
import { partFile } from "#src/backup/kept.ts";
import { type DeltaHead, fileOf, type Head, isProved, openDeltaPart, type Proving, whats } from "#src/backup/parts.ts";
import { type OpenedBy, SealedFileError } from "#src/crypto/sealed-file.ts";
import { applyChanged } from "./pages.ts";

/** A delta that was made since another copy than the one it is to be added to, or whose parts are of two. */
export class OtherBaseError extends Error {}

/**
 * Brings the two opened files of a copy in a folder, of which `heads` are, to what a delta of it says. Returns what that says of itself.
 * Throws SealedFileError, OtherBaseError, and as a disk does; the files are of no use then.
 */
export async function addDelta(input: {
  from: string;
  name: string;
  into: string;
  heads: Head[];
  by: OpenedBy;
  proving: Proving;
  /** One that cannot show that it is ours will do. */
  isUnprovedTaken: boolean;
}): Promise<DeltaHead[]> {
  const { from, name, into, heads, by, proving, isUnprovedTaken } = input;
  const found: DeltaHead[] = [];
  for (const what of whats) {
    const opened = join(into, `${fileOf[what]}.delta`);
    try {
      const head = await openDeltaPart({ from: partFile(from, name, what), to: opened, by, proving });
      if (!isUnprovedTaken && !isProved(head, by, proving)) throw new SealedFileError("false");
      const isSame = head.what === what && head.id === (found[0] ?? head).id;
      if (!isSame || head.base.id !== heads[0]!.id) throw new OtherBaseError();
      await applyChanged(opened, join(into, fileOf[what]), head);
      found.push(head);
    } finally {
      rmSync(opened, { force: true });
    }
  }
  return found;
}
