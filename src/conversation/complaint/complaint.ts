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

export const maxConcern = 2_000;
const maxConcerns = 5;

interface Said {
  conversationId: number;
  text: string;
  kind?: ConcernKind | null;
  link?: string | null;
}

/** Keeps a complaint. Throws `not_found`, `not_allowed` (no counsellor ever had the chat), `too_long`, `too_fast`. */
export function raiseConcern(tx: Tx, emit: Emit, { conversationId, kind = null, link = null, ...input }: Said): void {
  const text = tidy(input.text);
  const found = conversation(tx, conversationId);
  if (!found) throw new HelplineError("not_found");
  if (!wasCounselled(found)) throw new HelplineError("not_allowed");
  if (text.length > maxConcern) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: maxConcern }, "text");
  }
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

/** Returns whether a young person has nothing of this left to say: it is empty, or they have said just that. */
export function isSaid(db: DataReader, said: Words): boolean {
  const text = tidy(said.text);
  return (text === "" && said.kind === null) || isStanding(db, { ...said, text });
}

function isStanding(db: DataReader, { conversationId, text, kind }: Words): boolean {
  const words = text === "" ? null : text;
  const open = db.all(ofConversation({ conversationId })).filter((one) => one.done_at === null);
  return open.some((one) => concernWordsOf(db, one) === words && concernFile(db, one.id)?.kind === kind);
}

type Words = Required<Omit<Said, "link">>;

/** Returns whether a complaint holds the words of a chat at `at` (ms UTC). */
export function isHeldByConcern(db: DataReader, conversationId: number, at: number): boolean {
  return db
    .all(ofConversation({ conversationId }))
    .some((one) => one.done_at === null || one.done_at > at - concernHeldDays * dayMs);
}

/** Notes that a lead has read what called them, so that it calls them no more. Throws `not_allowed`. */
export function readConcern(tx: Tx, emit: Emit, { id, staffId }: { id: number; staffId: number }): void {
  const { isUnread, conversationId } = concernFor(tx, { id, staffId, at: tx.at });
  if (!isUnread) return;
  tx.run(q.insertInto("concern_read").values({ concern_id: id, staff_id: staffId, at: tx.at }));
  emit({ type: "concern.read", conversationId });
}

/** Closes or reopens a complaint. Throws `not_allowed`, and `bad_input` while someone told is unheard or an answer is due. */
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

/** Opens the words of an ended chat for a complaint, which the audit trail notes. Returns its id. Throws `not_allowed`. */
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

/** Returns whether a young person has complained about this chat; for their own pages only. */
export function hasConcern(db: DataReader, conversationId: number): boolean {
  return db.first(ofConversation({ conversationId })) !== undefined;
}

const ofConversation = prepared((v: { conversationId: number }) =>
  q.selectFrom("concern").selectAll().where("conversation_id", "=", v.conversationId),
);
