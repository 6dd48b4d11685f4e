import { hourMs } from "#src/clock.ts";
import { sameWords } from "#src/crypto/idempotency.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { may } from "../permissions.ts";
import { staffMember } from "../staff.ts";
import { placeOnShift, sealOnShift } from "./shift-seal.ts";

export const keptHours = 12;
const keptMs = keptHours * hourMs;

/** In characters. */
export const maxShiftNote = 1_000;

const maxShown = 100;

export interface ShiftNote {
  id: number;
  staffId: number;
  alias: string;
  /** `all` stays in every console until it is read. */
  kind: "room" | "all";
  text: string | null;
  at: number;
  /** Aliases; only for a note to all. */
  readBy: string[];
}

/** Says something in the shift room and returns its id, the same for the same client id. Throws `not_allowed`. */
export function writeShiftNote(
  tx: Tx,
  emit: Emit,
  input: { staffId: number; clientId: string; text: string; toAll: boolean },
): number {
  const { staffId, text, toAll } = input;
  const member = staffMember(tx, staffId);
  if (!member || !may(member, toAll ? "shift.tell_all" : "shift.talk")) throw new HelplineError("not_allowed");
  const kind = toAll ? "all" : "room";
  const { clientId, known } = sameWords(
    input.clientId,
    `${staffId} ${kind} ${text}`,
    (id) => tx.first(byClientId({ clientId: id })),
    (row) => row.staff_id === staffId && row.kind === kind && [text, null].includes(openNote(tx, row)),
  );
  if (known) return known.id;
  // The seal includes the row's id, so the words follow once it is known.
  const row = {
    client_id: clientId,
    staff_id: staffId,
    kind,
    body: new Uint8Array(),
    at: tx.at,
    taken_back_at: null,
  } as const;
  tx.run(q.insertInto("shift_note").values(row));
  const { id } = tx.first(byClientId({ clientId }))!;
  tx.run(
    q
      .updateTable("shift_note")
      .set({ body: sealOnShift(tx, placeOnShift("shift_note", id), text) })
      .where("id", "=", id),
  );
  setSeen(tx, staffId, id);
  emit({ type: "shift.written", noteId: id, staffId, toAll });
  return id;
}

/** The notes that are still kept, newest last; `now` is ms UTC. */
export function shiftNotes(db: DataReader, now: number, after = 0): ShiftNote[] {
  return db
    .all(newestRows({ after, since: now - keptMs }))
    .reverse()
    .map((row) => asNote(db, row));
}

/** How many of the others' notes someone has not seen. */
export function unseenShiftNotes(db: DataReader, staffId: number, now: number): number {
  return db.first(unseen({ staffId, since: keptSince(now) }))!.n;
}

/** Returns the instant since which notes are kept, ms UTC. */
export const keptSince = (now: number) => now - keptMs;

/** Returns a query of how many notes of others since an instant (ms UTC) someone has not seen. */
export function unseenOf(staffId: number, since: number) {
  const seen = q.selectFrom("shift_seen").select("note_id").where("shift_seen.staff_id", "=", staffId);
  return q
    .selectFrom("shift_note")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("shift_note.staff_id", "!=", staffId)
    .where("taken_back_at", "is", null)
    .where((eb) => eb("shift_note.id", ">", eb.fn.coalesce(seen, eb.val(0))))
    .where("at", ">", since);
}

/** Marks someone's notes as seen up to one; never goes back. */
export function seeShiftNotes(tx: Tx, emit: Emit, input: { staffId: number; noteId: number }): void {
  const last = tx.first(q.selectFrom("shift_note").select((eb) => eb.fn.max("id").as("id")))?.id ?? 0;
  const noteId = Math.min(input.noteId, last);
  if (noteId <= (tx.first(seenBy(input))?.note_id ?? 0)) return;
  setSeen(tx, input.staffId, noteId);
  emit({ type: "shift.seen", staffId: input.staffId });
}

/** The notes to all that someone has not read, oldest first. */
export function unreadToAll(db: DataReader, staffId: number, now: number): ShiftNote[] {
  return db.all(unread({ staffId, since: now - keptMs })).map((row) => asNote(db, row));
}

/** Marks a note to all as read; twice changes nothing. Throws `not_found`. */
export function readToAll(tx: Tx, emit: Emit, input: { staffId: number; noteId: number }): void {
  const { staffId, noteId } = input;
  if (!tx.first(toAll({ noteId }))) throw new HelplineError("not_found");
  const known = q.selectFrom("shift_note_read").select("at").where("note_id", "=", noteId);
  if (tx.first(known.where("staff_id", "=", staffId))) return;
  tx.run(q.insertInto("shift_note_read").values({ note_id: noteId, staff_id: staffId, at: tx.at }));
  emit({ type: "shift.read", noteId, staffId });
}

