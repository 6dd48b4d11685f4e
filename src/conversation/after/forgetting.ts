import { forgetFiles } from "#src/conversation/complaint/complaint-file.ts";
import { keepParts } from "#src/conversation/complaint/complaint-part.ts";
import { forgetCode } from "#src/conversation/return/return-code.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

const beside = [
  "draft",
  "handover",
  "handover_draft",
  "side_note",
  "side_note_of",
  "help_wanted",
  "approach",
  "ticked_reasons",
  "goal",
] as const;

/** Forgets a conversation's words and all beside them, and destroys its key once that is stored; the row stays until `forget`. */
export function forgetWords(tx: Tx, conversationId: number): void {
  tx.run(q.replaceInto("erasure").values({ conversation_id: conversationId, at: tx.at }));
  tx.keyring.destroy(tx, conversationId);
  forgetFiles(tx, conversationId);
  for (const table of ["message", "concern"] as const) {
    tx.run(q.deleteFrom(table).where("conversation_id", "=", conversationId));
  }
  forgetBeside(tx, conversationId);
}

/** Forgets what is beside a conversation but keeps its words for a complaint; who had a part in it stays known. */
export function forgetAllButWords(tx: Tx, conversationId: number): void {
  // Anything left beside the chat would tell those who had a part in it that someone complained.
  keepParts(tx, conversationId);
  forgetBeside(tx, conversationId);
  tx.keyring.codes.destroy(tx, conversationId);
  tx.keyring.secrets.destroy(tx, conversationId);
}

function forgetBeside(tx: Tx, conversationId: number) {
  for (const table of beside) tx.run(q.deleteFrom(table).where("conversation_id", "=", conversationId));
  tx.run(q.updateTable("conversation").set({ chosen: null }).where("id", "=", conversationId));
  forgetCode(tx, conversationId);
}
