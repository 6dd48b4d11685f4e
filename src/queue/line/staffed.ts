import { sql } from "kysely";
import { dayMs, minuteMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import type { Query } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { firstInstant, localDate } from "#src/hours/instants.ts";
import { homeZone, lines, lineZone, retiredLines } from "#src/hours/lines.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import type { LineDoor } from "#src/queue/door/door.ts";
import { availableStaff, servers } from "#src/staff/shift/availability.ts";
import { byQuarter, common, holding, lengthOf, type Said, type Stretch, without } from "./stretches.ts";

export const presenceDays = 90;

type RolledUp = "staff" | { lineId: number };

/** Returns the next day that is over and not rolled up yet, of the staff or of a line; null for none. */
export function nextToRollUp(db: DataReader, at: number): { of: RolledUp; day: string } | null {
  const all: RolledUp[] = ["staff", ...[...lines(db), ...retiredLines(db)].map(({ id }) => ({ lineId: id }))];
  const through = new Map(db.all(q.selectFrom("rolled_up").selectAll()).map((row) => [row.of, row.through]));
  for (const of of all) {
    const zone = zoneOf(db, of);
    const before = through.get(nameOf(of));
    const day = before === undefined ? localDate(zone, Math.min(firstSaid(db) ?? at, at)) : datePlus(before, 1);
    if (day < localDate(zone, at)) return { of, day };
  }
  return null;
}

function firstSaid(db: DataReader): number | undefined {
  return db.first(q.selectFrom("presence_log").select("at").where("at", ">", 0).orderBy("at").limit(1))?.at;
}

/** Rolls up a day of the staff or of a line. Doing so again changes nothing. */
export function rollUp(tx: Tx, { of, day }: { of: RolledUp; day: string }): void {
  const name = nameOf(of);
  const done = tx.first(q.selectFrom("rolled_up").select("through").where("of", "=", name));
  if (done && done.through >= day) return;
  if (of === "staff") rollUpStaff(tx, day);
  else rollUpLine(tx, of.lineId, day);
  tx.run(q.replaceInto("rolled_up").values({ of: name, through: day }));
}

const nameOf = (of: RolledUp) => (of === "staff" ? "staff" : `line:${of.lineId}`);

function zoneOf(db: DataReader, of: RolledUp): string {
  return of === "staff" ? homeZone(db) : lineZone(db, of.lineId);
}

function wholeDay(zone: string, day: string): Stretch {
  return { from: firstInstant(zone, day, 0), to: firstInstant(zone, datePlus(day, 1), 0) };
}

function rollUpStaff(tx: Tx, day: string) {
  for (const [staffId, there] of whoWasThere(tx, wholeDay(zoneOf(tx, "staff"), day))) {
    const minutes = Math.round(lengthOf(there) / minuteMs);
    if (minutes > 0) tx.run(q.insertInto("hours_served").values({ staff_id: staffId, day, minutes }));
  }
}

function rollUpLine(tx: Tx, lineId: number, day: string) {
  const zone = zoneOf(tx, { lineId });
  const within = wholeDay(zone, day);
  const serves = servers(tx, lineId);
  const open = whenOpen(tx, lineId, within);
  const there = [...whoWasThere(tx, within)].filter(([staffId]) => serves(staffId));
  const served = new Map(there.map(([staffId, stretches]) => [staffId, common(stretches, open)]));
  for (const { quarter, minutes, people } of byQuarter(served, within, zone)) {
    const row = { line_id: lineId, day, quarter, seat_minutes: minutes, counsellors: people };
    tx.run(q.insertInto("staffed").values(row));
  }
}

function whoWasThere(db: DataReader, within: Stretch): Map<number, Stretch[]> {
  const down = db
    .all(q.selectFrom("downtime").selectAll().where("to_at", ">", within.from).where("from_at", "<", within.to))
    .map(({ from_at: from, to_at: to }) => ({ from, to }));
  const found = new Map<number, Stretch[]>();
  for (const { id } of db.all(q.selectFrom("staff").select("id"))) {
    const log = () => q.selectFrom("presence_log").select(["at", "availability"]).where("staff_id", "=", id);
    const before = db.all(log().where("at", "<", within.from).orderBy("id", "desc").limit(1));
    const since = log().where("at", ">=", within.from).where("at", "<", within.to).orderBy("id");
    const said = [...before, ...db.all(since)].map(({ at, availability }): Said => {
      return { at, holds: availability === "available" };
    });
    const there = without(holding(said, within), down);
    if (there.length > 0) found.set(id, there);
  }
  return found;
}

const answers: LineDoor[] = ["open", "full", "last_entry"];

function whenOpen(db: DataReader, lineId: number, within: Stretch): Stretch[] {
  const log = () => q.selectFrom("line_state_log").select(["at", "state"]).where("line_id", "=", lineId);
  const before = db.all(log().where("at", "<", within.from).orderBy("id", "desc").limit(1));
  const since = db.all(log().where("at", ">=", within.from).where("at", "<", within.to).orderBy("id"));
  const said = [...before, ...since].map(({ at, state }) => ({ at, holds: answers.includes(state as LineDoor) }));
  return holding(said, within);
}

/** Returns whether presence has been kept long enough at `at` (ms UTC), and every day is rolled up. */
export function hasOldPresence(db: DataReader, at: number): boolean {
  const until = at - presenceDays * dayMs;
  if (nextToRollUp(db, at) !== null) return false;
  const isAny = (query: Query<{ id: number }>) => db.first(query) !== undefined;
  return isAny(presenceGone(until).limit(1)) || isAny(stateGone(until).limit(1)) || isAny(exact(until).limit(1));
}

/** Deletes presence and door states that were kept long enough, once all of it is rolled up. */
export function forgetPresence(tx: Tx): void {
  const until = tx.at - presenceDays * dayMs;
  if (nextToRollUp(tx, tx.at) !== null) return;
  tx.forgets();
  tx.run(q.deleteFrom("presence_log").where("id", "in", presenceGone(until)));
  tx.run(q.deleteFrom("line_state_log").where("id", "in", stateGone(until)));
  tx.run(q.deleteFrom("downtime").where("to_at", "<", until));
  const day = sql<number>`at - at % ${sql.lit(dayMs)}`;
  tx.run(q.updateTable("presence_log").set({ at: day }).where("id", "in", exact(until)));
}

function presenceGone(until: number) {
  return q
    .selectFrom("presence_log")
    .select("id")
    .where("at", "<", until)
    .where((of) =>
      of.exists(
        of
          .selectFrom("presence_log as later")
          .select("later.id")
          .whereRef("later.staff_id", "=", "presence_log.staff_id")
          .whereRef("later.id", ">", "presence_log.id")
          .where("later.at", "<", until),
      ),
    );
}

function exact(until: number) {
  return q
    .selectFrom("presence_log")
    .select("id")
    .where("at", "<", until)
    .where(sql<boolean>`at % ${sql.lit(dayMs)} <> 0`);
}

function stateGone(until: number) {
  return q
    .selectFrom("line_state_log")
    .select("id")
    .where("at", "<", until)
    .where((of) =>
      of.exists(
        of
          .selectFrom("line_state_log as later")
          .select("later.id")
          .whereRef("later.line_id", "=", "line_state_log.line_id")
          .whereRef("later.id", ">", "line_state_log.id")
          .whereRef("later.state", "!=", "line_state_log.state")
          .where("later.at", "<", until),
      ),
    );
}

/** Notes that Porchlight runs while someone is available: nobody served between the last note and the next start. */
export function noteAwake(tx: Tx): void {
  tx.run(q.replaceInto("awake").values({ id: 1, at: tx.at }));
}

const downMs = 2 * minuteMs;

/** Notes at a start for how long Porchlight did not run though someone had said that they are available. */
export function noteDowntime(tx: Tx): void {
  const last = tx.first(q.selectFrom("awake").select("at"))?.at;
  if (last === undefined || tx.at - last < downMs || availableStaff(tx).length === 0) return;
  tx.run(q.insertInto("downtime").values({ from_at: last, to_at: tx.at }));
  noteAwake(tx);
}
