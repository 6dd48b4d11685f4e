import { contactsSent } from "#src/conversation/messages/contact-asking.ts";
import type { SilenceLive } from "#src/conversation/silence/state.ts";
import type { DataReader } from "#src/db/db.ts";
import { homeZone } from "#src/hours/lines.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { onCallNow } from "#src/on-call/sent.ts";
import { lineDoors } from "#src/queue/door/doors.ts";
import { staffingNow } from "#src/queue/line/staffing.ts";
import { peopleFromAbove, talks, waitingFromAbove } from "#src/queue/wait/shift-overview.ts";
import { debriefsWaiting } from "#src/record/debrief.ts";
import { standingEmergencies } from "#src/record/emergency-reading.ts";
import { thanksWaiting } from "#src/record/thanks.ts";
import { aliasOf } from "#src/staff/staff.ts";
import type { OverviewProps } from "#views/counsellor/line/overview.tsx";
import { closedAt, lineScene } from "./staff-shift.ts";

/** Returns the overview in a reader's language, the same for all who may see it. */
export function overviewScene(sources: SilenceLive & { db: DataReader }, language: Language): Omit<OverviewProps, "t"> {
  const { db, clock, youth } = sources;
  const now = clock.now();
  const emergencies = new Set(standingEmergencies(db).map(({ conversationId }) => conversationId));
  return {
    now,
    lines: lineDoors(db, now).map((one) => lineScene(one, null)),
    waiting: waitingFromAbove(db, youth, language),
    talks: talks(db, sources, language)
      .map((one) => ({
        ...one,
        closedAt: closedAt(db, one.lineId, one.startedAt),
        emergency: emergencies.has(one.id),
      }))
      .toSorted((a, b) => pressing(b) - pressing(a)),
    people: peopleFromAbove(db, now),
    staffing: staffingNow(db, now),
    onCall: onCallNow(db, now),
    contacts: contactsSent(db, now).map(({ staffId, ...one }) => ({ ...one, alias: aliasOf(db, staffId) ?? "" })),
    zone: homeZone(db),
    after: { ...debriefsWaiting(db), thanks: thanksWaiting(db) },
  };
}

/** An emergency stands above all, then who asks for help, then whoever is urgent; else the longest chat comes first. */
function pressing({ emergency, helpAskedAt, lane }: OverviewProps["talks"][number]): number {
  if (emergency) return 3;
  if (helpAskedAt !== null) return 2;
  return lane === "urgent" ? 1 : 0;
}
