import { forgetWords } from "#src/conversation/after/forgetting.ts";
import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
import { forgetOfferForm } from "#src/conversation/colleagues/handover-draft.ts";
import { endBeside } from "#src/conversation/colleagues/join.ts";
import { isHeldByConcern } from "#src/conversation/complaint/complaint.ts";
import { type Conversation, conversation, stateOf, wasCounselled } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { askedBefore } from "#src/conversation/messages/asked.ts";
import { closeEarlier, forgetCode } from "#src/conversation/return/return-code.ts";
import { isInDanger, isLeaving, noteLeft } from "#src/conversation/safety/left-in-danger.ts";
import type { EndReason } from "#src/conversation/state.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { localDate, localQuarter } from "#src/hours/instants.ts";
import { noteRehearsed } from "#src/queue/line/rehearsal.ts";
import { noteGone } from "#src/queue/wait/departures.ts";
import { beginWrapUp } from "#src/staff/shift/wrap-up.ts";

/** Ends a conversation and keeps its contact row, without a word of text. Throws `not_found`, `not_allowed`. */
export function end(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; reason: EndReason; staffId: number | null },
): void {
  // Words that nobody read are deleted at once if their writer leaves, but for a complaint or danger (left-in-danger.ts).
  const found = conversation(tx, input.conversationId);
  if (!found) throw new HelplineError("not_found");
  if (input.staffId !== null) allowedIn(tx, { ...input, staffId: input.staffId }, "conversation.end");
  if (found.endedAt !== null) return;
  const unread = !wasCounselled(found);
  const inDanger = isLeaving(input.reason) && isInDanger(tx, found, tx.at);
  const state = stateOf(found);
  const reason = unread && input.reason === "ended_by_youth" ? "left_line" : input.reason;
  tx.run(
    q
      .updateTable("conversation")
      .set({ ended_at: tx.at, end_reason: reason, closed_at: state === "waiting" ? tx.at : null })
      .where("id", "=", found.id),
  );
  if (state === "waiting" && reason !== "line_closed") noteGone(tx, found, { taken: false });
  endBeside(tx, { conversationId: found.id });
  forgetOfferForm(tx, found.id);
  closeEarlier(tx, found.id);
  const event = { conversation_id: found.id, kind: reason, staff_id: input.staffId, at: tx.at };
  tx.run(q.insertInto("conversation_event").values(event));
  if (isReal(found)) keepContact(tx, found, reason);
  else if (found.kind === "rehearsal") noteRehearsed(tx, emit, found);
  // After a pause, the counsellor may be in the middle of the next chat.
  if (state !== "paused" && found.counsellorId !== null && isReal(found))
    beginWrapUp(tx, emit, { staffId: found.counsellorId });
  emit({ type: "conversation.ended", conversationId: found.id, staffId: found.counsellorId, reason });
  if (inDanger) {
    noteLeft(tx, emit, { conversationId: found.id });
    if (unread) forgetWayBack(tx, found.id);
    return;
  }
  // Someone who waited in vain may still read and copy what they wrote; it goes with the page (retention/forget.ts).
  if (unread && reason !== "line_closed" && !isHeldByConcern(tx, found.id, tx.at)) forgetWords(tx, found.id);
}

function forgetWayBack(tx: Tx, conversationId: number) {
  forgetCode(tx, conversationId);
  tx.keyring.codes.destroy(tx, conversationId);
  tx.keyring.secrets.destroy(tx, conversationId);
}

/** Takes an ended conversation off its counsellor's screen. Throws `not_allowed` if it is not theirs or goes on. */
export function close(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  const found = allowedIn(tx, input, "conversation.close");
  if (found.endedAt === null) throw new HelplineError("not_allowed");
  if (found.closedAt !== null) return;
  tx.run(q.updateTable("conversation").set({ closed_at: tx.at }).where("id", "=", found.id));
  tx.run(q.deleteFrom("draft").where("conversation_id", "=", found.id));
  emit({ type: "conversation.closed", conversationId: found.id, staffId: input.staffId });
}

