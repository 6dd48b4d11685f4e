import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { shortName } from "#src/conversation/names.ts";
import { dangerMostMs, everyLeft, leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { hasOpenEmergency } from "#src/conversation/safety/urgent.ts";
import type { EndReason } from "#src/conversation/state.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Language } from "#src/i18n/i18n.ts";

/** Somebody who left in danger, as those on shift see them in a list: not a word of what they wrote. */
export interface WhoLeft {
  /** Of their chat. */
  id: number;
  lineId: number;
  /** Its neutral short name in the reader's language. */
  name: string;
  /** How they left. */
  how: EndReason | "deleted";
  /** How it was said that they are in danger. */
  mark: "emergency" | "risk" | "urgent";
  /** When, and until when what they wrote can be read at most, ms UTC. */
  at: number;
  until: number;
}

/** All of them at an instant (ms UTC), whoever left first before the others, for a reader's language. */
export function whoLeft(db: DataReader, language: Language, now: number): WhoLeft[] {
  return everyLeft(db, now).flatMap(({ id, at }) => {
    const found = conversation(db, id);
    return found ? [shown(db, found, at, language)] : [];
  });
}

/** The same of one chat; null for one that nobody left in danger, or no more. */
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
