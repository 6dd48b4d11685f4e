import { dayMs } from "#src/clock.ts";
import { subjectOf } from "#src/conversation/colleagues/colleagues.ts";
import { type Conversation, conversation, shortName } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { tidy } from "#src/conversation/messages/writing.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { settings } from "#src/settings/settings.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { aliasOf, everyone, memberNow, staffMember } from "#src/staff/staff.ts";

export const weights = ["light", "heavy", "talk"] as const;
export type Weight = (typeof weights)[number];

export const maxDebriefNote = 300;

export interface OwnDebrief {
  weight: Weight;
  note: string;
  takenBy: string | null;
}

interface Given {
  conversationId: number;
  member: Member;
  weight: Weight;
  note: string;
}

/** Keeps how a chat was for its counsellor (PROMISES.md C7). Throws `not_allowed`, `taken` once seen, `too_long`, `locked`. */
export function giveDebrief(tx: Tx, emit: Emit, input: Given): void {
  const { conversationId, member, weight } = input;
  const found = endedChat(tx, member, conversationId);
  const text = tidy(input.note).replace(/\s+/g, " ");
  if (text.length > maxDebriefNote) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: maxDebriefNote }, "note");
  }
  const staffId = member.id;
  const id = notTaken(tx, conversationId, staffId)?.id ?? begin(tx, found, staffId, weight);
  const note = text === "" ? null : tx.keyring.debriefs.seal(tx, id, text);
  tx.run(q.updateTable("debrief").set({ weight, note, at: tx.at }).where("id", "=", id));
  emit({ type: "debrief.given", conversationId, staffId });
}

function begin(tx: Tx, { id, nameIndex }: Conversation, staffId: number, weight: Weight): number {
  const row = { conversation_id: id, name_index: nameIndex, staff_id: staffId, weight, note: null, at: tx.at };
  const unseen = { taken_by: null, taken_at: null, done_at: null, told_at: null };
  return tx.first(
    q
      .insertInto("debrief")
      .values({ ...row, ...unseen })
      .returning("id"),
  )!.id;
}

/** Takes a debrief back before anyone has seen it. Throws as `giveDebrief`. */
export function takeBackDebrief(tx: Tx, emit: Emit, input: { conversationId: number; member: Member }): void {
  const { conversationId, member } = input;
  endedChat(tx, member, conversationId);
  const before = notTaken(tx, conversationId, member.id);
  if (!before) return;
  tx.run(q.deleteFrom("debrief").where("id", "=", before.id));
  tx.keyring.debriefs.destroy(tx, before.id);
  emit({ type: "debrief.given", conversationId, staffId: member.id });
}

function endedChat(tx: Tx, { id }: Member, conversationId: number) {
  const member = memberNow(tx, id);
  const found = conversation(tx, conversationId);
  if (!found || !may(member, "debrief.give", subjectOf(tx, found, tx.at)) || found.endedAt === null || !isReal(found)) {
    throw new HelplineError("not_allowed");
  }
  return found;
}

function notTaken(tx: Tx, conversationId: number, staffId: number) {
  const row = tx.first(ofChat({ conversationId, staffId }));
  if (row && row.taken_by !== null) throw new HelplineError("taken", "error.debrief_taken");
  return row;
}

/** Returns what someone has said of a chat of theirs; null for nothing. */
export function ownDebrief(db: DataReader, conversationId: number, staffId: number): OwnDebrief | null {
  const row = db.first(ofChat({ conversationId, staffId }));
  if (!row) return null;
  const takenBy = row.taken_by === null ? null : aliasOf(db, row.taken_by);
  return { weight: row.weight, note: noteOf(db, row), takenBy };
}

export const debriefActs = ["take", "release", "done", "again"] as const;
export type DebriefAct = (typeof debriefActs)[number];

/** Keeps what a supervisor does with a debrief. Throws `not_allowed`, `not_found`, and `taken` while a colleague has it. */
export function settleDebrief(tx: Tx, emit: Emit, input: { debriefId: number; member: Member; act: DebriefAct }): void {
  const { debriefId, act } = input;
  const member = memberNow(tx, input.member.id);
  if (!may(member, "debrief.see")) throw new HelplineError("not_allowed");
  const found = tx.first(q.selectFrom("debrief").selectAll().where("id", "=", debriefId));
  if (!found) throw new HelplineError("not_found");
  if (found.staff_id === member.id && hasOther(tx, member, "debrief.see"))
    throw new HelplineError("not_allowed", "error.debrief_own");
  const heldBy = holderOf(tx, found.taken_by);
  if (heldBy !== null && heldBy !== member.id) {
    throw new HelplineError("taken", "error.debrief_taken");
  }
  const taken = { taken_by: member.id, taken_at: tx.at };
  const set = {
    take: taken,
    release: { taken_by: null, taken_at: null, done_at: null, told_at: null },
    done: { ...(heldBy === null ? taken : {}), done_at: tx.at },
    again: { done_at: null },
  }[act];
  tx.run(q.updateTable("debrief").set(set).where("id", "=", debriefId));
  const { conversation_id: conversationId, staff_id: staffId } = found;
  if (conversationId !== null && (act === "take" || act === "done")) noteTaker(tx, conversationId, member.id);
  emit({ type: "debrief.settled", debriefId, conversationId, staffId, act });
}

