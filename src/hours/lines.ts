import type { DataReader, Tx } from "#src/db/db.ts";
import { type Reader, remembered } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { lineHistory } from "./line-changes.ts";
import { isSameName } from "./line-draft.ts";
import type { Calendar } from "./rules/calendar.ts";

export interface Line {
  id: number;
  name: string;
  slug: string;
  timeZone: string;
  /** ISO 3166-1, "BE": whose public holidays are suggested. */
  country: string;
  /** [] = every language. */
  languages: Language[];
  /** Years; null = as the settings say. */
  ageFrom: number | null;
  ageTo: number | null;
  /** How many may wait; null = as many as the counsellors present can take. */
  intakeCap: number | null;
  /** After so long without anyone there the line says that it pauses. */
  pauseAfterMinutes: number;
  /** null = always inside its hours. */
  calendar: Calendar | null;
}

export type LineValues = Pick<
  Line,
  "name" | "country" | "languages" | "ageFrom" | "ageTo" | "intakeCap" | "pauseAfterMinutes"
> & {
  /** Who serves it; [] = everyone. */
  staffIds: number[];
};

/** More would not fit a page, nor a small helpline's staff. */
export const maxLines = 12;

/** Until someone names it: a single line needs no name. */
export const shippedLineName = "Main line";

/** Returns the only line while it is called as shipped: beside another it needs a name. */
export function unnamedLine(db: DataReader): Line | undefined {
  const [first, ...others] = lines(db);
  return others.length === 0 && first!.name === shippedLineName ? first : undefined;
}

/** Returns the lines in use, in the order shown. There is always one. */
export function lines(db: Reader): Line[] {
  return db.all(inUse({})).map(asLine);
}

/** Returns the retired lines, the last one first. */
export function retiredLines(db: DataReader): Line[] {
  return db
    .all(rows().where("retired_at", "is not", null).orderBy("retired_at", "desc").orderBy("id", "desc"))
    .map(asLine);
}

/** Returns a line by its id, in use or not, or undefined. */
export function line(db: DataReader, id: number): Line | undefined {
  const row = db.first(byId({ id }));
  return row && asLine(row);
}

/** Returns the ids of those who may serve a line; [] = everyone. */
export function staffOfLine(db: DataReader, lineId: number): number[] {
  return db.all(chosen({ lineId })).map((row) => row.staff_id);
}

const rows = () => q.selectFrom("line").selectAll();
const inUse = remembered(() => rows().where("retired_at", "is", null).orderBy("position").orderBy("id"));
const byId = remembered((v: { id: number }) => rows().where("id", "=", v.id));
const chosen = remembered((v: { lineId: number }) =>
  q.selectFrom("line_staff").select("staff_id").where("line_id", "=", v.lineId).orderBy("staff_id"),
);

function asLine(row: Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number]): Line {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    timeZone: row.time_zone,
    country: row.country,
    languages: row.languages.split(" ").filter(isLanguage),
    ageFrom: row.age_from,
    ageTo: row.age_to,
    intakeCap: row.intake_cap,
    pauseAfterMinutes: row.pause_after_minutes,
    calendar: calendarOf(row.hours, row.time_zone, row.last_entry_minutes),
  };
}

type Hours = Omit<Calendar, "timeZone" | "lastEntryMinutes">;

/** Calendars are compared and cached as objects, so the same text must give the same one. */
const calendars = new Map<string, Calendar>();
const mostKept = 2_000;

/** Returns the calendar of a stored document, or null. */
function calendarOf(hours: string | null, timeZone: string, lastEntryMinutes: number): Calendar | null {
  if (hours === null) return null;
  const name = `${timeZone} ${lastEntryMinutes} ${hours}`;
  let found = calendars.get(name);
  if (!found) {
    found = { timeZone, lastEntryMinutes, ...(JSON.parse(hours) as Hours) };
    if (calendars.size >= mostKept) calendars.clear();
    calendars.set(name, found);
  }
  return found;
}

/** Returns a calendar as the document that is stored. */
export function documentOf({ week, seasons, dayRules, cuts }: Calendar): string {
  return JSON.stringify({ week, seasons, dayRules, cuts } satisfies Hours);
}

/** Adds a line without hours and returns its id. Throws `bad_input` when there are too many. */
export function addLine(tx: Tx, emit: Emit, input: LineValues): number {
  const values = inOrder(input);
  const others = lines(tx);
  if (others.length >= maxLines) throw new HelplineError("bad_input", "error.too_many_lines", { most: maxLines });
  const { timeZone } = others[0]!;
  const { n } = tx.first(q.selectFrom("line").select((eb) => eb.fn.max("id").as("n")))!;
  const row = tx.first(
    q
      .insertInto("line")
      .values({
        slug: `line-${n + 1}`,
        time_zone: timeZone,
        created_at: tx.at,
        position: others.length,
        ...asRow(values),
      })
      .returning("id"),
  )!;
  chooseStaff(tx, row.id, values.staffIds);
  emit({ type: "line.changed", lineId: row.id, before: null, after: JSON.stringify(values) });
  return row.id;
}

