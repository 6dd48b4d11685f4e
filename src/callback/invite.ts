import { dayMs } from "#src/clock.ts";
import { createHash, newToken } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { type Line, line, lines } from "#src/hours/lines.ts";
import { isOnItsWay, mailFlows, mailReady, queueMail } from "#src/mail/outbox.ts";
import { capacityOf, inHand } from "#src/queue/capacity.ts";
import { doorOf, waitingOn } from "#src/queue/door/doors.ts";
import { beginTurn, takenFor } from "#src/queue/wait/invite-ratio.ts";
import { settings } from "#src/settings/settings.ts";
import { servesLine } from "#src/staff/shift/availability.ts";
import { readyFor } from "#src/staff/shift/wrap-up.ts";
import {
  anybodyAsked,
  boundMs,
  type Callback,
  callbackPauseMs,
  heldSeats,
  latestMs,
  openCallbacks,
} from "./callback.ts";
import { endCallback } from "./ending.ts";
import { isIn, lastIn } from "./window.ts";
import { callbackMail } from "./words.ts";

interface Next {
  callback: Callback;
  /** A seat is held for them; else they are only told in time that nobody could be reached. */
  holds: boolean;
  lineIds: number[];
}

/** Who is written to next at an instant (ms UTC), null for nobody; without a free seat, who would otherwise not hear in time. */
export function nextInvitation(db: DataReader, at: number): Next | null {
  if (!anybodyAsked(db) || !mailReady(db) || !mailFlows(db)) return null;
  const inUse = lines(db);
  const seats = new Map(inUse.map((one) => [one.id, seatFor(db, one, inUse, at)]));
  const zones = new Map(inUse.map(({ id, timeZone }) => [id, timeZone]));
  const isInWindow = ({ window, lineId }: Callback) => isIn(window, zones.get(lineId)!, at);
  const mayBeNext = (one: Callback) => isInWindow(one) && mayWrite(db, one, at);

  const anySeat = [...seats.values()].some((lineIds) => lineIds !== null);
  // The last time of day before a deadline can be over a day before it.
  const all = anySeat ? openCallbacks(db) : openCallbacks(db, at - latestMs + 2 * dayMs);
  const callback = all.toSorted(byTurn).find((one) => seats.get(one.lineId) && mayBeNext(one));
  if (callback) return { callback, holds: true, lineIds: seats.get(callback.lineId)! };
  const late = all.find(
    (one) => lastIn(one.window, zones.get(one.lineId)!, one.askedAt + latestMs) <= at && mayBeNext(one),
  );
  return late ? { callback: late, holds: false, lineIds: [] } : null;
}

const byTurn = (a: Callback, b: Callback) => a.invitedAt.length - b.invitedAt.length;

/** At most two mails to an address within `boundMs`, over all its requests, and the second only once the first is settled. */
function mayWrite(db: DataReader, { id, invitedAt, writtenAt, writtenBefore }: Callback, at: number): boolean {
  if (writtenAt === null) return true;
  if (writtenBefore !== null && writtenBefore > at - boundMs) return false;
  if (invitedAt.length === 2 || writtenAt > at - callbackPauseMs) return false;
  return !isOnItsWay(db, { purpose: "callback", about: id });
}

function seatFor(db: DataReader, of: Line, inUse: Line[], at: number): number[] | null {
  const seats = readyFor(db, of.id, at)
    .map((staffId) => ({ staffId, free: Math.max(0, capacityOf(db, staffId).usual - inHand(db, staffId)) }))
    .filter(({ free }) => free > 0);
  const free = seats.reduce((sum, one) => sum + one.free, 0);
  if (free === 0) return null;
  const { state } = doorOf(db, of, at);
  if (state !== "open" && state !== "full") return null;
  // Someone who serves two lines has no more hands, so people waiting or held on either count for both.
  const lineIds = inUse.map(({ id }) => id).filter((id) => seats.some(({ staffId }) => servesLine(db, staffId, id)));
  const held = heldSeats(db, at).filter((id) => lineIds.includes(id)).length;
  const waiting = lineIds.reduce((sum, id) => sum + waitingOn(db, id), 0);
  return mayInvite({ free, held, waiting, taken: takenFor(db, of.id) }) ? lineIds : null;
}

interface Seats {
  free: number;
  held: number;
  waiting: number;
  taken: number;
}

/** How many of those in line are taken before someone is written to. */
const turnsBetween = 3;

/** Whether one more may be written to: as many as there are free seats while nobody waits, else one in four, one at a time. */
export function mayInvite({ free, held, waiting, taken }: Seats): boolean {
  if (held >= free) return false;
  return waiting === 0 || (held === 0 && taken >= turnsBetween);
}

/** Writes to the next in turn; returns whether there was one. `origin` is like https://chat.example.org. */
export function inviteNext(tx: Tx, emit: Emit, { origin }: { origin: string }): boolean {
  const next = nextInvitation(tx, tx.at);
  if (!next) return false;
  const { callback, holds, lineIds } = next;
  const { id: callbackId, lineId, language } = callback;
  const to = addressOf(tx, callbackId);
  if (to === null) {
    endCallback(tx, emit, { callbackId, reason: "undeliverable" });
    return true;
  }
  const token = newToken();
  const number = callback.invitedAt.length === 0 ? 1 : 2;
  const last = number === 2 || !holds;
  tx.run(
    q.insertInto("callback_invitation").values({
      callback_id: callbackId,
      number,
      token_hash: createHash(token),
      invited_at: tx.at,
      holds: holds ? 1 : 0,
      last: last ? 1 : 0,
    }),
  );
  if (holds) beginTurn(tx, lineIds);
  const of = line(tx, lineId)!;
  const words = callbackMail(tx, { language, link: `${origin}/later/${token}`, last, line: of, at: tx.at });
  const { callbackSenderName: senderName } = settings(tx);
  queueMail(tx, emit, { to, ...words, senderName, purpose: "callback", about: callbackId });
  emit({ type: "callback.changed", lineId });
  return true;
}

/** Counts everyone who waits as written to now: after data of an earlier moment came back, nobody knows who was since. */
export function countAsWritten(tx: Tx): void {
  for (const { id: callbackId, invitedAt } of openCallbacks(tx)) {
    // A mail that waited went soon after, and is counted.
    if (invitedAt.length === 2 || isOnItsWay(tx, { purpose: "callback", about: callbackId })) continue;
    const number = invitedAt.length === 0 ? 1 : 2;
    // Nobody has the link of it.
    const token_hash = createHash(newToken());
    const row = { callback_id: callbackId, number, token_hash, invited_at: tx.at, holds: 0, last: 0 } as const;
    tx.run(q.insertInto("callback_invitation").values(row));
  }
}

function addressOf(tx: Tx, callbackId: number): string | null {
  const row = tx.first(q.selectFrom("callback").select("address").where("id", "=", callbackId));
  return row?.address ? tx.keyring.callbacks.open(callbackId, row.address) : null;
}
