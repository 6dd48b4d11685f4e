import type { PropsWithChildren } from "hono/jsx";
import type { Message } from "#src/conversation/messages/message.ts";
import { type Referral, referralsBySeq, referralsOf } from "#src/conversation/messages/referral.ts";
import { messageOf, messages, messagesWithCards, type Written } from "#src/conversation/reading.ts";
import type { DataReader } from "#src/db/db.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { readable } from "#src/live/youth/youth-data.ts";
import { StaffMessage } from "#views/counsellor/chat/message.tsx";
import { Sent } from "#views/counsellor/chat/referral-outcome.tsx";
import { type Fragment, paint, seatsAt } from "../paint.ts";
import { type Sources, topics } from "../topics.ts";
import { isShown, zoneOf } from "./staff-data.ts";

// What those who sit at a conversation see of its words and cards.

/** A piece that takes the place of what is on the page, keeping focus, caret and open menus. */
export const Replacement = ({ target, children }: PropsWithChildren<{ target: string }>) => (
  <hx-partial hx-target={target} hx-swap="outerMorph">
    {children}
  </hx-partial>
);

interface LogPieceProps {
  t: Translate;
  id: number;
  lines: Message[];
  went: Map<number, Referral[]>;
  seen: number;
  zone: string;
  me: string;
}

/** Messages for a log: one that is there is replaced, a new one stands in its place by seq. */
export const LogPiece = ({ id, lines, went, ...around }: LogPieceProps) => (
  <hx-partial hx-target={`#log-${id}`} hx-swap="upsert key:data-seq">
    {lines.map((line) => (
      <StaffMessage {...around} message={line} referrals={went.get(line.seq)} />
    ))}
  </hx-partial>
);

/** A message that was written, for everybody who has its chat open. */
export function writtenMessage(sources: Sources, event: Written): Fragment[] {
  return logPiece(sources, event.conversationId, () => {
    const written = messageOf(sources.db, event);
    return written ? [written] : [];
  });
}

/** The read marks: of the newest message that was read, and of those before it that were not marked yet. */
export function readMarks(sources: Sources, conversationId: number, seq: number): Fragment[] {
  return logPiece(sources, conversationId, () =>
    messages(sources.db, conversationId, seq - 50).filter((one) => one.author === "counsellor" && one.seq <= seq),
  );
}

/** How far it went with what was sent: beside the chat, and under the cards in it. */
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
      const sealed = sources.db.keyring.isSealed(conversationId);
      const all = concerned().filter(({ text }) => isShown(sealed, text));
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
