import type { CodeLock } from "#src/crypto/code-keys.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type Conversation, conversation, wasCounselled } from "./conversation.ts";

// The code with which a young person comes back to a chat: who has it, and what it leads to. Nobody but them ever sees it.

/** Whether a chat can have one: words that nobody read are gone once they leave the line, and nothing would be left to come back to. */
export function mayHaveCode(found: Conversation): boolean {
  return found.endedAt === null || wasCounselled(found);
}

/**
 * Gives a chat a code, known by its locator and opened by its lock; one that it had before leads nowhere any more. Throws `ended`
 * where nothing is left to come back to.
 */
export function keepCode(tx: Tx, emit: Emit, input: { conversationId: number; locator: string; lock: CodeLock }): void {
  const { conversationId, locator, lock } = input;
  const found = conversation(tx, conversationId);
  if (!found || !mayHaveCode(found)) throw new HelplineError("ended");
  forgetCode(tx, conversationId);
  const { id: codeId } = tx.first(q.insertInto("return_code").values({ locator, made_at: tx.at }).returning("id"))!;
  if (!tx.keyring.codes.seal(tx, conversationId, { codeId, lock })) throw new HelplineError("ended");
  tx.run(q.insertInto("return_part").values({ conversation_id: conversationId, code_id: codeId }));
  emit({ type: "return_code.made", conversationId });
}

/** The chat (id) that a code leads to; null for one that leads nowhere. */
export function chatOfCode(db: DataReader, locator: string): number | null {
  return db.first(byLocator({ locator }))?.id ?? null;
}

/** A chat has no code any more; one that leads to no other is gone. */
export function forgetCode(tx: Tx, conversationId: number): void {
  tx.run(q.deleteFrom("return_part").where("conversation_id", "=", conversationId));
  tx.run(q.deleteFrom("return_code").where("id", "not in", q.selectFrom("return_part").select("code_id")));
}

/** A chat goes on in another browser, under another cookie; the one it had before is told so, and opens it no more. */
export function moveTo(tx: Tx, { conversationId, token }: { conversationId: number; token: string }): void {
  const other = {
    token_before: q.selectFrom("conversation").select("youth_token_hash").where("id", "=", conversationId),
  };
  const moved = { ...other, youth_token_hash: createHash(token) };
  tx.run(q.updateTable("conversation").set(moved).where("id", "=", conversationId));
}

/** Whether a cookie was that of a chat that goes on in another browser. */
export function hasMoved(db: DataReader, token: string): boolean {
  return db.first(byTokenBefore({ hash: createHash(token) })) !== undefined;
}

const byLocator = prepared((v: { locator: string }) =>
  q
    .selectFrom("return_code")
    .innerJoin("return_part", "return_part.code_id", "return_code.id")
    .select("return_part.conversation_id as id")
    .where("locator", "=", v.locator)
    .orderBy("return_part.conversation_id", "desc")
    .limit(1),
);
const byTokenBefore = prepared((v: { hash: string }) =>
  q.selectFrom("conversation").select("id").where("token_before", "=", v.hash).limit(1),
);
