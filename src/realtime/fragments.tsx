import type { Event } from "#src/events.ts";
import type { Fragment } from "./paint.ts";
import type { Sources } from "./sources.ts";
import * as staff from "./staff-fragments.tsx";
import * as youth from "./youth-fragments.tsx";

/**
 * Which event repaints what, for whom. What nobody listens to is not rendered. Every event has its line here:
 * one without a decision on who sees it does not compile.
 */
export function fragments(sources: Sources, event: Event): Fragment[] {
  switch (event.type) {
    case "conversation.started":
      return [...staff.queue(sources, event.conversationId), ...staff.bars(sources)];
    case "conversation.claimed":
      return [
        ...staff.queue(sources, event.conversationId),
        ...staff.bars(sources),
        ...staff.chats(sources, event.staffId),
        ...youth.begun(sources, event.conversationId),
        ...youth.everyPlace(sources),
      ];
    case "conversation.given_back":
      return [
        ...staff.queue(sources, event.conversationId),
        ...staff.bars(sources),
        ...staff.chats(sources, event.staffId),
        ...youth.waitsAgain(sources, event.conversationId),
        ...youth.everyPlace(sources),
      ];
    case "conversation.returned":
      return [...staff.head(sources, event.conversationId), ...staff.back(sources, event.conversationId)];
    case "conversation.ended":
      return [
        ...youth.ended(sources, event.conversationId),
        ...(event.staffId === null
          ? [...staff.queue(sources, event.conversationId), ...staff.bars(sources), ...youth.everyPlace(sources)]
          : [...staff.chats(sources, event.staffId), ...staff.over(sources, event.conversationId)]),
      ];
    case "conversation.closed":
      return staff.chats(sources, event.staffId);
    case "message.written":
      return [
        ...youth.message(sources, event),
        ...staff.message(sources, event),
        ...staff.listOf(sources, event.conversationId),
      ];
    case "message.seen":
      return event.by === "youth"
        ? staff.seen(sources, event.conversationId, event.seq)
        : staff.listOf(sources, event.conversationId);
    case "feeling.given":
      if (event.moment === "after") return [];
      return [
        ...youth.feeling(sources, event.conversationId),
        ...staff.listOf(sources, event.conversationId),
        ...staff.head(sources, event.conversationId),
      ];
    case "availability.changed":
      return [...staff.bars(sources), ...youth.everyPlace(sources), ...youth.counsellors(sources, event.staffId)];
    case "staff.heard":
      return youth.counsellors(sources, event.staffId);
    case "typing":
      return event.by === "youth"
        ? staff.typing(sources, event.conversationId, event.on)
        : youth.typing(sources, event.conversationId, event.on);
    case "connection.changed":
      return [...staff.listOf(sources, event.conversationId), ...staff.head(sources, event.conversationId)];
    case "settings.changed":
      return [...staff.bars(sources), ...youth.top(sources, event.after), ...youth.everyPlace(sources)];
    // What was tomorrow is today.
    case "line.day_begun":
      return [...staff.bars(sources), ...youth.everyPlace(sources)];
    // Who serves it, as whom, may have changed: by now every console listens to what it may still hear (repaint.ts).
    case "line.changed":
    case "staff.changed":
      return [
        ...staff.queues(sources),
        ...staff.bars(sources),
        ...staff.everyChats(sources),
        ...youth.everyPlace(sources),
      ];
    case "line.state_changed":
      return [...staff.bars(sources), ...staff.heads(sources, event.lineId)];
    case "line.overridden":
    case "line.override_lifted":
    case "hours.changed":
      return [...staff.bars(sources), ...youth.everyPlace(sources)];
    case "line.closing":
      return [...staff.bars(sources), ...youth.closing(sources, event.lineId)];
    // Seen by nobody as it happens: the pages concerned are read anew by whoever opens them.
    case "conversation.forgotten":
    case "help.rated":
    case "rehearsal.done":
    case "staff.invited":
    case "staff.invitation_withdrawn":
    case "staff.joined":
    case "staff.names_set":
    case "staff.password_link":
    case "staff.password_set":
    case "staff.signed_in":
    case "staff.signed_out":
    case "rules.published":
      return [];
    default:
      return event satisfies never;
  }
}