/** Notes that a young person is back after being away, and for how long: it may be someone else. Throws `ended`. */
export function comeBack(tx: Tx, emit: Emit, input: { conversationId: number; awayMs: number }): void {
  const found = conversation(tx, input.conversationId);
  if (!found || found.endedAt !== null) throw new HelplineError("ended");
  if (found.returnedAt !== null && found.returnedAt > tx.at - input.awayMs) return;
  tx.run(
    q
      .updateTable("conversation")
      .set({ youth_here_at: tx.at, returned_at: tx.at, returned_after_ms: Math.round(input.awayMs) })
      .where("id", "=", found.id),
  );
  tx.run(q.insertInto("conversation_event").values({ conversation_id: found.id, kind: "returned", at: tx.at }));
  const { counsellorId: staffId } = found;
  emit({ type: "conversation.returned", conversationId: found.id, staffId, awayMs: Math.round(input.awayMs) });
}

/** Notes that young people with an open channel are still there, so that a restart knows how long they were away. */
export function markStillHere(tx: Tx, input: { conversationIds: number[] }): void {
  for (const id of input.conversationIds) {
    tx.run(
      q.updateTable("conversation").set({ youth_here_at: tx.at }).where("id", "=", id).where("ended_at", "is", null),
    );
  }
}

function keepContact(tx: Tx, found: Conversation, reason: EndReason) {
  const times = contactTimes(tx, found, tx.at);
  const line = tx.first(q.selectFrom("line").select("time_zone").where("id", "=", found.lineId))!;
  const row = {
    line_id: found.lineId,
    lane: found.lane,
    language: found.language,
    day: localDate(line.time_zone, found.startedAt),
    quarter: localQuarter(line.time_zone, found.startedAt),
    waited_s: times.waited,
    talked_s: times.talked,
    youth_messages: countBy(tx, found.id, "youth"),
    counsellor_messages: countBy(tx, found.id, "counsellor"),
    end_reason: reason,
    feeling_before: found.feelingBefore,
    before_asked: askedBefore(found),
    returned: bit(found.cameAgain),
    called_back: bit(found.calledBack),
  };
  leaveOthersRecord(tx, found);
  tx.run(
    q
      .insertInto("contact")
      .values({ conversation_id: found.id, ...row, feeling_after: null, helped: null, ...notAskedYet })
      .onConflict((on) => on.column("conversation_id").doUpdateSet(row)),
  );
}

function leaveOthersRecord(tx: Tx, { id, counsellorId }: Conversation) {
  if (counsellorId === null) return;
  tx.run(
    q
      .updateTable("contact_record")
      .set({ contact_id: null })
      .where("contact_id", "in", q.selectFrom("contact").select("id").where("conversation_id", "=", id))
      .where("staff_id", "!=", counsellorId),
  );
}

const notAskedYet = { helped_asked: "never", after_asked: "never", next_asked: "never" } as const;

function bit(is: boolean | null): 0 | 1 | null {
  return is === null ? null : is ? 1 : 0;
}

function countBy(db: DataReader, conversationId: number, author: "youth" | "counsellor"): number {
  return db.first(
    q
      .selectFrom("message")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("conversation_id", "=", conversationId)
      .where("author", "=", author),
  )!.count;
}

const becomes: Record<string, "waiting" | "talking" | "paused"> = {
  claimed: "talking",
  given_back: "waiting",
  passed_on: "waiting",
  paused_by_silence: "paused",
  paused_by_youth: "paused",
  resumed: "talking",
  // Broken off, and opened again with its code (coming-back.ts): the time between is neither waiting nor talking.
  left_fast: "paused",
  lost: "paused",
  faded_out: "paused",
  reopened: "waiting",
};

// Neither a pause nor a break counts, and a clock that was set back takes nothing away. `talked` null: with nobody.
function contactTimes(db: DataReader, found: Conversation, at: number): { waited: number; talked: number | null } {
  const ms = { waiting: 0, talking: 0, paused: 0 };
  let state: keyof typeof ms = "waiting";
  let since = found.startedAt;
  let wasTaken = false;
  for (const event of db.all(events({ conversationId: found.id }))) {
    const next = becomes[event.kind];
    if (!next) continue;
    ms[state] += Math.max(0, event.at - since);
    since = event.at;
    state = next;
    wasTaken ||= next === "talking";
  }
  ms[state] += Math.max(0, at - since);
  return { waited: seconds(ms.waiting), talked: wasTaken ? seconds(ms.talking) : null };
}

const seconds = (ms: number) => Math.round(ms / 1000);

const events = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("conversation_event")
    .select(["kind", "at"])
    .where("conversation_id", "=", v.conversationId)
    .where("kind", "in", Object.keys(becomes))
    .orderBy("id"),
);
