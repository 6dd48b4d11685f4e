import { dayMs, minuteMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { AddressReason } from "#src/events.ts";
import { settings } from "#src/settings/settings.ts";
import { holdsTeamKey } from "#src/staff/keys/team-key.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf, everyone } from "#src/staff/staff.ts";

export const pairLeast = 2;

export const addressReasons: readonly AddressReason[] = ["no_answer", "cannot_say", "other_in_danger"];

const askedMs = 15 * minuteMs;

export const addressKeptMs = dayMs;

/** Returns who opens addresses, two together (PROMISES.md C8): supervisors who hold the team key. */
export function addressPair(db: DataReader): { staffId: number; publicKey: Uint8Array }[] {
  // Only a holder gives that key, so an admin who makes supervisors of their own opens nothing with them.
  return everyone(db)
    .filter((one) => may(one, "address.open") && holdsTeamKey(db, one))
    .flatMap(({ id }) => {
      const [own] = db.keyring.team.staffKeys(id);
      return own ? [{ staffId: id, publicKey: own.publicKey }] : [];
    });
}

export interface AddressRequest {
  id: number;
  emergencyId: number;
  askedBy: number;
  asker: string;
  confirmer: string | null;
  askedAt: number;
  reason: AddressReason;
  confirmedBy: number | null;
  confirmedAt: number | null;
  shownAt: number | null;
}

/** Returns what was asked of an emergency's address, newest first; times are ms UTC. */
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

/** Returns the request that can still be confirmed or seen at `at` (ms UTC); null for none. */
export function openRequest(db: DataReader, emergencyId: number, at: number): AddressRequest | null {
  const [newest] = addressRequests(db, emergencyId);
  if (!newest || newest.shownAt !== null) return null;
  return at - (newest.confirmedAt ?? newest.askedAt) < askedMs ? newest : null;
}

/** Returns whether addresses are off, whether a chat has none, or whether it is locked. */
export function addressState(db: DataReader, conversationId: number | null): "off" | "none" | "locked" {
  if (!settings(db).addressInEmergency) return "off";
  if (conversationId === null) return "none";
  const of = q.selectFrom("address").select("conversation_id").where("conversation_id", "=", conversationId);
  return db.first(of) ? "locked" : "none";
}

/** Returns the requests that wait for a member to say yes, or to see what they asked for, at `at` (ms UTC). */
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
