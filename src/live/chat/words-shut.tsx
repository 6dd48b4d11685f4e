import { zoneOf } from "#src/conversation/conversation.ts";
import { WordsShut } from "#views/counsellor/chat/conversation.tsx";
import { type Fragment, paint, Replacement, seatsAt } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { headScene } from "./staff-data.ts";

/** Repaints when a chat's words close, and once they have (`taken`) empties every screen. */
export function wordsShut(sources: Sources, conversationId: number, taken: boolean): Fragment[] {
  return [...said(sources, conversationId), ...(taken ? emptied(sources, conversationId) : [])];
}

function said(sources: Sources, conversationId: number): Fragment[] {
  const zone = zoneOf(sources.db, conversationId);
  return seatsAt(sources, conversationId, true).flatMap(({ found, member, t }) => {
    const { sealed, shuts } = headScene(sources, found, member);
    return paint(
      sources,
      topics.staff(member.id),
      () => (
        <Replacement target={`#shuts-${conversationId}`}>
          <WordsShut t={t} id={conversationId} sealed={sealed} shuts={shuts} zone={zone} />
        </Replacement>
      ),
      `shuts ${conversationId}`,
    );
  });
}

function emptied(sources: Sources, conversationId: number): Fragment[] {
  return seatsAt(sources, conversationId, true).flatMap(({ member }) =>
    paint(sources, topics.staff(member.id), () => (
      <Replacement target={`#log-${conversationId}`}>
        <ol class="log" id={`log-${conversationId}`} />
      </Replacement>
    )),
  );
}
