import { allowedIn, noteSeenBeside } from "#src/conversation/colleagues/colleagues.ts";
import { isSilent } from "#src/conversation/silence/state.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { sameWords } from "#src/crypto/idempotency.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { staffMember } from "#src/staff/staff.ts";
import { type Conversation, conversation, stateOf } from "../conversation.ts";
import { asCards, type LastTimes, lastSeq, lastsOf, message, noteWritten, seenBy } from "../reading.ts";
import { isSentMark } from "./fingerprint.ts";
import type { Author, Message } from "./message.ts";

/** In UTF-16 units, as a browser counts them. */
export const maxMessage = 4_000;

/** More than five of the longest messages are never typed into one box. */
export const maxUnsent = 5 * maxMessage;

export interface Words {
  conversationId: number;
  clientId: string;
  text: string;
}

/** Returns the words of a form or frame, 1 to 4,000 characters, tidied. Throws `too_long`, `bad_input`. */
export function readText(raw: unknown): string {
  const text = typeof raw === "string" ? tidy(raw) : "";
  if (text === "") throw new HelplineError("bad_input", "error.empty", {}, "text");
  if (text.length > maxMessage) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: maxMessage }, "text");
  }
  return text;
}

/** Returns whether it looks like a client id: 32 hex digits. */
export const isClientId = (raw: unknown): raw is string => typeof raw === "string" && /^[0-9a-f]{32}$/.test(raw);

/** Returns a client id as it came. Throws `bad_input` if it is none. */
export function readClientId(raw: unknown): string {
  if (!isClientId(raw)) throw new HelplineError("bad_input");
  return raw;
}

/** Returns the client id for a form: the refused one, so that sending it again is the same message, or a new one. */
export function clientIdFor(refused: { clientId: string } | undefined): string {
  return isClientId(refused?.clientId) ? refused.clientId : newClientId();
}

/** Returns a text trimmed, with line ends as `\n` and without control characters and lone surrogates. */
export function tidy(raw: string): string {
  return printable(raw).trim();
}

/** Returns the same as `tidy`, but not trimmed. */
export function printable(raw: string): string {
  return raw
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .toWellFormed();
}

/** Writes for a young person, waiting or talking. Returns the message as stored. Throws `not_found`, `ended`. */
export function writeAsYouth(tx: Tx, emit: Emit, words: Words): Message {
  const found = conversation(tx, words.conversationId);
  if (!found) throw new HelplineError("not_found");
  const { own, known } = underOwnId(tx, words, "youth");
  if (known !== undefined) return message(tx, found.id, known)!;
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  if (tx.at - found.youthHereAt >= hereAtMostOldMs) tx.run(heardFrom({ id: found.id, at: tx.at }));
  const lasts = lastsOf(tx, found.id);
  breakSilence(tx, emit, found, lasts);
  if (found.heldAt !== null) tx.run(released({ id: found.id }));
  return store(tx, emit, own, "youth", null, lasts);
}

/** Writes for a counsellor, or a colleague who joined. Returns the seq. Throws `not_allowed`, `ended`. */
export function writeAsCounsellor(tx: Tx, emit: Emit, words: Words & { staffId: number }): number {
  const found = allowedIn(tx, words, "conversation.write");
  const { own, known } = underOwnId(tx, words, "counsellor");
  if (known !== undefined) return known;
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  const lasts = lastsOf(tx, found.id);
  breakSilence(tx, emit, found, lasts);
  const { seq } = store(tx, emit, own, "counsellor", words.staffId, lasts);
  if (found.counsellorId === words.staffId) tx.run(seenBy.counsellor({ conversationId: found.id, seq }));
  else noteSeenBeside(tx, { ...words, seq });
  return seq;
}

/** Returns the seq of what was written under a client id; undefined if nothing was. */
export function seqOf(db: DataReader, of: { conversationId: number; clientId: string }): number | undefined {
  return db.first(byClientId(of))?.seq;
}

