import type { DataReader } from "#src/db/db.ts";
import type { Role } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { requestsFor } from "#src/record/address-reading.ts";
import { debriefsSeen } from "#src/record/debrief.ts";
import { thanksTo } from "#src/record/thanks.ts";
import { ForYou, type ForYouProps } from "#views/counsellor/for-you.tsx";
import { type Fragment, paintFor } from "./paint.ts";
import type { Sources } from "./sources.ts";
import { Place } from "./staff-log.tsx";

/** What came for a member of the staff and was not put away yet (`at` is ms UTC). */
export function forYouScene(
  db: DataReader,
  { id, roles, language }: { id: number; roles: Role[]; language: Language },
  at: number,
): Omit<ForYouProps, "t"> {
  return {
    opening: requestsFor(db, { id, roles }, at).map(({ emergencyId, asker, confirmer }) => ({
      emergencyId,
      asker,
      confirmer,
    })),
    seen: debriefsSeen(db, id, language),
    thanks: thanksTo(db, id, language).filter(({ told }) => !told),
  };
}

export function forYou(sources: Sources, staffId: number): Fragment[] {
  return paintFor(
    sources,
    staffId,
    (member, t) => (
      <Place target="#for-you">
        <ForYou t={t} {...forYouScene(sources.db, member, sources.clock.now())} />
      </Place>
    ),
    "for-you",
  );
}
