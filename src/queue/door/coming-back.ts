import { hourMs } from "#src/clock.ts";
import { type Conversation, conversation, wasCounselled } from "#src/conversation/conversation.ts";
import { writeNotice } from "#src/conversation/messages/writing.ts";
import { isGoneOnWith, joinEarlier, moveTo, type Shown } from "#src/conversation/return/return-code.ts";
import { sayDanger } from "#src/conversation/safety/danger.ts";
import { isInDanger, noteCameBack } from "#src/conversation/safety/left-in-danger.ts";
import { noteEvent } from "#src/conversation/silence/steps.ts";
import type { EndReason } from "#src/conversation/state.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { CodeLock } from "#src/crypto/keys/code-keys.ts";
import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { line } from "#src/hours/lines.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { forgetOutcome } from "#src/queue/end/dismiss.ts";
import { availableFor } from "#src/staff/shift/availability.ts";
import { type Start, start } from "../start.ts";
import { doorOf } from "./doors.ts";

const reopenMs = hourMs;

const brokenOff: EndReason[] = ["left_fast", "lost", "faded_out"];

/** Returns what a chat is, at `at` (ms UTC), to someone who comes back to it. */
export function wayBack(found: Conversation, at: number): "goes_on" | "reopens" | "over" {
  if (found.endedAt === null) return "goes_on";
  const isBrokenOff = brokenOff.some((one) => one === found.endReason) && wasCounselled(found);
  return isBrokenOff && at - found.endedAt < reopenMs ? "reopens" : "over";
}

interface ComeBack {
  conversationId: number;
  lock: CodeLock;
  token: string;
  inDanger: boolean;
  isOnShift: boolean;
}

/** Lets a chat go on where its code was typed. Throws `ended`, and `closed` or `locked` if nobody will be there. */
export function comeBackTo(tx: Tx, emit: Emit, input: ComeBack): void {
  const { conversationId, lock, token, inDanger } = input;
  const found = conversation(tx, conversationId);
  const way = found && wayBack(found, tx.at);
  if (!found || way === "over" || !tx.keyring.codes.opens(conversationId, lock)) throw new HelplineError("ended");
  if (way === "reopens") reopen(tx, emit, found, input);
  moveTo(tx, { conversationId, token });
  emit({ type: "conversation.moved", conversationId });
  if (way === "goes_on") say(tx, emit, conversationId, "notice.moved");
  if (inDanger) sayDanger(tx, emit, { conversationId });
}

/** Begins a new chat with the code of one that is over. Returns the id. Throws as `start`, and `not_found` if one goes on. */
export function beginAgain(
  tx: Tx,
  emit: Emit,
  input: { start: Start; earlierId: number; lock: CodeLock; shows: Shown },
): number {
  // Unless they chose to show it, nothing tells that they were here before.
  const { earlierId, lock, shows } = input;
  if (isGoneOnWith(tx, earlierId)) throw new HelplineError("not_found", "youth.back.late");
  const conversationId = start(tx, emit, input.start);
  joinEarlier(tx, { conversationId, earlierId, lock, shows });
  tx.run(q.updateTable("conversation").set({ came_again: 1 }).where("id", "=", conversationId));
  tx.keyring.secrets.passOn(tx, { earlierId, conversationId });
  return conversationId;
}

function reopen(tx: Tx, emit: Emit, found: Conversation, { lock, inDanger, isOnShift }: ComeBack) {
  const { id: conversationId, counsellorId: staffId, lineId } = found;
  const { state, reason } = doorOf(tx, line(tx, lineId)!, tx.at);
  if (state === "locked") throw new HelplineError("locked");
  const mayPass = isOnShift && (inDanger || isInDanger(tx, found, tx.at));
  const isPaused = reason === "paused_by_hand" && !mayPass;
  if (state === "closed" || isPaused) throw new HelplineError("closed", "error.door.closed");
  if (!tx.keyring.codes.giveBack(tx, conversationId, lock)) throw new HelplineError("ended");
  forgetOutcome(tx, found);
  noteCameBack(tx, { conversationId });
  const goesOn = { ended_at: null, end_reason: null, closed_at: null, paused_at: null, held_at: null };
  const waits = { claimed_at: null, counsellor_id: null, counsellor_seen_seq: 0, silence_from: null };
  const waiting = q.updateTable("conversation").set({ ...goesOn, ...waits, given_back_at: tx.at });
  tx.run(waiting.where("id", "=", conversationId));
  tx.run(q.deleteFrom("draft").where("conversation_id", "=", conversationId));
  noteEvent(tx, conversationId, "reopened", staffId);
  emit({ type: "conversation.reopened", conversationId, staffId });
  const isSomebodyHere = availableFor(tx, lineId).length > 0;
  say(tx, emit, conversationId, isSomebodyHere ? "notice.reopened" : "notice.reopened_alone");
}

function say(tx: Tx, emit: Emit, conversationId: number, key: Key) {
  writeNotice(tx, emit, { conversationId, clientId: newClientId(), text: JSON.stringify({ key, values: {} }) });
}
