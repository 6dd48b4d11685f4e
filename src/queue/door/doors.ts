import { sql } from "kysely";
import { minuteMs } from "#src/clock.ts";
import { type Conversation, wasCounselled } from "#src/conversation/conversation.ts";
import { isReal, onlyReal } from "#src/conversation/kind.ts";
import { dangerIn } from "#src/conversation/safety/danger.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import type { Emit } from "#src/events.ts";
import { type Line, line, lines } from "#src/hours/lines.ts";
import { type Decided, type HoursNow, hoursNow } from "#src/hours/now.ts";
import { decisionOn, overrideOf } from "#src/hours/rules/override.ts";
import { end } from "#src/queue/end/ending.ts";
import { settings } from "#src/settings/settings.ts";
import { availableOn, nobodySince } from "#src/staff/shift/availability.ts";
import { readyOn } from "#src/staff/shift/wrap-up.ts";
import { inLine } from "../claim.ts";
import { type DoorFacts, type DoorNow, type DoorReason, type LineDoor, lineDoor } from "./door.ts";

/** A line, what its door says, and the decision that holds for it, if there is one. */
export interface LineWithDoor {
  line: Line;
  door: DoorNow;
  /** `alias`: of the person who decided. */
  decided: (Decided & { reason: string; alias: string }) | null;
}

/** Returns the lines in use with their doors at `at` (ms UTC), in order, to someone from this network if one is given. */
export function lineDoors(db: DataReader, at: number, network: string | null = null): LineWithDoor[] {
  return lines(db).map((one) => withDoor(db, one, at, network));
}

/** Returns what the door of a line says at `at` (ms UTC), to someone from this network if one is given. */
export function doorOf(db: DataReader, of: Line, at: number, network: string | null = null): DoorNow {
  return withDoor(db, of, at, network).door;
}

/** Returns one line with its door, like `lineDoors`. */
export function withDoor(db: DataReader, of: Line, at: number, network: string | null = null): LineWithDoor {
  const { opening, waitingPerCounsellor, chatMinutes, wrapUpMinutes } = settings(db);
  const found = db.first(factsOf({ lineId: of.id, at, wrapUpAfter: at - wrapUpMinutes * minuteMs }))!;
  const { kind, startsAt, endsAt, reason, alias } = found;
  const decided = kind === null ? null : { kind, startsAt: startsAt!, endsAt, reason: reason!, alias: alias! };
  const door = lineDoor({
    at,
    keys: db.keyring.state(),
    opening,
    hours: hoursNow(of.calendar, decided, at),
    hasHours: of.calendar !== null,
    decided: kind,
    available: found.ready,
    nobodySince: found.available > 0 ? null : nobodySince(db, of.id),
    ...byNetwork(db, JSON.parse(found.waiting), network),
    intakeCap: of.intakeCap,
    pauseAfterMinutes: of.pauseAfterMinutes,
    waitingPerCounsellor,
    chatMinutes,
  });
  return { line: of, door, decided };
}

/** Everything a door depends on except hours and settings, in one statement, since every page at the door and every bar asks. */
const factsOf = prepared((v: { lineId: number; at: number; wrapUpAfter: number }) =>
  q
    .selectFrom("line")
    .leftJoin(decisionOn(v.lineId, v.at).as("decided"), (on) => on.onTrue())
    .leftJoin("staff as decider", "decider.id", "decided.staff_id")
    .select(["decided.kind", "decided.starts_at as startsAt", "decided.ends_at as endsAt", "decided.reason"])
    .select("decider.alias")
    .select((eb) => [
      eb
        .selectFrom(availableOn(v.lineId).as("there"))
        .select(eb.fn.countAll<number>().as("n"))
        .$asScalar()
        .$notNull()
        .as("available"),
      eb
        .selectFrom(readyOn(v.lineId, v.wrapUpAfter).as("there"))
        .select(eb.fn.countAll<number>().as("n"))
        .$asScalar()
        .$notNull()
        .as("ready"),
      waitsOn(v.lineId)
        .select(sql<string>`json_group_array(json_array(id, youth_here_at))`.as("ids"))
        .$asScalar()
        .$notNull()
        .as("waiting"),
    ])
    .where("line.id", "=", v.lineId),
);

