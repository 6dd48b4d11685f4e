import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { type Conversation, conversation, stateOf } from "../conversation.ts";
import { message } from "../reading.ts";
import { sentMark } from "./fingerprint.ts";
import type { Message } from "./message.ts";

/** Returns the newest messages, in order, that a young person who waits may still change. */
export function stillUnread(db: DataReader, found: Conversation, most?: number): Message[] {
  return rewritable(db, found, most).flatMap((seq) => message(db, found.id, seq) ?? []);
}

/** Returns the seqs of those messages. */
export function rewritable(db: DataReader, found: Conversation, most = Number.MAX_SAFE_INTEGER): number[] {
  // What a counsellor had before giving the chat back counts as read.
  if (stateOf(found) !== "waiting") return [];
  const written = db.all(newestSince({ conversationId: found.id, at: found.givenBackAt ?? 0, most }));
  return written.map(({ seq }) => seq).reverse();
}

/** Returns whether a young person may still change anything. */
export function mayRewrite(db: DataReader, found: Conversation): boolean {
  return rewritable(db, found, 1).length > 0;
}

function isRewritable(db: DataReader, found: Conversation, seq: number): boolean {
  if (stateOf(found) !== "waiting") return false;
  return db.first(oneSince({ conversationId: found.id, at: found.givenBackAt ?? 0, seq })) !== undefined;
}

/** Replaces the words of a message; "" takes them back. Throws `not_found`, `ended`, and `taken` if someone has it to read. */
export function rewrite(
  tx: Tx,
  emit: Emit,
  { conversationId, seq, text }: { conversationId: number; seq: number; text: string },
): void {
  // A message that is taken back becomes a notice, so that every seq stays what it was.
  const found = conversation(tx, conversationId);
  if (!found) throw new HelplineError("not_found");
  if (stateOf(found) === "ended") throw new HelplineError("ended");
  const before = message(tx, conversationId, seq);
  if (text === "" && before?.text === takenBack) return;
  if (!isRewritable(tx, found, seq)) throw new HelplineError("taken", "youth.change.too_late");
  if (before?.text === text) return;
  const author = text === "" ? "notice" : "youth";
  const body = tx.keyring.seal({ table: "message", conversationId, number: seq, author }, text || takenBack);
  // A late copy of the form would bring back the words it was sent with.
  if (before && before.text !== null) {
    tx.run(marked({ conversationId, seq, mark: sentMark(tx, { ...before, text: before.text }) }));
  }
  tx.run(rewritten({ conversationId, seq, author, body }));
  emit({ type: "message.rewritten", conversationId, seq });
}

const takenBack = JSON.stringify({ key: "notice.taken_back", values: {} });

const since = (v: { conversationId: number; at: number }) =>
  q
    .selectFrom("message")
    .select("seq")
    .where("conversation_id", "=", v.conversationId)
    .where("author", "=", "youth")
    .where("at", ">", v.at);
const newestSince = prepared((v: { conversationId: number; at: number; most: number }) =>
  since(v).orderBy("seq", "desc").limit(v.most),
);
const oneSince = prepared((v: { conversationId: number; at: number; seq: number }) =>
  since(v).where("seq", "=", v.seq),
);
const rewritten = prepared((v: { conversationId: number; seq: number; author: "youth" | "notice"; body: Uint8Array }) =>
  q
    .updateTable("message")
    .set({ author: v.author, body: v.body })
    .where("conversation_id", "=", v.conversationId)
    .where("seq", "=", v.seq),
);
const marked = prepared((v: { conversationId: number; seq: number; mark: Uint8Array }) =>
  q
    .updateTable("message")
    .set({ sent_mark: v.mark })
    .where("conversation_id", "=", v.conversationId)
    .where("seq", "=", v.seq)
    .where("sent_mark", "is", null),
);
