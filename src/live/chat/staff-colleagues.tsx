import { besideWhich, subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { type Conversation, conversation, zoneOf } from "#src/conversation/conversation.ts";
import { urgencyOf } from "#src/conversation/safety/urgent.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { translate } from "#src/i18n/i18n.ts";
import { offeredNow, outsideOf, seatsOf } from "#src/queue/handover/seats.ts";
import { notClosed } from "#src/queue/overview.ts";
import { mayKnowLeft } from "#src/retention/danger/left-readers.ts";
import { may } from "#src/staff/permissions.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { ErasedPane } from "#views/counsellor/after/erased.tsx";
import { ComposerState } from "#views/counsellor/chat/composer.tsx";
import { Handover } from "#views/counsellor/team/handover.tsx";
import { Offers } from "#views/counsellor/team/offers.tsx";
import { OutsidePane, ShutPane } from "#views/counsellor/team/outside.tsx";
import { type Fragment, paint, paintFor, Replacement, seatsAt } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { handingScene } from "./handing-data.ts";
import { erasedScene, paneScene } from "./staff-data.ts";

/** Repaints what is offered to someone, above everything on their console. */
export function offers(sources: Sources, staffId: number): Fragment[] {
  return paintFor(
    sources,
    staffId,
    (member, t) => (
      <Replacement target="#offers">
        <Offers t={t} offered={offeredNow(sources.db, member)} now={sources.clock.now()} />
      </Replacement>
    ),
    "offers",
  );
}

/** Repaints the hand-over tab for the counsellor who offered a chat. */
export function handing(sources: Sources, conversationId: number, staffId: number): Fragment[] {
  const found = conversation(sources.db, conversationId);
  const member = staffMember(sources.db, staffId);
  if (!found || !member || found.counsellorId !== staffId || found.endedAt !== null) return [];
  const at = sources.clock.now();
  const seats = seatsOf(sources.db, found, staffId, at);
  return paint(sources, topics.staff(staffId), () => (
    <Replacement target={`#handover-${conversationId}`}>
      <Handover
        t={translate(member.language)}
        chat={{ id: conversationId, ended: null, seats, urgent: urgencyOf(sources.db, found) }}
        handing={handingScene(sources.db, found, { readerId: staffId, at })}
        now={at}
      />
    </Replacement>
  ));
}

/** Repaints the field to write in, for someone who only read until now. */
export function foot(sources: Sources, conversationId: number, staffId: number): Fragment[] {
  const found = conversation(sources.db, conversationId);
  const member = staffMember(sources.db, staffId);
  if (!found || !member || !mayRead(sources, found, member)) return [];
  return paint(sources, topics.staff(staffId), () => (
    <Replacement target={`#foot-${conversationId}`}>
      <ComposerState
        t={translate(member.language)}
        chat={paneScene(sources, found, member)}
        clientId={newClientId()}
        now={sources.clock.now()}
        zone={zoneOf(sources.db, conversationId)}
        other={null}
      />
    </Replacement>
  ));
}

/** Repaints a chat as others see it, for those (ids) who may not read it any more. */
export function sentAway(sources: Sources, conversationId: number, staffIds: number[]): Fragment[] {
  const found = conversation(sources.db, conversationId);
  if (!found) return [];
  return staffIds
    .flatMap((id) => staffMember(sources.db, id) ?? [])
    .filter((member) => !mayRead(sources, found, member))
    .flatMap((member) =>
      paint(sources, topics.staff(member.id), () => (
        <Replacement target={`#pane-${conversationId}`}>
          <OutsidePane
            t={translate(member.language)}
            chat={outsideOf(sources.db, found, member, sources.clock.now())}
            other={null}
            zone={zoneOf(sources.db, conversationId)}
          />
        </Replacement>
      )),
    );
}

/** Repaints what someone may not read any more, after their roles changed. */
export function rightsOf(sources: Sources, staffId: number): Fragment[] {
  const member = staffMember(sources.db, staffId);
  if (!member) return [];
  const beside = besideWhich(sources.db, staffId).map(
    ({ conversationId }) => conversation(sources.db, conversationId)!,
  );
  return [...beside, ...notClosed(sources.db, staffId)]
    .filter((found) => !mayRead(sources, found, member))
    .flatMap((found) => paint(sources, topics.staff(staffId), () => shut(sources, found.id, member)));
}

/** Removes a chat that its young person deleted from every screen. */
export function erased(sources: Sources, conversationId: number): Fragment[] {
  return seatsAt(sources, conversationId, true).flatMap(({ member }) =>
    paint(sources, topics.staff(member.id), () => shut(sources, conversationId, member)),
  );
}

/** Draws what replaces a chat that may not be read any more; `whole`: with what follows a deleted one, which is heavy. */
export function shut(sources: Sources, id: number, member: StaffMember, { whole = false } = {}) {
  const t = translate(member.language);
  const found = conversation(sources.db, id);
  if (found && found.erasedAt !== null && mayRead(sources, found, member)) {
    const scene = erasedScene(sources, found, member);
    return (
      <Replacement target={`#pane-${id}`}>
        <ErasedPane t={t} chat={whole ? scene : { ...scene, after: null }} other={null} />
      </Replacement>
    );
  }
  const chat = found && outsideOf(sources.db, found, member, sources.clock.now());
  return (
    <Replacement target={`#pane-${id}`}>
      {chat && chat.acts.length > 0 ? (
        <OutsidePane t={t} chat={chat} other={null} zone={zoneOf(sources.db, id)} />
      ) : (
        <ShutPane t={t} id={id} left={found !== undefined && isLeftBehind(sources, found, member)} />
      )}
    </Replacement>
  );
}

function isLeftBehind({ db, clock }: Sources, found: Conversation, member: StaffMember): boolean {
  return found.erasedAt !== null && mayKnowLeft(db, member, found, clock.now());
}

function mayRead({ db, clock }: Sources, found: Conversation, member: StaffMember): boolean {
  return may(member, "conversation.read", subjectOf(db, found, clock.now()));
}
