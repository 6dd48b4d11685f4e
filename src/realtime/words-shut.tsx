import { WordsShut } from "#views/counsellor/conversation.tsx";
import { type Fragment, paint, seatsAt } from "./paint.ts";
import { type Sources, topics } from "./sources.ts";
import { Place } from "./staff-log.tsx";
import { headScene, zoneOf } from "./staff-scene.ts";

/** When the words of a chat that is over close, that it is soon, or that they have. */
export function wordsShut(sources: Sources, conversationId: number): Fragment[] {
  const zone = zoneOf(sources.db, conversationId);
  return seatsAt(sources, conversationId, true).flatMap(({ found, member, t }) => {
    const { sealed, shuts } = headScene(sources, found, member);
    return paint(
      sources,
      topics.staff(member.id),
      () => (
        <Place target={`#shuts-${conversationId}`}>
          <WordsShut t={t} id={conversationId} sealed={sealed} shuts={shuts} zone={zone} />
        </Place>
      ),
      `shuts ${conversationId}`,
    );
  });
}

/** They have closed: they go from every screen. */
export function wordsTaken(sources: Sources, conversationId: number): Fragment[] {
  const logs = seatsAt(sources, conversationId, true).flatMap(({ member }) =>
    paint(sources, topics.staff(member.id), () => (
      <Place target={`#log-${conversationId}`}>
        <ol class="log" id={`log-${conversationId}`} />
      </Place>
    )),
  );
  return [...wordsShut(sources, conversationId), ...logs];
}
