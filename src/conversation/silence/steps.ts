import { minuteMs } from "#src/clock.ts";
import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { writeAsYouth, writeNotice } from "#src/conversation/messages/writing.ts";
import { lastYouthSeq } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { type Conversation, conversation, stateOf } from "../conversation.ts";
import type { SilenceStep } from "./silence.ts";
import { kindOf, quietAfter, saidSilent } from "./state.ts";

const lines: Partial<Record<SilenceStep, string>> = { soft: "notice.silence_soft", line: "notice.silence_line" };

/** Notes that a step of a silence is taken, and writes its line; the pause is apart (queue/line/pause.ts). Throws `ended`. */
export function takeStep(tx: Tx, emit: Emit, input: { conversationId: number; step: SilenceStep }): void {
  const { conversationId, step } = input;
  const found = conversation(tx, conversationId);
  if (!found || stateOf(found) !== "talking" || found.counsellorId === null) throw new HelplineError("ended");
  const { counsellorId: staffId } = found;
  noteEvent(tx, conversationId, kindOf(step), null);
  emit({ type: "silence.stepped", conversationId, staffId, step });
  const key = lines[step];
  if (!key) return;
  const text = JSON.stringify({ key, values: { alias: aliasOf(tx, staffId) ?? "" } });
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text });
}

/** Starts the young person's clock anew if a counsellor has them, as often as they like. Throws `ended`. */
export function stillHere(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  const found = conversation(tx, conversationId);
  if (!found || found.endedAt !== null) throw new HelplineError("ended");
  if (stateOf(found) !== "talking" || found.counsellorId === null) return;
  if (found.silenceFrom !== null && tx.at - found.silenceFrom < twiceMs) return;
  tx.run(q.updateTable("conversation").set({ silence_from: tx.at }).where("id", "=", conversationId));
  emit({ type: "silence.broken", conversationId, staffId: found.counsellorId });
}

const twiceMs = 1_000;

/** Stops the young person's clock until they write again, or starts it anew. Throws `not_allowed`, `ended`. */
export function holdClock(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number; held: boolean }): void {
  const { conversationId, staffId, held } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (found.endedAt !== null) throw new HelplineError("ended");
  if ((found.heldAt !== null) === held) return;
  const change = held ? { held_at: tx.at } : { held_at: null, silence_from: tx.at };
  tx.run(q.updateTable("conversation").set(change).where("id", "=", conversationId));
  noteEvent(tx, conversationId, held ? "held" : "released", staffId);
  emit({ type: "silence.broken", conversationId, staffId: found.counsellorId! });
}

/** Writes "I can't write now", once while it stands, and stops their clock until they write again. Throws `ended`. */
export function cannotWrite(tx: Tx, emit: Emit, { conversationId }: { conversationId: number }): void {
  const found = conversation(tx, conversationId);
  if (!found || found.endedAt !== null) throw new HelplineError("ended");
  if (isQuietSaid(tx, found)) return;
  const clientId = quietAfter(conversationId, lastYouthSeq(tx, conversationId));
  const text = textsFor(tx, found.language)("youth.danger.silent");
  writeAsYouth(tx, emit, { conversationId, clientId, text });
  if (stateOf(found) !== "talking" || found.counsellorId === null) return;
  tx.run(q.updateTable("conversation").set({ held_at: tx.at }).where("id", "=", conversationId));
  noteEvent(tx, conversationId, "held", null);
  emit({ type: "silence.broken", conversationId, staffId: found.counsellorId });
}

/** Returns whether "I can't write now" still stands: nothing was written since and, with a counsellor, the clock is stopped. */
export function isQuietSaid(db: DataReader, found: Conversation): boolean {
  return saidSilent(db, found.id) && (stateOf(found) !== "talking" || found.heldAt !== null);
}

/** Notes that a counsellor goes on after closing time, so they are not asked until the next. Throws `not_allowed`, `ended`. */
export function stay(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  const { conversationId, staffId } = input;
  const found = allowedIn(tx, input, "conversation.end");
  if (found.endedAt !== null) throw new HelplineError("ended");
  if (staysSince(tx, conversationId, tx.at - onceMs)) return;
  noteEvent(tx, conversationId, "stays", staffId);
  emit({ type: "conversation.stays", conversationId, staffId });
}

const onceMs = minuteMs;

/** Returns whether someone has said since `at` (ms UTC) that they go on after closing time. */
export function staysSince(db: DataReader, conversationId: number, at: number): boolean {
  return db.first(said({ conversationId, at })) !== undefined;
}

const said = prepared((v: { conversationId: number; at: number }) =>
  q
    .selectFrom("conversation_event")
    .select("id")
    .where("conversation_id", "=", v.conversationId)
    .where("kind", "=", "stays")
    .where("at", ">=", v.at)
    .limit(1),
);

const maxPauses = 3;

/** Returns whether a young person can pause once more: each time takes a counsellor away, and leads back into the line. */
export function mayPause(db: DataReader, conversationId: number): boolean {
  return db.all(pauses({ conversationId })).length < maxPauses;
}

const pauses = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("conversation_event")
    .select("id")
    .where("conversation_id", "=", v.conversationId)
    .where("kind", "=", "paused_by_youth")
    .limit(maxPauses),
);

/** Notes when something happened in a conversation. */
export function noteEvent(tx: Tx, conversationId: number, kind: string, staffId: number | null): void {
  const row = { conversation_id: conversationId, kind, staff_id: staffId, at: tx.at };
  tx.run(q.insertInto("conversation_event").values(row));
}
