import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { handoverPlace, handoversOf, type OfferOutcome, openOffer } from "#src/conversation/colleagues/handover.ts";
import { forgetOfferForm } from "#src/conversation/colleagues/handover-draft.ts";
import { seatBeside, tellYoungPerson } from "#src/conversation/colleagues/join.ts";
import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { printable } from "#src/conversation/messages/writing.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import type { DoorNow } from "#src/queue/door/door.ts";
import { doorOf } from "#src/queue/door/doors.ts";
import { may } from "#src/staff/permissions.ts";
import { availableFor, availableStaff, servesLine } from "#src/staff/shift/availability.ts";
import { aliasOf, everyone } from "#src/staff/staff.ts";
import { hasRoom, refuseFullHands } from "../capacity.ts";
import { toQueue } from "./requeue.ts";
import { changeHands, settleOffer, tellWhoIsHere } from "./take-over.ts";

const maxSummary = 1_000;
const maxHandoverReason = 300;

export interface Offer {
  conversationId: number;
  staffId: number;
  to: { staffId: number } | { lineId: number };
  summary: string;
  asked: { agreed: true } | { notAsked: string };
}

export type Hindrance = "away" | "full" | "other_line" | null;

/** Returns everyone a conversation could be handed to, by alias, and what stands in the way. */
export function receivers(db: DataReader, found: Conversation): { id: number; alias: string; not: Hindrance }[] {
  const available = availableStaff(db);
  return everyone(db)
    .filter((one) => one.id !== found.counsellorId && may(one, "conversation.claim", waiting))
    .map(({ id, alias }) => ({ id, alias, not: hindranceOf(db, found, id, available) }));
}

const waiting = { counsellorId: null, ended: false };

function hindranceOf(db: DataReader, found: Conversation, id: number, available: number[]): Hindrance {
  if (!servesLine(db, id, found.lineId)) return "other_line";
  if (!available.includes(id)) return "away";
  return hasRoom(db, id, found.lane) ? null : "full";
}

export interface OtherLine {
  id: number;
  name: string;
  zone: string;
  not: { door: "closed" | "paused"; until: number | null } | null;
}

/** Returns the other lines where someone else is available, at `at` (ms UTC). */
export function receivingLines(db: DataReader, found: Conversation, at: number): OtherLine[] {
  // Behind a closed or paused door they would wait for nobody; on a full line they go to the front.
  return lines(db)
    .filter((line) => line.id !== found.lineId)
    .filter((line) => availableFor(db, line.id).some((id) => id !== found.counsellorId))
    .map((line) => ({ id: line.id, name: line.name, zone: line.timeZone, not: shutOf(doorOf(db, line, at)) }));
}

function shutOf({ state, next }: DoorNow): OtherLine["not"] {
  if (state === "paused") return { door: "paused", until: next };
  return state === "closed" || state === "locked" ? { door: "closed", until: next } : null;
}

/** Offers a chat to a colleague, or passes it on to another line. Throws `not_allowed`, `ended`, `taken`, `bad_input`. */
export function offer(tx: Tx, emit: Emit, input: Offer): void {
  const { conversationId, staffId, to } = input;
  const found = allowedIn(tx, input, "conversation.hand_over");
  if (found.endedAt !== null) throw new HelplineError("ended");
  if (openOffer(tx, found)) throw new HelplineError("taken", "error.offered_already");
  settleOffer(tx, conversationId, "withdrawn");
  if ("staffId" in to) {
    const not = receivers(tx, found).find((one) => one.id === to.staffId)?.not;
    if (not !== null) throw new HelplineError("bad_input", "error.receiver", {}, "to");
    keep(tx, input);
    emit({ type: "conversation.offered", conversationId, staffId, to: to.staffId });
    return;
  }
  const line = receivingLines(tx, found, tx.at).find((one) => one.id === to.lineId);
  if (!line) throw new HelplineError("bad_input", "error.receiver", {}, "to");
  if (line.not) throw new HelplineError("bad_input", "error.receiver_closed", { name: line.name }, "to");
  if (stateOf(found) === "paused") throw new HelplineError("bad_input", "error.receiver_in_pause", {}, "to");
  keep(tx, input);
  passOn(tx, emit, { found, lineId: line.id, staffId });
}

