import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";

const dayMs = 24 * 60 * 60_000;

/**
 * The secret part of today's link to a rehearsal: whoever has it may write as a young person before the helpline is open.
 * Made of the master key and the day (`at` is ms UTC), so it is stored nowhere. Throws `locked` without a master key.
 */
export function rehearsalCode(db: DataReader, at: number): string {
  return codeOf(db, Math.floor(at / dayMs));
}

/** Whether a code is that of today's link, or of yesterday's: evenings do not end at midnight. */
export function isRehearsalCode(db: DataReader, code: string, at: number): boolean {
  if (code === "" || db.keyring.state() !== "ready") return false;
  const today = Math.floor(at / dayMs);
  return code === codeOf(db, today) || code === codeOf(db, today - 1);
}

function codeOf(db: DataReader, day: number): string {
  return createHash(db.keyring.cookieOf(`rehearsal of day ${day}`)).slice(0, 20);
}

/** Whether a conversation is a rehearsal. */
export function isRehearsal(db: DataReader, conversationId: number): boolean {
  const row = db.first(q.selectFrom("conversation").select("rehearsal").where("id", "=", conversationId));
  return row?.rehearsal === 1;
}

/** A rehearsal that ends counts nowhere; that both sides wrote in it is remembered. */
export function noteRehearsed(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number | null }): void {
  const { conversationId, staffId } = input;
  const authors = tx.all(
    q.selectFrom("message").select("author").distinct().where("conversation_id", "=", conversationId),
  );
  const wrote = (author: string) => authors.some((one) => one.author === author);
  if (staffId === null || !wrote("youth") || !wrote("counsellor")) return;
  emit({ type: "rehearsal.done", conversationId, staffId });
}

/** Whether anybody has ever gone through a rehearsal. */
export function hasRehearsed(db: DataReader): boolean {
  return db.first(q.selectFrom("audit").select("id").where("action", "=", "rehearsal.done").limit(1)) !== undefined;
}
