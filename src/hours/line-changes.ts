import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import type { Actor } from "#src/events.ts";
import type { LineValues } from "./lines.ts";

export interface LineChange extends ToldTime {
  /** Of the audit trail; it names what to undo. */
  id: number;
  actor: Actor;
  before: LineValues | LineUse | null;
  after: LineValues | LineUse;
}

export type LineUse = "in use" | "retired";

/** null = neither that change nor a later one touched it. */
export interface FormerLine {
  values: LineValues | null;
  use: LineUse | null;
}

/** Returns the changes of a line, newest first, at most 50. */
export function lineChanges(db: DataReader, lineId: number): LineChange[] {
  return db.all(changesOf(lineId).orderBy("id", "desc").limit(50)).map(asChange);
}

/** Returns the id of a line's newest change; 0 for none. */
export function newestLineChange(db: DataReader, lineId: number): number {
  return db.first(changesOf(lineId).orderBy("id", "desc").limit(1))?.id ?? 0;
}

/** Returns the id of a line's first change after another; 0 for none. */
export function lineChangeAfter(db: DataReader, lineId: number, changeId: number): number {
  return db.first(changesOf(lineId).where("id", ">", changeId).orderBy("id").limit(1))?.id ?? 0;
}

/** Returns what a line was before a change; null if there is no such change, or it made the line. */
export function formerLine(db: DataReader, lineId: number, changeId: number): FormerLine | null {
  const since = db.all(changesOf(lineId).where("id", ">=", changeId).orderBy("id")).map(asChange);
  if (since[0]?.id !== changeId || since[0].before === null) return null;
  const former = since.map(({ before }) => before);
  return { values: former.find(areValues) ?? null, use: former.find(isUse) ?? null };
}

const isUse = (one: LineChange["before"]): one is LineUse => typeof one === "string";
const areValues = (one: LineChange["before"]): one is LineValues => typeof one === "object" && one !== null;

function changesOf(lineId: number) {
  return q.selectFrom("audit").selectAll().where("object", "=", `line:${lineId}`).where("action", "=", "line.changed");
}

function asChange(row: {
  id: number;
  at: number;
  exact_at: number | null;
  actor: string;
  before: string | null;
  after: string | null;
}) {
  return {
    id: row.id,
    ...toldTime(row),
    actor: row.actor as Actor,
    before: row.before === null ? null : readState(row.before),
    after: readState(row.after!),
  };
}

function readState(text: string): LineValues | LineUse {
  return text.startsWith("{") ? (JSON.parse(text) as LineValues) : (text as LineUse);
}
