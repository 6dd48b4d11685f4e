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

/** What somebody says who wants to be written to. */
export interface CallbackRequest {
  /** As it was typed. */
  address: string;
  /** Whether somebody else could read the mailbox. */
  shared: "no" | "yes" | "unsure";
  /** When they would like to be written to; null = whenever somebody is there. */
  window: Window | null;
  lineId: number;
  language: Language;
  /** Where it was offered to them. */
  offered: "closed" | "full" | "hopeless" | "counsellor";
}

/**
 * Somebody wants to be written to when somebody is there. The answer is the same whether the address is new, waits already (then
 * the newer wishes hold, and the place stays), or is one that is not to be written to: nobody can find out whose it is.
 * Throws `closed` where that is not offered, and `bad_input` for the field "address", or "window" where the line is not open in it
 * by the time that is promised.
 */
export function ask(tx: Tx, emit: Emit, input: CallbackRequest): void {
  const { lineId, language, shared, window, offered } = input;
  const address = readAddress(input.address);
  if (window && !isWindow(window)) throw new HelplineError("bad_input", "error.bad_input", {}, "window");
  if (!callbackOffered(tx, lineId, tx.at)) throw new HelplineError("closed");
  if (window && !letsInWithin(line(tx, lineId)!.calendar, window, tx.at, tx.at + latestMs)) {
    throw new HelplineError("bad_input", "youth.later.window.wrong", {}, "window");
  }
  // By its mailbox: who is not to be written to again is not under another spelling either.
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
  // Kept in any case, and taken back: the disk has the same to do, and nobody finds out by the clock whether an address is known.
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

/** Why young people are not offered to be written to, as far as an admin can do something about it; null while they are. */
export function whyNotOffered(db: DataReader): "off" | "no_mail" | "locked" | "not_open" | null {
  const { callbackOn, opening } = settings(db);
  if (!callbackOn) return "off";
  if (db.keyring.state() !== "ready" || db.keyring.standsIn) return "locked";
  if (!mailReady(db)) return "no_mail";
  return opening === "open" ? null : "not_open";
}

/**
 * Whether somebody on a line can ask to be written to at an instant (ms UTC): mails can be sent, somebody will be there within the
 * time that is promised, and no more wait than can be written to.
 */
export function callbackOffered(db: DataReader, lineId: number, at: number): boolean {
  const found = lines(db).find((one) => one.id === lineId);
  if (!found || whyNotOffered(db) !== null) return false;
  const { state, next } = doorOf(db, found, at);
  const isOver = state === "closed" || state === "last_entry";
  if (isOver && (next === null || next > at + latestMs)) return false;
  return askedInAll(db) < maxAsked;
}
