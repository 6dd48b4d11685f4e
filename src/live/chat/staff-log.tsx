import { zoneOf } from "#src/conversation/conversation.ts";
import type { Message } from "#src/conversation/messages/message.ts";
import { type Referral, referralsBySeq, referralsOf } from "#src/conversation/messages/referral.ts";
import { isShown, messageOf, messages, messagesWithCards, type Written } from "#src/conversation/reading.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { readable } from "#src/live/youth/youth-data.ts";
import { StaffMessage } from "#views/counsellor/chat/message.tsx";
import { Sent } from "#views/counsellor/chat/referral-outcome.tsx";
import { type Fragment, paint, Replacement, seatsAt } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";

interface LogPieceProps {
  t: Translate;
  id: number;
  lines: Message[];
  went: Map<number, Referral[]>;
  seen: number;
  zone: string;
  me: string;
}

export const LogPiece = ({ id, lines, went, ...around }: LogPieceProps) => (
  <hx-partial hx-target={`#log-${id}`} hx-swap="upsert key:data-seq">
    {lines.map((line) => (
      <StaffMessage {...around} message={line} referrals={went.get(line.seq)} />
    ))}
  </hx-partial>
);

/** Repaints a message for everyone who has its chat open. */
export function writtenMessage(sources: Sources, event: Written): Fragment[] {
  return logPiece(sources, event.conversationId, () => {
    const written = messageOf(sources.db, event);
    return written ? [written] : [];
  });
}

/** Repaints the read marks up to a message (seq), at most 50. */
export function readMarks(sources: Sources, conversationId: number, seq: number): Fragment[] {
  return logPiece(sources, conversationId, () =>
    messages(sources.db, conversationId, seq - 50).filter((one) => one.author === "counsellor" && one.seq <= seq),
  );
}

/** Repaints what was sent from the directory and what came of it, beside the chat and under its cards. */
export function referrals(sources: Sources, conversationId: number): Fragment[] {
  const list = seatsAt(sources, conversationId).flatMap(({ member, t }) =>
    paint(
      sources,
      topics.staff(member.id),
      () => (
        <Replacement target={`#sent-${conversationId}`}>
          <Sent t={t} id={conversationId} referrals={referralsOf(sources.db, conversationId)} refused={null} />
        </Replacement>
      ),
      `sent ${conversationId}`,
    ),
  );
  const cards = () => messagesWithCards(sources.db, conversationId);
  return [...list, ...logPiece(sources, conversationId, cards)];
}

function logPiece(sources: Sources, conversationId: number, concerned: () => Message[]): Fragment[] {
  const zone = zoneOf(sources.db, conversationId);
  return seatsAt(sources, conversationId).flatMap(({ found, member, t }) =>
    paint(sources, topics.staff(member.id), () => {
      const all = concerned().filter((message) => isShown(sources.db, message));
      const lines = all.map((one) => readable(sources.db, t, one, sources.clock.now()));
      const went = lines.some(({ cards }) => cards) ? wentWith(sources.db, conversationId) : new Map();
      const seen = found.youthSeenSeq;
      return <LogPiece t={t} id={conversationId} lines={lines} went={went} seen={seen} zone={zone} me={member.alias} />;
    }),
  );
}

function wentWith(db: DataReader, conversationId: number): Map<number, Referral[]> {
  return referralsBySeq(messagesWithCards(db, conversationId), referralsOf(db, conversationId));
}