function noteTaker(tx: Tx, conversationId: number, staffId: number) {
  const row = { conversation_id: conversationId, staff_id: staffId };
  tx.run(
    q
      .insertInto("debrief_taker")
      .values(row)
      .onConflict((on) => on.doNothing()),
  );
}

function holderOf(db: DataReader, takenBy: number | null): number | null {
  const taker = takenBy === null ? undefined : staffMember(db, takenBy);
  return taker && may(taker, "debrief.see") ? taker.id : null;
}

/** Returns whether someone else of the staff may do what people should not do for themselves. */
export function hasOther(db: DataReader, member: Pick<Member, "id">, action: "debrief.see" | "thanks.screen"): boolean {
  return everyone(db).some((one) => one.id !== member.id && may(one, action));
}

export interface InboxDebrief {
  id: number;
  chat: string;
  staffId: number;
  alias: string;
  weight: Weight;
  note: string;
  at: number;
  takenBy: string | null;
  heldBy: number | null;
  done: boolean;
}

/** Returns every debrief that is still kept, newest first, those that are done last; `at` is ms UTC. */
export function debriefs(db: DataReader, language: Language): InboxDebrief[] {
  const rows = db.all(q.selectFrom("debrief").selectAll().orderBy("at", "desc").orderBy("id", "desc"));
  return rows
    .map((row) => ({
      id: row.id,
      chat: shortName(language, row.name_index),
      staffId: row.staff_id,
      alias: aliasOf(db, row.staff_id) ?? "",
      weight: row.weight,
      note: noteOf(db, row),
      at: row.at,
      takenBy: row.taken_by === null ? null : aliasOf(db, row.taken_by),
      heldBy: holderOf(db, row.taken_by),
      done: row.done_at !== null,
    }))
    .toSorted((a, b) => Number(a.done) - Number(b.done));
}

/** Counts the debriefs that wait for a supervisor, other than their own (`memberId`; 0 = nobody's): to talk about, and heavy. */
export function debriefsWaiting(db: DataReader, memberId = 0): { talk: number; heavy: number } {
  const rows = db.all(waiting({ memberId }));
  const count = (weight: Weight) => rows.filter((row) => row.weight === weight).length;
  return { talk: count("talk"), heavy: count("heavy") };
}

/** Returns the debriefs of a counsellor that a supervisor has seen, until they have read that. */
export function debriefsSeen(db: DataReader, staffId: number, language: Language) {
  return db.all(untold({ staffId })).map((row) => ({
    id: row.id,
    chat: shortName(language, row.name_index),
    takenBy: aliasOf(db, row.taken_by!) ?? "",
  }));
}

/** Notes that a counsellor has read that their debrief was seen. */
export function noteDebriefTold(tx: Tx, emit: Emit, input: { debriefId: number; staffId: number }): void {
  const { debriefId, staffId } = input;
  const own = q.updateTable("debrief").set({ told_at: tx.at }).where("id", "=", debriefId);
  if (tx.run(own.where("staff_id", "=", staffId).where("taken_by", "is not", null)) > 0)
    emit({ type: "told", staffId });
}

/** Returns whether any debrief is kept longer than it may be at `at` (ms UTC). */
export function debriefsDue(db: DataReader, at: number): boolean {
  const before = at - settings(db).debriefDays * dayMs;
  return db.first(q.selectFrom("debrief").select("id").where("at", "<=", before).limit(1)) !== undefined;
}

/** Deletes the debriefs that were kept long enough, with their keys. */
export function forgetDebriefs(tx: Tx): void {
  const old = q.deleteFrom("debrief").where("at", "<=", tx.at - settings(tx).debriefDays * dayMs);
  for (const { id } of tx.all(old.returning("id"))) tx.keyring.debriefs.destroy(tx, id);
}

/** Deletes the notes with the chat they are about; that someone needs to talk stays. */
export function forgetDebriefNotes(tx: Tx, conversationId: number): void {
  const gone = q.updateTable("debrief").set({ note: null }).where("conversation_id", "=", conversationId);
  for (const { id } of tx.all(gone.returning("id"))) tx.keyring.debriefs.destroy(tx, id);
}

function noteOf(db: DataReader, row: { id: number; note: Uint8Array | null }) {
  return row.note === null ? "" : (db.keyring.debriefs.open(row.id, row.note) ?? "");
}

const ofChat = prepared((v: { conversationId: number; staffId: number }) =>
  q.selectFrom("debrief").selectAll().where("conversation_id", "=", v.conversationId).where("staff_id", "=", v.staffId),
);
const waiting = prepared((v: { memberId: number }) =>
  q
    .selectFrom("debrief")
    .select("weight")
    .where("staff_id", "!=", v.memberId)
    .where("weight", "!=", "light")
    .where("taken_by", "is", null)
    .where("done_at", "is", null),
);
const untold = prepared((v: { staffId: number }) =>
  q
    .selectFrom("debrief")
    .selectAll()
    .where("staff_id", "=", v.staffId)
    .where("taken_by", "is not", null)
    .where("told_at", "is", null)
    .where("weight", "!=", "light")
    .orderBy("taken_at"),
);
