import { minuteMs } from "#src/clock.ts";
import {
  type Conversation,
  chatsWithAny,
  openConversations,
  shortName,
  stateOf,
} from "#src/conversation/conversation.ts";
import { chatsNeedingOthers } from "#src/conversation/safety/urgent.ts";
import { everSteppedIn, mayBeSteppedIn } from "#src/conversation/silence/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { remembered } from "#src/db/query.ts";
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
  const gone = db.all(everyId({})).filter(({ id }) => staff.isGone(id));
  return chatsWithAny(
    db,
    gone.map(({ id }) => id),
  )
    .filter((one) => stateOf(one) === "talking")
    .flatMap((one) => {
      const goneMs = staff.goneFor(one.counsellorId!);
      return goneMs === null ? [] : [{ one, leftMs: keptMs - goneMs }];
    });
}

const everyId = remembered(() => q.selectFrom("staff").select("id"));

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
