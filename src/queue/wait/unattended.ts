import { minuteMs } from "#src/clock.ts";
import { type Conversation, openConversations, stateOf } from "#src/conversation/conversation.ts";
import { shortName } from "#src/conversation/names.ts";
import { chatsNeedingOthers } from "#src/conversation/safety/urgent.ts";
import { everSteppedIn, mayBeSteppedIn } from "#src/conversation/silence/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { lineZone } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { aliasOf } from "#src/staff/staff.ts";

export interface LeftAlone {
  id: number;
  name: string;
  counsellorId: number;
  alias: string;
  why: "gone" | "unanswered" | "needed";
  backAt: number | null;
  zone: string;
}

/** Returns the chats whose counsellors are out of reach, and how long until each waits again, ms; 0 or less = due. */
export function chatsLeftAlone(db: DataReader, staff: StaffPresence): { one: Conversation; leftMs: number }[] {
  const keptMs = settings(db).vanishedMinutes * minuteMs;
  return openConversations(db)
    .filter((one) => stateOf(one) === "talking")
    .flatMap((one) => {
      const goneMs = one.counsellorId === null ? null : staff.goneFor(one.counsellorId);
      return goneMs === null ? [] : [{ one, leftMs: keptMs - goneMs }];
    });
}

function chatsUnanswered(db: DataReader): Conversation[] {
  const told = everSteppedIn(db);
  return openConversations(db).filter(
    (one) => told.has(one.id) && stateOf(one) === "talking" && mayBeSteppedIn(db, one),
  );
}

/** Returns the chats of these lines that colleagues are asked to take at `now` (ms UTC), for a reader's language. */
export function leftAlone(
  db: DataReader,
  staff: StaffPresence,
  { lineIds, language, now }: { lineIds: readonly number[]; language: Language; now: number },
): LeftAlone[] {
  const all = [
    ...chatsLeftAlone(db, staff).map((one) => ({ ...one, why: "gone" as const })),
    ...chatsUnanswered(db).map((one) => ({ one, leftMs: null, why: "unanswered" as const })),
    ...chatsNeedingOthers(db).map(({ one }) => ({ one, leftMs: null, why: "needed" as const })),
  ];
  const firsts = all.filter(({ one }, n) => all.findIndex((other) => other.one.id === one.id) === n);
  return firsts
    .filter(({ one }) => lineIds.includes(one.lineId))
    .map(({ one, leftMs, why }) => ({
      why,
      id: one.id,
      name: shortName(language, one.nameIndex),
      counsellorId: one.counsellorId!,
      alias: aliasOf(db, one.counsellorId!)!,
      backAt: leftMs === null ? null : now + Math.max(0, leftMs),
      zone: lineZone(db, one.lineId),
    }));
}

export interface TakenBack {
  id: number;
  name: string;
  at: number;
  zone: string;
  now: { state: "waiting" | "over" } | { state: "taken"; alias: string };
}

const toldMs = 30 * minuteMs;
const toldMostMs = 24 * 60 * minuteMs;

/** Returns what was taken from a counsellor who has not been back for long at `now` (ms UTC), without what they have again. */
export function takenBack(db: DataReader, staffId: number, language: Language, now: number): TakenBack[] {
  return db.all(given({ staffId, since: now - toldMostMs })).flatMap((row): TakenBack[] => {
    if (row.counsellor_id === staffId) return [];
    const cameBackAt = db.first(saidAfter({ staffId, at: row.at }))?.at ?? now;
    if (now - cameBackAt >= toldMs) return [];
    const { id, at } = row;
    const zone = lineZone(db, row.line_id);
    const told = { id, at, zone, name: shortName(language, row.name_index) };
    if (row.ended_at !== null) return [{ ...told, now: { state: "over" } }];
    if (row.counsellor_id === null) return [{ ...told, now: { state: "waiting" } }];
    return [{ ...told, now: { state: "taken", alias: aliasOf(db, row.counsellor_id)! } }];
  });
}

const saidAfter = prepared((v: { staffId: number; at: number }) =>
  q
    .selectFrom("presence_log")
    .select("at")
    .where("staff_id", "=", v.staffId)
    .where("at", ">", v.at)
    .orderBy("id")
    .limit(1),
);
const given = prepared((v: { staffId: number; since: number }) =>
  q
    .selectFrom("conversation_event")
    .innerJoin("conversation", "conversation.id", "conversation_event.conversation_id")
    .select(["conversation.id", "name_index", "line_id", "counsellor_id", "ended_at"])
    .select((eb) => eb.fn.max("conversation_event.at").as("at"))
    .where("conversation_event.staff_id", "=", v.staffId)
    .where("conversation.gone_told_at", "is", null)
    .where("conversation_event.kind", "in", ["given_back", "left_alone"])
    .where("conversation_event.at", ">=", v.since)
    .groupBy("conversation.id")
    .orderBy("conversation.id"),
);
