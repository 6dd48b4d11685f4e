import type { Clock } from "#src/clock.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { draft } from "#src/conversation/draft.ts";
import type { YouthPresence } from "#src/conversation/presence.ts";
import type { Typing } from "#src/conversation/typing.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { ownChat } from "#src/queue/overview.ts";
import type { PaneChat } from "#views/counsellor/conversation.tsx";
import { closedAt } from "./staff-shift.ts";
import { readableMessages } from "./youth-scene.ts";

/** What the console is drawn from. */
export interface StaffSources {
  db: DataReader;
  clock: Clock;
  youth: YouthPresence;
  typing: Typing;
}

/** One open conversation in full, for a reader's language. */
export function paneScene(
  sources: StaffSources,
  one: Conversation,
  reader: { id: number; language: Language },
): PaneChat {
  const { db } = sources;
  return {
    ...headScene(sources, one, reader.language),
    messages: readableMessages(db, translate(reader.language), one.id),
    draft: draft(db, { conversationId: one.id, staffId: reader.id }),
  };
}

/** An open conversation without its words: what its head shows. */
export function headScene(
  { db, clock, youth, typing }: StaffSources,
  one: Conversation,
  language: Language,
): Omit<PaneChat, "messages" | "draft"> {
  const chat = ownChat(db, youth, one, language);
  const recent = one.returnedAt !== null && clock.now() - one.returnedAt < backShownMs;
  return {
    ...chat,
    seen: one.youthSeenSeq,
    typing: typing.is(one.id, "youth"),
    back: recent && !chat.ended ? { afterMinutes: Math.max(1, Math.round((one.returnedAfterMs ?? 0) / 60_000)) } : null,
    startedAt: one.startedAt,
    closedAt: chat.ended ? null : closedAt(db, one.lineId, one.startedAt),
    awaySince: chat.connection === "connected" ? null : clock.now() - youth.silentFor(one.id, one.youthHereAt),
  };
}

/** How long a console keeps saying that somebody came back. */
const backShownMs = 10 * 60_000;

/** The time zone of a conversation's line (IANA name). */
export function zoneOf(db: DataReader, conversationId: number): string {
  const lineId = conversation(db, conversationId)?.lineId ?? 1;
  return db.first(line({ lineId }))!.time_zone;
}

const line = prepared((v: { lineId: number }) => q.selectFrom("line").select("time_zone").where("id", "=", v.lineId));
