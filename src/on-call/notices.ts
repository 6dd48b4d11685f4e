import { dayMs, minuteMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { mailReady, queueMail, withdrawMail } from "#src/mail/outbox.ts";
import { settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { ownAddress } from "#src/staff/accounts/own-address.ts";
import { may } from "#src/staff/permissions.ts";
import { everyone, memberNow, type StaffMember } from "#src/staff/staff.ts";
import { causesNow, type Occurrence, urgentWaiting } from "./causes.ts";
import type { NoticeMailOutcome, OnCallCause } from "./notice.ts";
import { eveningOf, onCallAt } from "./rota.ts";
import { hasHook } from "./webhook.ts";
import { newsOf, onCallWords } from "./words.ts";

/** How long a cause is not told again for the same place, ms. */
export const heldBackMs = 30 * minuteMs;
/** The same if someone else is urgent, ms. */
export const nextUrgentMs = 3 * minuteMs;
const staleMs = 30 * minuteMs;
const keptMs = 28 * dayMs;

/** Returns whether anyone is ever on call, or a webhook is set: else nobody is told. */
export function isOnCallSet(db: DataReader): boolean {
  const { onCallWeek, onCallDates } = settings(db);
  return onCallWeek.some((id) => id !== null) || onCallDates.some(({ staffId }) => staffId !== null) || hasHook(db);
}

/** Returns whether a notice at an instant (ms UTC) reaches anyone, as far as Porchlight knows. */
export function reachesOnCall(db: DataReader, at: number): boolean {
  return hasHook(db) || mailTo(db, onCallAt(db, eveningOf(db, at)), null) === "queued";
}

type IsHeard = (staffId: number) => boolean;

/** What the data do not tell: who is heard of, and since when there is no new copy of the data (ms UTC; null = it is not late). */
interface Beside {
  isHeard: IsHeard;
  noCopySince?: number | null;
}

/** Returns what is to be told at an instant (ms UTC): not told yet, and nothing like it told a while ago. */
export function dueNotices(db: DataReader, at: number, { isHeard, noCopySince = null }: Beside): Occurrence[] {
  const isSet = isOnCallSet(db);
  const causes = isSet ? causesNow(db, at, noCopySince) : urgentWaiting(db, at);
  const fresh = causes.filter((one) => !isTold(db, one) && !isHeldBack(db, one, at));
  if (!isSet && calledToo(db, at, isHeard).length === 0) return [];
  const places = new Map(fresh.map((one) => [`${one.cause} ${one.place}`, one]));
  const isWithin = ({ cause, within = [] }: Occurrence) => within.some((place) => places.has(`${cause} ${place}`));
  return [...places.values()].filter((one) => !isWithin(one));
}

// Supervisors with no page open are called by mail, beside the person on call (PROMISES.md SG3).
function calledToo(db: DataReader, at: number, isHeard: IsHeard): StaffMember[] {
  const onCall = onCallAt(db, eveningOf(db, at));
  return everyone(db)
    .filter((one) => may(one, "emergency.answer") && one.id !== onCall?.id && !isHeard(one.id))
    .filter((one) => mailTo(db, one, null) === "queued");
}

function isTold(db: DataReader, { cause, occurrence }: Occurrence): boolean {
  const same = q.selectFrom("on_call_notice").select("id").where("cause", "=", cause);
  return db.first(same.where("occurrence", "=", occurrence)) !== undefined;
}

function isHeldBack(db: DataReader, { cause, place, within = [] }: Occurrence, at: number): boolean {
  const since = at - (cause === "urgent" ? nextUrgentMs : heldBackMs);
  const all = q.selectFrom("on_call_notice").select("id").where("cause", "=", cause);
  const same = all.where("place", "in", [place, ...within]);
  return db.first(same.where("at", ">", since).limit(1)) !== undefined;
}

/** Returns whether someone not here was told since an instant (ms UTC) that someone urgent waits on a line. */
export function isCalledFor(db: DataReader, { lineId, since }: { lineId: number; since: number }): boolean {
  const told = q.selectFrom("on_call_notice").select("id").where("cause", "=", "urgent").where("line_id", "=", lineId);
  const reached = told.where((eb) => eb.or([eb("mail", "in", ["queued", "sent"]), eb("hook", "in", ["due", "sent"])]));
  return db.first(reached.where("at", ">=", since).limit(1)) !== undefined;
}

/** Tells the person on call what is due. `link` leads to the console; null if no address is known. */
export function tellOnCall(tx: Tx, emit: Emit, { link, ...beside }: { link: string | null } & Beside): void {
  for (const one of dueNotices(tx, tx.at, beside)) {
    tell(tx, emit, { ...one, to: onCallAt(tx, eveningOf(tx, tx.at)), hooks: true }, link);
    if (one.cause !== "urgent") continue;
    for (const to of calledToo(tx, tx.at, beside.isHeard)) {
      tell(tx, emit, { ...one, occurrence: `${one.occurrence}:staff:${to.id}`, to, hooks: false }, link);
    }
  }
}

/** Tells a test and returns the id of the notice. Throws `not_allowed`. */
export function tellTest(tx: Tx, emit: Emit, { by, link }: { by: number; link: string | null }): number {
  if (!may(memberNow(tx, by), "on_call.set")) throw new HelplineError("not_allowed");
  const n = tx.first(q.selectFrom("on_call_notice").select((eb) => eb.fn.max("id").as("n")))?.n ?? 0;
  const test = { cause: "test", place: "test", occurrence: `${tx.at}:${n}`, lineId: null, staffId: null } as const;
  return tell(tx, emit, { ...test, to: onCallAt(tx, eveningOf(tx, tx.at)), hooks: true }, link);
}

/** `hooks`: `to` is on call, and the webhook is told too; else `to` is called beside them. */
type Told = Omit<Occurrence, "cause"> & { cause: OnCallCause; to: StaffMember | null; hooks: boolean };

function tell(tx: Tx, emit: Emit, told: Told, link: string | null): number {
  const { cause, place, occurrence, lineId, staffId, to: member, hooks } = told;
  const mail = mailTo(tx, member, staffId);
  const hook =
    hooks && hasHook(tx) ? ({ hook: "due", hook_next_at: tx.at } as const) : { hook: null, hook_next_at: null };
  const row = { cause, place, occurrence, line_id: lineId, at: tx.at, staff_id: member?.id ?? null, mail, ...hook };
  const { id } = tx.first(
    q
      .insertInto("on_call_notice")
      .values({ ...row, hook_error: null })
      .returning("id"),
  )!;
  if (mail === "queued") {
    const { id: staffId, language } = member!;
    const news = newsOf(tx, { cause, lineId, at: tx.at, language });
    const why = hooks ? "closing" : "closing_supervisor";
    const words = onCallWords(textsFor(tx, language), { ...news, why }, link);
    const { address } = ownAddress(tx, staffId)!;
    queueMail(tx, emit, { to: address, ...words, purpose: "on_call", about: id });
  }
  emit({ type: "on_call.told", noticeId: id, cause });
  return id;
}

function mailTo(db: DataReader, member: StaffMember | null, about: number | null): NoticeMailOutcome {
  if (!member) return "nobody";
  if (member.id === about) return "own";
  if (!ownAddress(db, member.id)?.address) return "no_address";
  return mailReady(db) ? "queued" : "not_ready";
}

/** Keeps what became of a mail, in the change that settles it. */
export function afterOnCallMail(
  tx: Tx,
  emit: Emit,
  { noticeId, outcome }: { noticeId: number; outcome: "sent" | "refused" | "given_up" | "withdrawn" },
): void {
  const own = q.updateTable("on_call_notice").set({ mail: outcome }).where("id", "=", noticeId);
  if (tx.run(own.where("mail", "=", "queued")) > 0) emit({ type: "on_call.settled", noticeId });
}

/** Returns whether anything is to be tidied (`at` is ms UTC). */
export function hasOverdueNotices(db: DataReader, at: number, noCopySince: number | null = null): boolean {
  return staleMails(db, at).length > 0 || oldNotices(db, at, noCopySince).length > 0;
}

/** Takes back mails that could not go in time, and forgets old notices. */
export function tidyNotices(tx: Tx, emit: Emit, noCopySince: number | null = null): void {
  for (const id of staleMails(tx, tx.at)) {
    withdrawMail(tx, emit, { purpose: "on_call", about: id });
    afterOnCallMail(tx, emit, { noticeId: id, outcome: "withdrawn" });
  }
  for (const id of oldNotices(tx, tx.at, noCopySince)) tx.run(q.deleteFrom("on_call_notice").where("id", "=", id));
}

function staleMails(db: DataReader, at: number): number[] {
  const queued = q.selectFrom("on_call_notice").select("id").where("mail", "=", "queued");
  return db.all(queued.where("at", "<=", at - staleMs)).map(({ id }) => id);
}

// What is still so is kept: once forgotten, it would be told as news.
function oldNotices(db: DataReader, at: number, noCopySince: number | null): number[] {
  const all = q.selectFrom("on_call_notice").select(["id", "cause", "occurrence"]);
  const old = db.all(all.where("at", "<=", at - keptMs));
  if (old.length === 0) return [];
  const still = new Set(causesNow(db, at, noCopySince).map(({ cause, occurrence }) => `${cause} ${occurrence}`));
  return old.filter(({ cause, occurrence }) => !still.has(`${cause} ${occurrence}`)).map(({ id }) => id);
}
