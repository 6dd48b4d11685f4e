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

export const heldMs = 5 * minuteMs;
export const linkDays = 7;
export const linkMs = linkDays * dayMs;
/** From a request until someone is written to, at the latest. */
export const latestMs = 7 * dayMs;
export const keptMs = addressDays * dayMs;
export const callbackPauseMs = 20 * hourMs;
/** Nobody is written to more than twice within this time. A request made once both links are over can still be answered. */
export const boundMs = linkMs + latestMs;
export const silenceMs = 365 * dayMs;
/** How long an ended request is counted, and its links explain themselves. */
export const countedMs = 30 * dayMs;
/** More than this machine keeps in view. No single network makes so many wait (http/limits/limits.ts). */
export const maxAsked = 5_000;

export interface Callback {
  id: number;
  /** In use: the line they asked for, or the one that serves them now. */
  lineId: number;
  language: Language;
  window: Window | null;
  askedAt: number;
  invitedAt: number[];
  /** To their address, also by another request; null for never. */
  writtenAt: number | null;
  writtenBefore: number | null;
}

/** Everyone who waits to be written to and asked by an instant (ms UTC), longest waiting first. */
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

/** The time of day stored in a row; null = any time. */
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
const writtenToOpen = prepared(() =>
  q
    .selectFrom("callback_invitation")
    .innerJoin("callback", "callback.id", "callback_invitation.callback_id")
    .select(["callback_id", "mark", "invited_at"])
    .where("mark", "in", q.selectFrom("callback").select("mark").where("ended_at", "is", null))
    .orderBy("invited_at", "desc"),
);

/** Whether anyone waits to be written to; asked every second. */
export function anybodyAsked(db: DataReader): boolean {
  return db.first(one({})) !== undefined;
}

const one = prepared(() => q.selectFrom("callback").select("id").where("ended_at", "is", null).limit(1));

/** How many wait to be written to, on all lines. */
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
    // If the clock was put back, seats would otherwise be held for as long.
    .where("invited_at", "<=", v.at)
    .where("holds", "=", 1)
    .where((eb) => eb.or([eb("end_reason", "is", null), eb("end_reason", "=", "told")])),
);

export interface WaitingCallbacks {
  lineId: number;
  asked: number;
  invited: number;
}

/** How many wait to be written to at an instant (ms UTC), by line, without addresses. */
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

export interface CallbackCounts {
  asked: number;
  invited: number;
  ended: Record<CallbackEnd, number>;
}

/** What became of those who asked in the last thirty days before an instant (ms UTC), on all lines. */
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
