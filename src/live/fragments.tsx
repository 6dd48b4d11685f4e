import { noticeOf, type Written } from "#src/conversation/reading.ts";
import { wasAskedWhere } from "#src/conversation/safety/where.ts";
import type { Event } from "#src/events.ts";
import * as emergency from "./chat/emergency-fragments.tsx";
import * as prompts from "./chat/prompts.tsx";
import { recordKept } from "./chat/record-fragments.ts";
import * as colleagues from "./chat/staff-colleagues.tsx";
import * as staff from "./chat/staff-fragments.tsx";
import * as log from "./chat/staff-log.tsx";
import * as notes from "./chat/staff-notes.tsx";
import { wordsShut } from "./chat/words-shut.tsx";
import * as bar from "./console/bars.tsx";
import { isConcernEvent, ofConcern } from "./console/complaint-fragments.ts";
import * as danger from "./console/danger-fragments.ts";
import { forYou, toAnswer } from "./console/news-fragments.tsx";
import { overviews } from "./console/overview-fragments.tsx";
import { practiceChanged } from "./console/practice-data.tsx";
import * as lists from "./console/staff-lists.tsx";
import * as shift from "./console/staff-room.tsx";
import type { Fragment } from "./paint.tsx";
import { isUnseen } from "./silent-events.ts";
import { type Sources, topics } from "./topics.ts";
import * as youth from "./youth/youth-fragments.tsx";

/** Returns the pieces an event repaints. An event decided neither here nor in silent-events.ts does not compile. */
export function fragments(sources: Sources, event: Event): Fragment[] {
  const isSeenFromAbove = sources.hub.topics(topics.everyOverview).length > 0;
  return [...pieces(sources, event), ...(isSeenFromAbove ? overviews(sources, event) : [])];
}

