import { zoneOf } from "#src/conversation/conversation.ts";
import type { DataReader } from "#src/db/db.ts";
import { type Language, languages, translate } from "#src/i18n/i18n.ts";
import { chatsInHand } from "#src/queue/capacity.ts";
import { may } from "#src/staff/permissions.ts";
import type { StaffPresence } from "#src/staff/shift/presence.ts";
import { shiftNotes, unreadToAll, unseenShiftNotes } from "#src/staff/shift/shift-room.ts";
import { everyone, type StaffMember } from "#src/staff/staff.ts";
import { type OnShift, ShiftLine, ShiftMark, ShiftPeople, ToAll } from "#views/counsellor/line/shift.tsx";
import { type ChangedRows, type Fragment, paint, paintList, present, Replacement } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { liveBarsOf } from "./bars.tsx";

// The room goes to consoles (`topics.staff`), and nowhere else.

/** Returns those who are on shift or in a chat, by alias; someone who stands outside the shift is never listed. */
export function onShift(db: DataReader, staff: StaffPresence): OnShift[] {
  const inHand = chatsInHand(db);
  return everyone(db)
    .filter((one) => may(one, "shift.talk"))
    .map((one) => ({ ...one, chats: inHand.get(one.id) ?? 0 }))
    .filter((one) => one.availability === "available" || one.chats > 0 || !staff.isGone(one.id))
    .map(({ id, alias, availability, chats }) => ({
      id,
      alias,
      availability: availability === "available" ? ("available" as const) : ("away" as const),
      chats,
    }));
}

/** Repaints who is on shift on every console; for some (ids) only their rows and live bars. */
export function peopleOnShift(sources: Sources, ...staffIds: number[]): Fragment[] {
  const changed = staffIds.length > 0 ? new Set(staffIds) : undefined;
  const lists = languages.flatMap((language) =>
    paintList(sources, { topic: topics.shift(language), place: "people", changed }, (wanted) => (
      <PeopleNow language={language} people={onShift(sources.db, sources.staff)} changed={wanted} />
    )),
  );
  const withBar = staffIds.filter((id) => sources.hub.heard(topics.bar(id)));
  return withBar.length === 0 ? lists : [...lists, ...liveBarsOf(sources, ...withBar)];
}

export const everybody = ({ db, staff }: Sources, { language }: StaffMember) =>
  String(<PeopleNow language={language} people={onShift(db, staff)} />);

function PeopleNow({ language, people, changed }: { language: Language; people: OnShift[]; changed?: ChangedRows }) {
  const order = changed && people.map(({ id }) => id);
  const shown = changed ? people.filter(({ id }) => changed.has(id)) : people;
  return (
    <Replacement target="#shift-people">
      <ShiftPeople t={translate(language)} people={shown} order={order} />
    </Replacement>
  );
}

/** Repaints a note, and its marks, when it was written or read. */
export function shiftNote(sources: Sources, noteId: number): Fragment[] {
  return forEach(sources, (member) => (
    <>
      <Lines sources={sources} member={member} after={noteId - 1} upTo={noteId} />
      <Marks sources={sources} member={member} />
    </>
  ));
}

/** Repaints the whole room, when something in it is gone. */
export function everything(sources: Sources): Fragment[] {
  return forEach(sources, (member) => (
    <>
      <Replacement target="#shift-notes">
        <ol id="shift-notes" class="note-list">
          <LineItems sources={sources} member={member} after={0} />
        </ol>
      </Replacement>
      <Marks sources={sources} member={member} />
    </>
  ));
}

/** Repaints the marks of a member who has seen everything. */
export function shiftMarks(sources: Sources, staffId: number): Fragment[] {
  return forEach(sources, (member) => <Marks sources={sources} member={member} />, staffId);
}

/** Draws all that a console may have missed of the room. */
export function RoomNow({ sources, member }: { sources: Sources; member: StaffMember }) {
  return (
    <>
      <PeopleNow language={member.language} people={onShift(sources.db, sources.staff)} />
      <Lines sources={sources} member={member} after={0} />
      <Marks sources={sources} member={member} />
    </>
  );
}

interface Of {
  sources: Sources;
  member: StaffMember;
}

function Lines(props: Of & { after: number; upTo?: number }) {
  return (
    <hx-partial hx-target="#shift-notes" hx-swap="upsert key:data-seq">
      <LineItems {...props} />
    </hx-partial>
  );
}

function LineItems({ sources, member, after, upTo = Number.POSITIVE_INFINITY }: Of & { after: number; upTo?: number }) {
  const { db, clock } = sources;
  const around = {
    t: translate(member.language),
    me: member.id,
    zone: zoneOf(db, 0),
    mayTellAll: may(member, "shift.tell_all"),
  };
  return (
    <>
      {shiftNotes(db, clock.now(), after)
        .filter(({ id }) => id <= upTo)
        .map((note) => (
          <ShiftLine {...around} note={note} />
        ))}
    </>
  );
}

function Marks({ sources, member }: Of) {
  const { db, clock } = sources;
  const t = translate(member.language);
  return (
    <>
      <Replacement target="#shift-mark">
        <ShiftMark t={t} unseen={unseenShiftNotes(db, member.id, clock.now())} />
      </Replacement>
      <Replacement target="#to-all">
        <ToAll t={t} notes={unreadToAll(db, member.id, clock.now())} />
      </Replacement>
    </>
  );
}

function forEach(
  sources: Sources,
  draw: (member: StaffMember) => ReturnType<typeof RoomNow>,
  only?: number,
): Fragment[] {
  return present(sources)
    .filter(({ id }) => only === undefined || id === only)
    .flatMap((member) => paint(sources, topics.staff(member.id), () => draw(member)));
}