function keep(tx: Tx, { conversationId, staffId, to, summary, asked }: Offer) {
  const text = readPrivate(summary, maxSummary, "summary");
  const reason = "notAsked" in asked ? readPrivate(asked.notAsked, maxHandoverReason, "reason") : null;
  const number = handoversOf(tx, conversationId).length + 1;
  const sealed = (what: "summary" | "not asked", words: string) =>
    tx.keyring.seal(handoverPlace(conversationId, number, what), words);
  tx.run(
    q.insertInto("handover").values({
      conversation_id: conversationId,
      number,
      from_staff_id: staffId,
      to_staff_id: "staffId" in to ? to.staffId : null,
      to_line_id: "lineId" in to ? to.lineId : null,
      summary: sealed("summary", text),
      not_asked: reason === null ? null : sealed("not asked", reason),
      offered_at: tx.at,
      outcome: null,
      settled_at: null,
    }),
  );
  forgetOfferForm(tx, conversationId);
}

function readPrivate(raw: string, most: number, field: "summary" | "reason"): string {
  const text = printable(raw).trim();
  if (text === "") throw new HelplineError("bad_input", `error.handover_${field}`, {}, field);
  if (text.length > most) throw new HelplineError("bad_input", "error.too_long", { length: text.length, most }, field);
  return text;
}

function passOn(
  tx: Tx,
  emit: Emit,
  { found, lineId, staffId }: { found: Conversation; lineId: number; staffId: number },
) {
  const conversationId = found.id;
  settleOffer(tx, conversationId, "accepted");
  const { beside } = toQueue(tx, found, { kind: "passed_on", lineId });
  emit({ type: "conversation.passed_on", conversationId, staffId, fromLineId: found.lineId, lineId, beside });
  tellYoungPerson(tx, emit, { conversationId, key: "notice.passed_on", values: { alias: aliasOf(tx, staffId)! } });
}

interface Answering {
  conversationId: number;
  staffId: number;
}

/** Takes an offer back before it is answered; after that nothing changes. Throws `not_allowed`. */
export function withdraw(tx: Tx, emit: Emit, input: Answering): void {
  settleAs(tx, emit, allowedIn(tx, input, "conversation.hand_over"), "withdrawn");
}

/** Declines an offer. Throws `not_allowed` if it was not made to them, or is gone. */
export function decline(tx: Tx, emit: Emit, input: Answering): void {
  settleAs(tx, emit, allowedIn(tx, input, "conversation.accept"), "declined");
}

function settleAs(tx: Tx, emit: Emit, found: Conversation, outcome: Exclude<OfferOutcome, "accepted">) {
  const open = openOffer(tx, found);
  if (!open) return;
  const conversationId = found.id;
  settleOffer(tx, conversationId, outcome);
  emit({ type: "conversation.offer_settled", conversationId, staffId: open.fromId, to: open.toId!, outcome });
}

/** Accepts an offer, and tells the young person. Throws `not_allowed`, and `bad_input` while away or with full hands. */
export function accept(tx: Tx, emit: Emit, input: Answering): void {
  const { conversationId, staffId } = input;
  const isOwner = conversation(tx, conversationId)?.counsellorId === staffId;
  const found = allowedIn(tx, input, isOwner ? "conversation.read" : "conversation.accept");
  if (isOwner) return;
  if (!availableStaff(tx).includes(staffId)) throw new HelplineError("bad_input", "error.accept_away");
  refuseFullHands(tx, staffId, found.lane);
  settleOffer(tx, conversationId, "accepted");
  const from = changeHands(tx, emit, { found, to: staffId, kind: "handed_over" });
  emit({ type: "conversation.handed_over", conversationId, staffId, from, offeredTo: [staffId] });
  seatBeside(tx, emit, { conversationId, staffId });
  tellWhoIsHere(tx, emit, { conversationId, key: "notice.handed_over", from, to: staffId });
}
