import { asConversation, type Conversation, conversations } from "#src/conversation/conversation.ts";
import { shortName } from "#src/conversation/names.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import { edgeMessage, waitingSince, youthMessagesAfter } from "#src/conversation/reading.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { inLine } from "./claim.ts";
import type { OwnChat, Waiting } from "./place.ts";

const wordsShown = 90;

/** Who waits on some lines (ids), as those who serve them see it, in the order they will be taken. */
export function waitingList(
  db: DataReader,
  presence: YouthPresence,
  language: Language,
  lineIds: readonly number[],
): Waiting[] {
  const waiting = inLine(db).filter((one) => lineIds.includes(one.lineId));
  const nameOf = namesOfLines(db);
  return waiting.map((one) => ({
    id: one.id,
    name: shortName(language, one.nameIndex),
    line: nameOf(one.lineId),
    lane: one.lane,
    language: one.language,
    firstWords: oneLine(edgeMessage(db, one.id, "first")?.text ?? null),
    feeling: one.feelingBefore,
    startedAt: one.startedAt,
    connection: presence.connection(one.id, one.youthHereAt),
    rehearsal: one.rehearsal,
  }));
}

/** The conversations on a counsellor's screen: the open ones, then the ended ones not yet closed, each oldest first. */
export function ownChats(db: DataReader, presence: YouthPresence, staffId: number, language: Language): OwnChat[] {
  return db
    .all(heldBy({ staffId }))
    .map(asConversation)
    .map((one) => ownChat(db, presence, one, language));
}

const heldBy = prepared((v: { staffId: number }) =>
  conversations()
    .where("counsellor_id", "=", v.staffId)
    .where("closed_at", "is", null)
    .orderBy((eb) => eb("ended_at", "is not", null))
    .orderBy("claimed_at")
    .orderBy("id"),
);

/** One conversation as its counsellor's list shows it. */
export function ownChat(db: DataReader, presence: YouthPresence, one: Conversation, language: Language): OwnChat {
  const last = edgeMessage(db, one.id, "last");
  return {
    id: one.id,
    name: shortName(language, one.nameIndex),
    line: namesOfLines(db)(one.lineId),
    language: one.language,
    lastWords: oneLine(last?.text ?? null),
    lastAuthor: last?.author ?? null,
    unread: youthMessagesAfter(db, one.id, one.counsellorSeenSeq),
    waitingSince: one.endedAt === null ? waitingSince(db, one.id) : null,
    claimedAt: one.claimedAt ?? one.startedAt,
    feeling: one.feelingBefore,
    connection: presence.connection(one.id, one.youthHereAt),
    ended: one.endedAt !== null && one.endReason !== null ? { reason: one.endReason, at: one.endedAt } : null,
    rehearsal: one.rehearsal,
  };
}

/** The name of each line by its id, to tell it from others; null while only one is in use. */
function namesOfLines(db: DataReader): (lineId: number) => string | null {
  const all = db.all(named({}));
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const several = all.filter((one) => one.retired_at === null).length > 1;
  return (lineId) => (several ? names.get(lineId)! : null);
}

const named = prepared(() => q.selectFrom("line").select(["id", "name", "retired_at"]));

function oneLine(text: string | null): string | null {
  if (text === null) return null;
  const line = text.replace(/\s+/g, " ");
  return line.length > wordsShown ? `${line.slice(0, wordsShown - 1).toWellFormed()}…` : line;
}
