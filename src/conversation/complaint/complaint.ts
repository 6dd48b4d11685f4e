import { dayMs } from "#src/clock.ts";
import { tidy } from "#src/conversation/messages/writing.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { concernHeldDays } from "#src/settings/rules/facts.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { writeWaits } from "#src/staff/waits-mail.ts";
import { conversation, wasCounselled } from "../conversation.ts";
import { type ConcernKind, changeFile, concernFile, hasLocator } from "./complaint-file.ts";
import { calledBy, concernFor, concernPlace, concernWordsOf } from "./complaint-reading.ts";
import { toldOfEnd, unheardOf } from "./complaint-told.ts";

/** The most somebody may write of what was wrong, in characters. */
export const maxConcern = 2_000;
/** How often it can be said of one chat. */
const maxConcerns = 5;

/** What a young person says; `kind` null = they skipped it. `link` leads the leads to the staff's side; null where nobody knows it. */
interface Said {
  conversationId: number;
  text: string;
  kind?: ConcernKind | null;
  link?: string | null;
}

/**
 * A young person says that something was wrong with their chat, of what kind and with words or without. It reaches only those who had no
 * part in it (complaint-readers.ts), and holds the words of the chat until one of them has looked. That somebody asked for contact, photos
 * or to meet is mailed to the leads in the same change. Throws `not_found`, `not_allowed` where no counsellor ever had it, `too_long`,
 * and `too_fast` when it was said often enough.
 */
export function raiseConcern(tx: Tx, emit: Emit, { conversationId, kind = null, link = null, ...input }: Said): void {
  const text = tidy(input.text);
  const found = conversation(tx, conversationId);
  if (!found) throw new HelplineError("not_found");
  if (!wasCounselled(found)) throw new HelplineError("not_allowed");
  if (text.length > maxConcern) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: maxConcern }, "text");
  }
  // The same sent twice is said once.
  if (isStanding(tx, { conversationId, text, kind })) return;
  const before = tx.all(ofConversation({ conversationId }));
  if (before.length >= maxConcerns) throw new HelplineError("too_fast");
  const { id } = tx.first(
    q.insertInto("concern").values({ conversation_id: conversationId, body: null, at: tx.at }).returning("id"),
  )!;
  if (text !== "") {
    const body = tx.keyring.seal(concernPlace(conversationId, id), text);
    tx.run(q.updateTable("concern").set({ body }).where("id", "=", id));
  }
  if (kind !== null) changeFile(tx, id, { kind });
  emit({ type: "concern.raised", conversationId });
  for (const staffId of calledBy(tx, id, tx.at)) writeWaits(tx, emit, { staffId, link });
}

/** Whether there is nothing of this that a young person has yet to say: they have said just that, or it holds nothing. */
export function isSaid(db: DataReader, said: Words): boolean {
  const text = tidy(said.text);
  return (text === "" && said.kind === null) || isStanding(db, { ...said, text });
}

/** Whether just that was said already, and nobody has looked into it to the end. */
function isStanding(db: DataReader, { conversationId, text, kind }: Words): boolean {
  const words = text === "" ? null : text;
  const open = db.all(ofConversation({ conversationId })).filter((one) => one.done_at === null);
  return open.some((one) => concernWordsOf(db, one) === words && concernFile(db, one.id)?.kind === kind);
}

type Words = Required<Omit<Said, "link">>;

/** Whether the words of a chat stay at an instant (ms UTC) since something was said to be wrong with it. */
export function isHeldByConcern(db: DataReader, conversationId: number, at: number): boolean {
  return db
    .all(ofConversation({ conversationId }))
    .some((one) => one.done_at === null || one.done_at > at - concernHeldDays * dayMs);
}

/** A lead has read what called them: it calls them no more. Twice changes nothing. Throws `not_allowed`. */
export function readConcern(tx: Tx, emit: Emit, { id, staffId }: { id: number; staffId: number }): void {
  const { isUnread, conversationId } = concernFor(tx, { id, staffId, at: tx.at });
  if (!isUnread) return;
  tx.run(q.insertInto("concern_read").values({ concern_id: id, staff_id: staffId, at: tx.at }));
  emit({ type: "concern.read", conversationId });
}

/**
 * Somebody has looked into it, or has not yet. The words of the chat are held for two weeks then (`concernHeldDays`), and
 * kept as promised. Throws `not_allowed`: for one that does not exist, and for “looked” by whoever has not read the chat; `bad_input`
 * while somebody who was told of it is not heard, and nobody has noted why, or while whoever said it waits for an answer, unless they know
 * that it has none (`unanswered`).
 */
export function settleConcern(
  tx: Tx,
  emit: Emit,
  input: { id: number; staffId: number; done: boolean; unanswered?: boolean },
): void {
  const { id, staffId, done, unanswered = false } = input;
  const found = concernFor(tx, { id, staffId, at: tx.at });
  if ((found.done !== null) === done) return;
  if (done && !found.opened) throw new HelplineError("not_allowed");
  const [unheard] = unheardOf(tx, id);
  if (done && unheard !== undefined) {
    throw new HelplineError("bad_input", "error.concern_unheard", { alias: aliasOf(tx, unheard) ?? "" }, "done");
  }
  if (done && !unanswered && hasLocator(tx, id) && !concernFile(tx, id)?.answer) {
    throw new HelplineError("bad_input", "error.concern_unanswered", {}, "done");
  }
  const change = done ? { done_at: tx.at, done_by: staffId } : { done_at: null, done_by: null };
  tx.run(q.updateTable("concern").set(change).where("id", "=", id));
  emit({ type: "concern.settled", conversationId: found.conversationId, done, told: toldOfEnd(tx, id) });
}

/**
 * Somebody opens the words of the chat it is about, after its end: that they did is kept with it and stays in the audit
 * trail. Returns its id. Throws `not_allowed`.
 */
export function openConcern(tx: Tx, emit: Emit, input: { id: number; staffId: number }): number {
  const { id, staffId } = input;
  const { conversationId, ended } = concernFor(tx, { id, staffId, at: tx.at });
  if (!ended) throw new HelplineError("not_allowed");
  tx.run(
    q
      .insertInto("concern_opened")
      .values({ concern_id: id, staff_id: staffId, at: tx.at })
      .onConflict((one) => one.doNothing()),
  );
  emit({ type: "concern.opened", conversationId });
  return conversationId;
}

/** Whether a young person has said that something was wrong with this chat, whatever came of it. For their own pages alone. */
export function hasConcern(db: DataReader, conversationId: number): boolean {
  return db.first(ofConversation({ conversationId })) !== undefined;
}

const ofConversation = prepared((v: { conversationId: number }) =>
  q.selectFrom("concern").selectAll().where("conversation_id", "=", v.conversationId),
);