/** Takes a note to all back from every console. Throws `not_allowed`, `not_found`. */
export function takeBackToAll(tx: Tx, emit: Emit, input: { staffId: number; noteId: number }): void {
  const { staffId, noteId } = input;
  const member = staffMember(tx, staffId);
  if (!member || !may(member, "shift.tell_all")) throw new HelplineError("not_allowed");
  if (!tx.first(toAll({ noteId }))) throw new HelplineError("not_found");
  tx.run(q.updateTable("shift_note").set({ taken_back_at: tx.at }).where("id", "=", noteId));
  emit({ type: "shift.taken_back", noteId, staffId });
}

/** Whether notes or drafts of the shift room are due to be deleted. */
export function hasOldShiftNotes(db: DataReader, now: number): boolean {
  const until = now - keptMs;
  return db.first(old({ until })) !== undefined || db.first(oldDrafts({ until })) !== undefined;
}

/** Deletes the notes and drafts that are due. */
export function forgetShiftNotes(tx: Tx, emit: Emit): void {
  tx.run(q.deleteFrom("shift_note").where("at", "<=", tx.at - keptMs));
  tx.run(q.deleteFrom("shift_draft").where("at", "<=", tx.at - keptMs));
  emit({ type: "shift.forgotten" });
}

function setSeen(tx: Tx, staffId: number, noteId: number) {
  tx.run(q.replaceInto("shift_seen").values({ staff_id: staffId, note_id: noteId }));
}

type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

function asNote(db: DataReader, row: Row): ShiftNote {
  return {
    id: row.id,
    staffId: row.staff_id,
    alias: row.alias,
    kind: row.kind,
    text: openNote(db, row),
    at: row.at,
    readBy: row.kind === "all" ? db.all(readers({ noteId: row.id })).map(({ alias }) => alias) : [],
  };
}

function openNote(db: DataReader, { id, body }: { id: number; body: Uint8Array }) {
  return db.keyring.open(placeOnShift("shift_note", id), body);
}

function rows() {
  return q
    .selectFrom("shift_note")
    .innerJoin("staff", "staff.id", "shift_note.staff_id")
    .select([
      "shift_note.id",
      "shift_note.staff_id",
      "staff.alias",
      "shift_note.kind",
      "shift_note.body",
      "shift_note.at",
    ])
    .where("shift_note.taken_back_at", "is", null);
}

const newestRows = prepared((v: { after: number; since: number }) =>
  rows()
    .where("shift_note.id", ">", v.after)
    .where("shift_note.at", ">", v.since)
    .orderBy("shift_note.id", "desc")
    .limit(maxShown),
);
const unread = prepared((v: { staffId: number; since: number }) =>
  rows()
    .where("shift_note.kind", "=", "all")
    .where("shift_note.staff_id", "!=", v.staffId)
    .where("shift_note.at", ">", v.since)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("shift_note_read")
            .select("shift_note_read.at")
            .whereRef("shift_note_read.note_id", "=", "shift_note.id")
            .where("shift_note_read.staff_id", "=", v.staffId),
        ),
      ),
    )
    .orderBy("shift_note.id"),
);
const readers = prepared((v: { noteId: number }) =>
  q
    .selectFrom("shift_note_read")
    .innerJoin("staff", "staff.id", "shift_note_read.staff_id")
    .select("staff.alias")
    .where("note_id", "=", v.noteId)
    .orderBy("staff.alias"),
);
const toAll = prepared((v: { noteId: number }) =>
  q
    .selectFrom("shift_note")
    .select("id")
    .where("id", "=", v.noteId)
    .where("kind", "=", "all")
    .where("taken_back_at", "is", null),
);
const byClientId = prepared((v: { clientId: string }) =>
  q.selectFrom("shift_note").select(["id", "staff_id", "kind", "body"]).where("client_id", "=", v.clientId),
);
const seenBy = prepared((v: { staffId: number }) =>
  q.selectFrom("shift_seen").select("note_id").where("staff_id", "=", v.staffId),
);
const unseen = prepared((v: { staffId: number; since: number }) => unseenOf(v.staffId, v.since));
const old = prepared((v: { until: number }) =>
  q.selectFrom("shift_note").select("id").where("at", "<=", v.until).limit(1),
);
const oldDrafts = prepared((v: { until: number }) =>
  q.selectFrom("shift_draft").select("staff_id").where("at", "<=", v.until).limit(1),
);
