import { type SideNote, sideNotes, unreadNotes } from "#src/conversation/colleagues/side-notes.ts";
import { type Conversation, zoneOf } from "#src/conversation/conversation.ts";
import { translate } from "#src/i18n/i18n.ts";
import { chats } from "#src/live/console/staff-lists.tsx";
import type { StaffMember } from "#src/staff/staff.ts";
import { TicksNow } from "#views/counsellor/after/ticks.tsx";
import { Note, NoteInLog, NotesMark } from "#views/counsellor/team/notes.tsx";
import { type Fragment, paint, Replacement, seatsAt } from "../paint.tsx";
import { type Sources, topics } from "../topics.ts";
import { ticksScene } from "./record-data.ts";

// Every piece goes by `forSeats` to the consoles of those who sit at the chat, and to nobody else.
// What is ticked goes to those of them who write in it.

/** Repaints a new note in the log and beside its chat, on its tab and in the list. */
export function sideNoteWritten(sources: Sources, conversationId: number, seq: number): Fragment[] {
  const pieces = forSeats(sources, conversationId, (member) => (
    <>
      <NotesPiece
        sources={sources}
        id={conversationId}
        notes={sideNotes(sources.db, conversationId, seq - 1)}
        me={member}
      />
      <Mark sources={sources} id={conversationId} me={member} />
    </>
  ));
  const lists = seatsAt(sources, conversationId).flatMap(({ member }) => chats(sources, member.id, conversationId));
  return [...pieces, ...lists];
}

/** Repaints someone's own marks, once they have read the notes. */
export function sideNoteMarks(sources: Sources, conversationId: number, staffId: number): Fragment[] {
  const own = forSeats(
    sources,
    conversationId,
    (member) => <Mark sources={sources} id={conversationId} me={member} />,
    staffId,
  );
  return [...own, ...chats(sources, staffId, conversationId)];
}

/** Draws every note beside a chat, for a console that may have missed some. */
export function NotesNowPiece({ sources, id, me }: { sources: Sources; id: number; me: StaffMember }) {
  return (
    <>
      <NotesPiece sources={sources} id={id} notes={sideNotes(sources.db, id)} me={me} />
      <Mark sources={sources} id={id} me={me} />
    </>
  );
}

/** Repaints which reasons of a chat are ticked, for those who write in it; their forms follow by a script. */
export function ticks(sources: Sources, conversationId: number): Fragment[] {
  return seatsAt(sources, conversationId).flatMap(({ found, member }) => {
    if (ticksScene(sources, found, member) === null) return [];
    return paint(sources, topics.staff(member.id), () => <TicksNowPiece sources={sources} found={found} me={member} />);
  });
}

/** Draws the same for a console that may have missed some; nothing for someone who only reads. */
export function TicksNowPiece({ sources, found, me }: { sources: Sources; found: Conversation; me: StaffMember }) {
  const now = ticksScene(sources, found, me);
  if (now === null) return null;
  return (
    <Replacement target={`#ticked-${found.id}`}>
      <TicksNow id={found.id} chosen={now.chosen} />
    </Replacement>
  );
}

function forSeats(
  sources: Sources,
  conversationId: number,
  draw: (member: StaffMember) => ReturnType<typeof NotesNowPiece>,
  only?: number,
): Fragment[] {
  return seatsAt(sources, conversationId)
    .filter(({ member }) => only === undefined || member.id === only)
    .flatMap(({ member }) => paint(sources, topics.staff(member.id), () => draw(member)));
}

interface PieceProps {
  sources: Sources;
  id: number;
  me: StaffMember;
}

function NotesPiece({ sources, id, notes, me }: PieceProps & { notes: SideNote[] }) {
  const zone = zoneOf(sources.db, id);
  const t = translate(me.language);
  return (
    <>
      <hx-partial hx-target={`#notes-${id}`} hx-swap="upsert key:data-seq">
        {notes.map((note) => (
          <Note t={t} id={id} note={note} zone={zone} me={me.id} />
        ))}
      </hx-partial>
      <hx-partial hx-target={`#log-${id}`} hx-swap="upsert key:data-seq">
        {notes.map((note) => (
          <NoteInLog t={t} id={id} note={note} zone={zone} />
        ))}
      </hx-partial>
    </>
  );
}

function Mark({ sources, id, me }: PieceProps) {
  const unread = unreadNotes(sources.db, { conversationId: id, staffId: me.id });
  return (
    <Replacement target={`#notes-mark-${id}`}>
      <NotesMark t={translate(me.language)} id={id} unread={unread} />
    </Replacement>
  );
}
