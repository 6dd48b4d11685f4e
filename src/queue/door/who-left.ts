import { type Conversation, conversation, shortName } from "#src/conversation/conversation.ts";
import { dangerMostMs, everyLeft, leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { hasOpenEmergency } from "#src/conversation/safety/urgent.ts";
import type { EndReason } from "#src/conversation/state.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Language } from "#src/i18n/i18n.ts";

export interface WhoLeft {
  id: number;
  lineId: number;
  name: string;
  how: EndReason | "deleted";
  mark: "emergency" | "risk" | "urgent";
  at: number;
  until: number;
}

/** Returns everyone who left in danger at `now` (ms UTC), oldest first, for a reader's language. */
export function whoLeft(db: DataReader, language: Language, now: number): WhoLeft[] {
  return everyLeft(db, now).flatMap(({ id, at }) => {
    const found = conversation(db, id);
    return found ? [shown(db, found, at, language)] : [];
  });
}

/** Returns the same for one chat; null if nobody left it in danger, or no longer. */
export function leftOf(db: DataReader, found: Conversation, language: Language, now: number): WhoLeft | null {
  const at = leftInDanger(db, found.id, now);
  return at === null ? null : shown(db, found, at, language);
}

function shown(db: DataReader, found: Conversation, at: number, language: Language): WhoLeft {
  const { id, lineId, nameIndex, erasedAt, endReason, risk } = found;
  return {
    ...{ id, lineId, at, until: at + dangerMostMs },
    name: shortName(language, nameIndex),
    how: erasedAt === null ? (endReason ?? "lost") : "deleted",
    mark: hasOpenEmergency(db, id) ? "emergency" : risk ? "risk" : "urgent",
  };
}
