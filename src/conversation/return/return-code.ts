import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { agreedIn, bring, placeIn } from "#src/conversation/messages/agreed-plan.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { CodeLock } from "#src/crypto/keys/code-keys.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type Conversation, conversation, wasCounselled } from "../conversation.ts";

/** Returns whether a chat can have a code. */
export function mayHaveCode(found: Conversation): boolean {
  // Words that nobody read go when their writer leaves the line, and nothing is left to come back to.
  return found.endedAt === null || wasCounselled(found);
}

/** Gives a chat a code; one it had before leads nowhere any more. Throws `ended` if nothing is left to come back to. */
export function keepCode(tx: Tx, emit: Emit, input: { conversationId: number; locator: string; lock: CodeLock }): void {
  const { conversationId, locator, lock } = input;
  const found = conversation(tx, conversationId);
  if (!found || !mayHaveCode(found)) throw new HelplineError("ended");
  for (const { code_id: id } of tx.all(codeOf(conversationId))) {
    tx.run(q.deleteFrom("return_code").where("id", "=", id));
    tx.keyring.codes.drop(tx, id);
  }
  const { id: codeId } = tx.first(q.insertInto("return_code").values({ locator, made_at: tx.at }).returning("id"))!;
  if (!tx.keyring.codes.seal(tx, conversationId, { codeId, lock })) throw new HelplineError("ended");
  tx.run(q.insertInto("return_part").values({ conversation_id: conversationId, code_id: codeId }));
  emit({ type: "return_code.made", conversationId });
}

/** Returns whether a chat has no code, one that leads to it alone, or one that leads to earlier chats too. */
export function codeNow(db: DataReader, conversationId: number): "none" | "own" | "earlier" {
  const code = db.first(codeOf(conversationId));
  if (!code) return "none";
  return partsOf(db, code.code_id).length > 1 ? "earlier" : "own";
}

/** Returns the id of the chat that a code leads to, by any of its locators; null for none. */
export function chatOfCode(db: DataReader, locators: string[]): number | null {
  const found = locators.map((locator) => db.first(byLocator({ locator }))).find((one) => one !== undefined);
  return found?.id ?? null;
}

const codeOf = (conversationId: number) =>
  q.selectFrom("return_part").select("code_id").where("conversation_id", "=", conversationId);

export const shownChoices = ["nothing", "approach", "everything"] as const;
export type Shown = (typeof shownChoices)[number];

/** Makes the code of an earlier chat lead to this one, and shows what was chosen, opened with the code alone. Throws `locked`. */
export function joinEarlier(
  tx: Tx,
  input: { conversationId: number; earlierId: number; lock: CodeLock; shows: Shown },
): void {
  const { conversationId, earlierId, lock, shows } = input;
  const { codes } = tx.keyring;
  const code = tx.first(codeOf(earlierId));
  if (!code || tx.first(codeOf(conversationId))) return;
  const parts = partsOf(tx, code.code_id);
  const passes = (id: number) => shows === "everything" && codes.passOn(tx, { earlierId: id, conversationId, lock });
  for (const id of parts.filter(passes)) {
    tx.run(q.insertInto("return_earlier").values({ conversation_id: conversationId, earlier_id: id }));
  }
  const agreed = shows === "nothing" ? null : agreedIn(tx, parts);
  const text = agreed && codes.openWith(lock, placeIn(agreed.id), agreed.body);
  if (text) bring(tx, conversationId, text);
  if (!codes.seal(tx, conversationId, { codeId: code.code_id, lock })) throw new HelplineError("locked");
  tx.run(q.insertInto("return_part").values({ conversation_id: conversationId, code_id: code.code_id }));
}

const partsOf = (db: DataReader, codeId: number) =>
  db.all(q.selectFrom("return_part").select("conversation_id as id").where("code_id", "=", codeId)).map(({ id }) => id);

/** Returns whether a plan was agreed in a chat, or in another chat of its code. */
export function hasApproach(db: DataReader, conversationId: number): boolean {
  const code = db.first(codeOf(conversationId));
  return code !== undefined && agreedIn(db, partsOf(db, code.code_id)) !== null;
}

/** Returns whether the code of a chat leads to one that goes on, so that it begins no other. */
export function isGoneOnWith(db: DataReader, conversationId: number): boolean {
  const code = db.first(codeOf(conversationId));
  const chats = code ? partsOf(db, code.code_id) : [];
  return chats.some((id) => conversation(db, id)?.endedAt === null);
}

/** Returns the ids of the earlier chats that this chat's counsellor may read, oldest first. */
export function earlierOf(db: DataReader, conversationId: number): number[] {
  return db.all(earlier({ conversationId })).map(({ id }) => id);
}

/** Notes in the audit trail that someone reads the earlier chats. Throws `not_allowed`, and `not_found` for none. */
export function openEarlier(tx: Tx, emit: Emit, who: { conversationId: number; staffId: number }): void {
  allowedIn(tx, who, "conversation.write");
  if (earlierOf(tx, who.conversationId).length === 0) throw new HelplineError("not_found");
  emit({ type: "earlier.opened", ...who });
}

/** Ends the reading of earlier chats by a chat that is over. */
export function closeEarlier(tx: Tx, conversationId: number): void {
  tx.run(q.deleteFrom("return_earlier").where("conversation_id", "=", conversationId));
  tx.keyring.codes.takeBack(tx, conversationId);
}

/** Takes its code from a chat; a code that leads to no other chat is deleted. */
export function forgetCode(tx: Tx, conversationId: number): void {
  tx.run(q.deleteFrom("return_part").where("conversation_id", "=", conversationId));
  tx.run(q.deleteFrom("return_earlier").where("earlier_id", "=", conversationId));
  tx.run(q.deleteFrom("return_code").where("id", "not in", q.selectFrom("return_part").select("code_id")));
}

/** Moves a chat to the cookie of another browser; the cookie before opens it no more, and its page says so. */
export function moveTo(tx: Tx, { conversationId, token }: { conversationId: number; token: string }): void {
  const other = {
    token_before: q.selectFrom("conversation").select("youth_token_hash").where("id", "=", conversationId),
  };
  const moved = { ...other, youth_token_hash: createHash(token) };
  tx.run(q.updateTable("conversation").set(moved).where("id", "=", conversationId));
}

/** Returns whether a cookie opened a chat that now goes on in another browser. */
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
const earlier = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("return_earlier")
    .select("earlier_id as id")
    .where("conversation_id", "=", v.conversationId)
    .orderBy("earlier_id"),
);
const byTokenBefore = prepared((v: { hash: string }) =>
  q.selectFrom("conversation").select("id").where("token_before", "=", v.hash).limit(1),
);
