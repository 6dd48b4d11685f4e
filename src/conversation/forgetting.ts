import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { forgetCode } from "./return-code.ts";

/** Everything that is written in a conversation, and beside it. */
const written = [
  "message",
  "draft",
  "handover",
  "side_note",
  "side_note_of",
  "help_wanted",
  "concern",
  "approach",
] as const;

/**
 * Forgets what was written in a conversation and beside it: the erasure is noted, the key destroyed once that is stored, and
 * the rows are deleted. That it was stays, until `forget` (retention/forget.ts). Doing so twice changes nothing.
 */
export function forgetWords(tx: Tx, conversationId: number): void {
  tx.run(q.replaceInto("erasure").values({ conversation_id: conversationId, at: tx.at }));
  tx.keyring.destroy(tx, conversationId);
  for (const table of written) tx.run(q.deleteFrom(table).where("conversation_id", "=", conversationId));
  tx.run(q.updateTable("conversation").set({ chosen: null }).where("id", "=", conversationId));
  forgetCode(tx, conversationId);
}
