import type { DataReader } from "#src/db/db.ts";
import { type Change, historyOf } from "#src/desk/history.ts";
import type { Subject } from "./subjects.ts";

/** An earlier change of a subject: what was changed, by name; null = as shipped. */
export type SettingsChange = Change<Record<string, unknown>>;

/** The changes of the settings of each subject. */
export const settingsHistory = historyOf<Subject, Record<string, unknown>>({
  action: "settings.changed",
  object: (subject) => `settings:${subject}`,
  read: (text) => JSON.parse(text ?? "{}"),
});

/** Whether anyone of the staff ever changed a subject: then someone has looked at it. */
export function wasSetByStaff(db: DataReader, subject: Subject): boolean {
  return db.first(settingsHistory.rows(subject).where("actor", "like", "staff:%").limit(1)) !== undefined;
}

/** Returns what stood before a change in place of all that it and later ones changed; null if there is no such change. */
export function formerValues(db: DataReader, subject: Subject, changeId: number): Record<string, unknown> | null {
  const change = settingsHistory.find(db, subject, changeId);
  if (!change) return null;
  const later = settingsHistory.after(db, subject, changeId);
  return Object.assign({}, ...[change, ...later].reverse().map(({ before }) => before));
}
