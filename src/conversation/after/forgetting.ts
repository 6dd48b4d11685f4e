import { forgetFiles } from "#src/conversation/complaint/complaint-file.ts";
import { keepParts } from "#src/conversation/complaint/complaint-part.ts";
import { forgetCode } from "#src/conversation/return/return-code.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";

/** Everything that is written beside a conversation. */
const beside = ["draft", "handover", "side_note", "side_note_of", "help_wanted", "approach"] as const;

/**
 * Forgets what was written in a conversation and beside it: the erasure is noted, the key destroyed once that is stored, and
 * the rows are deleted. That it was stays, until `forget` (retention/forget.ts). Doing so twice changes nothing.
 */
export function forgetWords(tx: Tx, conversationId: number): void {
  tx.run(q.replaceInto("erasure").values({ conversation_id: conversationId, at: tx.at }));
  tx.keyring.destroy(tx, conversationId);
  forgetFiles(tx, conversationId);
  for (const table of ["message", "concern"] as const) {
    tx.run(q.deleteFrom(table).where("conversation_id", "=", conversationId));
  }
  forgetBeside(tx, conversationId);
}

/**
 * Forgets what was written beside a conversation and chosen before it, where its words stay for something that was wrong: whoever looks
 * into that reads the chat alone, and pages of those who had a part in it would tell by what is left. Who that was stays known.
 */
export function forgetAllButWords(tx: Tx, conversationId: number): void {
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
