import { dayMs } from "#src/clock.ts";
import type { Conversation } from "#src/conversation/conversation.ts";
import { createHash } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";

/** Returns the secret part of today's link to a rehearsal (`at` is ms UTC). Throws `locked` without a master key. */
export function rehearsalCode(db: DataReader, at: number): string {
  // Made of the master key and the day, so that it is stored nowhere.
  return codeOf(db, Math.floor(at / dayMs));
}

/** Returns whether a code lets someone rehearse at `at` (ms UTC), which only works while the helpline is not open. */
export function isRehearsalCode(db: DataReader, code: string, at: number): boolean {
  if (code === "" || db.keyring.state() !== "ready" || settings(db).opening === "open") return false;
  const today = Math.floor(at / dayMs);
  return code === codeOf(db, today) || code === codeOf(db, today - 1);
}

function codeOf(db: DataReader, day: number): string {
  return createHash(db.keyring.cookieOf(`rehearsal of day ${day}`)).slice(0, 20);
}

export const maxRehearsals = 3;

/** Counts the rehearsals that go on. */
export function rehearsals(db: DataReader): number {
  const going = q.selectFrom("conversation").where("kind", "=", "rehearsal").where("ended_at", "is", null);
  return db.first(going.select((eb) => eb.fn.countAll<number>().as("n")))!.n;
}

/** Notes that both sides wrote in a rehearsal that ends; it counts nowhere else. */
export function noteRehearsed(tx: Tx, emit: Emit, { id, counsellorId }: Conversation): void {
  const authors = tx.all(q.selectFrom("message").select("author").distinct().where("conversation_id", "=", id));
  const wrote = (author: string) => authors.some((one) => one.author === author);
  if (counsellorId === null || !wrote("youth") || !wrote("counsellor")) return;
  emit({ type: "rehearsal.done", conversationId: id, staffId: counsellorId });
}

/** Returns whether anyone has ever gone through a rehearsal. */
export function hasRehearsed(db: DataReader): boolean {
  return db.first(q.selectFrom("audit").select("id").where("object", "=", "rehearsal").limit(1)) !== undefined;
}
