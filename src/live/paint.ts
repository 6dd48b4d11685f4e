import type { Child } from "hono/jsx";
import { readersOf } from "#src/conversation/colleagues/colleagues.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { type Translate, translate } from "#src/i18n/i18n.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { both, type ChangedRows } from "./throttle.ts";
import { type Sources, topics } from "./topics.ts";

/** A piece of HTML and the topic whose listeners get it. It is drawn when its HTML is asked for. */
export interface Fragment {
  topic: string;
  /** What of the page it takes the place of; a later one for the same place makes it needless. */
  place?: string;
  /** A list of many that may rest a moment while much happens. One that stands beside it without this wish may not. */
  mayRest?: boolean;
  /** The rows of a list that changed: the others stand on the page. Absent: all of them. */
  changed?: ChangedRows;
  readonly html: string;
}

/** A piece for a topic, if anybody is there to see it. */
export function paint(sources: Sources, topic: string, draw: () => Child, place?: string): Fragment[] {
  return place === undefined ? piece(sources, { topic }, draw) : piece(sources, { topic, place, mayRest: false }, draw);
}

/** A piece for the consoles of one member of the staff. */
export function paintFor(
  sources: Sources,
  staffId: number,
  draw: (member: StaffMember, t: Translate) => Child,
  place?: string,
): Fragment[] {
  const topic = topics.staff(staffId);
  const member = sources.hub.heard(topic) ? staffMember(sources.db, staffId) : undefined;
  return member ? paint(sources, topic, () => draw(member, translate(member.language)), place) : [];
}

/** What of a list is painted, and when. */
export interface Part {
  changed?: ChangedRows;
  mayRest?: boolean;
}

/** A list for a topic: `draw` gets which of its rows are wanted. */
export function paintList(
  sources: Sources,
  list: { topic: string; place: string } & Part,
  draw: (changed: ChangedRows) => Child,
): Fragment[] {
  return piece(sources, { mayRest: false, ...list }, draw);
}

function piece(sources: Sources, of: Omit<Fragment, "html">, draw: (changed: ChangedRows) => Child): Fragment[] {
  if (!sources.hub.heard(of.topic)) return [];
  const made: Fragment = {
    ...of,
    get html() {
      return String(draw(made.changed));
    },
  };
  return [made];
}

/**
 * Of several pieces for one place only the last, where it stands. It may rest only if all of them may, and has the rows
 * that changed in any of them.
 */
export function newest(fragments: Fragment[]): Fragment[] {
  const last = new Map<string, Fragment>();
  for (const one of fragments) {
    if (one.place === undefined) continue;
    const before = last.get(placeOf(one));
    if (before) {
      one.mayRest = Boolean(one.mayRest && before.mayRest);
      one.changed = both(one.changed, before.changed);
    }
    last.set(placeOf(one), one);
  }
  return fragments.filter((one) => one.place === undefined || last.get(placeOf(one)) === one);
}

const placeOf = (one: Fragment) => `${one.topic} ${one.place}`;

/** Whether a piece is painted because a conversation has just ended, and for whom then. */
export type AtEnd = boolean | "beside";

/** What a conversation is drawn from for one of those who sit at it. */
export interface Seat {
  found: Conversation;
  member: StaffMember;
  t: Translate;
}

/**
 * Who gets the pieces of a conversation: its counsellor, and the colleagues beside them, each as long as they may read it;
 * nobody while it waits. `atEnd`: also those whom its end has just sent away; "beside": of all of them not its counsellor.
 */
export function seatsAt(sources: Sources, conversationId: number, atEnd: AtEnd = false): Seat[] {
  const found = conversation(sources.db, conversationId);
  if (!found) return [];
  return readersOf(sources.db, found, sources.clock.now(), atEnd !== false)
    .filter(({ id }) => atEnd !== "beside" || id !== found.counsellorId)
    .filter((member) => sources.hub.heard(topics.staff(member.id)))
    .map((member) => ({ found, member, t: translate(member.language) }));
}

/** Everybody of the staff who has a console open. */
export function present({ db, hub }: Sources): StaffMember[] {
  return hub.topics(topics.everyStaff).flatMap((topic) => staffMember(db, topics.staffOf(topic)!) ?? []);
}
