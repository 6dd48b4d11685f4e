import { hourMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Emit, MailOutcome } from "#src/events.ts";
import { lineZone } from "#src/hours/lines.ts";
import { withdrawMail } from "#src/mail/outbox.ts";
import { postpone } from "#src/mail/sending.ts";
import { boundMs, type CallbackEnd, countedMs, keptMs, windowOf } from "./callback.ts";
import { nextIn } from "./window.ts";

/** Ends a request. Address and key are deleted, and times rounded to the hour, so nobody can tell by the minute who came. */
export function endCallback(tx: Tx, emit: Emit, input: { callbackId: number; reason: CallbackEnd }): void {
  const { callbackId, reason } = input;
  const found = tx.first(q.selectFrom("callback").select(["line_id", "asked_at"]).where("id", "=", callbackId));
  if (!found) return;
  // Its last link may still be used to refuse more mails.
  const mark = reason === "came" || reason === "refused" ? { mark: null } : {};
  const nobody = { address: null, shared: null, from_minute: null, to_minute: null, ...mark };
  const times = { asked_at: byTheHour(found.asked_at), ended_at: byTheHour(tx.at), end_reason: reason };
  tx.run(
    q
      .updateTable("callback")
      .set({ ...nobody, ...times })
      .where("id", "=", callbackId),
  );
  tx.keyring.callbacks.destroy(tx, callbackId);
  withdrawMail(tx, emit, { purpose: "callback", about: callbackId });
  emit({ type: "callback.changed", lineId: found.line_id });
}

const byTheHour = (at: number) => at - (at % hourMs);

/** Follows up how a mail to someone who asked went, in the change that settles the mail. */
export function afterCallbackMail(tx: Tx, emit: Emit, input: { callbackId: number; outcome: MailOutcome }): void {
  const { callbackId, outcome } = input;
  const found = tx.first(q.selectFrom("callback").select("ended_at").where("id", "=", callbackId));
  const mail = tx.first(lastMail({ callbackId }));
  if (!found || found.ended_at !== null || !mail || outcome === "withdrawn") return;
  if (outcome === "sent") {
    const row = q.updateTable("callback_invitation").set({ sent_at: tx.at });
    tx.run(row.where("callback_id", "=", callbackId).where("number", "=", mail.number));
    if (mail.last === 1) endCallback(tx, emit, { callbackId, reason: "told" });
    return;
  }
  // A mail that was given up may still have arrived, so it counts as one of the two.
  if (outcome === "refused" || mail.last === 1) endCallback(tx, emit, { callbackId, reason: "undeliverable" });
}

/** Follows up a failed try: the next is in their time of day too; if only this mail failed (`ofItsOwn`), the seat is free. */
export function afterCallbackTry(tx: Tx, input: { callbackId: number; ofItsOwn: boolean }): void {
  const { callbackId, ofItsOwn } = input;
  const found = tx.first(
    q.selectFrom("callback").selectAll().where("id", "=", callbackId).where("ended_at", "is", null),
  );
  const mail = tx.first(lastMail({ callbackId }));
  if (!found || !mail) return;
  const next = (from: number) => nextIn(windowOf(found), lineZone(tx, found.line_id), from);
  postpone(tx, { purpose: "callback", about: callbackId, next });
  if (!ofItsOwn) return;
  const row = q.updateTable("callback_invitation").set({ holds: 0 });
  tx.run(row.where("callback_id", "=", callbackId).where("number", "=", mail.number));
}

const lastMail = prepared((v: { callbackId: number }) =>
  q
    .selectFrom("callback_invitation")
    .select(["number", "last"])
    .where("callback_id", "=", v.callbackId)
    .orderBy("number", "desc")
    .limit(1),
);

/** Whether anything of callbacks is due to be deleted at an instant (ms UTC). */
export function hasOldCallbacks(db: DataReader, at: number): boolean {
  const ended = tooOld(at).select("id").limit(1);
  const silenced = q.selectFrom("callback_silence").select("mark").where("until", "<=", at).limit(1);
  return [ended, overAt(at).select("id").limit(1), goneAt(at).select("id").limit(1), silenced].some((query) =>
    db.first(query as typeof ended),
  );
}

/** Deletes what is due: addresses, marks and rows that no longer count, and refusals after a year. */
export function forgetCallbacks(tx: Tx, emit: Emit): void {
  for (const { id } of tx.all(tooOld(tx.at).select("id"))) {
    endCallback(tx, emit, { callbackId: id, reason: "too_old" });
  }
  const over = tx.all(overAt(tx.at).select("id")).map(({ id }) => id);
  if (over.length > 0) tx.run(q.updateTable("callback").set({ mark: null }).where("id", "in", over));
  const gone = tx.all(goneAt(tx.at).select("id")).map(({ id }) => id);
  if (gone.length > 0) tx.run(q.deleteFrom("callback").where("id", "in", gone));
  tx.run(q.deleteFrom("callback_silence").where("until", "<=", tx.at));
}

function tooOld(at: number) {
  return q
    .selectFrom("callback")
    .where("ended_at", "is", null)
    .where("asked_at", "<=", at - keptMs);
}

function overAt(at: number) {
  return q
    .selectFrom("callback")
    .where("ended_at", "is not", null)
    .where("mark", "is not", null)
    .where("ended_at", "<=", at - boundMs - hourMs);
}

function goneAt(at: number) {
  return q.selectFrom("callback").where("ended_at", "<=", at - countedMs);
}
