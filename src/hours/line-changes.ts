import type { DataReader } from "#src/db/db.ts";
import { type Change, historyOf } from "#src/desk/history.ts";
import type { LineValues } from "./lines.ts";

/** What is set of a line beside its hours, or whether it is in use; null: there was no such line yet. */
type LineState = LineValues | LineUse;
type LineUse = "in use" | "retired";

/** An earlier change of a line. */
export type LineChange = Change<LineState | null, LineState>;

/** The changes of each line (id). */
export const lineHistory = historyOf<number, LineState | null, LineState>({
  action: "line.changed",
  object: (lineId) => `line:${lineId}`,
  // As `retireLine` and `changeLine` tell of it: a word, or JSON.
  read: (text) => (text?.startsWith("{") ? (JSON.parse(text) as LineValues) : (text as LineUse | null)),
});

/** What a line was before a change, if that or a later change touched it; null for what none of them did. */
interface FormerLine {
  values: LineValues | null;
  use: LineUse | null;
}

/** Returns what a line was before a change; null if there is no such change, and for the one that made it. */
export function formerLine(db: DataReader, lineId: number, changeId: number): FormerLine | null {
  const change = lineHistory.find(db, lineId, changeId);
  if (!change?.before) return null;
  const former = [change, ...lineHistory.after(db, lineId, changeId)].map(({ before }) => before);
  return { values: former.find(areValues) ?? null, use: former.find(isUse) ?? null };
}

const isUse = (one: LineState | null): one is LineUse => typeof one === "string";
const areValues = (one: LineState | null): one is LineValues => typeof one === "object" && one !== null;
