import { onlyReal } from "#src/conversation/kind.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { maxChats } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { chatsMostOf } from "#src/staff/staff.ts";

/** How many chats somebody may have at once: of whoever comes, and with somebody urgent, whom they may take beyond that. */
export interface Capacity {
  usual: number;
  urgent: number;
}

/**
 * The rule (PROMISES.md C1): as many as the helpline sets and no more than their own maximum; somebody urgent beyond it,
 * by choice, up to the own maximum. Whoever has none may take one urgent person more than the helpline sets.
 */
export function capacity(chatsAtOnce: number, maxOwn: number | null): Capacity {
  if (maxOwn === null) return { usual: chatsAtOnce, urgent: Math.min(maxChats, chatsAtOnce + 1) };
  return { usual: Math.min(chatsAtOnce, maxOwn), urgent: maxOwn };
}

/** The capacity of a member of the staff as it is set now. */
export function capacityOf(db: DataReader, staffId: number): Capacity {
  return capacity(settings(db).chatsAtOnce, chatsMostOf(db, staffId));
}

/**
 * How many chats somebody has in hand, wherever that is shown or reckoned with: ended and paused ones do not count, a
 * rehearsal does. Two things ask for something else on purpose: the door counts counsellors, not their hands, since whoever
 * waits does so until a hand is free (door.ts); and an account is held by every chat that may go on (`openChats`, staff.ts).
 */
export function inHand(db: DataReader, staffId: number): number {
  return db.first(held({ staffId }))!.count;
}

/** The same of everybody who has any, by id, in one statement. */
export function chatsInHand(db: DataReader): ReadonlyMap<number, number> {
  return new Map(db.all(heldByEach({})).map(({ staffId, count }) => [staffId!, count]));
}

/** Whether somebody has a hand free for one more of a lane. */
export function hasRoom(db: DataReader, staffId: number, lane: "normal" | "urgent"): boolean {
  return inHand(db, staffId) < capacityOf(db, staffId)[lane === "urgent" ? "urgent" : "usual"];
}

/** Throws `bad_input` when somebody has no hand free for one more of a lane. */
export function refuseFullHands(db: DataReader, staffId: number, lane: "normal" | "urgent"): void {
  if (hasRoom(db, staffId, lane)) return;
  const n = inHand(db, staffId);
  const { urgent } = capacityOf(db, staffId);
  // Of other lines nobody learns that somebody waits there.
  const maySay = n < urgent && db.all(urgentWaits({})).some(({ lineId }) => servesLine(db, staffId, lineId));
  const key = maySay ? "error.full_hands_but_urgent" : "error.full_hands";
  throw new HelplineError("bad_input", key, { n });
}

const urgentWaits = prepared(() =>
  q
    .selectFrom("conversation")
    .select("line_id as lineId")
    .distinct()
    .where("lane", "=", "urgent")
    .where(onlyReal)
    .where("claimed_at", "is", null)
    .where("ended_at", "is", null),
);
const inHands = () =>
  q
    .selectFrom("conversation")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("closed_at", "is", null)
    .where("ended_at", "is", null)
    // A chat that waits for the young person leaves the hand free (queue/line/pause.ts).
    .where("paused_at", "is", null);
const held = prepared((v: { staffId: number }) => inHands().where("counsellor_id", "=", v.staffId));
const heldByEach = prepared(() =>
  inHands().select("counsellor_id as staffId").where("counsellor_id", "is not", null).groupBy("counsellor_id"),
);
