import type { Child } from "hono/jsx";
import { readersOf } from "#src/conversation/colleagues.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { type Translate, translate } from "#src/i18n/i18n.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { type Sources, topics } from "./sources.ts";

/** A piece of HTML and the topic whose listeners get it. It is drawn when its HTML is asked for. */
export interface Fragment {
  topic: string;
  /** What of the page it takes the place of; a later one for the same place makes it needless. */
  place?: string;
  /** A list of many that may rest a moment while much happens. One that stands beside it without this wish may not. */
  mayRest?: boolean;
  readonly html: string;
}

/** A piece for a topic, if anybody is there to see it. */
export function paint(sources: Sources, topic: string, draw: () => Child, place?: string, mayRest = false): Fragment[] {
  if (!sources.hub.heard(topic)) return [];
  return [
    {
      topic,
      ...(place === undefined ? {} : { place, mayRest }),
      get html() {
        return String(draw());
      },
    },
  ];
}

/** Of several pieces for one place only the last, where it stands. It may rest only if all of them may. */
export function newest(fragments: Fragment[]): Fragment[] {
  const last = new Map<string, Fragment>();
  for (const one of fragments) {
    if (one.place === undefined) continue;
    const before = last.get(placeOf(one));
    if (before && !before.mayRest) one.mayRest = false;
    last.set(placeOf(one), one);
  }
  return fragments.filter((one) => one.place === undefined || last.get(placeOf(one)) === one);
}

const placeOf = (one: Fragment) => `${one.topic} ${one.place}`;

/** What a conversation is drawn from for one of those who sit at it. */
export interface Seat {
  found: Conversation;
  member: StaffMember;
  t: Translate;
}

/**
 * Who gets the pieces of a conversation: its counsellor, and the colleagues beside them, each as long as they may read it;
 * nobody while it waits. `atEnd`: also those whom its end has just sent away.
 */
export function seatsAt(sources: Sources, conversationId: number, atEnd = false): Seat[] {
  const found = conversation(sources.db, conversationId);
  if (!found) return [];
  return readersOf(sources.db, found, sources.clock.now(), atEnd)
    .filter((member) => sources.hub.heard(topics.staff(member.id)))
    .map((member) => ({ found, member, t: translate(member.language) }));
}

/** Everybody of the staff who has a console open. */
export function present({ db, hub }: Sources): StaffMember[] {
  return hub.topics(topics.everyStaff).flatMap((topic) => staffMember(db, topics.staffOf(topic)!) ?? []);
}
