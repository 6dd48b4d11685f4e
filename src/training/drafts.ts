import type { DataReader, Db, Tx } from "#src/db/db.ts";
import { asStaff } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { inSlices } from "#src/directory/time-slice.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { checking } from "#src/practice/check/check.ts";
import type { Scenario } from "#src/practice/scenario/scenario.ts";
import type { ScenarioProblem } from "#src/practice/scenario/shape.ts";
import { emptyScenario } from "#src/practice/shipped.ts";
import { type ScenarioSheet, sheetOf } from "#src/practice/writing/sheet.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { memberNow } from "#src/staff/staff.ts";
import { keepScenario, keptScenario, maxScenarioFile } from "./scenarios.ts";

/** A scenario that is being written; nobody can practise with it. */
export interface ScenarioDraft {
  /** The id of the scenario that it becomes. */
  id: string;
  sheet: ScenarioSheet;
  version: number;
  /** Who saved it last, and when (ms UTC). */
  staffId: number;
  changedAt: number;
}

/** Returns the drafts, the newest first. */
export function scenarioDrafts(db: DataReader): ScenarioDraft[] {
  return db.all(q.selectFrom("scenario_draft").selectAll().orderBy("changed_at", "desc")).map(read);
}

/** Returns the draft of a scenario; undefined for none. */
export function scenarioDraft(db: DataReader, id: string): ScenarioDraft | undefined {
  const row = db.first(q.selectFrom("scenario_draft").selectAll().where("id", "=", id));
  return row && read(row);
}

function read(row: {
  id: string;
  sheet: string;
  version: number;
  staff_id: number;
  changed_at: number;
}): ScenarioDraft {
  const { id, sheet, version, staff_id, changed_at } = row;
  return { id, sheet: JSON.parse(sheet) as ScenarioSheet, version, staffId: staff_id, changedAt: changed_at };
}

/**
 * Begins a draft of one's own scenario `from`, or of a copy of it (`isCopy`), or of an empty one (`from` is ""). Returns its id; a
 * draft that is there already stays as it is. Throws `not_allowed`, `not_found`.
 */
export function beginDraft(
  tx: Tx,
  _emit: Emit,
  input: { member: Member; from: string; isCopy: boolean; by: string },
): string {
  const { from, isCopy, by } = input;
  const staffId = writer(tx, input.member);
  const found = from === "" ? { scenario: { ...emptyScenario(), by }, own: false } : keptScenario(tx, from);
  if (!found || !(isCopy || found.own)) throw new HelplineError("not_found");
  const { scenario } = found;
  const id = isCopy ? freeId(tx, scenario.id) : scenario.id;
  if (scenarioDraft(tx, id)) return id;
  // Two people read what it was before, not what it becomes.
  const begun: Scenario = { ...scenario, id, reviewed: [] };
  const sheet = sheetOf(isCopy && from !== "" ? copyOf(begun, scenario) : begun);
  const row = { id, sheet: JSON.stringify(sheet), version: 1, staff_id: staffId, changed_at: tx.at };
  tx.run(q.insertInto("scenario_draft").values(row));
  return id;
}

/** Its licence asks to say what it was made from. */
function copyOf(begun: Scenario, { id, names }: Scenario): Scenario {
  const second = Object.entries(names).map(([language, name]) => [language, `${name} 2`]);
  return { ...begun, names: Object.fromEntries(second), origin: `changed from ${id}: ${begun.origin}` };
}

function freeId(tx: Tx, id: string): string {
  const stem = id.replace(/-\d+$/, "");
  for (let number = 2; ; number++) {
    const free = `${stem}-${number}`;
    if (!keptScenario(tx, free) && !scenarioDraft(tx, free)) return free;
  }
}

/** Saves what was typed, right or not. Returns the new version. Throws `not_allowed`, `not_found`, `taken`, `too_big`. */
export function saveScenarioDraft(
  tx: Tx,
  _emit: Emit,
  input: { member: Member; id: string; version: number; sheet: ScenarioSheet },
): number {
  const { id, sheet } = input;
  const staffId = writer(tx, input.member);
  const { version, sheet: before } = draftNow(tx, id, input.version);
  const text = JSON.stringify(sheet);
  // Trying it sends the form too, and is no change that a colleague must be told of.
  if (text === JSON.stringify(before)) return version;
  if (Buffer.byteLength(text) > maxScenarioFile) throw new HelplineError("too_big");
  const row = { sheet: text, version: version + 1, staff_id: staffId, changed_at: tx.at };
  tx.run(q.updateTable("scenario_draft").set(row).where("id", "=", id));
  return row.version;
}

/** Discards a draft. Throws `not_allowed`, `not_found`, `taken`. */
export function discardScenarioDraft(
  tx: Tx,
  _emit: Emit,
  input: { member: Member; id: string; version: number },
): void {
  writer(tx, input.member);
  draftNow(tx, input.id, input.version);
  tx.run(q.deleteFrom("scenario_draft").where("id", "=", input.id));
}

function writer(tx: Tx, { id }: Member): number {
  if (!may(memberNow(tx, id), "practice.set")) throw new HelplineError("not_allowed");
  return id;
}

function draftNow(tx: Tx, id: string, version: number): ScenarioDraft {
  const draft = scenarioDraft(tx, id);
  if (!draft) throw new HelplineError("not_found");
  if (draft.version !== version) throw new HelplineError("taken");
  return draft;
}

/** How far the check of a draft is. */
export interface DraftCheck {
  version: number;
  /** Made-up trainees that have played it, of at most so many. */
  played: number;
  most: number;
  /** What is wrong with it; null while it is being played. */
  problems: ScenarioProblem[] | null;
  /** It was taken over. */
  isKept: boolean;
}

const most = 600;
const checks = new WeakMap<Db, Map<string, DraftCheck>>();

/** Returns how far the check of a draft is, or what it found; undefined if none was begun since the start. */
export function draftCheck(db: Db, id: string): DraftCheck | undefined {
  return checks.get(db)?.get(id);
}

/** Forgets what a check found: the next draft under this id has other faults. */
export function forgetCheck(db: Db, id: string): void {
  checks.get(db)?.delete(id);
}

/** Has a draft played by made-up trainees, in slices, and takes it over if nothing is wrong: then it can be practised. */
export async function takeOverDraft(
  db: Db,
  input: { member: Member; id: string; version: number; scenario: Scenario },
): Promise<void> {
  const { member, id, version, scenario } = input;
  const check: DraftCheck = { version, played: 0, most, problems: null, isKept: false };
  const all = checks.get(db) ?? new Map<string, DraftCheck>();
  checks.set(db, all.set(id, check));
  const tell = (played: number) => {
    check.played = played;
  };
  const found = await inSlices(checking(scenario, { walks: most, tell })).catch((error: unknown) => {
    all.delete(id);
    throw error;
  });
  if (found.length === 0) await takeOver();
  check.problems = found;

  async function takeOver() {
    try {
      await db.change(asStaff(member.id), (tx, emit) => {
        discardScenarioDraft(tx, emit, { member, id, version });
        keepScenario(tx, emit, { member, scenario });
      });
      check.isKept = true;
    } catch (error) {
      all.delete(id);
      // A colleague was faster: the page shows their draft, unchecked.
      const isFaster = error instanceof HelplineError && (error.code === "taken" || error.code === "not_found");
      if (!isFaster) throw error;
    }
  }
}
