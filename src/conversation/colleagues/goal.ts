import type { SealedPlace } from "#src/crypto/seal.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { tidy } from "../messages/writing.ts";
import { allowedIn } from "./colleagues.ts";

/** In characters: one line above a chat. */
export const maxGoal = 120;

/** Returns the line of a form as it is kept; "" for none. Throws `too_long`. */
export function readGoal(raw: string): string {
  const text = tidy(raw).replace(/\s+/g, " ");
  const { length } = [...text];
  if (length > maxGoal) throw new HelplineError("too_long", "error.too_long", { length, most: maxGoal }, "goal");
  return text;
}

/** Says in one line what a chat is to reach; "" takes it away. Throws `not_allowed`, `ended`. */
export function setGoal(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number; text: string }): void {
  const { conversationId, text } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (found.endedAt !== null) throw new HelplineError("ended");
  if (text === (goalOf(tx, conversationId) ?? "")) return;
  tx.run(q.deleteFrom("goal").where("conversation_id", "=", conversationId));
  if (text !== "") {
    const body = tx.keyring.seal(placeOf(conversationId), text);
    tx.run(q.insertInto("goal").values({ conversation_id: conversationId, body }));
  }
  emit({ type: "goal.changed", conversationId });
}

/** Returns what a chat is to reach; null if nothing was said or no key opens it. */
export function goalOf(db: DataReader, conversationId: number): string | null {
  const row = db.first(ofChat({ conversationId }));
  return row ? db.keyring.open(placeOf(conversationId), row.body) : null;
}

function placeOf(conversationId: number): SealedPlace {
  return { table: "goal", conversationId, number: 0, author: "staff" };
}

const ofChat = prepared((v: { conversationId: number }) =>
  q.selectFrom("goal").select("body").where("conversation_id", "=", v.conversationId),
);