function byNetwork(
  db: DataReader,
  waiting: [id: number, youthHereAt: number][],
  network: string | null,
): Pick<DoorFacts, "waiting" | "ownWaiting"> {
  const there = waiting.filter(([id, youthHereAt]) => db.crowd.isHeard(id, youthHereAt));
  const from = Map.groupBy(there, ([id]) => db.crowd.networkOf(id) ?? id);
  const ownWaiting = network === null ? null : (from.get(db.crowd.nameOf(network)!)?.length ?? 0);
  return { waiting: [...from.values()].map(({ length }) => length), ownWaiting };
}

/** Returns the hours of a line as they count at `at` (ms UTC). */
export function hoursOf(db: DataReader, of: Line, at: number): HoursNow {
  return hoursNow(of.calendar, overrideOf(db, of.id, at), at);
}

/** Counts those who wait on a line, without rehearsals. */
export function waitingOn(db: DataReader, lineId: number): number {
  return db.first(howMany({ lineId }))!.n;
}

function waitsOn(lineId: number) {
  return q
    .selectFrom("conversation")
    .where("conversation.line_id", "=", lineId)
    .where(onlyReal)
    .where("conversation.claimed_at", "is", null)
    .where("conversation.ended_at", "is", null);
}

const howMany = prepared((v: { lineId: number }) => waitsOn(v.lineId).select((eb) => eb.fn.countAll<number>().as("n")));

/** Notes what the door of a line says if that is news; once it has closed, those who still wait are told. */
export function noteDoor(tx: Tx, emit: Emit, input: { lineId: number }): void {
  const { lineId } = input;
  const found = line(tx, lineId);
  if (!found) return;
  const now = doorOf(tx, found, tx.at);
  if (note(tx, emit, lineId, now) && now.state === "closed") sendHome(tx, emit, lineId);
}

/** Notes the doors of all lines in use: what an admin decides for the helpline counts for each. */
export function noteDoors(tx: Tx, emit: Emit): void {
  for (const { id } of lines(tx)) noteDoor(tx, emit, { lineId: id });
}

/** Notes that a line is out of use, and so closed. */
export function noteRetired(tx: Tx, emit: Emit, input: { lineId: number }): void {
  note(tx, emit, input.lineId, { state: "closed", reason: "retired" });
}

function note(tx: Tx, emit: Emit, lineId: number, { state, reason }: Said): boolean {
  const last = tx.first(noted({ lineId }));
  if (!isNews(tx, lineId, { state, reason })) return false;
  tx.run(q.insertInto("line_state_log").values({ line_id: lineId, state, reason, at: tx.at }));
  emit({ type: "line.state_changed", lineId, from: last?.state ?? "", to: state, reason });
  return true;
}

interface Said {
  state: LineDoor;
  reason: DoorReason | "retired";
}

function sendHome(tx: Tx, emit: Emit, lineId: number) {
  const inVain = inLine(tx).filter((one) => one.lineId === lineId && isReal(one) && mayBeSentHome(tx, one));
  for (const { id } of inVain) end(tx, emit, { conversationId: id, reason: "line_closed", staffId: null });
}

/** Returns whether someone who waits goes home at closing: not if they were in a chat already, or said they are in danger. */
export function mayBeSentHome(db: DataReader, one: Conversation): boolean {
  return !wasCounselled(one) && dangerIn(db, one) === null;
}

/** Returns what was noted of a line's door since `since` (ms UTC), and what held then, oldest first. */
export function doorLog(db: DataReader, lineId: number, since: number): (Said & { at: number })[] {
  const log = () => q.selectFrom("line_state_log").select(["state", "reason", "at"]).where("line_id", "=", lineId);
  const before = db.all(log().where("at", "<", since).orderBy("id", "desc").limit(1));
  const rows = [...before, ...db.all(log().where("at", ">=", since).orderBy("id"))];
  return rows.map(({ state, reason, at }) => ({ state: state as LineDoor, reason: reason as Said["reason"], at }));
}

/** Returns whether the door of a line says something else, or for another reason, than was noted last. */
export function isNews(db: DataReader, lineId: number, { state, reason }: Said): boolean {
  const last = db.first(noted({ lineId }));
  return last?.state !== state || last.reason !== reason;
}

const noted = prepared((v: { lineId: number }) =>
  q
    .selectFrom("line_state_log")
    .select(["state", "reason"])
    .where("line_id", "=", v.lineId)
    .orderBy("id", "desc")
    .limit(1),
);
