import { onlyReal } from "#src/conversation/kind.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { maxChats } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { chatsMostOf } from "#src/staff/staff.ts";

interface Capacity {
  usual: number;
  urgent: number;
}

/** Returns how many chats someone may have: as many as the helpline sets, and no more than their own maximum (PROMISES.md C1). */
function capacity(chatsAtOnce: number, maxOwn: number | null): Capacity {
  if (maxOwn === null) return { usual: chatsAtOnce, urgent: Math.min(maxChats, chatsAtOnce + 1) };
  return { usual: Math.min(chatsAtOnce, maxOwn), urgent: maxOwn };
}

/** Returns the capacity of a member of the staff as it is set now. */
export function capacityOf(db: DataReader, staffId: number): Capacity {
  return capacity(settings(db).chatsAtOnce, chatsMostOf(db, staffId));
}

/** Counts the chats that someone has in hand: not ended or paused ones, but rehearsals too. */
export function inHand(db: DataReader, staffId: number): number {
  return db.first(held({ staffId }))!.count;
}

/** Counts the same for everyone who has any, by staff id. */
export function chatsInHand(db: DataReader): ReadonlyMap<number, number> {
  return new Map(db.all(heldByEach({})).map(({ staffId, count }) => [staffId!, count]));
}

/** Returns whether someone has room for one more chat of a lane. */
export function hasRoom(db: DataReader, staffId: number, lane: "normal" | "urgent"): boolean {
  return inHand(db, staffId) < capacityOf(db, staffId)[lane === "urgent" ? "urgent" : "usual"];
}

/** Returns how many more chats of the normal lane someone has room for. */
export function roomFor(db: DataReader, staffId: number): number {
  return Math.max(0, capacityOf(db, staffId).usual - inHand(db, staffId));
}

/** Throws `bad_input` if someone has no room for one more chat of a lane. */
export function refuseFullHands(db: DataReader, staffId: number, lane: "normal" | "urgent"): void {
  if (hasRoom(db, staffId, lane)) return;
  const n = inHand(db, staffId);
  const { urgent } = capacityOf(db, staffId);
  // Nobody learns that someone waits on a line they do not serve.
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
    .where("paused_at", "is", null);
const held = remembered((v: { staffId: number }) => inHands().where("counsellor_id", "=", v.staffId));
const heldByEach = remembered(() =>
  inHands().select("counsellor_id as staffId").where("counsellor_id", "is not", null).groupBy("counsellor_id"),
);
