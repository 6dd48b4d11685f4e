import { conversation } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import type { KeyPair } from "#src/crypto/keys/team-seal.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { AddressReason, Emit } from "#src/events.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import { settings } from "#src/settings/settings.ts";
import { may } from "#src/staff/permissions.ts";
import { memberNow, staffMember } from "#src/staff/staff.ts";
import { type AddressRequest, addressKeptMs, addressPair, openRequest, pairLeast } from "./address-reading.ts";
import { emergencyById } from "./emergency-reading.ts";

/**
 * Locks where somebody writes from, as their chat begins: where the helpline has chosen so, two people can open it, and the rules
 * that were agreed to say so, and where two of those can be reached now: an address that nobody opens in time helps nobody (SG16). It is
 * sealed to all who can open one, since who is there now may be gone when it is needed. null = nobody knows where; then, and in
 * every other case, nothing is kept of it.
 */
export function keepAddress(
  tx: Tx,
  input: { conversationId: number; address: string | null; canBeReached: (staffId: number) => boolean },
): void {
  const { conversationId, address, canBeReached } = input;
  const found = conversation(tx, conversationId);
  if (address === null || !found || !isReal(found) || !settings(tx).addressInEmergency) return;
  // The same form, sent again, began it before; and whoever agreed to other rules was not told.
  if (found.startedAt !== tx.at || found.rulesVersion !== publishedRules(tx).version) return;
  // Sent again at once it even began it in this very millisecond.
  if (tx.first(q.selectFrom("address").select("body").where("conversation_id", "=", conversationId))) return;
  const people = addressPair(tx);
  if (people.filter(({ staffId }) => canBeReached(staffId)).length < pairLeast) return;
  const body = tx.keyring.places.seal(tx, conversationId, address, people);
  tx.run(q.insertInto("address").values({ conversation_id: conversationId, body }));
}

/**
 * Somebody who may open addresses asks to see one. Asking twice changes nothing. Returns the id of the request. Throws
 * `not_allowed`: for whoever has no share of its key too, and where there is none.
 */
export function askAddress(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; emergencyId: number; reason: AddressReason },
): number {
  const { staffId, emergencyId, reason } = input;
  const conversationId = lockedIn(tx, staffId, emergencyId);
  const open = openRequest(tx, emergencyId, tx.at);
  if (open) return open.id;
  const row = { emergency_id: emergencyId, asked_by: staffId, asked_at: tx.at, reason };
  const unseen = { confirmed_by: null, confirmed_at: null, shown_at: null };
  const made = q.insertInto("address_request").values({ ...row, ...unseen });
  const { id } = tx.first(made.returning("id"))!;
  emit({ type: "address.asked", emergencyId, conversationId, staffId, reason });
  return id;
}

/**
 * Somebody else says yes, with their own key (`pair`): their share is left to whoever asked. Throws `not_allowed` for whoever asked
 * themselves, may not open addresses or has no share, `taken` where nobody asks any more, or somebody has said yes.
 */
export function confirmAddress(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; emergencyId: number; pair: KeyPair },
): void {
  const { staffId, emergencyId, pair } = input;
  const conversationId = lockedIn(tx, staffId, emergencyId);
  const asked = stillOpen(tx, emergencyId);
  if (asked.askedBy === staffId) throw new HelplineError("not_allowed");
  if (asked.confirmedBy !== null) throw new HelplineError("taken", "error.address_over");
  lockedIn(tx, asked.askedBy, emergencyId);
  const share = tx.keyring.places.share(conversationId, staffId, pair);
  const [to] = tx.keyring.team.staffKeys(asked.askedBy);
  if (!share || !to) throw new HelplineError("not_allowed");
  tx.keyring.places.grant(tx, { requestId: asked.id, conversationId }, share, to.publicKey);
  const confirmed = { confirmed_by: staffId, confirmed_at: tx.at };
  tx.run(q.updateTable("address_request").set(confirmed).where("id", "=", asked.id));
  emit({ type: "address.confirmed", emergencyId, conversationId, staffId, askedBy: asked.askedBy });
}

/**
 * Whoever asked opens it with their own key, once: the address, for whoever waits until the change is stored, with what the audit
 * trail says of it. Throws `not_allowed` for anybody else, before somebody has said yes, and when either may not any more;
 * `taken` when it was seen, or it took too long.
 */
export function showAddress(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; emergencyId: number; pair: KeyPair },
): string {
  const { staffId, emergencyId, pair } = input;
  const conversationId = lockedIn(tx, staffId, emergencyId);
  const asked = stillOpen(tx, emergencyId);
  const { confirmedBy } = asked;
  if (asked.askedBy !== staffId || confirmedBy === null) throw new HelplineError("not_allowed");
  lockedIn(tx, confirmedBy, emergencyId);
  const { places } = tx.keyring;
  const own = places.share(conversationId, staffId, pair);
  const other = places.granted({ requestId: asked.id, conversationId }, pair);
  const row = tx.first(q.selectFrom("address").select("body").where("conversation_id", "=", conversationId));
  const address = own && other && row ? places.open(conversationId, row.body, [own, other]) : null;
  if (address === null) throw new HelplineError("not_allowed");
  tx.run(q.updateTable("address_request").set({ shown_at: tx.at }).where("id", "=", asked.id));
  emit({ type: "address.shown", emergencyId, conversationId, staffId, confirmedBy });
  return address;
}

function stillOpen(tx: Tx, emergencyId: number): AddressRequest {
  const asked = openRequest(tx, emergencyId, tx.at);
  if (!asked) throw new HelplineError("taken", "error.address_over");
  return asked;
}

/** The chat of an emergency with a locked address that one of the staff has a share of, and may open with somebody else. */
function lockedIn(tx: Tx, staffId: number, emergencyId: number): number {
  const conversationId = emergencyById(tx, emergencyId)?.conversationId ?? null;
  if (!staffMember(tx, staffId) || !may(memberNow(tx, staffId), "address.open") || conversationId === null) {
    throw new HelplineError("not_allowed");
  }
  if (!settings(tx).addressInEmergency || !tx.keyring.places.holders(conversationId).includes(staffId)) {
    throw new HelplineError("not_allowed");
  }
  return conversationId;
}

/** The chats (ids) whose addresses go at an instant (ms UTC): they have been over for a day; all, where the helpline keeps none any more. */
export function dueAddresses(db: DataReader, at: number): number[] {
  const known = new Set(db.all(q.selectFrom("address").select("conversation_id as id")).map(({ id }) => id));
  const all = new Set([...known, ...db.keyring.places.kept()]);
  const isOn = settings(db).addressInEmergency;
  return [...all].filter((id) => {
    const found = conversation(db, id);
    // A share without its address came back with an older copy of the keys.
    if (!isOn || !found || !known.has(id)) return true;
    return found.endedAt !== null && at - found.endedAt >= addressKeptMs;
  });
}

/** Deletes the addresses that are due, with their keys. Doing so twice changes nothing. */
export function forgetAddresses(tx: Tx): void {
  for (const conversationId of dueAddresses(tx, tx.at)) forgetAddress(tx, conversationId);
}

/** Deletes the address of a chat, with its key. */
export function forgetAddress(tx: Tx, conversationId: number): void {
  tx.run(q.deleteFrom("address").where("conversation_id", "=", conversationId));
  tx.keyring.places.destroy(tx, conversationId);
}
