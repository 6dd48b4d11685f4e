import { besideWhich, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { conversation, openConversations, stateOf, zoneOf } from "#src/conversation/conversation.ts";
import { translate } from "#src/i18n/i18n.ts";
import { bar } from "#src/live/console/bars.tsx";
import { chats } from "#src/live/console/staff-lists.tsx";
import { RoomNow } from "#src/live/console/staff-room.tsx";
import { takenBack } from "#src/queue/overview.ts";
import { may } from "#src/staff/permissions.ts";
import type { StaffMember } from "#src/staff/staff.ts";
import { AboutBeside, type AboutProps } from "#views/counsellor/chat/about.tsx";
import { ApproachNow, type ApproachShown, ApproachTab } from "#views/counsellor/chat/agreed-plan.tsx";
import { BackNote, ComposerState, JustOver, NotYours } from "#views/counsellor/chat/composer.tsx";
import { Alarm, PaneHead } from "#views/counsellor/chat/conversation.tsx";
import { Typing } from "#views/counsellor/chat/message.tsx";
import { writes } from "#views/counsellor/chat/pane.ts";
import { PaneActs } from "#views/counsellor/chat/pane-acts.tsx";
import { Prompts } from "#views/counsellor/chat/prompts.tsx";
import { Sent } from "#views/counsellor/chat/referral-outcome.tsx";
import { HelpAfter } from "#views/counsellor/team/help-wanted.tsx";
import { type AtEnd, type Fragment, paint, paintFor, Replacement, seatsAt } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { prompts } from "./prompts.tsx";
import { offers, shut } from "./staff-colleagues.tsx";
import { approachScene, headScene, helpAfterScene, paneScene } from "./staff-data.ts";
import { LogPiece } from "./staff-log.tsx";
import { NotesNowPiece, TicksNowPiece } from "./staff-notes.tsx";

/** Repaints what became of a call for help in an ended chat. */
export function helpAfter(sources: Sources, conversationId: number): Fragment[] {
  const found = conversation(sources.db, conversationId);
  if (!found || found.endedAt === null || found.counsellorId === null) return [];
  return paintFor(sources, found.counsellorId, (_member, t) => (
    <Replacement target={`#help-after-${conversationId}`}>
      <HelpAfter t={t} id={conversationId} after={helpAfterScene(sources.db, found)} />
    </Replacement>
  ));
}

/** Repaints the head of a chat and what can be done with it, for all who sit at it. */
export function head(sources: Sources, conversationId: number, atEnd: AtEnd = false): Fragment[] {
  const zone = zoneOf(sources.db, conversationId);
  return seatsAt(sources, conversationId, atEnd).flatMap(({ found, member, t }) => {
    const chat = headScene(sources, found, member);
    return paint(
      sources,
      topics.staff(member.id),
      () => <HeadNow t={t} chat={chat} now={sources.clock.now()} zone={zone} />,
      `head ${conversationId}`,
    );
  });
}

function HeadNow({ t, chat, now, zone }: Parameters<typeof PaneHead>[0]) {
  return (
    <>
      <Replacement target={`#head-${chat.id}`}>
        <PaneHead t={t} chat={chat} now={now} zone={zone} />
      </Replacement>
      <Replacement target={`#alarm-${chat.id}`}>
        <Alarm t={t} chat={chat} zone={zone} />
      </Replacement>
      <Replacement target={`#acts-${chat.id}`}>
        <PaneActs t={t} chat={chat} now={now} />
      </Replacement>
    </>
  );
}

/** Repaints what is known of the young person, and the agreed plan. */
export function about(sources: Sources, conversationId: number, atEnd: AtEnd = false): Fragment[] {
  const zone = zoneOf(sources.db, conversationId);
  return seatsAt(sources, conversationId, atEnd).flatMap(({ found, member, t }) =>
    paint(
      sources,
      topics.staff(member.id),
      () => {
        const approach = approachScene(sources.db, conversationId);
        return <AboutNow t={t} chat={headScene(sources, found, member)} zone={zone} approach={approach} />;
      },
      `about ${conversationId}`,
    ),
  );
}

/** While the plan is being written, its field must not be repainted. */
function AboutNow({ t, chat, zone, approach }: AboutProps & { approach: ApproachShown }) {
  const { id } = chat;
  return (
    <>
      <Replacement target={`#about-${id}`}>
        <AboutBeside t={t} chat={chat} zone={zone} approach={approach.now} />
      </Replacement>
      {writes(chat) ? (
        <Replacement target={`#approach-now-${id}`}>
          <ApproachNow t={t} id={id} now={approach.now} />
        </Replacement>
      ) : (
        <Replacement target={`#approach-${id}`}>
          <ApproachTab t={t} id={id} approach={approach} writes={false} refused={null} />
        </Replacement>
      )}
    </>
  );
}

/** Repaints the heads of a line's open chats, as it may have closed. */
export function heads(sources: Sources, lineId: number): Fragment[] {
  return openConversations(sources.db)
    .filter((one) => one.lineId === lineId)
    .flatMap((one) => head(sources, one.id));
}

/** Repaints the heads of the chats someone sits beside. */
export function headsBeside(sources: Sources, staffId: number): Fragment[] {
  return besideWhich(sources.db, staffId).flatMap(({ conversationId }) => head(sources, conversationId));
}

/** Repaints whether the young person has come back after a while. */
export function cameBack(sources: Sources, conversationId: number, atEnd: AtEnd = false): Fragment[] {
  return seatsAt(sources, conversationId, atEnd).flatMap(({ found, member, t }) => {
    const { back: came } = headScene(sources, found, member);
    return paint(
      sources,
      topics.staff(member.id),
      () => (
        <Replacement target={`#back-${conversationId}`}>
          <BackNote t={t} id={conversationId} back={came} />
        </Replacement>
      ),
      `back ${conversationId}`,
    );
  });
}

/** Repaints whether the young person is typing. */
export function youngPersonTypes(
  sources: Sources,
  conversationId: number,
  on: boolean,
  atEnd: AtEnd = false,
): Fragment[] {
  return seatsAt(sources, conversationId, atEnd).flatMap(({ member, t }) =>
    paint(
      sources,
      topics.staff(member.id),
      () => (
        <Replacement target={`#typing-${conversationId}`}>
          <Typing t={t} id={conversationId} on={on} />
        </Replacement>
      ),
      `typing ${conversationId}`,
    ),
  );
}

/** Tells a counsellor in a few words that their chat has ended; their page then asks for the rest, which is heavy. */
export function endedForCounsellor(sources: Sources, conversationId: number): Fragment[] {
  // Its words were deleted at the same moment, so there is no pane to say so in.
  if (isErased(sources, conversationId)) return [];
  const told = seatsAt(sources, conversationId, true).flatMap(({ found, member, t }) => {
    const { endReason, counsellorId } = found;
    if (endReason === null || counsellorId !== member.id) return [];
    return paint(sources, topics.staff(member.id), () => (
      <Replacement target={`#foot-${conversationId}`}>
        <JustOver t={t} id={conversationId} reason={endReason} />
      </Replacement>
    ));
  });
  return [...told, ...over(sources, conversationId, "beside")];
}

/** Repaints the head and composer of a chat that has ended. */
export function over(sources: Sources, conversationId: number, whom: AtEnd = true): Fragment[] {
  const found = conversation(sources.db, conversationId);
  if (!found || stateOf(found) !== "ended") return [];
  const zone = zoneOf(sources.db, conversationId);
  const feet = seatsAt(sources, conversationId, whom).flatMap(({ member, t }) => {
    const chat = paneScene(sources, found, member);
    return paint(sources, topics.staff(member.id), () => (
      <Replacement target={`#foot-${conversationId}`}>
        <ComposerState t={t} chat={chat} clientId="" now={sources.clock.now()} zone={zone} other={null} />
      </Replacement>
    ));
  });
  return [
    ...head(sources, conversationId, whom),
    ...about(sources, conversationId, whom),
    ...youngPersonTypes(sources, conversationId, false, whom),
    ...cameBack(sources, conversationId, whom),
    ...prompts(sources, conversationId, whom),
    ...feet,
  ];
}

/** Draws everything a console may have missed while offline; `open` are the ids of the chats on its screen. */
export function snapshot(sources: Sources, member: StaffMember, open: number[]): string {
  const t = translate(member.language);
  const now = sources.clock.now();
  const shown = open.map((id) => conversation(sources.db, id));
  const mine = shown.filter(
    (one) => one && one.erasedAt === null && may(member, "conversation.read", subjectOf(sources.db, one, now)),
  );
  const pieces = mine.map((one) => {
    const chat = paneScene(sources, one!, member);
    const zone = zoneOf(sources.db, chat.id);
    return (
      <>
        <LogPiece
          t={t}
          id={chat.id}
          lines={chat.messages}
          went={chat.went}
          seen={chat.seen}
          zone={zone}
          me={member.alias}
        />
        <Replacement target={`#sent-${chat.id}`}>
          <Sent t={t} id={chat.id} referrals={chat.referrals} refused={null} />
        </Replacement>
        <NotesNowPiece sources={sources} id={chat.id} me={member} />
        <TicksNowPiece sources={sources} found={one!} me={member} />
        <HeadNow t={t} chat={chat} now={sources.clock.now()} zone={zone} />
        <AboutNow t={t} chat={chat} zone={zone} approach={chat.approach} />
        <Replacement target={`#typing-${chat.id}`}>
          <Typing t={t} id={chat.id} on={chat.typing} />
        </Replacement>
        <Replacement target={`#back-${chat.id}`}>
          <BackNote t={t} id={chat.id} back={chat.back} />
        </Replacement>
        <Replacement target={`#prompts-${chat.id}`}>
          <Prompts t={t} id={chat.id} shown={chat.prompts} zone={zone} />
        </Replacement>
        {chat.ended && (
          <Replacement target={`#foot-${chat.id}`}>
            <ComposerState t={t} chat={chat} clientId="" now={sources.clock.now()} zone={zone} other={null} />
          </Replacement>
        )}
      </>
    );
  });
  const gone = open.filter((id) => !mine.some((one) => one!.id === id));
  const lists = [...bar(sources, member), ...chats(sources, member.id), ...offers(sources, member.id)];
  const room = <RoomNow sources={sources} member={member} />;
  return [...lists.map(({ html }) => html), ...[room, ...pieces, ...notYours(sources, member, gone)].map(String)].join(
    "",
  );
}

function notYours(sources: Sources, member: StaffMember, ids: number[]) {
  const t = translate(member.language);
  const told = takenBack(sources.db, member.id, member.language, sources.clock.now());
  return ids.map((id) => {
    // The page may already show what follows a deleted chat, and keeps it.
    if (isErased(sources, id)) return shut(sources, id, member, { whole: true });
    const became = told.find((one) => one.id === id);
    if (!became) return shut(sources, id, member);
    return (
      <Replacement target={`#foot-${id}`}>
        <NotYours t={t} id={id} became={became} />
      </Replacement>
    );
  });
}

function isErased({ db }: Sources, conversationId: number): boolean {
  return (conversation(db, conversationId)?.erasedAt ?? null) !== null;
}
