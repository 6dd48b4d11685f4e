import { sql } from "kysely";
import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/prepared.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { concernHeldDays } from "#src/settings/facts.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { everyone, staffMember } from "#src/staff/staff.ts";
import { hadPart, isPartOf } from "./concern-part.ts";
import { conversation, wasCounselled } from "./conversation.ts";
import { tidy } from "./writing.ts";

/** The most somebody may write of what was wrong, in characters. */
export const concernMost = 2_000;
/** How often it can be said of one chat. */
const concernsMost = 5;
/** How many are shown at once. */
export const concernsShown = 30;

/** That something was wrong with a chat, as a supervisor who had no part in it reads it. */
export interface Concern {
  id: number;
  conversationId: number;
  nameIndex: number;
  /** The chat is over: before that its words are read in no other way than everybody can see (reading along). */
  ended: boolean;
  /** ms UTC */
  at: number;
  /** null = nothing was written, or it cannot be opened. */
  words: string | null;
  /** Something was written, and cannot be opened. */
  isShut: boolean;
  /** Whoever asks has read the chat. */
  opened: boolean;
  /** Who looked into it and when; null while nobody has. */
  done: { at: number; staffId: number } | null;
}

/**
 * A young person says that something was wrong with their chat, with words or without. It reaches only supervisors who had no
 * part in it, and holds the words of the chat until one of them has looked. Throws `not_found`, `not_allowed` where no
 * counsellor ever had it, `too_long`, and `too_fast` when it was said often enough.
 */
export function raiseConcern(tx: Tx, emit: Emit, input: { conversationId: number; text: string }): void {
  const { conversationId } = input;
  const text = tidy(input.text);
  const found = conversation(tx, conversationId);
  if (!found) throw new HelplineError("not_found");
  if (!wasCounselled(found)) throw new HelplineError("not_allowed");
  if (text.length > concernMost) {
    throw new HelplineError("too_long", "error.too_long", { length: text.length, most: concernMost }, "text");
  }
  const before = tx.all(ofConversation({ conversationId }));
  // The same sent twice is said once.
  if (before.some((one) => one.done_at === null && opened(tx, one) === (text === "" ? null : text))) return;
  if (before.length >= concernsMost) throw new HelplineError("too_fast");
  const row = tx.first(
    q.insertInto("concern").values({ conversation_id: conversationId, body: null, at: tx.at }).returning("id"),
  );
  if (text !== "") {
    const body = tx.keyring.seal(placeOf(conversationId, row!.id), text);
    tx.run(q.updateTable("concern").set({ body }).where("id", "=", row!.id));
  }
  emit({ type: "concern.raised", conversationId });
}

/** Whether the words of a chat stay at an instant (ms UTC) since something was said to be wrong with it. */
export function isHeldByConcern(db: DataReader, conversationId: number, at: number): boolean {
  return db
    .all(ofConversation({ conversationId }))
    .some((one) => one.done_at === null || one.done_at > at - concernHeldDays * dayMs);
}

/**
 * What one supervisor may read: of chats they had no part in, those that nobody has looked into first, each newest first. At most
 * `concernsShown` of them, after the first `after`.
 */
export function concernsFor(db: DataReader, member: Member, after = 0): Concern[] {
  if (!may(member, "concern.read")) return [];
  return db.all(readable({ staffId: member.id, after })).map((row) => asConcern(db, row));
}

/**
 * How many wait: for each supervisor, by id; and for nobody, since everyone who is one had a part in the chat, by the admins (ids) who
 * had none in it themselves: they find somebody.
 */
export interface ConcernsWaiting {
  of: ReadonlyMap<number, number>;
  ofNobody: ReadonlyMap<number, number>;
}

/** Counts those that nobody has looked into, for everybody at once and without opening any. */
export function concernsWaiting(db: DataReader): ConcernsWaiting {
  if (!db.first(anyOpen({}))) return { of: new Map(), ofNobody: new Map() };
  const idsOf = (action: "concern.read" | "concern.count") =>
    JSON.stringify(everyone(db).flatMap((one) => (may(one, action) ? [one.id] : [])));
  const counts = db.all(countOpen({ readers: idsOf("concern.read"), admins: idsOf("concern.count") }));
  const map = (isRead: 0 | 1) =>
    new Map(counts.flatMap((row) => (row.isRead === isRead ? [[row.staffId, row.count] as const] : [])));
  return { of: map(1), ofNobody: map(0) };
}

/** Whether nobody at all may read what somebody would say of a chat: everyone who looks into such things had a part in it. */
export function isForNobody(db: DataReader, conversationId: number): boolean {
  return !everyone(db).some((one) => may(one, "concern.read") && !isPartOf(db, conversationId, one.id));
}

/**
 * A supervisor has looked into it, or has not yet. The words of the chat are held for two weeks then (`concernHeldDays`), and
 * kept as promised. Throws `not_allowed`: for one that does not exist, and for “looked” by whoever has not read the chat.
 */
