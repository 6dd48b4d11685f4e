import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";

/** Notes that someone asks for a copy of the data in a folder, before it is made: it may leave the machine. */
export function noteAsked(_tx: Tx, emit: Emit, { folder }: { folder: string }): void {
  emit({ type: "backup.asked", folder });
}
