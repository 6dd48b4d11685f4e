import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { lines } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { addressDays } from "#src/settings/rules/facts.ts";
import { lineNow } from "./serving-line.ts";
import type { Window } from "./window.ts";

/** `told`: the last mail was handed over, and its link still works for a while. `let_go`: an admin let go of many at once. */
export type CallbackEnd = "came" | "refused" | "told" | "undeliverable" | "too_old" | "let_go";

/** How long a seat is held for whoever was written to. */
export const heldMs = 5 * minuteMs;
/** How long the link in a mail works, days. */
export const linkDays = 7;
export const linkMs = linkDays * dayMs;
/** When somebody is written to at the latest, from when they asked. */
export const latestMs = 7 * dayMs;
/** How long an address is kept at most. */
export const keptMs = addressDays * dayMs;
/** How long nobody is written to again. */
export const callbackPauseMs = 20 * hourMs;
/**
 * In how much time nobody is written to more than twice, whoever asks and how often. By then a request that comes when the links of
 * both mails are over can still be answered as promised.
 */
export const boundMs = linkMs + latestMs;
/** How long nobody writes to an address whose owner said so. */
export const silenceMs = 365 * dayMs;
/** How long what is left of an ended one is counted, and its links explain themselves. */
export const countedMs = 30 * dayMs;
/** More than this machine keeps in view: while so many wait nobody else is offered it. One network alone never makes so many wait (http/limits.ts). */
export const maxAsked = 5_000;

/** Somebody who waits to be written to, without the address. */
export interface Callback {
  id: number;
  /** In use: the one they asked for, or the one that serves them since that is no more. */
  lineId: number;
  language: Language;
  window: Window | null;
  askedAt: number;
  /** When each mail was put into the outbox, ms UTC: none, one, or both. */
  invitedAt: number[];
  /** Since when its owner can have been written to last, also by another request; null for never. */
  writtenAt: number | null;
  /** The same of the time before that. */
  writtenBefore: number | null;
}

/** Everyone who waits to be written to and asked by an instant (ms UTC), the longest waiting first. */
export function openCallbacks(db: DataReader, askedBy = Number.MAX_SAFE_INTEGER): Callback[] {
  const inUse = lines(db);
  const written = Map.groupBy(db.all(writtenToOpen({})), ({ mark }) => mark);
  return db.all(open({ askedBy })).map((row) => {
    const mails = written.get(row.mark) ?? [];
    const own = mails.filter((one) => one.callback_id === row.id).map((one) => one.invited_at);
    return {
      id: row.id,
      lineId: lineNow(inUse, asker(row)).id,
      language: row.language as Language,
      window: windowOf(row),
      askedAt: row.asked_at,
      invitedAt: own.toReversed(),
      writtenAt: mails[0]?.invited_at ?? null,
      writtenBefore: mails[1]?.invited_at ?? null,
    };
  });
}

/** The time of day in a row; null = whenever somebody is there. */
export function windowOf(row: { from_minute: number | null; to_minute: number | null }): Window | null {
  const { from_minute: from, to_minute: to } = row;
  return from === null || to === null ? null : { from, to };
}

const asker = (row: { line_id: number; language: string }) => ({
  lineId: row.line_id,
  language: row.language as Language,
});
const open = prepared((v: { askedBy: number }) =>
  q
    .selectFrom("callback")
    .select(["id", "line_id", "language", "mark", "from_minute", "to_minute", "asked_at"])
    .where("ended_at", "is", null)
    .where("asked_at", "<=", v.askedBy)
    .orderBy("asked_at")
    .orderBy("id"),
);
/** Few of many who wait were written to: theirs is asked once, not for each of them. */
const writtenToOpen = prepared(() =>
  q
    .selectFrom("callback_invitation")
    .innerJoin("callback", "callback.id", "callback_invitation.callback_id")
    .select(["callback_id", "mark", "invited_at"])
    .where("mark", "in", q.selectFrom("callback").select("mark").where("ended_at", "is", null))
    .orderBy("invited_at", "desc"),
);

/** Whether anybody waits to be written to: asked every second. */
export function anybodyAsked(db: DataReader): boolean {
  return db.first(one({})) !== undefined;
}

const one = prepared(() => q.selectFrom("callback").select("id").where("ended_at", "is", null).limit(1));

/** How many wait to be written to, on all lines together. */
export function askedInAll(db: DataReader): number {
  return db.first(count({}))!.n;
}

const count = prepared(() =>
  q
    .selectFrom("callback")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("ended_at", "is", null),
);

/** The lines (ids) for which a seat is held at an instant (ms UTC), once for each seat. */
export function heldSeats(db: DataReader, at: number): number[] {
  const inUse = lines(db);
  return db.all(held({ since: at - heldMs, at })).map((row) => lineNow(inUse, asker(row)).id);
}

const held = prepared((v: { since: number; at: number }) =>
  q
    .selectFrom("callback_invitation")
    .innerJoin("callback", "callback.id", "callback_invitation.callback_id")
    .select(["line_id", "language"])
    .where("invited_at", ">", v.since)
    // A clock that was put back would hold them for as long.
    .where("invited_at", "<=", v.at)
    .where("holds", "=", 1)
    .where((eb) => eb.or([eb("end_reason", "is", null), eb("end_reason", "=", "told")])),
);

/** How many wait to be written to on a line, and how many of them were, and may come now. */
export interface WaitingCallbacks {
  lineId: number;
  asked: number;
  invited: number;
}

/** Who waits to be written to at an instant (ms UTC), by lines that have anybody. No addresses. */
export function waitingCallbacks(db: DataReader, at: number): WaitingCallbacks[] {
  const seats = heldSeats(db, at);
  const inUse = lines(db);
  const asked = db.all(openByLine({})).map((row) => ({ lineId: lineNow(inUse, asker(row)).id, n: row.n }));
  const lineIds = [...new Set([...asked.map(({ lineId }) => lineId), ...seats])].sort((a, b) => a - b);
  return lineIds.map((lineId) => ({
    lineId,
    asked: asked.filter((one) => one.lineId === lineId).reduce((sum, { n }) => sum + n, 0),
    invited: seats.filter((one) => one === lineId).length,
  }));
}

const openByLine = prepared(() =>
  q
    .selectFrom("callback")
    .select(["line_id", "language"])
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("ended_at", "is", null)
    .groupBy(["line_id", "language"]),
);

/** What became of those who asked within the last thirty days, on all lines. */
export interface CallbackCounts {
  asked: number;
  /** Written to at least once. */
  invited: number;
  ended: Record<CallbackEnd, number>;
}

/** What became of those who asked, as far as it is counted at an instant (ms UTC). */
export function callbackCounts(db: DataReader, at: number): CallbackCounts {
  const rows = db.all(counted({ since: at - countedMs }));
  const of = (reason: CallbackEnd) => rows.filter((row) => row.end_reason === reason).length;
  return {
    asked: rows.length,
    invited: rows.filter((row) => row.mails > 0).length,
    ended: {
      came: of("came"),
      refused: of("refused"),
      told: of("told"),
      undeliverable: of("undeliverable"),
      too_old: of("too_old"),
      let_go: of("let_go"),
    },
  };
}

const counted = prepared((v: { since: number }) =>
  q
    .selectFrom("callback")
    .select("end_reason")
    .select((eb) =>
      eb
        .selectFrom("callback_invitation")
        .select((inner) => inner.fn.countAll<number>().as("n"))
        .whereRef("callback_id", "=", "callback.id")
        .as("mails"),
    )
    .$castTo<{ end_reason: CallbackEnd | null; mails: number }>()
    .where("asked_at", ">", v.since),
);