/** Sends cards (`sealed`: JSON of Card[]) under an unused client id. Returns the seq. Throws `not_allowed`, `ended`. */
export function writeCards(
  tx: Tx,
  emit: Emit,
  input: { conversationId: number; staffId: number; clientId: string; sealed: string },
): number {
  const { conversationId, staffId, clientId, sealed } = input;
  const found = allowedIn(tx, input, "conversation.write");
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  const lasts = lastsOf(tx, conversationId);
  breakSilence(tx, emit, found, lasts);
  const words = { conversationId, clientId, text: sealed };
  const { seq } = store(tx, emit, words, "counsellor", staffId, lasts, "referrals");
  if (found.counsellorId === staffId) tx.run(seenBy.counsellor({ conversationId, seq }));
  else noteSeenBeside(tx, { conversationId, staffId, seq });
  return seq;
}

/** Writes a line of Porchlight's own, a catalog key with its values that everyone reads in their language. Returns the seq. */
export function writeNotice(tx: Tx, emit: Emit, words: Words): number {
  return store(tx, emit, words, "notice", null, { seq: lastSeq(tx, words.conversationId) }).seq;
}

function underOwnId(db: DataReader, words: Words, author: Author): { own: Words; known?: number } {
  const { conversationId, text } = words;
  if (seqOf(db, words) === undefined) return { own: words };
  const kept = sameWords(
    words.clientId,
    `${author} ${text}`,
    (clientId) => db.first(byClientId({ conversationId, clientId })),
    ({ seq, author: by, body, sent_mark: sent }) => {
      if (sent && author === "youth" && isSentMark(db, { ...words, seq }, sent)) return true;
      const before = db.keyring.open({ table: "message", conversationId, number: seq, author: by }, body);
      return by === author && (before === null || before === text);
    },
  );
  const own = { ...words, clientId: kept.clientId };
  return kept.known ? { own, known: kept.known.seq } : { own };
}

function store(
  tx: Tx,
  emit: Emit,
  words: Words,
  author: Author,
  staffId: number | null,
  lasts: { seq: number },
  kind: "words" | "referrals" = "words",
): Message {
  const { conversationId, clientId, text } = words;
  const seq = lasts.seq + 1;
  const body = tx.keyring.seal({ table: "message", conversationId, number: seq, author }, text);
  tx.run(newMessage({ conversationId, seq, clientId, author, staffId, body, kind, at: tx.at }));
  const alias = staffId === null ? null : (staffMember(tx, staffId)?.alias ?? null);
  const said = kind === "referrals" ? asCards(text) : { text, cards: null };
  const message = { conversationId, seq, clientId, author, alias, ...said, at: tx.at };
  const event = { type: "message.written", conversationId, seq, author, staffId } as const;
  noteWritten(event, message);
  emit(event);
  return message;
}

function breakSilence(tx: Tx, emit: Emit, found: Conversation, lasts: LastTimes) {
  const { id: conversationId, counsellorId: staffId } = found;
  if (staffId !== null && isSilent(tx, found, lasts)) emit({ type: "silence.broken", conversationId, staffId });
}

const hereAtMostOldMs = 15_000;

const heardFrom = prepared((v: { id: number; at: number }) =>
  q.updateTable("conversation").set({ youth_here_at: v.at }).where("id", "=", v.id),
);
const released = prepared((v: { id: number }) =>
  q.updateTable("conversation").set({ held_at: null }).where("id", "=", v.id),
);
const byClientId = prepared((v: { conversationId: number; clientId: string }) =>
  q
    .selectFrom("message")
    .select(["seq", "author", "body", "sent_mark"])
    .where("conversation_id", "=", v.conversationId)
    .where("client_id", "=", v.clientId),
);
interface NewMessage extends Record<string, unknown> {
  conversationId: number;
  seq: number;
  clientId: string;
  author: Author;
  staffId: number | null;
  body: Uint8Array;
  kind: "words" | "referrals";
  at: number;
}
const newMessage = prepared((v: NewMessage) =>
  q.insertInto("message").values({
    conversation_id: v.conversationId,
    seq: v.seq,
    client_id: v.clientId,
    author: v.author,
    staff_id: v.staffId,
    body: v.body,
    kind: v.kind,
    at: v.at,
  }),
);
