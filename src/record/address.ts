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

/** Locks the address of a chat that begins, if the helpline opted in and two who open it can be reached (PROMISES.md SG16). */
export function keepAddress(
  tx: Tx,
  input: { conversationId: number; address: string | null; canBeReached: (staffId: number) => boolean },
): void {
  const { conversationId, address, canBeReached } = input;
  const found = conversation(tx, conversationId);
  if (address === null || !found || !isReal(found) || !settings(tx).addressInEmergency) return;
  // The same form, sent again, began it before; and someone who agreed to other rules was not told.
  if (found.startedAt !== tx.at || found.rulesVersion !== publishedRules(tx).version) return;
  if (tx.first(q.selectFrom("address").select("body").where("conversation_id", "=", conversationId))) return;
  const people = addressPair(tx);
  if (people.filter(({ staffId }) => canBeReached(staffId)).length < pairLeast) return;
  const body = tx.keyring.places.seal(tx, conversationId, address, people);
  tx.run(q.insertInto("address").values({ conversation_id: conversationId, body }));
}

/** Asks to see an address; asking twice changes nothing. Returns the request's id. Throws `not_allowed`. */
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

/** Confirms a request with someone else's key (`pair`), and leaves their share to the asker. Throws `not_allowed`, `taken`. */
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

/** Opens an address once, with the asker's own key. Throws `not_allowed`, and `taken` if it was seen or took too long. */
export function showAddress(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; emergencyId: number; pair: KeyPair },
): string {
  // It may be shown only once the change is stored, with its entry in the audit trail.
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

/** Returns the ids of chats whose addresses go at `at` (ms UTC): over for a day, or all if the helpline keeps none any more. */
export function dueAddresses(db: DataReader, at: number): number[] {
  const known = new Set(db.all(q.selectFrom("address").select("conversation_id as id")).map(({ id }) => id));
  const all = new Set([...known, ...db.keyring.places.kept()]);
  const isOn = settings(db).addressInEmergency;
  return [...all].filter((id) => {
    const found = conversation(db, id);
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