function pieces(sources: Sources, event: Event): Fragment[] {
  switch (event.type) {
    case "conversation.started":
      return lists.queue(sources, event.conversationId);
    case "message.rewritten":
      return [
        ...lists.queue(sources, event.conversationId),
        ...youth.rewritten(sources, event.conversationId, event.seq),
      ];
    case "conversation.claimed":
      return [
        ...lists.queue(sources, event.conversationId),
        ...lists.chats(sources, event.staffId, event.conversationId),
        ...shift.peopleOnShift(sources, event.staffId),
        ...youth.begun(sources, event.conversationId),
        ...youth.everyPlace(sources),
      ];
    case "conversation.given_back":
    case "conversation.passed_on":
      return [
        ...lists.queue(sources, event.conversationId, "fromLineId" in event ? event : {}),
        ...bar.bars(sources),
        ...[event.staffId, ...event.beside].flatMap((staffId) => lists.chats(sources, staffId, event.conversationId)),
        ...colleagues.sentAway(sources, event.conversationId, [event.staffId, ...event.beside]),
        ...("offeredTo" in event ? event.offeredTo : []).flatMap((staffId) => colleagues.offers(sources, staffId)),
        ...shift.peopleOnShift(sources, event.staffId),
        ...youth.waitsAgain(sources, event.conversationId),
        ...youth.everyPlace(sources),
      ];
    case "conversation.joined":
    case "conversation.read_along":
      return [
        ...bar.helpBars(sources, event.conversationId),
        ...staff.head(sources, event.conversationId),
        ...lists.chats(sources, event.staffId, event.conversationId),
        ...colleagues.foot(sources, event.conversationId, event.staffId),
      ];
    case "conversation.left":
      return [
        ...bar.helpBars(sources, event.conversationId),
        ...staff.head(sources, event.conversationId),
        ...lists.chats(sources, event.staffId, event.conversationId),
        ...colleagues.sentAway(sources, event.conversationId, [event.staffId]),
      ];
    case "conversation.offered":
    case "conversation.offer_settled":
      return [
        ...staff.head(sources, event.conversationId),
        ...colleagues.handing(sources, event.conversationId, event.staffId),
        ...colleagues.offers(sources, event.to),
      ];
    case "conversation.handed_over":
    case "conversation.taken_over":
      return [
        ...lists.queueOfLeft(sources, event.conversationId, event.from),
        ...staff.head(sources, event.conversationId),
        ...lists.chats(sources, event.staffId, event.conversationId),
        ...lists.chats(sources, event.from, event.conversationId),
        ...bar.helpBars(sources, event.conversationId),
        ...colleagues.foot(sources, event.conversationId, event.staffId),
        ...colleagues.sentAway(sources, event.conversationId, [event.from]),
        ...event.offeredTo.flatMap((staffId) => colleagues.offers(sources, staffId)),
        ...shift.peopleOnShift(sources, event.staffId, event.from),
        ...emergency.emergencyMoved(sources, event.conversationId, event.staffId, event.from),
        ...youth.state(sources, event.conversationId),
      ];
    case "conversation.moved":
      return youth.movedAway(sources, event.conversationId);
    case "conversation.reopened":
      return [
        ...lists.queue(sources, event.conversationId),
        ...bar.bars(sources),
        ...(event.staffId === null
          ? []
          : [
              ...lists.chats(sources, event.staffId, event.conversationId),
              ...colleagues.sentAway(sources, event.conversationId, [event.staffId]),
            ]),
        ...youth.everyPlace(sources),
      ];
    case "conversation.returned":
      return [...staff.head(sources, event.conversationId), ...staff.cameBack(sources, event.conversationId)];
    case "conversation.ended":
      return [
        ...youth.chatEnded(sources, event.conversationId),
        ...bar.helpBars(sources, event.conversationId),
        ...emergency.emergencyMoved(sources, event.conversationId, event.staffId),
        ...(event.staffId === null
          ? [...lists.queue(sources, event.conversationId), ...youth.everyPlace(sources)]
          : [
              ...lists.queueOfLeft(sources, event.conversationId, event.staffId),
              ...lists.endedLists(sources, event.conversationId),
              ...staff.endedForCounsellor(sources, event.conversationId),
              ...shift.peopleOnShift(sources, event.staffId),
            ]),
      ];
    case "note.written":
      return notes.sideNoteWritten(sources, event.conversationId, event.seq);
    case "note.seen":
      return notes.sideNoteMarks(sources, event.conversationId, event.staffId);
    case "shift.written":
    case "shift.read":
      return shift.shiftNote(sources, event.noteId);
    case "practice.changed":
      return practiceChanged(sources, event.practiceId);
    case "shift.seen":
      return shift.shiftMarks(sources, event.staffId);
    case "shift.taken_back":
    case "shift.forgotten":
      return shift.everything(sources);
    case "help.asked":
    case "help.taken_back":
    case "help.seen":
      return [
        ...bar.bars(sources),
        ...staff.head(sources, event.conversationId),
        ...staff.helpAfter(sources, event.conversationId),
      ];
    case "debrief.given":
    case "thanks.given":
    case "urgent.unanswered":
      return bar.bars(sources);
    case "emergency.acknowledged":
    case "emergency.calling":
    case "emergency.phoned":
      return [...emergency.answered(sources, event.emergencyId), ...bar.bars(sources)];
    case "danger.left":
    case "danger.deleted":
    case "danger.closed":
    case "conversation.erased":
      return danger.left(sources, event);
    case "danger.opened":
      return danger.barsOfSupervisors(sources);
    case "staff.new_chats":
      return [...bar.ownBar(sources, event.staffId), ...lists.chats(sources, event.staffId)];
    case "conversation.aside_undone":
      return [
        ...lists.chats(sources, event.staffId, event.conversationId),
        ...staff.over(sources, event.conversationId),
      ];
    case "conversation.closing":
    case "conversation.sealed":
      return wordsShut(sources, event.conversationId, event.type === "conversation.sealed");
    case "conversation.closed":
      return lists.chats(sources, event.staffId, event.conversationId);
    case "message.written":
      return [
        ...youth.messageWritten(sources, event),
        ...log.writtenMessage(sources, event),
        ...whereWritten(sources, event),
        ...(noticeOf(sources.db, event) === "notice.later"
          ? emergency.laterOffered(sources, event.conversationId)
          : []),
        ...lists.listOf(sources, event.conversationId),
        ...lists.steppedIn(sources, event.conversationId),
      ];
    case "conversation.paused":
    case "conversation.resumed":
      return [
        ...lists.queueOfLeft(sources, event.conversationId, event.staffId),
        ...lists.listOf(sources, event.conversationId),
        ...staff.head(sources, event.conversationId),
        ...prompts.prompts(sources, event.conversationId),
        ...youth.silence(sources, event.conversationId),
      ];
    case "silence.stepped":
      return [
        ...prompts.prompts(sources, event.conversationId),
        ...(event.step === "step_in" ? lists.queue(sources, event.conversationId) : []),
        ...(event.step === "warn" ? youth.silence(sources, event.conversationId) : []),
      ];
    case "conversation.stays":
    case "length.noted":
      return prompts.prompts(sources, event.conversationId);
    case "silence.broken":
      return [...prompts.prompts(sources, event.conversationId), ...youth.silence(sources, event.conversationId)];
    case "message.seen":
      return event.by === "youth"
        ? log.readMarks(sources, event.conversationId, event.seq)
        : [...lists.listOf(sources, event.conversationId), ...youth.readByCounsellor(sources, event.conversationId)];
    case "approach.changed":
      return staff.about(sources, event.conversationId);
    case "goal.changed":
      return staff.head(sources, event.conversationId);
    case "reasons.ticked":
      return notes.ticks(sources, event.conversationId);
    case "feeling.given":
      if (event.moment === "after") return [];
      return [
        ...youth.feelingQuestion(sources, event.conversationId),
        ...lists.listOf(sources, event.conversationId),
        ...staff.head(sources, event.conversationId),
        ...staff.about(sources, event.conversationId),
      ];
    case "availability.changed":
      return [
        ...bar.bars(sources),
        ...emergency.cameOrWent(sources, event.staffId),
        ...youth.everyPlace(sources),
        ...youth.counsellorPresence(sources, event.staffId),
      ];
    case "debrief.settled":
    case "thanks.screened":
      return [...bar.bars(sources), ...forYou(sources, event.staffId)];
    case "told":
      return [...toAnswer(sources, event.staffId), ...forYou(sources, event.staffId)];
    case "wrap_up.changed":
      return bar.busy(sources, event.staffId);
    case "staff.heard":
      return [
        ...youth.counsellorPresence(sources, event.staffId),
        ...lists.queuesBeside(sources, event.staffId),
        ...emergency.cameOrWent(sources, event.staffId),
      ];
    case "typing":
      return event.by === "youth"
        ? staff.youngPersonTypes(sources, event.conversationId, event.on)
        : youth.counsellorTypes(sources, event.conversationId, event.on, event.staffId);
    case "connection.changed":
      return [...lists.listOf(sources, event.conversationId), ...staff.head(sources, event.conversationId)];
    case "settings.changed":
      return [
        ...bar.bars(sources),
        ...youth.top(sources, event.after),
        ...youth.everyPlace(sources),
        // It may change who is first, when a chat comes back, and whose hands are full.
        ...(event.subject === "chats" ? [...lists.queues(sources), ...lists.everyChats(sources)] : []),
      ];
    // Who serves a line may have changed; by now every console listens to what it may still hear (repaint.ts).
    case "line.changed":
    case "staff.changed":
    case "stage.changed":
      return [
        ...(event.type !== "line.changed"
          ? [
              ...colleagues.rightsOf(sources, event.staffId),
              ...staff.headsBeside(sources, event.staffId),
              ...shift.peopleOnShift(sources),
            ]
          : []),
        ...lists.queues(sources),
        ...bar.bars(sources),
        ...lists.everyChats(sources),
        ...youth.everyPlace(sources),
      ];
    case "line.state_changed":
      return [
        ...bar.doorBars(sources),
        ...staff.heads(sources, event.lineId),
        ...prompts.ofLine(sources, event.lineId),
      ];
    case "line.day_begun":
    case "line.overridden":
    case "line.override_lifted":
      return [...bar.doorBars(sources), ...youth.everyPlace(sources)];
    case "hours.changed":
      return [...bar.hoursInBars(sources, event), ...youth.everyPlace(sources)];
    case "wait.outlook":
      return youth.everyPlace(sources);
    case "line.closing":
      return [...bar.doorBars(sources), ...youth.closing(sources, event.lineId)];
    case "record.begun":
    case "record.finished":
    case "record.reopened":
      return recordKept(sources, event, event.type !== "record.begun");
    case "address.asked":
    case "address.confirmed":
    case "address.shown":
      return emergency.emergencyShown(sources, event.conversationId);
    case "emergency.declared":
    case "emergency.changed":
      return [...emergency.changed(sources, event.conversationId), ...bar.bars(sources)];
    case "conversation.danger_said":
      return event.staffId === null
        ? [...lists.queue(sources, event.conversationId), ...youth.saidInDanger(sources, event.conversationId)]
        : [...emergency.urgent(sources, event.conversationId), ...staff.about(sources, event.conversationId)];
    case "conversation.risk_marked":
      return [...emergency.urgent(sources, event.conversationId), ...staff.about(sources, event.conversationId)];
    case "conversation.urgent_marked":
      return emergency.urgent(sources, event.conversationId);
    case "conversation.watched":
      return emergency.watchedNow(sources, event);
    case "opening.asked":
    case "opening.agreed":
      return emergency.everyOpening(sources, event.of === "concern" ? event.conversationId : null);
    case "referral.noted":
      return log.referrals(sources, event.conversationId);
    default:
      if (isUnseen(event)) return [];
      if (isConcernEvent(event)) return ofConcern(sources, event);
      return event satisfies never;
  }
}

/** A notice asks where they are, and whatever they write from then on may be the answer. */
function whereWritten(sources: Sources, event: Written): Fragment[] {
  const { conversationId, author } = event;
  const asks = noticeOf(sources.db, event) === "notice.where";
  if (!asks && !(author === "youth" && wasAskedWhere(sources.db, conversationId))) return [];
  return [...youth.whereAnswered(sources, event), ...emergency.askedWhere(sources, conversationId)];
}
