import { toAnswerTo } from "#src/conversation/concern-told.ts";
import { shortName } from "#src/conversation/names.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { debriefsSeen } from "#src/record/debrief.ts";
import { thanksTo } from "#src/record/thanks.ts";
import { ForYou, type ForYouProps } from "#views/counsellor/for-you.tsx";
import { type Fragment, paintFor } from "./paint.ts";
import type { Sources } from "./sources.ts";
import { Place } from "./staff-log.tsx";

/** What came for a member of the staff and was not put away yet. */
export function forYouScene(
  db: DataReader,
  { id, language }: { id: number; language: Language },
): Omit<ForYouProps, "t"> {
  return {
    seen: debriefsSeen(db, id, language),
    thanks: thanksTo(db, id, language).filter(({ told }) => !told),
    told: toAnswerTo(db, id).map((one) => ({ id: one.id, by: one.by, chat: shortName(language, one.nameIndex) })),
  };
}

/** What colleagues and young people have left for somebody, on the pages they have open. */
export function forYou(sources: Sources, staffId: number): Fragment[] {
  return paintFor(
    sources,
    staffId,
    (member, t) => (
      <Place target="#for-you">
        <ForYou t={t} {...forYouScene(sources.db, member)} />
      </Place>
    ),
    "for-you",
  );
}
