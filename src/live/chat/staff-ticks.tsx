import type { Conversation } from "#src/conversation/conversation.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { TicksNow } from "#views/counsellor/chat/ticks.tsx";
import { type Fragment, paint, Replacement, seatsAt } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { ticksScene } from "./record-data.ts";

/** Repaints which reasons of a chat are ticked, for those who write in it; its form follows by a script. */
export function ticks(sources: Sources, conversationId: number): Fragment[] {
  return seatsAt(sources, conversationId).flatMap(({ found, member }) => {
    if (ticksScene(sources, found, member) === null) return [];
    return paint(sources, topics.staff(member.id), () => (
      <TicksNowPiece sources={sources} found={found} member={member} />
    ));
  });
}

interface PieceProps {
  sources: Sources;
  found: Conversation;
  member: StaffMember;
}

/** Draws the same for a console that may have missed some; nothing for someone who only reads. */
export function TicksNowPiece({ sources, found, member }: PieceProps) {
  const now = ticksScene(sources, found, member);
  if (now === null) return null;
  return (
    <Replacement target={`#ticked-${found.id}`}>
      <TicksNow id={found.id} chosen={now.chosen} />
    </Replacement>
  );
}
