import { printable, tidy } from "#src/conversation/messages/writing.ts";
import { sameWords } from "#src/crypto/idempotency.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { stateOf } from "../conversation.ts";
import { allowedIn } from "./colleagues.ts";

// Side notes are for colleagues only: they have tables of their own, and nothing shown to young people reads them.

const maxSideNote = 2_000;

export interface SideNote {
  seq: number;
  staffId: number;
  alias: string;
  text: string | null;
  at: number;
  /** Seq of the last message before it: its place in the log. */
  after: number;
}

interface Of extends Record<string, unknown> {
  conversationId: number;
  staffId: number;
}

/** Returns the words of a form, 1 to 2,000 characters. Throws `bad_input`, `too_long`. */
export function readNote(raw = ""): string {
  const text = tidy(raw);
  if (text === "") throw new HelplineError("bad_input", "error.empty", {}, "text");
  if (text.length > maxSideNote) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: maxSideNote }, "text");
  }
  return text;
}

/** Writes a side note and returns its seq; the same words and client id are one note. Throws `not_allowed`, `ended`. */
export function writeNote(tx: Tx, emit: Emit, input: Of & { clientId: string; text: string }): number {
  const { conversationId, staffId, text } = input;
  const found = allowedIn(tx, input, "conversation.note");
  const { clientId, known } = sameWords(
    input.clientId,
    `${staffId} ${text}`,
    (id) => tx.first(byClientId({ conversationId, clientId: id })),
    (row) => row.staff_id === staffId && [text, null].includes(openNote(tx, conversationId, row)),
  );
  if (known) return known.seq;
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  const seq = lastNote(tx, conversationId) + 1;
  const body = tx.keyring.seal(placeOf(conversationId, seq), text);
  const row = { conversation_id: conversationId, seq, client_id: clientId, staff_id: staffId, body, at: tx.at };
  tx.run(q.insertInto("side_note").values(row));
  setOwn(tx, input, { seen_seq: seq, draft: null });
  emit({ type: "note.written", conversationId, seq, staffId });
  return seq;
}

/** Returns the notes after a seq (0 for all), in order. */
export function sideNotes(db: DataReader, conversationId: number, after = 0): SideNote[] {
  return db.all(rowsAfter({ conversationId, after })).map((row) => ({
    seq: row.seq,
    staffId: row.staff_id,
    alias: row.alias,
    text: openNote(db, conversationId, row),
    at: row.at,
    after: row.after ?? 0,
  }));
}

function openNote(db: DataReader, conversationId: number, { seq, body }: { seq: number; body: Uint8Array }) {
  return db.keyring.open(placeOf(conversationId, seq), body);
}

/** Returns how many notes of others someone has not read. */
export function unreadNotes(db: DataReader, of: Of): number {
  const { conversationId, staffId } = of;
  return db.first(unread({ conversationId, staffId, seen: db.first(own(of))?.seen_seq ?? 0 }))!.n;
}

/** Notes up to which seq someone has read the notes; it never goes back. Throws `not_allowed`. */
export function seeNotes(tx: Tx, emit: Emit, input: Of & { seq: number }): void {
  const { conversationId, staffId } = input;
  allowedIn(tx, input, "conversation.note");
  const before = tx.first(own({ conversationId, staffId }));
  const seq = Math.min(input.seq, lastNote(tx, conversationId));
  if (seq <= (before?.seen_seq ?? 0)) return;
  setOwn(tx, input, { seen_seq: seq });
  emit({ type: "note.seen", conversationId, staffId });
}

/** Keeps what someone has typed and not sent; an empty text forgets it. Throws `not_allowed`, `ended`. */
export function keepNoteDraft(tx: Tx, input: Of & { text: string }): void {
  const { conversationId, staffId } = input;
  const found = allowedIn(tx, input, "conversation.note");
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  const text = printable(input.text.slice(0, 2 * maxSideNote));
  const draft = text.trim() === "" ? null : tx.keyring.seal(placeOfDraft(conversationId, staffId), text);
  setOwn(tx, input, { draft });
}

/** Returns what someone was typing; "" for nothing. */
export function noteDraft(db: DataReader, { conversationId, staffId }: Of): string {
  const draft = db.first(own({ conversationId, staffId }))?.draft;
  return draft ? (db.keyring.open(placeOfDraft(conversationId, staffId), draft) ?? "") : "";
}

/** Returns the seq of the newest note; 0 for none. */
export function lastNote(db: DataReader, conversationId: number): number {
  return db.first(newest({ conversationId }))?.seq ?? 0;
}

function setOwn(tx: Tx, { conversationId, staffId }: Of, change: { seen_seq?: number; draft?: Uint8Array | null }) {
  tx.run(
    q
      .insertInto("side_note_of")
      .values({ conversation_id: conversationId, staff_id: staffId, draft: null, ...change })
      .onConflict((on) => on.columns(["conversation_id", "staff_id"]).doUpdateSet(change)),
  );
}

function placeOf(conversationId: number, seq: number) {
  return { table: "side_note", conversationId, number: seq, author: "staff" } as const;
}

function placeOfDraft(conversationId: number, staffId: number) {
  return { table: "note_draft", conversationId, number: staffId, author: "staff" } as const;
}

const byClientId = prepared((v: { conversationId: number; clientId: string }) =>
  q
    .selectFrom("side_note")
    .select(["seq", "staff_id", "body"])
    .where("conversation_id", "=", v.conversationId)
    .where("client_id", "=", v.clientId),
);
const rowsAfter = prepared((v: { conversationId: number; after: number }) =>
  q
    .selectFrom("side_note")
    .innerJoin("staff", "staff.id", "side_note.staff_id")
    .select(["side_note.seq", "side_note.staff_id", "staff.alias", "side_note.body", "side_note.at"])
    .select((eb) =>
      eb
        .selectFrom("message")
        .select("message.seq")
        .where("message.conversation_id", "=", v.conversationId)
        .where("message.at", "<=", eb.ref("side_note.at"))
        .orderBy("message.seq", "desc")
        .limit(1)
        .as("after"),
    )
    .where("side_note.conversation_id", "=", v.conversationId)
    .where("side_note.seq", ">", v.after)
    .orderBy("side_note.seq"),
);
const unread = prepared((v: Of & { seen: number }) =>
  q
    .selectFrom("side_note")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("conversation_id", "=", v.conversationId)
    .where("staff_id", "!=", v.staffId)
    .where("seq", ">", v.seen),
);
const own = prepared((v: Of) =>
  q
    .selectFrom("side_note_of")
    .select(["seen_seq", "draft"])
    .where("conversation_id", "=", v.conversationId)
    .where("staff_id", "=", v.staffId),
);
const newest = prepared((v: { conversationId: number }) =>
  q
    .selectFrom("side_note")
    .select("seq")
    .where("conversation_id", "=", v.conversationId)
    .orderBy("seq", "desc")
    .limit(1),
);
