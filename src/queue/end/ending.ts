import { forgetWords } from "#src/conversation/after/forgetting.ts";
import { allowedIn } from "#src/conversation/colleagues/colleagues.ts";
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

/**
 * Ends a conversation, whoever ends it, and keeps its contact row without a word of text: one for each conversation, however often it
 * was broken off. Ending twice changes nothing.
 * Words that nobody had read yet when the person left the line are deleted at once, unless something is said to be wrong, or they are in
 * danger: then those on shift can read them for a while (conversation/left-in-danger.ts).
 */
export function end(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; reason: EndReason; staffId: number | null },
): void {
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
  closeEarlier(tx, found.id);
  const event = { conversation_id: found.id, kind: reason, staff_id: input.staffId, at: tx.at };
  tx.run(q.insertInto("conversation_event").values(event));
  if (isReal(found)) keepContact(tx, found, reason);
  else if (found.kind === "rehearsal") noteRehearsed(tx, emit, found);
  // Whoever has a hand free since the pause may be in the middle of the next chat.
  if (state !== "paused" && found.counsellorId !== null && isReal(found))
    beginWrapUp(tx, emit, { staffId: found.counsellorId });
  emit({ type: "conversation.ended", conversationId: found.id, staffId: found.counsellorId, reason });
  if (inDanger) {
    noteLeft(tx, emit, { conversationId: found.id });
    if (unread) forgetWayBack(tx, found.id);
    return;
  }
  // Whoever waited in vain may still read and copy what they wrote; it goes with the page (retention/forget.ts).
  if (unread && reason !== "line_closed" && !isHeldByConcern(tx, found.id, tx.at)) forgetWords(tx, found.id);
}

/** Nothing that nobody had read can be come back to, whoever can read it still. */
function forgetWayBack(tx: Tx, conversationId: number) {
  forgetCode(tx, conversationId);
  tx.keyring.codes.destroy(tx, conversationId);
  tx.keyring.secrets.destroy(tx, conversationId);
}

/** Takes an ended conversation off its counsellor's screen. Throws `not_allowed` when it is not theirs or still goes on. */
export function close(tx: Tx, emit: Emit, input: { conversationId: number; staffId: number }): void {
  const found = allowedIn(tx, input, "conversation.close");
  if (found.endedAt === null) throw new HelplineError("not_allowed");
  if (found.closedAt !== null) return;
  tx.run(q.updateTable("conversation").set({ closed_at: tx.at }).where("id", "=", found.id));
  tx.run(q.deleteFrom("draft").where("conversation_id", "=", found.id));
  emit({ type: "conversation.closed", conversationId: found.id, staffId: input.staffId });
}

/** The young person came back after being away: the counsellor is told how long, since it may be someone else. */
export function comeBack(tx: Tx, emit: Emit, input: { conversationId: number; awayMs: number }): void {
  const found = conversation(tx, input.conversationId);
  if (!found || found.endedAt !== null) throw new HelplineError("ended");
  // Two requests of one return (a page and its frame) say it once.
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

/** Notes that the young persons with an open channel are still there; so a restart knows how long they were away. */
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
  // One that was broken off and went on is one contact still: it is told as it came to be.
  tx.run(
    q
      .insertInto("contact")
      .values({ conversation_id: found.id, ...row, feeling_after: null, helped: null, ...notAskedYet })
      .onConflict((on) => on.column("conversation_id").doUpdateSet(row)),
  );
}

/** Whoever had the chat before it was broken off may have written their record of it: it stays theirs, and whoever had it last writes one. */
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

/** What an event of a conversation makes of it. A hand-over changes nothing of that: it stays what it was. */
const becomes: Record<string, "waiting" | "talking" | "paused"> = {
  claimed: "talking",
  given_back: "waiting",
  passed_on: "waiting",
  paused_by_silence: "paused",
  paused_by_youth: "paused",
  resumed: "talking",
  // Broken off, and opened again with its code (coming-back.ts): the time between was neither.
  left_fast: "paused",
  lost: "paused",
  faded_out: "paused",
  reopened: "waiting",
};

/**
 * How long somebody waited and talked in a conversation up to an instant (ms UTC), every time counted, in whole seconds. What was a
 * pause was neither, nor what lay between a chat that was broken off and its going on. A clock that was set back makes none of it less. `talked` null = with nobody.
 */
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