/** Adds a line, and names the first one. Returns the new line's id. Throws `taken` if a colleague did either meanwhile. */
export function addSecondLine(tx: Tx, emit: Emit, input: { values: LineValues; firstName: string }): number {
  const first = unnamedLine(tx);
  if (!first) throw new HelplineError("taken");
  changeLine(tx, emit, { lineId: first.id, values: { ...lineValues(tx, first.id), name: input.firstName } });
  return addLine(tx, emit, input.values);
}

/** Sets a line; returns the id of the change or 0. Throws `not_found`, and `taken` if it changed since `basedOn` (0 = never). */
export function changeLine(
  tx: Tx,
  emit: Emit,
  { lineId, basedOn, ...input }: { lineId: number; values: LineValues; basedOn?: number },
): number {
  const values = inOrder(input.values);
  const before = JSON.stringify(lineValues(tx, lineId));
  const after = JSON.stringify(values);
  if (before === after) return 0;
  if (basedOn !== undefined && basedOn !== lineHistory.newest(tx, lineId)) throw new HelplineError("taken");
  tx.run(q.updateTable("line").set(asRow(values)).where("id", "=", lineId));
  chooseStaff(tx, lineId, values.staffIds);
  emit({ type: "line.changed", lineId, before, after });
  return lineHistory.newest(tx, lineId);
}

/** Returns whether a line is in use: young people see only those. */
export function isInUse(db: DataReader, lineId: number): boolean {
  return lines(db).some(({ id }) => id === lineId);
}

/** Returns what is set of a line. Throws `not_found`. */
export function lineValues(db: DataReader, lineId: number): LineValues {
  const found = line(db, lineId);
  if (!found) throw new HelplineError("not_found");
  const { name, country, languages, ageFrom, ageTo, intakeCap, pauseAfterMinutes } = found;
  const staffIds = staffOfLine(db, lineId);
  return { name, country, languages, ageFrom, ageTo, intakeCap, pauseAfterMinutes, staffIds };
}

/** Retires a line, or brings it back. Throws `not_found`, and `bad_input` for the last, a busy one, too many, or a taken name. */
export function retireLine(tx: Tx, emit: Emit, input: { lineId: number; retired: boolean }): void {
  const { lineId, retired } = input;
  const { name } = lineValues(tx, lineId);
  const all = lines(tx);
  const others = all.filter((one) => one.id !== lineId);
  if (retired === (others.length === all.length)) return;
  if (retired && others.length === 0) throw new HelplineError("bad_input", "error.last_line");
  if (!retired && others.length >= maxLines) {
    throw new HelplineError("bad_input", "error.too_many_lines", { most: maxLines });
  }
  if (!retired && others.some((one) => isSameName(one.name, name))) {
    throw new HelplineError("bad_input", "admin.line.problem.name_taken");
  }
  const busy = q.selectFrom("conversation").select("id").where("line_id", "=", lineId).where("ended_at", "is", null);
  if (retired && tx.first(busy.limit(1))) throw new HelplineError("bad_input", "error.line_in_use");
  tx.run(
    q
      .updateTable("line")
      .set({ retired_at: retired ? tx.at : null })
      .where("id", "=", lineId),
  );
  const [before, after] = retired ? ["in use", "retired"] : ["retired", "in use"];
  emit({ type: "line.changed", lineId, before, after });
}

function inOrder(values: LineValues): LineValues {
  return { ...values, staffIds: [...new Set(values.staffIds)].sort((a, b) => a - b) };
}

function asRow(values: LineValues) {
  return {
    name: values.name,
    country: values.country,
    languages: values.languages.join(" "),
    age_from: values.ageFrom,
    age_to: values.ageTo,
    intake_cap: values.intakeCap,
    pause_after_minutes: values.pauseAfterMinutes,
  };
}

function chooseStaff(tx: Tx, lineId: number, staffIds: number[]) {
  tx.run(q.deleteFrom("line_staff").where("line_id", "=", lineId));
  for (const staff_id of staffIds) tx.run(q.insertInto("line_staff").values({ line_id: lineId, staff_id }));
}

/** Returns the time zone in which the staff read times: that of the first line in use. */
export const homeZone = (db: Reader): string => lines(db)[0]!.timeZone;

/** Returns the time zone of a line that exists. */
export const lineZone = (db: DataReader, id: number): string => line(db, id)!.timeZone;
