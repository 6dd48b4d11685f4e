import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { createHash, newClientId } from "#src/crypto/hash.ts";
import type { SealedPlace } from "#src/crypto/seal.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { conversation } from "../conversation.ts";
import { tidy, writeNotice } from "./writing.ts";

export const approachLines = 3;
export const maxApproach = 140;

export interface Approach {
  text: string;
  agreed: boolean;
  brought: boolean;
}

/** Returns the lines of a form as they are kept. Throws `bad_input` for none or too many, `too_long` if one is. */
export function readApproach(raw: string): string {
  const lines = tidy(raw)
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length === 0 || lines.length > approachLines) {
    throw new HelplineError("bad_input", "error.approach_lines", { lines: approachLines }, "approach");
  }
  if (lines.some((line) => [...line].length > maxApproach)) {
    throw new HelplineError("too_long", "error.approach_long", { most: maxApproach }, "approach");
  }
  return lines.join("\n");
}

/** Returns the agreed plan of a chat; null if there is none or it cannot be opened. */
export function approachOf(db: DataReader, conversationId: number): Approach | null {
  const row = db.first(ofChat({ conversationId }));
  const text = row && db.keyring.open(placeIn(conversationId), row.body);
  return text ? { text, agreed: row.agreed_at !== null, brought: row.brought === 1 } : null;
}

/** Returns whether a chat has lines that come from an earlier one. */
export function isBrought(db: DataReader, conversationId: number): boolean {
  return db.first(ofChat({ conversationId }))?.brought === 1;
}

/** Suggests an agreed plan (PROMISES.md C6), which the young person can agree to. Throws `not_allowed`, `ended`. */
export function suggest(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number; text: string }): void {
  const { conversationId, staffId, text } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (found.endedAt !== null) throw new HelplineError("ended");
  const known = approachOf(tx, conversationId);
  if (known?.text === text) return;
  keep(tx, { conversationId, text, agreed: false, brought: false });
  emit({ type: "approach.changed", conversationId });
  say(tx, emit, conversationId, "notice.approach", { alias: aliasOf(tx, staffId) ?? "" });
}

/** Returns a mark of the lines, so that nobody agrees to others than they have read. */
export function markOfLines(text: string): string {
  return createHash(text).slice(0, 16);
}

/** Agrees to the lines with this `mark`, or removes them. Throws `ended`, `not_found`, `taken` if others were written since. */
export function answerApproach(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; agrees: boolean; mark: string },
): void {
  const { conversationId, agrees, mark } = input;
  if (conversation(tx, conversationId)?.endedAt !== null) throw new HelplineError("ended");
  const known = approachOf(tx, conversationId);
  if (!known) throw new HelplineError("not_found");
  if (markOfLines(known.text) !== mark) throw new HelplineError("taken");
  if (agrees && known.agreed) return;
  if (agrees) tx.run(q.updateTable("approach").set({ agreed_at: tx.at }).where("conversation_id", "=", conversationId));
  else tx.run(q.deleteFrom("approach").where("conversation_id", "=", conversationId));
  emit({ type: "approach.changed", conversationId });
  say(tx, emit, conversationId, agrees ? "notice.approach_agreed" : "notice.approach_declined", {});
}

/** Returns the agreed plan of the newest of these chats that has one, still sealed; null for none. */
export function agreedIn(db: DataReader, ids: readonly number[]): { id: number; body: Uint8Array } | null {
  if (ids.length === 0) return null;
  const agreed = q.selectFrom("approach").select(["conversation_id as id", "body"]).where("agreed_at", "is not", null);
  return (
    db.first(
      agreed
        .where("conversation_id", "in", [...ids])
        .orderBy("conversation_id", "desc")
        .limit(1),
    ) ?? null
  );
}

/** Puts the agreed plan of an earlier chat into this one. */
export function bring(tx: Tx, conversationId: number, text: string): void {
  keep(tx, { conversationId, text, agreed: true, brought: true });
}

/** Returns where the lines of a chat are sealed. */
export function placeIn(conversationId: number): SealedPlace {
  return { table: "approach", conversationId, number: 0, author: "counsellor" };
}

function keep(tx: Tx, { conversationId, text, agreed, brought }: Approach & { conversationId: number }) {
  const body = tx.keyring.seal(placeIn(conversationId), text);
  const row = { conversation_id: conversationId, body, at: tx.at, agreed_at: agreed ? tx.at : null };
  tx.run(q.replaceInto("approach").values({ ...row, brought: brought ? 1 : 0 }));
}

function say(tx: Tx, emit: Emit, conversationId: number, key: Key, values: Record<string, string>) {
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text: JSON.stringify({ key, values }) });
}

const ofChat = prepared((v: { conversationId: number }) =>
  q.selectFrom("approach").selectAll().where("conversation_id", "=", v.conversationId),
);
