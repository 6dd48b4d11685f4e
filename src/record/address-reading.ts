import { dayMs, minuteMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { AddressReason } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { holdsTeamKey } from "#src/staff/keys/team-key.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf, everyone } from "#src/staff/staff.ts";

// Where somebody writes from, in an emergency (PROMISES.md C8): locked so that two supervisors together open it, each with their own
// password; never there where the helpline did not choose so.

/** Fewer cannot open one. */
export const pairLeast = 2;

/** Why somebody has to see it. */
export const addressReasons: readonly AddressReason[] = ["no_answer", "cannot_say", "other_in_danger"];

/** So long somebody else can say yes, and so long it can be seen after that, ms. */
const askedMs = 15 * minuteMs;

/** So long after the end of a chat its address is kept at most, ms. */
export const addressKeptMs = dayMs;

/**
 * Who opens addresses, two together: supervisors who hold the team key. They were given it by one of them, so that an admin who makes
 * supervisors of their own opens nothing with these.
 */
export function addressPair(db: DataReader): { staffId: number; publicKey: Uint8Array }[] {
  return everyone(db)
    .filter((one) => may(one, "address.open") && holdsTeamKey(db, one))
    .flatMap(({ id }) => {
      const [own] = db.keyring.team.staffKeys(id);
      return own ? [{ staffId: id, publicKey: own.publicKey }] : [];
    });
}

/** That somebody asked to see an address, and what became of it. Times are ms UTC. */
export interface AddressRequest {
  id: number;
  emergencyId: number;
  askedBy: number;
  /** The aliases of whoever asked and said yes. */
  asker: string;
  confirmer: string | null;
  askedAt: number;
  reason: AddressReason;
  confirmedBy: number | null;
  confirmedAt: number | null;
  shownAt: number | null;
}

/** What was asked of an emergency, the newest first. */
export function addressRequests(db: DataReader, emergencyId: number): AddressRequest[] {
  const of = q.selectFrom("address_request").selectAll().where("emergency_id", "=", emergencyId);
  return db.all(of.orderBy("id", "desc")).map((row) => ({
    id: row.id,
    emergencyId: row.emergency_id,
    askedBy: row.asked_by,
    asker: aliasOf(db, row.asked_by) ?? "",
    confirmer: row.confirmed_by === null ? null : (aliasOf(db, row.confirmed_by) ?? ""),
    askedAt: row.asked_at,
    reason: row.reason,
    confirmedBy: row.confirmed_by,
    confirmedAt: row.confirmed_at,
    shownAt: row.shown_at,
  }));
}

/** The request that something can still be done about at an instant (ms UTC): to be said yes to, or to be seen; null for none. */
export function openRequest(db: DataReader, emergencyId: number, at: number): AddressRequest | null {
  const [newest] = addressRequests(db, emergencyId);
  if (!newest || newest.shownAt !== null) return null;
  return at - (newest.confirmedAt ?? newest.askedAt) < askedMs ? newest : null;
}

/** Whether there is an address of a chat: there may be none, there is none, or it is locked. */
export function addressState(db: DataReader, conversationId: number | null): "off" | "none" | "locked" {
  if (!settings(db).addressInEmergency) return "off";
  if (conversationId === null) return "none";
  const of = q.selectFrom("address").select("conversation_id").where("conversation_id", "=", conversationId);
  return db.first(of) ? "locked" : "none";
}

/** Emergencies in which somebody waits for this member to say yes, or to see what they asked for (`at` is ms UTC). */
export function requestsFor(db: DataReader, member: Member, at: number): AddressRequest[] {
  if (!may(member, "address.open")) return [];
  const lately = q
    .selectFrom("address_request")
    .select("emergency_id as id")
    .where("asked_at", ">", at - 2 * askedMs);
  return db.all(lately.distinct()).flatMap(({ id }) => {
    const open = openRequest(db, id, at);
    if (!open) return [];
    const isOwner = open.confirmedBy === null ? open.askedBy !== member.id : open.askedBy === member.id;
    return isOwner ? [open] : [];
  });
}
