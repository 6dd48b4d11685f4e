import type { DataReader } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import { type Member, may } from "#src/staff/permissions.ts";
import { everyone, memberNow } from "#src/staff/staff.ts";
import { type ConcernFile, type ConcernKind, concernFile, hasLocator } from "./complaint-file.ts";
import { concernReadersOf, isLead, withoutPart } from "./complaint-readers.ts";

/** How many are shown at once. */
export const concernsShown = 30;

/** That something was wrong with a chat, as whoever had no part in it and may read it does. */
export interface Concern {
  id: number;
  conversationId: number;
  nameIndex: number;
  /** The chat is over: before that its words are read in no other way than everybody can see (reading along). */
  ended: boolean;
  /** ms UTC */
  at: number;
  /** What kind of wrong; null = not said, or it cannot be opened. */
  kind: ConcernKind | null;
  /** It calls whoever asks, a lead, until they read it: before that nothing of it is in their list. */
  isUnread: boolean;
  /** null = nothing was written, it is not read yet, or it cannot be opened. */
  words: string | null;
  /** Something was written, and cannot be opened. */
  isShut: boolean;
  /** Whoever asks has read the chat. */
  opened: boolean;
  /** Who looked into it and when; null while nobody has. */
  done: { at: number; staffId: number } | null;
}

/**
 * What one of the staff may read at an instant (ms UTC): what nobody has looked into first, each newest first. At most `concernsShown`
 * of them, after the first `after`.
 */
export function concernsFor(db: DataReader, member: Member, at: number, after = 0): Concern[] {
  if (!may(member, "concern.read")) return [];
  const all = db.all(said({}));
  const readers = concernReadersOf(db, all, at);
  const ids = all.flatMap(({ id }) => (readers.get(id)!.includes(member.id) ? [id] : []));
  return ids.slice(after, after + concernsShown).map((id) => asConcern(db, member, id));
}

/** The one of an id, if a member may read it at an instant (ms UTC). Throws `not_allowed`. */
export function concernFor(db: DataReader, { id, staffId, at }: { id: number; staffId: number; at: number }): Concern {
  const member = memberNow(db, staffId);
  const found = db.first(saidOne({ id }));
  if (!found || !concernReadersOf(db, [found], at).get(id)!.includes(staffId)) throw new HelplineError("not_allowed");
  return asConcern(db, member, id);
}

/** What waits and calls a lead. `at` is ms UTC. */
export interface Calling {
  id: number;
  nameIndex: number;
  at: number;
}

/**
 * How many wait: for each who reads them, by id; for nobody, since everyone who would had a part in the chat, by the admins (ids) who
 * had none in it themselves: they find somebody. And what calls each lead (id), who has not read it yet.
 */
export interface ConcernsWaiting {
  of: ReadonlyMap<number, number>;
  ofNobody: ReadonlyMap<number, number>;
  calls: ReadonlyMap<number, readonly Calling[]>;
}

/** Counts those that nobody has looked into at an instant (ms UTC), for everybody at once and without opening a word of any. */
export function concernsWaiting(db: DataReader, at: number): ConcernsWaiting {
  const of = new Map<number, number>();
  const ofNobody = new Map<number, number>();
  const calls = new Map<number, Calling[]>();
  const open = db.all(waiting({}));
  if (open.length === 0) return { of, ofNobody, calls };
  const readers = concernReadersOf(db, open, at);
  const [leads, admins] = [isLead, (one: Member) => may(one, "concern.count")].map((is) =>
    everyone(db).flatMap((one) => (is(one) ? [one.id] : [])),
  );
  for (const { id, nameIndex, at: saidAt, conversationId } of open) {
    const ids = readers.get(id)!;
    const others = ids.length > 0 ? [] : (withoutPart(db, [conversationId], admins!).get(conversationId) ?? []);
    for (const one of ids) of.set(one, (of.get(one) ?? 0) + 1);
    for (const one of others) ofNobody.set(one, (ofNobody.get(one) ?? 0) + 1);
    for (const one of ids.filter((reader) => leads!.includes(reader) && isCalling(db, id, reader))) {
      calls.set(one, [...(calls.get(one) ?? []), { id, nameIndex, at: saidAt }]);
    }
  }
  return { of, ofNobody, calls };
}

