import { openConversations, zoneOf } from "#src/conversation/conversation.ts";
import { Prompts } from "#views/counsellor/chat/prompts.tsx";
import { type AtEnd, type Fragment, paint, Replacement, seatsAt } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { promptsScene } from "./prompts-data.ts";

/** Repaints what those who sit at a chat are told about its time. */
export function prompts(sources: Sources, conversationId: number, atEnd: AtEnd = false): Fragment[] {
  const zone = zoneOf(sources.db, conversationId);
  return seatsAt(sources, conversationId, atEnd).flatMap(({ found, member, t }) => {
    const shown = promptsScene(sources, found, member.id);
    return paint(
      sources,
      topics.staff(member.id),
      () => (
        <Replacement target={`#prompts-${conversationId}`}>
          <Prompts t={t} id={conversationId} shown={shown} zone={zone} />
        </Replacement>
      ),
      `prompts ${conversationId}`,
    );
  });
}

/** Repaints the prompts of every open chat of a line, which may have closed. */
export function ofLine(sources: Sources, lineId: number): Fragment[] {
  return openConversations(sources.db)
    .filter((one) => one.lineId === lineId)
    .flatMap((one) => prompts(sources, one.id));
}