export function settleConcern(tx: Tx, emit: Emit, input: { id: number; staffId: number; done: boolean }): void {
  const { id, staffId, done } = input;
  const found = concernFor(tx, input);
  if ((found.done !== null) === done) return;
  if (done && !found.opened) throw new HelplineError("not_allowed");
  const change = done ? { done_at: tx.at, done_by: staffId } : { done_at: null, done_by: null };
  tx.run(q.updateTable("concern").set(change).where("id", "=", id));
  emit({ type: "concern.settled", conversationId: found.conversationId, done });
}

/**
 * A supervisor opens the words of the chat it is about, after its end: that they did is kept with it and stays in the audit
 * trail. Returns its id. Throws `not_allowed`.
 */
export function openConcern(tx: Tx, emit: Emit, input: { id: number; staffId: number }): number {
  const { id, staffId } = input;
  const { conversationId, ended } = concernFor(tx, input);
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

/** The concern, if this supervisor may read it. Throws `not_allowed`. */
export function concernFor(db: DataReader, { id, staffId }: { id: number; staffId: number }): Concern {
  const member = staffMember(db, staffId);
  const found = member && may(member, "concern.read") ? db.first(readableOne({ id, staffId })) : undefined;
  if (!found) throw new HelplineError("not_allowed");
  return asConcern(db, found);
}

function asConcern(db: DataReader, row: Row): Concern {
  const words = opened(db, row);
  return {
    id: row.id,
    conversationId: row.conversation_id,
    nameIndex: row.name_index,
    ended: row.ended_at !== null,
    at: row.at,
    words,
    isShut: row.body !== null && words === null,
    opened: row.opened_at !== null,
    done: row.done_at === null || row.done_by === null ? null : { at: row.done_at, staffId: row.done_by },
  };
}

function placeOf(conversationId: number, id: number) {
  return { table: "concern", conversationId, number: id, author: "youth" } as const;
}

function opened(db: DataReader, row: { id: number; conversation_id: number; body: Uint8Array | null }): string | null {
  return row.body === null ? null : db.keyring.open(placeOf(row.conversation_id, row.id), row.body);
}

interface Of extends Record<string, unknown> {
  conversationId: number;
}

const dayMs = 24 * 60 * 60_000;

const rows = (staffId: number) =>
  q
    .selectFrom("concern")
    .innerJoin("conversation", "conversation.id", "concern.conversation_id")
    .leftJoin("concern_opened", (on) =>
      on.onRef("concern_opened.concern_id", "=", "concern.id").on("concern_opened.staff_id", "=", staffId),
    )
    .selectAll("concern")
    .select(["conversation.name_index", "conversation.ended_at", "concern_opened.at as opened_at"])
    .where(sql<boolean>`NOT ${hadPart(sql.ref("concern.conversation_id"), sql.val(staffId))}`);
type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

const readable = prepared((v: { staffId: number; after: number }) =>
  rows(v.staffId)
    .orderBy((eb) => eb("concern.done_at", "is not", null))
    .orderBy("concern.id", "desc")
    .limit(concernsShown)
    .offset(v.after),
);
const readableOne = prepared((v: { id: number; staffId: number }) => rows(v.staffId).where("concern.id", "=", v.id));
const anyOpen = prepared(() => q.selectFrom("concern").select("id").where("done_at", "is", null).limit(1));
/** `readers`, `admins`: ids as JSON. */
const countOpen = prepared((v: { readers: string; admins: string }) => {
  const notPartOf = (id: string) => sql<boolean>`NOT ${hadPart(sql.ref("concern.conversation_id"), sql.ref(id))}`;
  const reader = sql<{ value: number }>`json_each(${v.readers})`.as<"reader">(sql.raw("reader"));
  const admin = sql<{ value: number }>`json_each(${v.admins})`.as<"admin">(sql.raw("admin"));
  const open = q
    .selectFrom("concern")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("done_at", "is", null);
  return open
    .innerJoin(reader, (on) => on.on(notPartOf("reader.value")))
    .select((eb) => [eb.ref("reader.value").$castTo<number>().as("staffId"), sql<0 | 1>`1`.as("isRead")])
    .groupBy("reader.value")
    .unionAll(
      open
        .innerJoin(admin, (on) => on.on(notPartOf("admin.value")))
        .select((eb) => [eb.ref("admin.value").$castTo<number>().as("staffId"), sql<0 | 1>`0`.as("isRead")])
        .where((eb) => eb.not(eb.exists(q.selectFrom(reader).select("reader.value").where(notPartOf("reader.value")))))
        .groupBy("admin.value"),
    );
});
/** Whether a young person has said that something was wrong with this chat, whatever came of it. For their own pages alone. */
export function hasConcern(db: DataReader, conversationId: number): boolean {
  return db.first(ofConversation({ conversationId })) !== undefined;
}

const ofConversation = prepared((v: Of) =>
  q.selectFrom("concern").selectAll().where("conversation_id", "=", v.conversationId),
);