/** The leads (ids) whom one calls at an instant (ms UTC). */
export function calledBy(db: DataReader, id: number, at: number): number[] {
  const found = db.first(saidOne({ id }));
  if (!found) return [];
  const ids = concernReadersOf(db, [found], at).get(id)!;
  return everyone(db).flatMap((one) =>
    isLead(one) && ids.includes(one.id) && isCalling(db, id, one.id) ? [one.id] : [],
  );
}

/** Whether whoever said it can read an answer: they have a code. */
export function isAnswerWanted(db: DataReader, id: number): boolean {
  return hasLocator(db, id);
}

/** What stands beside it, for whoever may read it; null where it cannot be opened. */
export function besideConcern(db: DataReader, { id }: Pick<Concern, "id">): ConcernFile | null {
  return concernFile(db, id);
}

/** That somebody asked for contact, photos or to meet calls each lead until they have read it. */
function isCalling(db: DataReader, id: number, staffId: number): boolean {
  return concernFile(db, id)?.kind === "contact" && db.first(read({ id, staffId })) === undefined;
}

function asConcern(db: DataReader, member: Member, id: number): Concern {
  const row = db.first(one({ id, staffId: member.id }))!;
  const isUnread = row.done_at === null && isLead(member) && isCalling(db, id, member.id);
  const words = isUnread ? null : concernWordsOf(db, row);
  return {
    id,
    conversationId: row.conversation_id,
    nameIndex: row.name_index,
    ended: row.ended_at !== null,
    at: row.at,
    kind: concernFile(db, id)?.kind ?? null,
    isUnread,
    words,
    isShut: !isUnread && row.body !== null && words === null,
    opened: row.opened_at !== null,
    done: row.done_at === null || row.done_by === null ? null : { at: row.done_at, staffId: row.done_by },
  };
}

/** What was written with one; null for nothing, or where it cannot be opened. */
export function concernWordsOf(
  db: DataReader,
  row: { id: number; conversation_id: number; body: Uint8Array | null },
): string | null {
  return row.body === null ? null : db.keyring.open(concernPlace(row.conversation_id, row.id), row.body);
}

/** Where that stands. */
export function concernPlace(conversationId: number, id: number) {
  return { table: "concern", conversationId, number: id, author: "youth" } as const;
}

const rows = () => q.selectFrom("concern").select(["id", "conversation_id as conversationId", "at"]);

const said = prepared(() =>
  rows()
    .orderBy((eb) => eb("done_at", "is not", null))
    .orderBy("id", "desc"),
);
const saidOne = prepared((v: { id: number }) => rows().where("id", "=", v.id));
const waiting = prepared(() =>
  q
    .selectFrom("concern")
    .innerJoin("conversation", "conversation.id", "concern.conversation_id")
    .select(["concern.id", "concern.conversation_id as conversationId", "concern.at"])
    .select("conversation.name_index as nameIndex")
    .where("concern.done_at", "is", null)
    .orderBy("concern.id"),
);
const one = prepared((v: { id: number; staffId: number }) =>
  q
    .selectFrom("concern")
    .innerJoin("conversation", "conversation.id", "concern.conversation_id")
    .leftJoin("concern_opened", (on) =>
      on.onRef("concern_opened.concern_id", "=", "concern.id").on("concern_opened.staff_id", "=", v.staffId),
    )
    .selectAll("concern")
    .select(["conversation.name_index", "conversation.ended_at", "concern_opened.at as opened_at"])
    .where("concern.id", "=", v.id),
);
const read = prepared((v: { id: number; staffId: number }) =>
  q.selectFrom("concern_read").select("at").where("concern_id", "=", v.id).where("staff_id", "=", v.staffId),
);
