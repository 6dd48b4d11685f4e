import { takeUpWithoutKeys } from "#src/audit/lost-keys.ts";
import { endCallback } from "#src/callback/ending.ts";
import { acceptMasterKey } from "#src/crypto/keys/keyring.ts";
import type { MasterKey } from "#src/crypto/keys/master-key.ts";
import type { Tx } from "#src/db/db.ts";
import { openFiles } from "#src/db/files.ts";
import { type Reader, type Writer, writer } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { setHook } from "#src/on-call/webhook.ts";
import { forgetEmergencyNote } from "#src/record/emergency.ts";
import { forget, forgetNote } from "#src/retention/forget.ts";
import { forgetOwnAddress } from "#src/staff/accounts/own-address.ts";
import { forgetPhone } from "#src/staff/accounts/own-phone.ts";

// `porchlight restore --without-words`: data come back whose keys are gone.

/** Makes a keys.db for data without one. Throws as `openFiles`. */
export function makeKeysFile(dataDir: string, now: number): void {
  withFiles(dataDir, now, (data, keys) => takeUpWithoutKeys(data, keys, now));
}

/** Makes a master key known to it. Throws as `openFiles`. */
export function giveMasterKey(dataDir: string, master: MasterKey, now: number): void {
  withFiles(dataDir, now, (_data, keys) => acceptMasterKey(keys, master, now));
}

function withFiles(dataDir: string, now: number, work: (data: Reader, keys: Writer) => void) {
  const files = openFiles(dataDir, now);
  try {
    work(writer(files.data), writer(files.keys));
  } finally {
    for (const file of [files.keys, files.data]) file.close();
  }
}

/** Deletes from data that came back without their keys (settled by `settleRestored`) all that nobody can read any more. */
export function loseWords(tx: Tx, emit: Emit): void {
  emit({ type: "keys.lost" });
  // A hold of a chat that is gone would stand there for weeks.
  tx.run(q.updateTable("chat_hold").set({ ended_at: tx.at }).where("ended_at", "is", null));
  for (const { id } of tx.all(q.selectFrom("conversation").select("id"))) forget(tx, emit, { conversationId: id });
  for (const { id } of tx.all(q.selectFrom("contact_record").select("id").where("note", "is not", null)))
    forgetNote(tx, emit, { recordId: id });
  for (const { id } of tx.all(q.selectFrom("emergency").select("id").where("note", "is not", null)))
    forgetEmergencyNote(tx, emit, { emergencyId: id });
  for (const { id } of tx.all(q.selectFrom("callback").select("id").where("ended_at", "is", null)))
    endCallback(tx, emit, { callbackId: id, reason: "undeliverable" });
  for (const { id } of tx.all(q.selectFrom("staff").select("id"))) {
    forgetOwnAddress(tx, emit, id);
    forgetPhone(tx, emit, id);
  }
  setHook(tx, emit, { address: "" });
  tx.run(q.updateTable("debrief").set({ note: null }));
  for (const table of ["shift_note", "shift_draft"] as const) tx.run(q.deleteFrom(table));
  tx.forgets();
}
