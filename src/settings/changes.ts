import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type ToldTime, toldTime } from "#src/db/trail.ts";
import type { Actor } from "#src/events.ts";
import type { Subject } from "./subjects.ts";

/** What an earlier change of a subject was. */
export interface SettingsChange extends ToldTime {
  /** Of the audit trail: what can be undone is named by it. */
  id: number;
  actor: Actor;
  /** What was changed, by name; null = as shipped. */
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** The changes of a subject, the newest first, at most 50. */
export function settingsChanges(db: DataReader, subject: Subject): SettingsChange[] {
  return db.all(changesOf(subject).orderBy("id", "desc").limit(50)).map(asChange);
}

/** The newest change of a subject, by its id; 0 when nothing of it ever changed. */
export function newestSettingsChange(db: DataReader, subject: Subject): number {
  return db.first(changesOf(subject).orderBy("id", "desc").limit(1))?.id ?? 0;
}

/** Whether anybody of the staff ever changed a subject: whoever did has looked at it. */
export function wasSetByStaff(db: DataReader, subject: Subject): boolean {
  return db.first(changesOf(subject).where("actor", "like", "staff:%").limit(1)) !== undefined;
}

/** What stood before a change in the place of all that it and later ones changed; null where there is no such change. */
export function formerValues(db: DataReader, subject: Subject, changeId: number): Record<string, unknown> | null {
  const later = db.all(changesOf(subject).where("id", ">=", changeId).orderBy("id", "desc")).map(asChange);
  if (later.at(-1)?.id !== changeId) return null;
  return Object.assign({}, ...later.map(({ before }) => before));
}

function changesOf(subject: Subject) {
  const all = q.selectFrom("audit").selectAll().where("object", "=", `settings:${subject}`);
  return all.where("action", "=", "settings.changed");
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
    before: JSON.parse(row.before ?? "{}") as Record<string, unknown>,
    after: JSON.parse(row.after ?? "{}") as Record<string, unknown>,
  };
}
