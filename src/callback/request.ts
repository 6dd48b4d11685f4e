import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { line, lines } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { mailboxOf, readAddress } from "#src/mail/address.ts";
import { mailReady } from "#src/mail/outbox.ts";
import { doorOf } from "#src/queue/door/doors.ts";
import { settings } from "#src/settings/settings.ts";
import { askedInAll, latestMs, maxAsked } from "./callback.ts";
import { letsInWithin, type Window } from "./window.ts";

export interface CallbackRequest {
  address: string;
  /** Whether someone else could read the mailbox. */
  shared: "no" | "yes" | "unsure";
  window: Window | null;
  lineId: number;
  language: Language;
  offered: "closed" | "full" | "hopeless" | "counsellor";
}

/**
 * Stores a request. The answer is the same for an address that is new, waits already or refused, so nobody learns whose it is.
 * Throws `closed` if callbacks are not offered, and `bad_input` with field "address", or "window" if the line is closed then.
 */
export function ask(tx: Tx, emit: Emit, input: CallbackRequest): void {
  const { lineId, language, shared, window, offered } = input;
  const address = readAddress(input.address);
  if (window && !isWindow(window)) throw new HelplineError("bad_input", "error.bad_input", {}, "window");
  if (!callbackOffered(tx, lineId, tx.at)) throw new HelplineError("closed");
  if (window && !letsInWithin(line(tx, lineId)!.calendar, window, tx.at, tx.at + latestMs)) {
    throw new HelplineError("bad_input", "youth.later.window.wrong", {}, "window");
  }
  // By mailbox, so that another spelling does not get around a refusal.
  const mailbox = mailboxOf(address);
  const [mark, marks] = [tx.keyring.markOf(mailbox), tx.keyring.marksOf(mailbox)];
  const wishes = {
    line_id: lineId,
    language,
    shared,
    from_minute: window?.from ?? null,
    to_minute: window?.to ?? null,
  };
  const known = q.updateTable("callback").set(wishes).where("mark", "in", marks).where("ended_at", "is", null);
  const isNothingNew = isSilenced(tx, marks) || tx.run(known) > 0;
  // Stored and deleted again: the disk has the same to do, so timing does not show whether an address is known.
  const row = q.insertInto("callback").values({ ...wishes, address: null, mark, offered, asked_at: tx.at });
  const { id } = tx.first(row.returning("id"))!;
  const sealed = tx.keyring.callbacks.seal(tx, id, address);
  tx.run(q.updateTable("callback").set({ address: sealed }).where("id", "=", id));
  if (isNothingNew) {
    tx.run(q.deleteFrom("callback").where("id", "=", id));
    tx.keyring.callbacks.unmake(tx, id);
  }
  emit({ type: "callback.changed", lineId });
}

function isSilenced(tx: Tx, marks: string[]): boolean {
  const found = q.selectFrom("callback_silence").select("mark").where("mark", "in", marks).where("until", ">", tx.at);
  return tx.first(found) !== undefined;
}

function isWindow({ from, to }: Window): boolean {
  return [from, to].every((minute) => Number.isInteger(minute) && minute >= 0 && minute < 1440) && from !== to;
}

/** Why callbacks are not offered, as far as an admin can change it; null while they are. */
export function whyNotOffered(db: DataReader): "off" | "no_mail" | "locked" | "not_open" | null {
  const { callbackOn, opening } = settings(db);
  if (!callbackOn) return "off";
  if (db.keyring.state() !== "ready" || db.keyring.standsIn) return "locked";
  if (!mailReady(db)) return "no_mail";
  return opening === "open" ? null : "not_open";
}

/** Whether someone on a line can ask for a callback at an instant (ms UTC): mails can go, and the promise can be kept. */
export function callbackOffered(db: DataReader, lineId: number, at: number): boolean {
  const found = lines(db).find((one) => one.id === lineId);
  if (!found || whyNotOffered(db) !== null) return false;
  const { state, next } = doorOf(db, found, at);
  const isOver = state === "closed" || state === "last_entry";
  if (isOver && (next === null || next > at + latestMs)) return false;
  return askedInAll(db) < maxAsked;
}
