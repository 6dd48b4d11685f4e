import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { calendarOf } from "./files/document.ts";
import { newestLineChange } from "./line-changes.ts";
import { isSameName } from "./line-draft.ts";
import type { Calendar } from "./rules/calendar.ts";

/** A queue with its own hours, languages and people: every helpline has at least one. */
export interface Line {
  id: number;
  name: string;
  /** Of the part of an address, "main". */
  slug: string;
  /** IANA name. */
  timeZone: string;
  /** ISO 3166-1, "BE": whose public holidays are offered. */
  country: string;
  /** [] = every language. */
  languages: Language[];
  /** Youngest and oldest age, years; null = as the helpline's settings say. */
  ageFrom: number | null;
  ageTo: number | null;
  /** How many may wait at most; null = as many as the counsellors present can take. */
  intakeCap: number | null;
  /** Without anybody there for so long the line says that it pauses. */
  pauseAfterMinutes: number;
  /** null = whenever somebody is there: such a line is always inside its hours. */
  calendar: Calendar | null;
}

/** What an admin sets of a line, beside its hours. */
export type LineValues = Pick<
  Line,
  "name" | "country" | "languages" | "ageFrom" | "ageTo" | "intakeCap" | "pauseAfterMinutes"
> & {
  /** Who serves it; [] = everybody. */
  staffIds: number[];
};

/** More lines than this no page could show, nor a small helpline staff. */
export const maxLines = 12;

/** What the first line is called until somebody names it: with one line nobody has to read its name. */
export const shippedLineName = "Main line";

/** The only line in use, while it is still called as shipped: beside another it needs a name. */
export function unnamedLine(db: DataReader): Line | undefined {
  const [first, ...others] = lines(db);
  return others.length === 0 && first!.name === shippedLineName ? first : undefined;
}

/** The lines in use, in the order they are shown. There is always one. */
export function lines(db: DataReader): Line[] {
  return db.all(inUse({})).map(asLine);
}

/** The lines that were taken out of use, the last one first. */
export function retiredLines(db: DataReader): Line[] {
  return db
    .all(rows().where("retired_at", "is not", null).orderBy("retired_at", "desc").orderBy("id", "desc"))
    .map(asLine);
}

/** A line by its id, in use or not; undefined when there never was one. */
export function line(db: DataReader, id: number): Line | undefined {
  const row = db.first(byId({ id }));
  return row && asLine(row);
}

/** Who may serve a line, ids; [] = everybody. */
export function staffOfLine(db: DataReader, lineId: number): number[] {
  return db.all(chosen({ lineId })).map((row) => row.staff_id);
}

const rows = () => q.selectFrom("line").selectAll();
const inUse = prepared(() => rows().where("retired_at", "is", null).orderBy("position").orderBy("id"));
const byId = prepared((v: { id: number }) => rows().where("id", "=", v.id));
const chosen = prepared((v: { lineId: number }) =>
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

/** Makes a line, without hours at first. Returns its id. Throws `bad_input` when there are too many. */
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

/**
 * Makes a line beside one that is still called as shipped, and gives that one its name. Returns the id of the new line.
 * Throws `taken` when a colleague has named the first line, or made a second, meanwhile.
 */
export function addSecondLine(tx: Tx, emit: Emit, input: { values: LineValues; firstName: string }): number {
  const first = unnamedLine(tx);
  if (!first) throw new HelplineError("taken");
  changeLine(tx, emit, { lineId: first.id, values: { ...lineValues(tx, first.id), name: input.firstName } });
  return addLine(tx, emit, input.values);
}

/**
 * Changes what is set of a line. Returns the id of the change, 0 when it was so already. `basedOn` names the newest change
 * that whoever sets it had seen (0 for none): when there is a newer one and it left other values, `taken` is thrown, so
 * that nobody writes over a colleague unseen. Throws `not_found`.
 */
export function changeLine(
  tx: Tx,
  emit: Emit,
  { lineId, basedOn, ...input }: { lineId: number; values: LineValues; basedOn?: number },
): number {
  const values = inOrder(input.values);
  const before = JSON.stringify(lineValues(tx, lineId));
  const after = JSON.stringify(values);
  if (before === after) return 0;
  if (basedOn !== undefined && basedOn !== newestLineChange(tx, lineId)) throw new HelplineError("taken");
  tx.run(q.updateTable("line").set(asRow(values)).where("id", "=", lineId));
  chooseStaff(tx, lineId, values.staffIds);
  emit({ type: "line.changed", lineId, before, after });
  return newestLineChange(tx, lineId);
}

/** Whether a line is in use: young people see only those. */
export function isInUse(db: DataReader, lineId: number): boolean {
  return lines(db).some(({ id }) => id === lineId);
}

/** What is set of a line now. Throws `not_found`. */
export function lineValues(db: DataReader, lineId: number): LineValues {
  const found = line(db, lineId);
  if (!found) throw new HelplineError("not_found");
  const { name, country, languages, ageFrom, ageTo, intakeCap, pauseAfterMinutes } = found;
  const staffIds = staffOfLine(db, lineId);
  return { name, country, languages, ageFrom, ageTo, intakeCap, pauseAfterMinutes, staffIds };
}

/**
 * Takes a line out of use, or back into use; one that is there already stays as it is. Its past stays. Throws `not_found`,
 * and `bad_input` for the last one, for one where somebody still waits or talks, and for a name that is in use again.
 */
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

/** The same people are the same in whatever order they were ticked. */
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

/** The time zone in which the staff read times: that of the first line, which is never retired. */
export const homeZone = (db: DataReader): string => lines(db)[0]!.timeZone;

/** The time zone of a line (id), which is known. */
export const lineZone = (db: DataReader, id: number): string => line(db, id)!.timeZone;
