import { closedFor, toAnswerTo } from "#src/conversation/complaint/complaint-told.ts";
import { shortName } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { debriefsSeen } from "#src/record/debrief.ts";
import { thanksTo } from "#src/record/thanks.ts";
import { ForYou, type ForYouProps, ToAnswer, type ToAnswerProps } from "#views/counsellor/console/news.tsx";
import { type Fragment, paintFor, Replacement } from "../paint.tsx";
import type { Sources } from "../topics.ts";

/** Returns what came for a member and was not put away yet. */
export function forYouScene(
  db: DataReader,
  { id, language }: { id: number; language: Language },
): Omit<ForYouProps, "t"> {
  return {
    seen: debriefsSeen(db, id, language),
    thanks: thanksTo(db, id, language).filter(({ told }) => !told),
  };
}

/** Returns the chats of theirs that a member is asked to say something about, and which of them are closed. */
export function toAnswerScene(
  db: DataReader,
  { id, language }: { id: number; language: Language },
): Omit<ToAnswerProps, "t"> {
  const chat = (nameIndex: number) => shortName(language, nameIndex);
  return {
    told: toAnswerTo(db, id).map((one) => ({ id: one.id, by: one.by, chat: chat(one.nameIndex) })),
    closed: closedFor(db, id).map((one) => ({ id: one.id, chat: chat(one.nameIndex) })),
  };
}

/** Repaints what a member is asked to say something about. */
export function toAnswer(sources: Sources, staffId: number): Fragment[] {
  return paintFor(
    sources,
    staffId,
    (member, t) => (
      <Replacement target="#to-answer">
        <ToAnswer t={t} {...toAnswerScene(sources.db, member)} />
      </Replacement>
    ),
    "to-answer",
  );
}

/** Repaints what colleagues and young people have left for a member. */
export function forYou(sources: Sources, staffId: number): Fragment[] {
  return paintFor(
    sources,
    staffId,
    (member, t) => (
      <Replacement target="#for-you">
        <ForYou t={t} {...forYouScene(sources.db, member)} />
      </Replacement>
    ),
    "for-you",
  );
}
