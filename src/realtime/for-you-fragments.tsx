import type { DataReader } from "#src/db/db.ts";
import { type Language, translate } from "#src/i18n/i18n.ts";
import { debriefsSeen } from "#src/record/debrief.ts";
import { thanksTo } from "#src/record/thanks.ts";
import { staffMember } from "#src/staff/staff.ts";
import { ForYou, type ForYouProps } from "#views/counsellor/for-you.tsx";
import { type Fragment, paint } from "./paint.ts";
import { type Sources, topics } from "./sources.ts";
import { Place } from "./staff-log.tsx";

/** What came for a member of the staff and was not put away yet. */
export function forYouScene(
  db: DataReader,
  { id, language }: { id: number; language: Language },
): Omit<ForYouProps, "t"> {
  return {
    seen: debriefsSeen(db, id, language),
    thanks: thanksTo(db, id, language).filter(({ told }) => !told),
  };
}

export function forYou(sources: Sources, staffId: number): Fragment[] {
  const member = staffMember(sources.db, staffId);
  if (!member) return [];
  return paint(
    sources,
    topics.staff(staffId),
    () => (
      <Place target="#for-you">
        <ForYou t={translate(member.language)} {...forYouScene(sources.db, member)} />
      </Place>
    ),
    "for-you",
  );
}
