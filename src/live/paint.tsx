import type { Child, PropsWithChildren } from "hono/jsx";
import { readersOf } from "#src/conversation/colleagues/colleagues.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { type Translate, translate } from "#src/i18n/i18n.ts";
import { type StaffMember, staffMember } from "#src/staff/staff.ts";
import { type Sources, topics } from "./topics.ts";

/** Ids; undefined: any row may have changed. */
export type ChangedRows = ReadonlySet<number> | undefined;

/** A list that was put off, and its rows that have changed since. */
export interface Owed {
  topic: string;
  changed: ChangedRows;
}

/** Returns the rows of either. */
export const both = (here: ChangedRows, there: ChangedRows): ChangedRows =>
  here && there && new Set([...here, ...there]);

export interface Fragment {
  topic: string;
  /** A later piece for the same place supersedes it. */
  place?: string;
  /** A list that may rest while much happens, unless a piece beside it may not. */
  mayRest?: boolean;
  changed?: ChangedRows;
  readonly html: string;
}

/** A piece that replaces part of the page, keeping focus, caret and open menus. */
export const Replacement = ({ target, children }: PropsWithChildren<{ target: string }>) => (
  <hx-partial hx-target={target} hx-swap="outerMorph">
    {children}
  </hx-partial>
);

/** Returns a piece for a topic, if anyone listens. */
export function paint(sources: Sources, topic: string, draw: () => Child, place?: string): Fragment[] {
  return place === undefined ? piece(sources, { topic }, draw) : piece(sources, { topic, place, mayRest: false }, draw);
}

/** Returns a piece for the consoles of one member, if any is open. */
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

export interface Part {
  changed?: ChangedRows;
  mayRest?: boolean;
}

/** Returns a list for a topic; `draw` gets the rows that are wanted. */
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

/** Keeps the last of several pieces for one place. It may rest only if all may, and has the changed rows of all. */
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

export type AtEnd = boolean | "beside";

interface Seat {
  found: Conversation;
  member: StaffMember;
  t: Translate;
}

/** Returns who sits at a chat with a console open. `atEnd`: also those its end sent away; "beside": all but its counsellor. */
export function seatsAt(sources: Sources, conversationId: number, atEnd: AtEnd = false): Seat[] {
  const found = conversation(sources.db, conversationId);
  if (!found) return [];
  return readersOf(sources.db, found, sources.clock.now(), atEnd !== false)
    .filter(({ id }) => atEnd !== "beside" || id !== found.counsellorId)
    .filter((member) => sources.hub.heard(topics.staff(member.id)))
    .map((member) => ({ found, member, t: translate(member.language) }));
}

/** Returns the staff who have a console open. */
export function present({ db, hub }: Sources): StaffMember[] {
  return hub.topics(topics.everyStaff).flatMap((topic) => staffMember(db, topics.staffOf(topic)!) ?? []);
}
